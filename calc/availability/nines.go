// Package availability answers how much downtime an availability allows, and
// what availability a downtime leaves.
//
// Availability is the share of time a service works, often counted in nines:
// −log10 of what is missing to 1, so 99.9 % is three nines. It exists as a
// package, rather than one multiplication, because published tables disagree
// and readers need to see why: each takes another length of year and month.
// Here the length is always named, and every published table can be had.
//
//	sheet, err := availability.FromRatio("99.95%", availability.Options{As: "uptime"})
//	back, err := availability.FromDowntime("47m", "30d", availability.Options{})
//	fmt.Print(calc.Text(sheet, 80))
//
// Source of the definition and of the 365-day table: Beyer and others, Site
// Reliability Engineering, chapter 3 and appendix A (2016). The Gregorian
// tables are those of the System Design Primer and of uptime.is.
package availability

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"netsplit/calc"
	"netsplit/calc/unit"
)

// Options are the conventions of a question. Each is a list with commas; empty
// means the default.
type Options struct {
	As    string // sre, primer, uptime, aws
	Year  string // 365d, 365.25d, 365.2425d
	Month string // 30d, year/12
}

// NinesOf returns how many nines an availability has: −log10(1 − a). It is
// exact for a whole number of nines and has no end for 100 %.
func NinesOf(a unit.Ratio) unit.Count {
	u := a.Complement().Number()
	if u.Sign() <= 0 {
		return unit.Unbounded("nothing is missing to 100%")
	}
	num, denom := u.Num().String(), u.Denom().String()
	if num == "1" && strings.Trim(denom[1:], "0") == "" && denom[0] == '1' {
		return unit.CountOf(big.NewRat(int64(len(denom)-1), 1))
	}
	f, _ := u.Float64()
	n, _ := new(big.Rat).SetString(strconv.FormatFloat(-math.Log10(f), 'f', 12, 64))
	return unit.CountOf(n)
}

// FromRatio returns the downtime that an availability, as typed, allows in a
// year, quarter, month, week, day and hour. With several conventions they stand
// side by side. Errors are *unit.Error.
func FromRatio(availability string, o Options) (calc.Worksheet, error) {
	a, err := unit.ParseRatio("availability", availability)
	if err != nil {
		return calc.Worksheet{}, err
	}
	conventions, err := ParseConventions(o.As, o.Year, o.Month)
	if err != nil {
		return calc.Worksheet{}, err
	}
	c, down := conventions[0], a.Value.Complement()
	w := calc.Worksheet{
		Command:     "nines",
		Shell:       shell(o, quote(availability)),
		Title:       "Downtime that " + a.Value.String() + " allows",
		Inputs:      []calc.Entry{{Key: "availability_ratio", Label: "availability", Value: a.Value, Given: tidy(availability)}},
		Assumptions: append(reading(a), listed(conventions)...),
		Steps: []calc.Step{{
			Label: "unavailable", Value: down,
			Expression: expression(whole(), operator(" − "), quantity(a.Value)),
		}},
	}
	for _, p := range c.Periods() {
		d := p.Length.Times(down)
		w.Steps = append(w.Steps, calc.Step{
			Label: p.Name, Value: d,
			Expression: expression(quantity(down), operator(" × "), p.Length.Whole()),
		})
		w.Result = append(w.Result, calc.Entry{Key: "downtime_seconds." + p.Name, Label: withArticle(p.Name), Value: d})
	}
	nines := NinesOf(a.Value)
	w.Steps = append(w.Steps, ninesStep(down, nines))
	w.Result = append(w.Result, calc.Entry{Key: "nines", Label: "nines", Value: nines})
	if len(conventions) > 1 {
		w.Tables = append(w.Tables, sideBySide(a.Value, conventions))
	}
	w.Tables = append(w.Tables, neighbours(a.Value, c))
	w.Matters = mattersOfRatio(a.Value, c)
	repairThreshold(&w, c)
	return w, nil
}

