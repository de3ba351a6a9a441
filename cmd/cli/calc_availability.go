package cli

import (
	"strings"

	"netsplit/calc/availability"
)

type availabilityCommand struct {
	Design string   `arg:"" help:"Names with & (both needed), | (one needed), brackets, and 2of3(node)."`
	Parts  []string `arg:"" optional:"" help:"web=99.95%, or node=mtbf:30d/mttr:1h: one for each name."`
	As     string   `predictor:"convention" placeholder:"NAME" help:"Whose year and month: sre (default), aws, primer or uptime."`
	Year   string   `placeholder:"DAYS" help:"A year: 365d, 365.25d or 365.2425d."`
	Month  string   `placeholder:"DAYS" help:"A month: 30d or year/12."`

	simulateFlags
	sheetFlags
}

// Help shows examples.
func (*availabilityCommand) Help() string {
	return `Quote the design: a shell would take & and | apart. A name that stands twice is one part, and is counted once.

Examples:

  netsplit calc availability 'web & (db | queue)' web=99.95% db=99.99% queue=99.9%
  netsplit calc availability '2of3(node)' node=mtbf:30d/mttr:1h
  netsplit calc availability '(a & dns) | (b & dns)' a=99% b=99% dns=99.9% --json
  netsplit calc availability '2of3(node)' node=mtbf:30d/mttr:1h --simulate`
}

// Run computes the design.
func (c *availabilityCommand) Run(p *Program) error {
	if len(c.Parts) == 0 {
		return usagef("give each part's availability, such as\n" +
			"  netsplit calc availability 'web & (db | queue)' web=99.95%% db=99.99%% queue=99.9%%")
	}
	return p.solveBoth(availability.Parts().Forms[0], map[string]string{
		"design": c.Design, "parts": strings.Join(c.Parts, " "), "as": c.As, "year": c.Year, "month": c.Month}, c.sheetFlags, c.simulateFlags)
}
