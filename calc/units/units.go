// Package units works out expressions of quantities, and the table of powers
// of two that estimates lean on.
//
// It is the calculator for everything that has no calculator: 50000 * 255B, a
// terabyte over a gigabit link, ten million a month in requests a second. What
// it adds to arithmetic is the check of dimensions, and both readings of a
// kilobyte.
//
//	sheet, err := units.Evaluate(map[string]string{"expression": "50000 * 255B"})
//	table, err := units.Table(map[string]string{"powers": "10,20,30"})
//
// Prefixes are those of the International System (k is 1000) and of IEC
// 80000-13 (Ki is 1024).
package units

import (
	"fmt"
	"math/big"

	"netsplit/calc"
	"netsplit/calc/unit"
)

// Units returns the calculator of expressions.
func Units() calc.Calculator {
	return calc.Calculator{
		Name: "units", Title: "Units", Summary: "arithmetic with bytes, rates, times and money",
		Forms: []calc.Form{calc.NewForm("an expression", unitFields(), Evaluate)},
	}
}

func unitFields() []calc.Field {
	return []calc.Field{
		{Name: "expression", Label: "expression", Default: "50000 * 255B", Help: "50000 * 255B, 10M/month * 1KB * 3y, 1TB in GiB"},
		{Name: "month", Label: "month", Default: "30d", Help: "30d, year/12 or 2.5Ms"},
		{Name: "year", Label: "year", Default: "365d", Help: "365d, 365.25d, 365.2425d or 12months"},
	}
}

// Evaluate works the field "expression" out.
func Evaluate(values map[string]string) (calc.Worksheet, error) {
	calendar, err := unit.ParseCalendar(values["month"], values["year"])
	if err != nil {
		return calc.Worksheet{}, err
	}
	e, err := unit.Evaluate("expression", values["expression"], calendar)
	if err != nil {
		return calc.Worksheet{}, err
	}
	w := calc.Worksheet{Command: "units", Shell: calc.ShellOf("units", unitFields(), values, "expression"),
		Title: "The value of " + calc.Quote(values["expression"])}
	w.Input("expression", "expression", unit.Word(tidy(values["expression"])), values["expression"])
	for i, s := range e.Steps {
		w.Step(fmt.Sprintf("step %d", i+1), s.Value, "{} "+s.Name+" {}", s.Left, s.Right)
	}
	if len(e.Steps) == 0 {
		w.Step("reading", unit.MeasureOf(e.Value.Number(), e.Value.Dimension()), tidy(values["expression"]))
	}
	number, name := e.In()
	w.Answer("", "value", e.Value)
	if e.As != "" {
		w.Answer("", "in "+e.As, unit.CountOf(number))
	}
	w.Answer("value", "", unit.CountOf(number))
	w.Answer("unit", "", unit.Word(name))
	if key := e.Value.KeySuffix(); key != "" {
		w.Answer(key, "", e.Value)
	}
	w.Assume("prefixes", "K = 1000", "and Ki = 1024: disks and networks are sold in powers of ten, memory in powers of two")
	for _, note := range e.Notes {
		w.Assume("reading", "as typed", note)
	}
	w.Assumptions = append(w.Assumptions,
		calc.Assumption{Name: "month", Convention: calendar.MonthText, Value: calendar.Month, Why: calendar.WhyMonth()},
		calc.Assumption{Name: "year", Convention: calendar.YearText, Value: calendar.Year, Why: calendar.WhyYear()})
	matters(&w, values, e.Value, calendar)
	return w, nil
}

// matters compares with another calendar where that moves the value, and with
// binary prefixes where there are bytes.
func matters(w *calc.Worksheet, values map[string]string, from unit.Measure, used unit.Calendar) {
	var changes []calc.Change
	for _, other := range []struct{ input, month, year, words string }{
		{"month", "2.5Ms", used.YearText, "2.5 million seconds instead of " + used.MonthText},
		{"year", used.MonthText, "365.2425d", "365.2425d instead of " + used.YearText},
	} {
		calendar, err := unit.ParseCalendar(other.month, other.year)
		if err != nil {
			continue // the other one rests on this one: there is nothing to compare
		}
		if e, err := unit.Evaluate("expression", values["expression"], calendar); err == nil {
			changes = append(changes, calc.Change{Input: other.input, Words: other.words, To: e.Value})
		}
	}
	if also := from.Also(); len(also) > 0 {
		w.Threshold("prefixes", "the same is "+unit.Join(also)+": say which, the two differ by 2% a prefix and more")
	}
	w.Compare(from, changes...)
	if len(w.Matters) == 0 {
		double := from.Times(unit.MeasureOf(big.NewRat(2, 1), unit.Dimension{}))
		w.Compare(from, calc.Change{Input: "expression", Words: "any factor twice as large", To: double})
	}
	if len(w.Matters) == 0 {
		w.Threshold("expression", "nothing multiplied stays nothing")
	}
}
