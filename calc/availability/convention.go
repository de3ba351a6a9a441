package availability

import (
	"math/big"
	"strings"

	"netsplit/calc"
	"netsplit/calc/unit"
)

// Convention is how long a year and a month are taken to be. A day is 24
// hours, a week seven days, and a quarter three months, always.
//
// Tables of nines differ only in this: with a year of 365 days 99.9 % allows
// 8 h 45 min 36 s, with the Gregorian mean of 365.2425 days 8 h 45 min 57 s.
type Convention struct {
	Year     unit.Duration
	Month    unit.Duration
	YearText string // as it is written: "365d"
	// MonthText is "30d", or "year/12" for a twelfth of whatever the year is.
	MonthText string
}

// Preset is a convention by the name of who publishes tables with it.
type Preset struct {
	Name       string
	Source     string
	Convention Convention
}

const twelfth = "year/12"

// Presets returns the named conventions, the default first.
func Presets() []Preset {
	gregorian := Convention{Year: days(3652425, 10000), YearText: "365.2425d", MonthText: twelfth}.settled()
	return []Preset{
		{"sre", "365 d and 30 d: the SRE book",
			Convention{Year: unit.Days(365), Month: unit.Days(30), YearText: "365d", MonthText: "30d"}},
		{"primer", "365.2425 d and a twelfth of it: the primer", gregorian},
		{"uptime", "365.2425 d and a twelfth of it: uptime.is", gregorian},
		{"aws", "365 d and 30 d: the AWS reliability pillar",
			Convention{Year: unit.Days(365), Month: unit.Days(30), YearText: "365d", MonthText: "30d"}},
	}
}

func days(num, denom int64) unit.Duration {
	return unit.Days(1).Scale(big.NewRat(num, denom))
}

// settled works the month out where it is a twelfth of the year.
func (c Convention) settled() Convention {
	if c.MonthText == twelfth {
		c.Month = c.Year.Scale(big.NewRat(1, 12))
	}
	return c
}

// Quarter is three months: 90 d of 30-day months, a quarter of the year where
// a month is a twelfth of it.
func (c Convention) Quarter() unit.Duration { return c.Month.Scale(big.NewRat(3, 1)) }

// String is how the convention is written: "year 365d, month 30d".
func (c Convention) String() string { return "year " + c.YearText + ", month " + c.MonthText }

// Period is a stretch of time with its name.
type Period struct {
	Name   string // "year", which is also the key in JSON
	Length unit.Duration
}

// Periods returns the convention's year, quarter, month, week, day and hour.
func (c Convention) Periods() []Period {
	return []Period{
		{"year", c.Year}, {"quarter", c.Quarter()}, {"month", c.Month},
		{"week", unit.Days(7)}, {"day", unit.Days(1)}, {"hour", unit.Hours(1)},
	}
}

// mostColumns bounds how many conventions are shown side by side.
const mostColumns = 8

// ParseConventions reads the inputs as, year and month: each a list with
// commas, an empty one meaning the default (for year and month, what as says).
// The result is every combination, without repeats. Errors are *unit.Error.
func ParseConventions(as, year, month string) ([]Convention, error) {
	presets, err := parsePresets(as)
	if err != nil {
		return nil, err
	}
	years, err := parseLengths("year", year, yearBounds())
	if err != nil {
		return nil, err
	}
	months, err := parseLengths("month", month, monthBounds())
	if err != nil {
		return nil, err
	}
	var list []Convention
	for _, p := range presets {
		for _, y := range years {
			for _, m := range months {
				list = appendNew(list, p.Convention.with(y, m))
			}
		}
	}
	if len(list) > mostColumns {
		return nil, &unit.Error{Argument: "year and month", Problem: "these make too many conventions to show",
			Cure: "give at most 8 combinations"}
	}
	return list, nil
}

// length is a year or a month as it was given; the zero value means the
// preset's.
type length struct {
	text  string
	value unit.Duration
}

