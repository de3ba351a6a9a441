package cli

import "netsplit/calc/ids"

type idsCommand struct {
	Alphabet string `placeholder:"NUMBER" help:"How many signs: 10, 16, 62 (default), or 2 for bits."`
	Length   string `placeholder:"NUMBER" help:"Signs of one: 7 (default)."`
	Items    string `required:"" placeholder:"NUMBER" help:"How many are drawn at random: 360M."`

	sheetFlags
}

// Help shows examples.
func (*idsCommand) Help() string {
	return `Examples:

  netsplit calc ids --alphabet 62 --length 7 --items 360M
  netsplit calc ids --alphabet 2 --length 122 --items 1B    a random UUID has 122 bits`
}

// Run computes the collisions.
func (c *idsCommand) Run(p *Program) error {
	return p.solve(ids.Calculator().Forms[0], map[string]string{"alphabet": c.Alphabet, "length": c.Length, "items": c.Items}, c.sheetFlags)
}
