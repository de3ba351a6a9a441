package calc

import (
	"math/big"
	"slices"
	"strings"

	"netsplit/calc/order"
	"netsplit/calc/unit"
)

// Working is an expression for a step: running text with each {} replaced by
// the next quantity: Working("{} × {}", rate, time).
func Working(text string, quantities ...unit.Quantity) []unit.Span {
	var spans []unit.Span
	for i, part := range strings.Split(text, "{}") {
		if i > 0 && i <= len(quantities) {
			spans = append(spans, whole(quantities[i-1])...)
		}
		if part != "" {
			spans = append(spans, unit.Span{Meaning: unit.Operator, Text: part})
		}
	}
	return spans
}

// whole is a quantity as it reads best in working: 30 d rather than 4 w.
func whole(q unit.Quantity) []unit.Span {
	const longest, longestSeconds = 9, 3 // 365.2425 d, but not 7835937.01178 µs or 10000 s
	if d, ok := q.(unit.Duration); ok {
		spans := d.Whole()
		if n := len(spans[0].Text); n <= longestSeconds || n <= longest && spans[len(spans)-1].Text != " s" {
			return spans
		}
	}
	return q.Spans()
}

// What adds a line to a worksheet is not inlined: a thousand copies of an append
// would take 150 kB of the program.

// Step adds a line of working.
//
//go:noinline
func (w *Worksheet) Step(label string, value unit.Quantity, text string, quantities ...unit.Quantity) {
	w.Steps = append(w.Steps, Step{Label: label, Expression: Working(text, quantities...), Value: value})
}

// Answer adds an entry to the result.
//
//go:noinline
func (w *Worksheet) Answer(key, label string, value unit.Quantity) {
	w.Result = append(w.Result, Entry{Key: key, Label: label, Value: value})
}

// Input adds an input as it was read and as it was given.
//
//go:noinline
func (w *Worksheet) Input(key, label string, value unit.Quantity, given string) {
	w.Inputs = append(w.Inputs, Entry{Key: key, Label: label, Value: value, Given: tidy(given)})
}

// Assume adds a convention without a number of its own.
//
//go:noinline
func (w *Worksheet) Assume(name, convention, why string) {
	w.Assumptions = append(w.Assumptions, Assumption{Name: name, Convention: convention, Why: why})
}

// Change is what becomes of the answer when one input changes.
type Change struct {
	Input, Words string
	To           unit.Quantity
}

// Compare turns changes into matters, the one that moves the answer most
// first. Changes that move nothing are left out.
func (w *Worksheet) Compare(from unit.Quantity, changes ...Change) {
	for _, c := range changes {
		if factor := ratio(from, c.To); factor != 1 {
			w.Matters = append(w.Matters, Matter{Input: c.Input, Change: c.Words, From: from, To: c.To, Factor: factor})
		}
	}
	order.By(w.Matters, func(a, b Matter) int {
		switch {
		case a.Factor > b.Factor:
			return -1
		case a.Factor < b.Factor:
			return 1
		}
		return 0
	})
}

// endless is the factor between something and nothing, or no end.
const endless = 1e308

// ratio is the larger of two quantities over the smaller.
func ratio(a, b unit.Quantity) float64 {
	x, y := new(big.Rat).Abs(a.Number()), new(big.Rat).Abs(b.Number())
	switch {
	case a.Infinite() != b.Infinite():
		return endless
	case x.Cmp(y) == 0:
		return 1
	case x.Sign() == 0 || y.Sign() == 0:
		return endless
	case x.Cmp(y) < 0:
		x, y = y, x
	}
	f, _ := x.Quo(x, y).Float64()
	return min(f, endless)
}

// Threshold adds where the answer changes what to build: "above 1,250/s a second
// server is needed".
//
//go:noinline
func (w *Worksheet) Threshold(input, words string) {
	w.Matters = append(w.Matters, Matter{Input: input, Change: words})
}

// NewForm is a form that fills in the defaults before it solves.
//
//go:noinline
func NewForm(name string, fields []Field, solve func(values map[string]string) (Worksheet, error)) Form {
	f := Form{Name: name, Fields: fields}
	f.Solve = func(values map[string]string) (Worksheet, error) {
		filled, err := f.Filled(values)
		if err != nil {
			return Worksheet{}, err
		}
		return solve(filled)
	}
	return f
}

// ShellOf is the command line that asks the same: the positional fields in
// their order, then a flag for each other field that is not at its default.
func ShellOf(command string, fields []Field, values map[string]string, positional ...string) string {
	var b strings.Builder
	b.WriteString("netsplit calc " + command)
	for _, name := range positional {
		if v := tidy(values[name]); v != "" {
			b.WriteString(" " + Quote(v))
		}
	}
	for _, f := range fields {
		v := tidy(values[f.Name])
		if v != "" && v != f.Default && !slices.Contains(positional, f.Name) {
			b.WriteString(" --" + f.Name + " " + Quote(v))
		}
	}
	return b.String()
}

// ShellShowing is ShellOf with the first fields named even at their defaults:
// those that the question is about.
func ShellShowing(command string, fields []Field, values map[string]string, first int) string {
	shown := slices.Clone(fields)
	for i := range shown[:first] {
		shown[i].Default = ""
	}
	return ShellOf(command, shown, values)
}

// tidy is an argument without line breaks and runs of spaces.
func tidy(argument string) string { return strings.Join(strings.Fields(argument), " ") }

// Quote puts an argument in quotes where a shell would take it apart.
func Quote(argument string) string {
	argument = tidy(argument)
	if argument == "" || strings.ContainsAny(argument, " '\"$`\\&|;<>()*?[]{}!#~") {
		return "'" + strings.ReplaceAll(argument, "'", `'\''`) + "'"
	}
	return argument
}
