package grade

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"netsplit/content"
	"netsplit/content/strict"
)

// Run is what a run showed, in plain values: the engine's metrics in base
// units, and the latest operation by hand.
type Run struct {
	Metrics   map[string]float64
	Operation *Operation // nil when there was none
}

// Operation is a finished operation by hand.
type Operation struct {
	Name  string // "get cart via store-1", for messages
	OK    bool
	Code  string // error code when not OK
	Value string // what a read returned
	Found bool   // a read found a value
}

// Outcome is the option that a run proved right.
type Outcome struct {
	Option int    // 1-based
	Reason string // what the run showed: "store.stale-reads was 3"
}

// Predict says which option of a prediction is right. Without graded-by it is
// the author's answer, and the run is not looked at.
func Predict(p *content.Predict, run Run) (Outcome, error) {
	if len(p.GradedBy) == 0 {
		return Outcome{Option: p.Answer}, nil
	}
	return Cases(p.GradedBy, run)
}

// Cases returns the option of the first case that holds.
func Cases(cases []content.Case, run Run) (Outcome, error) {
	var seen []string
	for _, c := range cases {
		if c.Else {
			return Outcome{c.Is, strings.Join(seen, "; ")}, nil
		}
		holds, showed, err := Holds(c.When, run)
		if err != nil {
			return Outcome{}, err
		}
		if holds {
			return Outcome{c.Is, showed}, nil
		}
		if !slices.Contains(seen, showed) {
			seen = append(seen, showed)
		}
	}
	return Outcome{}, fmt.Errorf("no case of the prediction holds; the last must be else")
}

// Holds evaluates a condition on a run, and says what the run showed.
func Holds(c content.Condition, run Run) (holds bool, showed string, err error) {
	if c.Metric() {
		return metricHolds(c, run)
	}
	op := run.Operation
	if op == nil {
		return false, "", fmt.Errorf("the prediction looks at an operation (%s), but the run had none by hand", c)
	}
	switch c.Op {
	case "ok":
		holds = op.OK
	case "error":
		holds = !op.OK && op.Code == c.Value
	case "value":
		holds = op.OK && op.Found && op.Value == c.Value
	case "none":
		holds = op.OK && !op.Found
	default:
		return false, "", fmt.Errorf("can't evaluate %s", c)
	}
	return holds, op.describe(), nil
}

func (op *Operation) describe() string {
	switch {
	case !op.OK:
		return op.Name + " failed: " + op.Code
	case op.Found:
		return op.Name + " returned " + op.Value
	}
	return op.Name + " succeeded"
}

func metricHolds(c content.Condition, run Run) (holds bool, showed string, err error) {
	got, ok := run.Metrics[c.Subject]
	if !ok {
		var names []string
		for name := range run.Metrics {
			names = append(names, name)
		}
		slices.Sort(names)
		return false, "", fmt.Errorf("the run has no metric %s; %s", c.Subject, strict.DidYouMean(c.Subject, names))
	}
	want, err := Value(c.Value)
	if err != nil {
		return false, "", err
	}
	switch c.Op {
	case ">":
		holds = got > want
	case ">=":
		holds = got >= want
	case "<":
		holds = got < want
	case "<=":
		holds = got <= want
	case "==":
		holds = got == want
	case "!=":
		holds = got != want
	default:
		return false, "", fmt.Errorf("can't evaluate %s", c)
	}
	return holds, c.Subject + " was " + show(got, c.Value), nil
}

// Value reads a value of a condition in base units: 3, 99.9% (0.999), 100ms
// (0.1), 2KB (2000), 50/s (50).
func Value(text string) (float64, error) {
	t := strings.TrimSpace(text)
	if head, ok := strings.CutSuffix(t, "%"); ok {
		f, err := strconv.ParseFloat(strings.TrimSpace(head), 64)
		if err == nil {
			return f / 100, nil
		}
	}
	if f, err := strconv.ParseFloat(strings.TrimSuffix(t, "/s"), 64); err == nil {
		return f, nil
	}
	if d, err := time.ParseDuration(strings.ReplaceAll(t, " ", "")); err == nil {
		return d.Seconds(), nil
	}
	for i, unit := range []string{"KB", "MB", "GB", "TB"} {
		head, ok := strings.CutSuffix(strings.ToUpper(t), unit)
		f, err := strconv.ParseFloat(strings.TrimSpace(head), 64)
		if !ok || err != nil {
			continue
		}
		for range i + 1 {
			f *= 1000
		}
		return f, nil
	}
	return 0, fmt.Errorf("can't read the value %q; write 3, 99.9%%, 100ms or 2KB", strict.Shorten(text, 40))
}

// show prints a measured value in the unit that the condition was written in.
func show(got float64, like string) string {
	if strings.HasSuffix(like, "%") {
		return strconv.FormatFloat(got*100, 'f', 2, 64) + "%"
	}
	if _, err := time.ParseDuration(like); err == nil && strings.ContainsAny(like, "smhu") {
		return time.Duration(got * float64(time.Second)).Round(10 * time.Microsecond).String()
	}
	return strconv.FormatFloat(got, 'g', 6, 64)
}

// Show prints a metric in the unit that its name implies: ratios as a
// percentage, latencies as a time.
func Show(name string, value float64) string {
	_, last, _ := strings.Cut(name, ".")
	switch {
	case last == "availability", strings.HasSuffix(last, "ratio"), last == "utilisation", last == "errors" && value < 1:
		return show(value, "1%")
	case len(last) > 1 && last[0] == 'p' && strings.Trim(last[1:], "0123456789") == "", last == "lag":
		return show(value, "1ms")
	}
	return show(value, "1")
}
