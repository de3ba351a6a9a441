package cli

import (
	"netsplit/calc/delivery"
)

type replicationCommand struct {
	Writes    string `placeholder:"RATE" help:"In normal times: 5k/s (default)."`
	Object    string `placeholder:"BYTES" help:"What one write sends: 1KB (default)."`
	Replicas  string `placeholder:"NUMBER" help:"That follow the leader: 2 (default)."`
	Link      string `placeholder:"RATE" help:"To each of them: 100Mbps (default)."`
	RoundTrip string `placeholder:"TIME" help:"To the replica and back: 80ms (default)."`
	Peak      string `placeholder:"FACTOR" help:"Times as many writes in a burst: 4 (default)."`
	For       string `placeholder:"TIME" help:"How long a burst lasts: 10m (default)."`

	sheetFlags
}

// Help shows examples.
func (*replicationCommand) Help() string {
	return `Examples:

  netsplit calc replication --writes 5k/s --object 1KB --replicas 2 --link 100Mbps
  netsplit calc replication --writes 20k/s --object 4KB --link 1Gbps --round-trip 150ms`
}

// Run computes bandwidth and lag.
func (c *replicationCommand) Run(p *Program) error {
	return p.solve(delivery.Replication().Forms[0], formValues(c), c.sheetFlags)
}

type fanoutCommand struct {
	Posts     string `placeholder:"RATE" help:"Of all users: 5k/s (default)."`
	Reads     string `placeholder:"RATE" help:"Of feeds, of all users: 300k/s (default)."`
	Followers string `placeholder:"NUMBER" help:"Of who posts, on average: 200 (default)."`
	Following string `placeholder:"NUMBER" help:"How many a reader follows, on average: 200 (default)."`
	Largest   string `placeholder:"NUMBER" help:"Followers of the most followed account: 30M (default)."`
	Workers   string `placeholder:"RATE" help:"Deliveries that can be made: 1M/s (default)."`

	sheetFlags
}

// Help shows examples.
func (*fanoutCommand) Help() string {
	return `Examples:

  netsplit calc fanout --posts 5k/s --reads 300k/s --followers 200 --following 200
  netsplit calc fanout --posts 50k/s --reads 10k/s --followers 1000 --following 50`
}

// Run compares the two ways.
func (c *fanoutCommand) Run(p *Program) error {
	return p.solve(delivery.Fanout().Forms[0], formValues(c), c.sheetFlags)
}

type cdnCommand struct {
	Rate        string `placeholder:"RATE" help:"Requests of all users: 10k/s (default)."`
	Object      string `placeholder:"BYTES" help:"Size of an answer: 200KB (default)."`
	Hit         string `placeholder:"SHARE" help:"Share that the edge answers itself: 95% (default)."`
	EdgeTime    string `placeholder:"TIME" help:"To the edge and back: 20ms (default)."`
	OriginTime  string `placeholder:"TIME" help:"From the edge to the origin and back: 150ms (default)."`
	OriginPrice string `placeholder:"PRICE" help:"Of what leaves the origin: '$0.09/GB' (default)."`
	EdgePrice   string `placeholder:"PRICE" help:"Of what leaves the edge: '$0.06/GB' (default)."`

	sheetFlags
}

// Help shows examples.
func (*cdnCommand) Help() string {
	return `Examples:

  netsplit calc cdn --rate 10k/s --object 200KB --hit 95%
  netsplit calc cdn --rate 500/s --object 2MB --hit 80% --edge-price '$0.02/GB'`
}

// Run computes the offload.
func (c *cdnCommand) Run(p *Program) error {
	return p.solve(delivery.CDN().Forms[0], formValues(c), c.sheetFlags)
}
