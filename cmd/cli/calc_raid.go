package cli

import "netsplit/calc/raid"

type raidCommand struct {
	Level string `predictor:"level" placeholder:"LEVELS" help:"0, 1, 5 (default), 6 or 10. Several with commas stand side by side."`
	Disks string `required:"" placeholder:"NUMBER" help:"How many, all alike."`
	Size  string `required:"" placeholder:"BYTES" help:"Of one disk: 4TB."`

	sheetFlags
}

// Help shows examples.
func (*raidCommand) Help() string {
	return `Examples:

  netsplit calc raid --level 6 --disks 6 --size 4TB
  netsplit calc raid --level 0,1,5,6,10 --disks 6 --size 4TB --json`
}

// Run computes what is left to use.
func (c *raidCommand) Run(p *Program) error {
	return p.solve(raid.Calculator().Forms[0], map[string]string{"level": c.Level, "disks": c.Disks, "size": c.Size}, c.sheetFlags)
}
