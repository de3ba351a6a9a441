package cli

import "netsplit/calc/bloom"

type bloomCommand struct {
	Items         string `required:"" placeholder:"NUMBER" help:"How many are put in: 40M."`
	FalsePositive string `name:"false-positive" placeholder:"SHARE" help:"Share of others that look as if they were in: 1%, 1e-6."`
	Size          string `placeholder:"BYTES" help:"The reverse: what share a filter of this size has. 144MB, 10Mbit."`
	Hashes        string `placeholder:"NUMBER" help:"With --size, how many hashes; the best number without."`

	sheetFlags
}

// Help shows examples.
func (*bloomCommand) Help() string {
	return `Examples:

  netsplit calc bloom --items 40M --false-positive 1e-6
  netsplit calc bloom --items 40M --size 48MB
  netsplit calc bloom --items 1000 --size 8000bit --hashes 5 --json`
}

// Run sizes a filter, or rates one.
func (c *bloomCommand) Run(p *Program) error {
	switch {
	case c.Size == "" && c.Hashes != "":
		return usagef("--hashes is for a filter of a given size: add --size, such as --size 48MB")
	case c.Size != "" && c.FalsePositive != "":
		return usagef("give --false-positive or --size, not both: the one is the answer to the other")
	case c.Size != "":
		return p.solve(bloom.Calculator().Forms[bloom.Share], map[string]string{"items": c.Items, "size": c.Size, "hashes": c.Hashes}, c.sheetFlags)
	case c.FalsePositive == "":
		return usagef("give a share of false positives or a size, such as\n" +
			"  netsplit calc bloom --items 40M --false-positive 1e-6\n" +
			"  netsplit calc bloom --items 40M --size 48MB")
	}
	return p.solve(bloom.Calculator().Forms[bloom.Size], map[string]string{"items": c.Items, "false-positive": c.FalsePositive}, c.sheetFlags)
}
