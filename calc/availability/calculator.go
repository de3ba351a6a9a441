package availability

import (
	"strings"

	"netsplit/calc"
)

// Nines returns the calculator of nines: downtime from an availability, and
// the availability that a downtime leaves.
func Nines() calc.Calculator {
	return calc.Calculator{
		Name:    "nines",
		Title:   "Nines",
		Summary: "how much downtime an availability allows, and the reverse",
		Forms:   []calc.Form{downtimeForm(), availabilityForm()},
	}
}

// The order of Nines' forms.
const (
	DowntimeAllowed = iota
	AvailabilityLeft
)

func downtimeForm() calc.Form {
	f := calc.Form{
		Name: "downtime from availability",
		Fields: append([]calc.Field{{
			Name: "availability", Label: "availability", Default: "99.9%",
			Help: "99.95%, 0.9995 or 3 nines",
		}}, conventionFields(true)...),
	}
	f.Solve = func(values map[string]string) (calc.Worksheet, error) {
		v, err := f.Filled(values)
		if err != nil {
			return calc.Worksheet{}, err
		}
		return FromRatio(v["availability"], options(v))
	}
	return f
}

func availabilityForm() calc.Form {
	f := calc.Form{
		Name: "availability from downtime",
		Fields: append([]calc.Field{
			{Name: "downtime", Label: "downtime", Default: "47m", Help: "47m, 1h30m or 2d"},
			{Name: "per", Label: "per", Default: "30d", Help: "30d, or month, quarter, year"},
		}, conventionFields(false)...),
	}
	f.Solve = func(values map[string]string) (calc.Worksheet, error) {
		v, err := f.Filled(values)
		if err != nil {
			return calc.Worksheet{}, err
		}
		return FromDowntime(v["downtime"], v["per"], options(v))
	}
	return f
}

func options(v map[string]string) Options {
	return Options{As: v["as"], Year: v["year"], Month: v["month"]}
}

// conventionFields are the fields as, year and month. Where several answers can
// stand side by side, the usual comparison is one of the choices of year.
func conventionFields(several bool) []calc.Field {
	var presets []calc.Choice
	var names []string
	for _, p := range Presets() {
		presets = append(presets, calc.Choice{Value: p.Name, Label: p.Source})
		names = append(names, p.Name)
	}
	years := []calc.Choice{{Value: "", Label: "as in its tables"}}
	all := []string{"365d", "365.25d", "365.2425d"}
	for _, year := range all {
		years = append(years, calc.Choice{Value: year, Label: yearWhy(year)})
	}
	if several {
		years = append(years, calc.Choice{Value: strings.Join(all, ","), Label: "side by side"})
	}
	return []calc.Field{
		{Name: "as", Label: "as", Default: names[0], Choices: presets, Help: "whose tables: " + strings.Join(names, ", ")},
		{Name: "year", Label: "year", Help: strings.Join(all, ", "), Choices: years},
		{Name: "month", Label: "month", Help: "30d or year/12", Choices: []calc.Choice{
			{Value: "", Label: "as in its tables"},
			{Value: "30d", Label: "a round month"}, {Value: twelfth, Label: "the mean month"},
		}},
	}
}
