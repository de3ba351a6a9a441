package availability

import (
	"fmt"
	"strings"
	"testing"

	"netsplit/calc"
	"netsplit/calc/unit"
)

// threshold is the text after the given start, of the input's thresholds.
func threshold(t *testing.T, w calc.Worksheet, input, start string) string {
	t.Helper()
	for _, m := range w.Matters {
		if rest, ok := strings.CutPrefix(m.Change, start); ok && m.Input == input && m.To == nil {
			return rest
		}
	}
	t.Fatalf("%s has no threshold that starts with %q: %v", input, start, w.Matters)
	return ""
}

// Past the threshold the answer is what the threshold says, and just before it
// it is not: the input is moved to both sides and asked again.
func TestNextLevelHolds(t *testing.T) {
	for _, c := range []struct{ design, name, parts string }{
		{"web & (db | queue)", "web", "web=99.95% db=99.99% queue=99.9%"},
		{"2of3(node)", "node", "node=99%"},
		{"2of3(node)", "node", "node=mtbf:30d/mttr:1h"},
		{"web", "web", "web=99.95001%"},
		{"20of50(node)", "node", "node=50%"},
		{"a | a | b", "a", "a=99% b=99%"},
		{"lb & 2of3(web) & db", "db", "lb=99.99% web=99% db=99.5%"},
	} {
		solve := func(parts string) calc.Worksheet {
			w, err := Parts().Forms[0].Solve(map[string]string{"design": c.design, "parts": parts})
			if err != nil {
				t.Fatal(err)
			}
			return w
		}
		text := threshold(t, solve(c.parts), c.name, "from ")
		own, goal, ok := strings.Cut(text, " of its own on, the design reaches ")
		if !ok {
			t.Fatalf("%s: %q", c.design, text)
		}
		var others string
		for _, p := range strings.Fields(c.parts) {
			if !strings.HasPrefix(p, c.name+"=") {
				others += " " + p
			}
		}
		level, _ := unit.ParseRatio("", goal)
		there := solve(c.name + "=" + own + others).Result[0].Value.(unit.Ratio)
		before := solve(c.name + "=" + lastDigitLess(own) + others).Result[0].Value.(unit.Ratio)
		if there.Cmp(level.Value) < 0 || before.Cmp(level.Value) >= 0 {
			t.Errorf("%s: %s makes %s and %s makes %s, the border of %s is said to be between", c.design, own, there, lastDigitLess(own), before, goal)
		}
	}
}

// lastDigitLess is a percentage with its last digit one less.
func lastDigitLess(percent string) string {
	digits := []byte(strings.TrimSuffix(percent, "%"))
	for i := len(digits) - 1; i >= 0; i-- {
		switch {
		case digits[i] == '.':
		case digits[i] == '0':
			digits[i] = '9'
		default:
			digits[i]--
			return string(digits) + "%"
		}
	}
	return percent
}

// Above the availability that is named, a month allows less than half an hour.
func TestRepairThresholdHolds(t *testing.T) {
	w, err := FromRatio("99.9%", Options{})
	if err != nil {
		t.Fatal(err)
	}
	limit, _, _ := strings.Cut(threshold(t, w, "availability", "above "), " one outage")
	for _, c := range []struct {
		availability string
		more         bool
	}{{limit, true}, {lastDigitLess(limit), false}} {
		w, err := FromRatio(c.availability, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range w.Result {
			if r.Key == "downtime_seconds.month" && (r.Value.(unit.Duration).Cmp(byHand()) < 0) != c.more {
				t.Errorf("%s allows %s a month", c.availability, r.Value)
			}
		}
	}
}

func TestLevelThreshold(t *testing.T) {
	for downtime, want := range map[string][]string{
		"47m":    {"up to 43 min 12 s in 30 d keep 99.9%", "up to 3 h 36 min in 30 d keep 99.5%"},
		"43m12s": {"up to 21 min 36 s in 30 d keep 99.95%", "up to 3 h 36 min in 30 d keep 99.5%"},
	} {
		w, err := FromDowntime(downtime, "30d", Options{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range w.Matters {
			if m.To == nil {
				got = append(got, m.Change)
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %q, want %q", downtime, got, want)
		}
	}
}
