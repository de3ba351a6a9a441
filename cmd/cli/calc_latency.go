package cli

import "netsplit/calc/latency"

type latencyCommand struct {
	Year   string `predictor:"year" placeholder:"YEARS" help:"2012, 2020, 2026: whose numbers. With commas side by side (all, by default); the last counts for the budget."`
	Budget string `placeholder:"LIST" help:"What a request waits for, one after another: 'memory:100 ssd:10 datacentre:2'."`

	sheetFlags
}

// Help shows examples.
func (*latencyCommand) Help() string {
	return `Examples:

  netsplit calc latency
  netsplit calc latency --year 2012 --budget 'memory:100 ssd:10 datacentre:2'
  netsplit calc latency --budget 'world:2 datacentre:6 disk:1' --json | jq .result.total_seconds`
}

// Run prints the numbers and adds the budget up.
func (c *latencyCommand) Run(p *Program) error {
	return p.solve(latency.Calculator().Forms[0], map[string]string{"year": c.Year, "budget": c.Budget}, c.sheetFlags)
}
