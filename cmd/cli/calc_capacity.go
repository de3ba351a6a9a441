package cli

import (
	"netsplit/calc/capacity"
)

type scaleCommand struct {
	Rate    string `placeholder:"RATE" help:"Requests at the peak: 4k/s (default)."`
	Each    string `placeholder:"RATE" help:"What one small server serves: 1250/s (default)."`
	Spare   string `placeholder:"NUMBER" help:"Servers that may fail at the peak: 1 (default)."`
	Price   string `placeholder:"PRICE" help:"Of one small server: '$70/month' (default)."`
	Largest string `placeholder:"NUMBER" help:"How many times the small one the largest is: 16 (default)."`
	Gain    string `placeholder:"SHARE" help:"Of the doubled work, what a server of twice the size really does: 90% (default)."`
	Premium string `placeholder:"SHARE" help:"What twice the size costs beyond twice the price: 0% (default)."`

	sheetFlags
}

// Help shows examples.
func (*scaleCommand) Help() string {
	return `Examples:

  netsplit calc scale --rate 4k/s --each 1250/s
  netsplit calc scale --rate 20k/s --each 1250/s --spare 2 --price '$0.10/h'
  netsplit calc scale --rate 4k/s --each 1250/s --json | jq .result.servers`
}

// Run sets the two ways side by side.
func (c *scaleCommand) Run(p *Program) error {
	return p.solve(capacity.Scale().Forms[0], formValues(c), c.sheetFlags)
}

type shardsCommand struct {
	Data        string `placeholder:"BYTES" help:"All of it, without copies: 20TB (default)."`
	Writes      string `placeholder:"RATE" help:"Writes at the peak: 30k/s (default)."`
	ShardData   string `placeholder:"BYTES" help:"What one shard may hold: 1TB (default)."`
	ShardWrites string `placeholder:"RATE" help:"What the leader of one shard can write: 2k/s (default)."`
	Growth      string `placeholder:"FACTOR" help:"Times as much of both at the end of the plan: 2 (default)."`
	Skew        string `placeholder:"FACTOR" help:"The fullest shard over the average one: 1.3 (default)."`
	Replicas    string `placeholder:"NUMBER" help:"Copies of each shard: 3 (default)."`

	sheetFlags
}

// Help shows examples.
func (*shardsCommand) Help() string {
	return `Examples:

  netsplit calc shards --data 20TB --writes 30k/s
  netsplit calc shards --data 4TB --writes 50k/s --shard-data 500GB --shard-writes 5k/s --growth 3`
}

// Run counts the shards.
func (c *shardsCommand) Run(p *Program) error {
	return p.solve(capacity.Shards().Forms[0], formValues(c), c.sheetFlags)
}

type connectionsCommand struct {
	Rate        string `placeholder:"RATE" help:"Queries of all instances together: 4k/s (default)."`
	QueryTime   string `placeholder:"TIME" help:"How long a query keeps its connection: 5ms (default)."`
	Instances   string `placeholder:"NUMBER" help:"Of the service, each with a pool: 20 (default)."`
	Pool        string `placeholder:"NUMBER" help:"Connections that each keeps open: 20 (default)."`
	Limit       string `placeholder:"NUMBER" help:"What the database accepts: 500 (default)."`
	Memory      string `placeholder:"BYTES" help:"What the database needs for each: 10MB (default)."`
	Utilisation string `placeholder:"SHARE" help:"How busy a pool should be on average: 70% (default)."`

	sheetFlags
}

// Help shows examples.
func (*connectionsCommand) Help() string {
	return `Examples:

  netsplit calc connections --rate 4k/s --query-time 5ms --instances 20 --pool 20
  netsplit calc connections --instances 60 --pool 20 --limit 500`
}

// Run counts the connections.
func (c *connectionsCommand) Run(p *Program) error {
	return p.solve(capacity.Connections().Forms[0], formValues(c), c.sheetFlags)
}
