package scenario

import (
	"fmt"
	"slices"
	"strings"

	"netsplit/engine/network"
)

// operators lists comparisons, the longer before their beginnings.
func operators() []string { return []string{">=", "<=", "==", "!=", ">", "<"} }

// condition takes METRIC OP VALUE. Spaces around the operator may be left out.
func (a *args) condition(what string) Condition {
	for _, op := range operators() {
		if cut := split(a.words, op); len(cut) > len(a.words) && !slices.ContainsFunc(a.words, isOperator) {
			a.words = cut
			break
		}
	}
	w, ok := a.next(what)
	if !ok {
		return Condition{}
	}
	component, metric, dot := strings.Cut(w.text, ".")
	if !dot || !isName(component) || !isName(metric) {
		cure := "the form is: " + a.usage + "; a metric is a component, a dot and a name, like users.availability"
		if near, ok := Nearest(w.text, []string{"value", "error", "none", "quiet"}); ok && strings.Contains(a.usage, near) {
			cure = fmt.Sprintf("did you mean %q? the form is: %s", near, a.usage)
		}
		a.fail(w, fmt.Sprintf("%s is not a metric", quote(w.text)), cure)
		return Condition{}
	}
	c := Condition{Metric: w.text}
	op, ok := a.next("a comparison (" + strings.Join(operators(), " ") + ")")
	if !ok {
		return c
	}
	if !isOperator(op) {
		a.fail(op, fmt.Sprintf("%s is not a comparison", quote(op.text)), "write one of "+strings.Join(operators(), " "))
		return c
	}
	c.Op = op.text
	value, ok := a.next("VALUE")
	if !ok {
		return c
	}
	c.Text = value.text
	v, err := parseQuantity(value.text)
	if err != nil {
		a.wrong(value, err)
	}
	c.Value = v
	return c
}

func isOperator(w word) bool { return !w.quoted && slices.Contains(operators(), w.text) }

// parseQuantity reads a number in whatever unit a metric has, to base units:
// 99.9% is 0.999, 100ms is 0.1, 1KB is 1000, 50/s is 50.
func parseQuantity(text string) (float64, error) {
	if v, err := parseNumber(text); err == nil {
		return v, nil
	}
	if below, ok := strings.CutPrefix(text, "-"); ok { // some metrics say so that there is nothing: survives == -1
		if v, err := parseNumber(below); err == nil {
			return -v, nil
		}
	}
	if strings.HasSuffix(text, "%") {
		return network.ParseRatio(text)
	}
	if d, err := network.ParseDuration(text); err == nil {
		return d.Seconds(), nil
	}
	if v, err := parseRate(text); err == nil {
		return v, nil
	}
	if v, err := parseBytes(text); err == nil {
		return v, nil
	}
	if v, err := parseBandwidth(text); err == nil {
		return v, nil
	}
	return 0, fmt.Errorf("%s is not a value: write 5, 99.9%%, 100ms, 50/s or 1KB", quote(text))
}

// Holds compares a measured value, in base units. Nothing holds for NaN, which
// stands for "not measured".
func (c Condition) Holds(value float64) bool {
	switch c.Op {
	case ">=":
		return value >= c.Value
	case "<=":
		return value <= c.Value
	case ">":
		return value > c.Value
	case "<":
		return value < c.Value
	case "==":
		return value == c.Value
	case "!=":
		return value < c.Value || value > c.Value
	}
	return false
}