func (c Convention) with(year, month length) Convention {
	if year.text != "" {
		c.Year, c.YearText = year.value, year.text
	}
	if month.text != "" {
		c.Month, c.MonthText = month.value, month.text
	}
	return c.settled()
}

func appendNew(list []Convention, c Convention) []Convention {
	for _, have := range list {
		if have.Year.Cmp(c.Year) == 0 && have.Month.Cmp(c.Month) == 0 {
			return list
		}
	}
	return append(list, c)
}

func parsePresets(text string) ([]Preset, error) {
	if strings.TrimSpace(text) == "" {
		return Presets()[:1], nil
	}
	var list []Preset
	for _, name := range strings.Split(text, ",") {
		p, err := preset(strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		if list = append(list, p); len(list) > mostColumns {
			return nil, &unit.Error{Argument: "as", Problem: "has too many names", Cure: "give at most 8"}
		}
	}
	return list, nil
}

func preset(name string) (Preset, error) {
	var names []string
	for _, p := range Presets() {
		if p.Name == name {
			return p, nil
		}
		names = append(names, p.Name)
	}
	cure := "use " + strings.Join(names, ", ")
	if near, ok := unit.Nearest(name, names); ok {
		cure = "did you mean " + near + "? There are " + strings.Join(names, ", ")
	}
	return Preset{}, &unit.Error{Argument: "as", Text: name, Problem: "is not a convention", Cure: cure}
}

// bounds are what a year or a month may be, to catch a slip like 30h.
type bounds struct {
	low, high int64 // days
	example   string
	twelfth   bool // year/12 is allowed
}

func yearBounds() bounds  { return bounds{300, 400, "365d, 365.25d or 365.2425d", false} }
func monthBounds() bounds { return bounds{20, 40, "30d or year/12", true} }

func parseLengths(argument, text string, b bounds) ([]length, error) {
	if strings.TrimSpace(text) == "" {
		return []length{{}}, nil
	}
	var list []length
	for _, item := range strings.Split(text, ",") {
		item = strings.TrimSpace(item)
		l, err := parseLength(argument, item, b)
		if err != nil {
			return nil, err
		}
		if list = append(list, l); len(list) > mostColumns {
			return nil, &unit.Error{Argument: argument, Problem: "has too many lengths", Cure: "give at most 8"}
		}
	}
	return list, nil
}

func parseLength(argument, text string, b bounds) (length, error) {
	if b.twelfth && strings.ReplaceAll(text, " ", "") == twelfth {
		return length{text: twelfth}, nil
	}
	d, err := unit.ParseDuration(argument, text)
	if err != nil {
		e := err.(*unit.Error)
		e.Cure = "write it in days: " + b.example
		return length{}, e
	}
	if d.Cmp(unit.Days(b.low)) < 0 || d.Cmp(unit.Days(b.high)) > 0 {
		return length{}, &unit.Error{Argument: argument, Text: text,
			Problem: "is not the length of a " + argument, Cure: "write it in days: " + b.example}
	}
	return length{d.Compact(), d}, nil
}

// assumptions names the convention's parts for a worksheet.
func (c Convention) assumptions() []calc.Assumption {
	return []calc.Assumption{
		{Name: "year", Convention: c.YearText, Value: c.Year, Why: yearWhy(c.YearText)},
		{Name: "month", Convention: c.MonthText, Value: c.Month, Why: monthWhy(c)},
		{Name: "quarter", Convention: "3 months", Value: c.Quarter(), Why: "that is " + unit.Join(c.Quarter().Whole())},
	}
}

func yearWhy(text string) string {
	switch text {
	case "365d":
		return "a common year; leap days are left out"
	case "365.25d":
		return "the Julian mean: a leap day every four years"
	case "365.2425d":
		return "the Gregorian mean: 97 leap days in 400 years"
	}
	return "as given"
}

func monthWhy(c Convention) string {
	switch c.MonthText {
	case "30d":
		return "a round month, as in most service levels"
	case twelfth:
		return "the mean month, " + unit.Join(c.Month.Whole())
	}
	return "as given"
}
