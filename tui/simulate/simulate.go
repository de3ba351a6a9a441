// Package simulate sets the engine's measurement beside a calculator's formula.
//
//	sheet, err := form.Solve(values)
//	sheet, err = simulate.Beside(sheet, filled, trial.Runs{Seed: 1, Number: 20})
//
// calc and the engine do not know each other; here the inputs of the one become
// the run of the other, and the result of the run a table on the worksheet:
// formula, measurement, the interval that holds the true value with 95 %, and
// the difference.
package simulate

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"netsplit/calc"
	"netsplit/calc/unit"
	"netsplit/engine/trial"
)

// measure runs a calculator's question and returns estimates by the keys of its
// formula.
type measure func(sheet *calc.Worksheet, values map[string]string, runs trial.Runs) (trial.Estimates, error)

// formulas are what a calculator expects whose result is a measurement itself.
type formulas func(values map[string]string) ([]calc.Entry, error)

// measures are the calculators that can be simulated, with the result that
// difference_ratio is about.
func measures() map[string]measured {
	return map[string]measured{
		"queue":        {run: queue, main: "time_in_queue_seconds"},
		"quorum":       {run: quorum, main: "consistent_ratio"},
		"availability": {run: availability, main: "unavailability_ratio"},
		"ring":         {run: ring, expected: ringFormulas, main: "standard_error_ratio"},
		"cache":        {run: cache, expected: cacheFormulas, main: "hit_ratio"},
	}
}

// measured is how a calculator is simulated. Without expected, its result is
// the formula's.
type measured struct {
	run      measure
	expected formulas
	main     string
}

// Has reports whether a calculator can be simulated.
func Has(command string) bool {
	_, ok := measures()[command]
	return ok
}

// Beside measures what a solved worksheet computes, and returns the worksheet
// with both. values are the form's, filled in.
func Beside(sheet calc.Worksheet, values map[string]string, runs trial.Runs) (calc.Worksheet, error) {
	m, ok := measures()[sheet.Command]
	if !ok {
		return sheet, fmt.Errorf("%s has no simulation", sheet.Command)
	}
	found, err := m.run(&sheet, values, runs)
	if err != nil {
		return sheet, err
	}
	formula := rows(sheet.Result)
	if m.expected != nil {
		if formula, err = m.expected(values); err != nil {
			return sheet, err
		}
	}
	outside := compare(&sheet, formula, found, m.main)
	sheet.Shell += shell(runs, strings.Contains(sheet.Shell, " --seed "))
	sheet.Assume("simulated", fmt.Sprintf("%d runs from seed %d", runs.Number, runs.Seed),
		"the interval holds the true value 19 times of 20"+chance(outside))
	return sheet, nil
}

// chance says what to make of formulas that their intervals do not hold.
func chance(outside []string) string {
	if len(outside) == 0 {
		return "; here each holds its formula"
	}
	return ". Outside of it here: " + strings.Join(outside, ", ") + ". If other seeds say the same, that is not chance: the formula is an approximation, or it assumes something else"
}

// Usual are the runs that are made when nothing else is asked for.
func Usual() trial.Runs { return trial.Runs{Seed: 1, Number: 20} }

// shell is what the runs add to the question as a command line.
func shell(runs trial.Runs, seeded bool) string {
	text := " --simulate"
	if !seeded && runs.Seed != Usual().Seed {
		text += fmt.Sprintf(" --seed %d", runs.Seed)
	}
	if runs.Number != Usual().Number {
		text += fmt.Sprintf(" --runs %d", runs.Number)
	}
	return text
}

// unavailability is the row that availabilities are compared by: 99.95 % and
// 99.90 % are nearly the same number and twice the downtime.
const unavailability = "unavailability_ratio"

// compare adds the table and its numbers to the result, and returns the names
// of the formulas outside of their intervals.
func compare(sheet *calc.Worksheet, formula []calc.Entry, found trial.Estimates, main string) (outside []string) {
	t := calc.Table{Key: "compared", RowKey: "quantity", Title: "Formula and simulation", Corner: "quantity", Columns: []calc.Column{
		{Key: "formula", Label: "formula"}, {Key: "simulated", Label: "simulated"},
		{Key: "low", Label: "95% from"}, {Key: "high", Label: "to"}, {Key: "difference_ratio", Label: "difference"}}}
	var simulated []calc.Entry
	for _, e := range formula {
		measured, ok := found[e.Key]
		if !ok || e.Value.Infinite() != "" {
			continue
		}
		as := func(f float64) unit.Quantity { return like(e.Value, f) }
		difference := differ(e.Value, measured.Mean)
		if f, _ := e.Value.Number().Float64(); f < measured.Low-rounding(f) || f > measured.High+rounding(f) {
			outside = append(outside, e.Label)
		}
		t.Rows = append(t.Rows, calc.Row{Key: e.Key, Label: e.Label, Mark: e.Key == main, Cells: []unit.Quantity{
			e.Value, as(measured.Mean), as(measured.Low), as(measured.High), difference}})
		simulated = append(simulated, calc.Entry{Key: "simulated." + e.Key, Value: as(measured.Mean)})
		if e.Key == main {
			simulated = append(simulated, calc.Entry{Key: "difference_ratio", Value: difference})
		}
	}
	sheet.Result = append(slices.DeleteFunc(sheet.Result, func(e calc.Entry) bool { // one run's number gives way to that of many
		return strings.HasPrefix(e.Key, "simulated.") || e.Key == "difference_ratio"
	}), simulated...)
	sheet.Tables = append([]calc.Table{t}, sheet.Tables...)
	return outside
}

// rounding is what the last bits of a sum may change.
func rounding(f float64) float64 { return 1e-9 * math.Abs(f) }

// rows are the results, and what an availability leaves.
func rows(result []calc.Entry) []calc.Entry {
	var list []calc.Entry
	for _, e := range result {
		list = append(list, e)
		if r, ok := e.Value.(unit.Ratio); ok && e.Key == "availability_ratio" {
			list = append(list, calc.Entry{Key: unavailability, Label: "unavailability", Value: r.Complement()})
		}
	}
	return list
}

// like is a measured number as the quantity that the formula's is, with four
// digits: more would be noise.
func like(q unit.Quantity, f float64) unit.Quantity {
	switch q.(type) {
	case unit.Ratio:
		f = min(1, max(0, f))
		if f > 0.5 {
			return unit.RatioFloat(1 - digits(1-f))
		}
		return unit.RatioFloat(digits(f))
	case unit.Duration:
		return unit.SecondsFloat(digits(max(0, f)))
	}
	return unit.CountFloat(digits(f))
}

func digits(f float64) float64 {
	if f == 0 || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	scale := math.Pow(10, 3-math.Floor(math.Log10(math.Abs(f))))
	return math.Round(f*scale) / scale
}

// differ is how far the measurement is from the formula, as a part of it.
func differ(formula unit.Quantity, measured float64) unit.Quantity {
	f, _ := formula.Number().Float64()
	switch {
	case f == measured:
		return unit.RatioOf(new(big.Rat))
	case f == 0:
		return unit.Absent{Suffix: "ratio", Text: "-", Reason: "the formula's value is zero"}
	}
	return unit.RatioFloat(digits(math.Abs(measured-f) / math.Abs(f)))
}
