package cli

import (
	"strings"

	"netsplit/calc/slo"
)

type sloCommand struct {
	Objective []string `arg:"" optional:"" help:"99.95%, 0.9995 or 3 nines; 99.9% without."`
	Window    string   `placeholder:"TIME" help:"Over how long it is measured: 30d (default), 28d, 90d."`
	Spent     string   `placeholder:"TIME" help:"Downtime so far: 25m. Needs --elapsed."`
	Elapsed   string   `placeholder:"TIME" help:"How much of the window has passed: 7d."`

	sheetFlags
}

// Help shows examples.
func (*sloCommand) Help() string {
	return `Examples:

  netsplit calc slo 99.9%
  netsplit calc slo 99.9% --spent 25m --elapsed 7d
  netsplit calc slo 99.95% --window 28d --json | jq .result.alerts`
}

// Run computes the budget.
func (c *sloCommand) Run(p *Program) error {
	return p.solve(slo.Calculator().Forms[0], map[string]string{
		"objective": strings.Join(c.Objective, " "), "window": c.Window, "spent": c.Spent, "elapsed": c.Elapsed}, c.sheetFlags)
}
