package grade

import (
	"math"
	"strings"
	"testing"

	"netsplit/content"
)

// Goal: the boundaries are factors of two and ten, in both directions.
func TestEstimate(t *testing.T) {
	for _, test := range []struct {
		guess, truth float64
		want         Credit
		text         string
	}{
		{100, 100, Full, "almost exact"},
		{200, 100, Full, "2 times too large"},
		{50, 100, Full, "2 times too small"},
		{201, 100, Partial, "2.01 times too large"},
		{2004, 1000, Partial, "2.004 times too large"},
		{49, 100, Partial, "2.04 times too small"},
		{1000, 100, Partial, "10 times too large"},
		{10, 100, Partial, "10 times too small"},
		{1001, 100, None, "more than a factor of 10"},
		{9, 100, None, "11 times too small"},
		{1036, 100, None, "10.4 times too large"},
		{1e12, 1, None, "1000000000000 times too large"},
		{0, 100, None, "not a positive number"},
		{-5, 100, None, "not a positive number"},
		{math.NaN(), 100, None, "not a positive number"},
		{math.Inf(1), 100, None, "not a positive number"},
	} {
		got := Estimate(test.guess, test.truth)
		if got.Credit != test.want || !strings.Contains(got.Text, test.text) {
			t.Errorf("Estimate(%g, %g) = %+v, want %s and %q", test.guess, test.truth, got, test.want, test.text)
		}
	}
}

func condition(t *testing.T, text string) content.Condition {
	t.Helper()
	c, err := content.ParseCondition(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Goal: each form of condition, holding and not.
func TestHolds(t *testing.T) {
	run := Run{
		Metrics:   map[string]float64{"users.availability": 0.9985, "users.p99": 0.12, "store.stale-reads": 3},
		Operation: &Operation{Name: "get cart", OK: true, Found: true, Value: "eggs"},
	}
	failed := Run{Operation: &Operation{Name: "put cart milk", Code: "no-quorum"}}
	for _, test := range []struct {
		run    Run
		text   string
		want   bool
		showed string
	}{
		{run, "store.stale-reads > 0", true, "store.stale-reads was 3"},
		{run, "store.stale-reads == 0", false, "store.stale-reads was 3"},
		{run, "store.stale-reads != 0", true, "was 3"},
		{run, "users.availability >= 99.9%", false, "users.availability was 99.85%"},
		{run, "users.availability<=99.9%", true, "99.85%"},
		{run, "users.p99 < 200ms", true, "users.p99 was 120ms"},
		{run, "operation ok", true, "get cart returned eggs"},
		{run, "operation value eggs", true, "returned eggs"},
		{run, "operation value milk", false, "returned eggs"},
		{run, "operation none", false, "returned eggs"},
		{run, "operation error no-quorum", false, "returned eggs"},
		{failed, "operation error no-quorum", true, "put cart milk failed: no-quorum"},
		{failed, "operation ok", false, "failed: no-quorum"},
	} {
		holds, showed, err := Holds(condition(t, test.text), test.run)
		if err != nil || holds != test.want || !strings.Contains(showed, test.showed) {
			t.Errorf("%s: got %t %q %v, want %t %q", test.text, holds, showed, err, test.want, test.showed)
		}
	}
	if _, _, err := Holds(condition(t, "store.stale-read > 0"), run); err == nil || !strings.Contains(err.Error(), "did you mean store.stale-reads") {
		t.Errorf("an unknown metric gave %v", err)
	}
	if _, _, err := Holds(condition(t, "operation ok"), Run{}); err == nil {
		t.Error("a run without an operation was judged by it")
	}
}

// Goal: the first case that holds decides, the else when none does.
func TestPredict(t *testing.T) {
	p := &content.Predict{Options: []string{"a", "b", "c"}, GradedBy: []content.Case{
		{When: condition(t, "x.y > 10"), Is: 1}, {When: condition(t, "x.y > 5"), Is: 2}, {Else: true, Is: 3},
	}}
	for value, want := range map[float64]int{11: 1, 6: 2, 5: 3} {
		got, err := Predict(p, Run{Metrics: map[string]float64{"x.y": value}})
		if err != nil || got.Option != want || !strings.HasPrefix(got.Reason, "x.y was") {
			t.Errorf("x.y = %g: got %+v, %v, want option %d", value, got, err, want)
		}
	}
	if got, _ := Predict(&content.Predict{Answer: 2}, Run{}); got.Option != 2 {
		t.Errorf("the author's answer was not taken: %+v", got)
	}
}

func TestValue(t *testing.T) {
	for text, want := range map[string]float64{"3": 3, "99.9%": 0.999, "100ms": 0.1, "1.5 s": 1.5, "2KB": 2000, "50/s": 50, "-1": -1, "3 MB": 3e6} {
		if got, err := Value(text); err != nil || math.Abs(got-want) > 1e-12 {
			t.Errorf("%q is %g %v, want %g", text, got, err, want)
		}
	}
	if _, err := Value("many"); err == nil {
		t.Error("words were read as a value")
	}
}
