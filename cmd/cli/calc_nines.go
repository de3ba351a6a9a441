package cli

import (
	"strings"

	"netsplit/calc/availability"
)

type ninesCommand struct {
	Availability []string `arg:"" optional:"" help:"99.95%, 0.9995 or 3 nines."`
	Downtime     string   `placeholder:"TIME" help:"The reverse: what availability this downtime leaves. 47m, 1h30m, 2d."`
	Per          string   `placeholder:"TIME" help:"The period of --downtime: 30d (default), or hour, day, week, month, quarter, year."`
	As           string   `predictor:"convention" placeholder:"NAME" help:"Whose tables: sre or aws (365d and 30d, default), primer or uptime (365.2425d and a twelfth of it)."`
	Year         string   `placeholder:"DAYS" help:"A year: 365d, 365.25d or 365.2425d. Several with commas stand side by side."`
	Month        string   `placeholder:"DAYS" help:"A month: 30d or year/12."`

	sheetFlags
}

// Help shows examples.
func (*ninesCommand) Help() string {
	return `Published tables of nines differ because their years and months do. Here the convention is always named.

Examples:

  netsplit calc nines 99.95%
  netsplit calc nines 3 nines --as sre,uptime
  netsplit calc nines 99.9% --year 365d,365.25d,365.2425d
  netsplit calc nines --downtime 47m --per 30d
  netsplit calc nines 99.95% --json | jq .result.downtime_seconds.year`
}

// Run answers one way round or the other.
func (c *ninesCommand) Run(p *Program) error {
	form := availability.DowntimeAllowed
	values := map[string]string{"as": c.As, "year": c.Year, "month": c.Month}
	given := strings.Join(c.Availability, " ")
	switch {
	case c.Downtime != "" && given != "":
		return usagef("give an availability or --downtime, not both: the one is the answer to the other")
	case c.Downtime != "":
		form = availability.AvailabilityLeft
		values["downtime"], values["per"] = c.Downtime, c.Per
	case given == "":
		return usagef("give an availability or a downtime, such as\n" +
			"  netsplit calc nines 99.95%%\n" +
			"  netsplit calc nines --downtime 47m --per 30d")
	case c.Per != "":
		return usagef("--per is the period of a downtime: add --downtime, such as --downtime 47m --per %s", c.Per)
	default:
		values["availability"] = given
	}
	return p.solve(availability.Nines().Forms[form], values, c.sheetFlags)
}
