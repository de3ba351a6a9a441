package cli

import (
	"strings"

	"netsplit/calc/units"
)

type unitsCommand struct {
	Expression []string `arg:"" help:"Quantities with * / + - ^ and brackets, and at the end 'in UNIT'."`
	Month      string   `placeholder:"TIME" help:"A month: 30d (default), year/12 or 2.5Ms."`
	Year       string   `placeholder:"TIME" help:"A year: 365d (default), 365.25d, 365.2425d or 12months."`

	sheetFlags
}

// Help shows examples.
func (*unitsCommand) Help() string {
	return `kB and KiB are different, bits and bytes are different, and adding bytes to hours is a mistake that is told.
Quote the expression: a shell would take * and $ apart.

Examples:

  netsplit calc units '50000 * 255B'
  netsplit calc units '10M/month * 1.27KB * 3y'
  netsplit calc units '1TB / (1Gbps)'
  netsplit calc units '1TB in GiB'
  netsplit calc units '$0.023/GB/month * 5TB'`
}

// Run evaluates the expression.
func (c *unitsCommand) Run(p *Program) error {
	expression := strings.Join(c.Expression, " ")
	if strings.TrimSpace(expression) == "" {
		return usagef("expression is empty: write one such as '50000 * 255B'")
	}
	return p.solve(units.Units().Forms[0], map[string]string{
		"expression": expression, "month": c.Month, "year": c.Year}, c.sheetFlags)
}

type powersCommand struct {
	Powers []string `arg:"" optional:"" help:"Which, such as 10,20,32. All the usual ones without."`

	sheetFlags
}

// Help shows examples.
func (*powersCommand) Help() string {
	return `Examples:

  netsplit calc powers
  netsplit calc powers 10,20,32`
}

// Run prints the table.
func (c *powersCommand) Run(p *Program) error {
	return p.solve(units.Powers().Forms[0], map[string]string{"powers": strings.Join(c.Powers, ",")}, c.sheetFlags)
}
