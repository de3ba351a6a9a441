package cli

import (
	"netsplit/calc/surge"
)

type burstCommand struct {
	Burst    string `placeholder:"RATE" help:"What comes during the burst: 3k/s (default)."`
	For      string `placeholder:"TIME" help:"How long it lasts: 2m (default)."`
	Capacity string `placeholder:"RATE" help:"What the workers do together: 1k/s (default)."`
	Normal   string `placeholder:"RATE" help:"What comes before and after: 600/s (default)."`
	Message  string `placeholder:"BYTES" help:"Size of one in the queue: 2KB (default)."`
	Wait     string `placeholder:"TIME" help:"The longest that one may wait: 30s (default)."`

	sheetFlags
}

// Help shows examples.
func (*burstCommand) Help() string {
	return `Examples:

  netsplit calc burst --burst 3k/s --for 2m --capacity 1k/s --normal 600/s
  netsplit calc burst --burst 50k/s --for 10s --capacity 20k/s --normal 5k/s --wait 5s`
}

// Run computes the queue.
func (c *burstCommand) Run(p *Program) error {
	return p.solve(surge.Burst().Forms[0], formValues(c), c.sheetFlags)
}

type autoscaleCommand struct {
	From   string `placeholder:"RATE" help:"Load before it rises: 1k/s (default)."`
	To     string `placeholder:"RATE" help:"Load after: 5k/s (default)."`
	Over   string `placeholder:"TIME" help:"How long it rises: 10m (default)."`
	Boot   string `placeholder:"TIME" help:"From the order of an instance to its first request: 3m (default)."`
	Check  string `placeholder:"TIME" help:"Until the measured load shows and is acted on: 1m (default)."`
	Each   string `placeholder:"RATE" help:"What one instance serves: 250/s (default)."`
	Target string `placeholder:"SHARE" help:"How busy instances are kept: 70% (default)."`

	sheetFlags
}

// Help shows examples.
func (*autoscaleCommand) Help() string {
	return `Examples:

  netsplit calc autoscale --from 1k/s --to 5k/s --over 10m --boot 3m
  netsplit calc autoscale --from 1k/s --to 5k/s --over 10m --boot 20s --check 10s --target 50%`
}

// Run follows the ramp.
func (c *autoscaleCommand) Run(p *Program) error {
	return p.solve(surge.Autoscale().Forms[0], formValues(c), c.sheetFlags)
}