// FromDowntime returns the availability that a downtime leaves in a period,
// both as typed: 47m per 30d. The period may also be hour, day, week, month,
// quarter or year, of the convention. Errors are *unit.Error.
func FromDowntime(downtime, per string, o Options) (calc.Worksheet, error) {
	d, err := unit.ParseDuration("downtime", downtime)
	if err != nil {
		return calc.Worksheet{}, err
	}
	conventions, err := ParseConventions(o.As, o.Year, o.Month)
	if err != nil {
		return calc.Worksheet{}, err
	}
	if len(conventions) > 1 {
		return calc.Worksheet{}, &unit.Error{Argument: "year and month", Problem: "several conventions make several answers",
			Cure: "give one, or give the period in days, such as 30d"}
	}
	c := conventions[0]
	period, named, err := parsePeriod(per, c)
	if err != nil {
		return calc.Worksheet{}, err
	}
	if d.Cmp(period) > 0 {
		return calc.Worksheet{}, &unit.Error{Argument: "downtime", Text: downtime,
			Problem: "is longer than the period of " + period.String(), Cure: "give less downtime, or a longer period"}
	}
	down := d.Per(period)
	a := down.Complement()
	nines := NinesOf(a)
	w := calc.Worksheet{
		Command: "nines",
		Shell:   shell(o, "--downtime "+quote(downtime)+" --per "+quote(per)),
		Title:   "Availability that " + d.String() + " of downtime in " + unit.Join(period.Whole()) + " leaves",
		Inputs: []calc.Entry{
			{Key: "downtime_seconds", Label: "downtime", Value: d, Given: tidy(downtime)},
			{Key: "per_seconds", Label: "per", Value: period, Given: tidy(per)},
		},
		Steps: []calc.Step{
			{Label: "unavailable", Value: down, Expression: expression(d.Whole(), operator(" ÷ "), period.Whole())},
			{Label: "availability", Value: a, Expression: expression(whole(), operator(" − "), quantity(down))},
			ninesStep(down, nines),
		},
		Result: []calc.Entry{
			{Key: "availability_ratio", Label: "availability", Value: a},
			{Key: "nines", Label: "nines", Value: nines},
		},
		Tables:  []calc.Table{allowed(a, d, period)},
		Matters: mattersOfDowntime(d, period),
	}
	if d.Number().Sign() > 0 {
		levelThreshold(&w, a, period)
	}
	if named {
		w.Assumptions = c.assumptions()
	} else {
		w.Assumptions = []calc.Assumption{{Name: "day", Convention: "24h", Value: unit.Days(1), Why: "the period was given in full: no calendar is assumed"}}
	}
	return w, nil
}

// parsePeriod reads a period by name or as a time. named says which, since a
// name rests on a convention.
func parsePeriod(text string, c Convention) (d unit.Duration, named bool, err error) {
	name := strings.TrimSpace(strings.ToLower(text))
	var names []string
	for _, p := range c.Periods() {
		if name == p.Name {
			return p.Length, true, nil
		}
		names = append(names, p.Name)
	}
	d, err = unit.ParseDuration("per", text)
	switch {
	case err != nil:
		e := err.(*unit.Error)
		e.Cure = "give a time such as 30d, or one of " + strings.Join(names, ", ")
		if near, ok := unit.Nearest(name, names); ok {
			e.Cure = "did you mean " + near + "?"
		}
		return d, false, e
	case d.Number().Sign() == 0:
		return d, false, &unit.Error{Argument: "per", Text: text, Problem: "is no time at all", Cure: "give a time such as 30d"}
	}
	return d, false, nil
}

func ninesStep(down unit.Ratio, nines unit.Count) calc.Step {
	return calc.Step{
		Label: "nines", Value: nines,
		Expression: expression(operator("−log10("), quantity(down), operator(")")),
	}
}

// reading is how the availability was understood, where that was a choice.
func reading(a unit.ReadRatio) []calc.Assumption {
	if a.Note == "" {
		return nil
	}
	return []calc.Assumption{{Name: "reading", Convention: a.As, Why: a.Note}}
}

// listed is the assumptions of one convention, or a line for each of several.
func listed(conventions []Convention) []calc.Assumption {
	if len(conventions) == 1 {
		return append(conventions[0].assumptions(), sameEverywhere())
	}
	list := []calc.Assumption{{Name: "steps", Convention: "the first",
		Why: "of several: " + conventions[0].String()}}
	for _, c := range conventions {
		list = append(list, calc.Assumption{Name: "year", Convention: c.YearText, Value: c.Year,
			Why: "with a month of " + unit.Join(c.Month.Whole()) + " and a quarter of " + unit.Join(c.Quarter().Whole())})
	}
	return append(list, sameEverywhere())
}

func sameEverywhere() calc.Assumption {
	return calc.Assumption{Name: "day", Convention: "24h", Value: unit.Days(1),
		Why: "every hour counts the same; planned maintenance is downtime too"}
}

// shell is the question as a command line.
func shell(o Options, arguments string) string {
	var b strings.Builder
	b.WriteString("netsplit calc nines " + arguments)
	if o.As == Presets()[0].Name {
		o.As = ""
	}
	for _, f := range []struct{ name, value string }{{"as", o.As}, {"year", o.Year}, {"month", o.Month}} {
		if f.value != "" {
			b.WriteString(" --" + f.name + " " + quote(f.value))
		}
	}
	return b.String()
}

// tidy is an argument without the line breaks and runs of spaces that the
// parsers pass over.
func tidy(argument string) string { return strings.Join(strings.Fields(argument), " ") }

// quote puts an argument in quotes where a shell would cut it.
func quote(argument string) string {
	argument = tidy(argument)
	if strings.ContainsAny(argument, " \t'\"$`\\&|;<>()*?") {
		return "'" + strings.ReplaceAll(argument, "'", `'\''`) + "'"
	}
	return argument
}

func expression(parts ...[]unit.Span) []unit.Span {
	var all []unit.Span
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

func withArticle(period string) string {
	if period == "hour" {
		return "an hour"
	}
	return "a " + period
}

func quantity(q unit.Quantity) []unit.Span { return q.Spans() }
func operator(s string) []unit.Span        { return []unit.Span{{Meaning: unit.Operator, Text: s}} }
func whole() []unit.Span                   { return unit.RatioOf(big.NewRat(1, 1)).Spans() }
