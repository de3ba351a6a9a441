package scenario

import (
	"math"
	"testing"
)

// Each operator below, at and above its value, and for what was not measured.
func TestConditionHolds(t *testing.T) {
	tests := []struct {
		op                      string
		below, same, above, nan bool
	}{
		{">=", false, true, true, false},
		{"<=", true, true, false, false},
		{">", false, false, true, false},
		{"<", true, false, false, false},
		{"==", false, true, false, false},
		{"!=", true, false, true, false},
	}
	for _, test := range tests {
		step, err := ParseStep("expect users.availability " + test.op + " 99.9%")
		if err != nil {
			t.Fatal(err)
		}
		c := step.Command.(ExpectMetric).Condition
		for value, want := range map[float64]bool{0.998: test.below, 0.999: test.same, 1: test.above} {
			if got := c.Holds(value); got != want {
				t.Errorf("%v %s = %v, want %v", value, c, got, want)
			}
		}
		if c.Holds(math.NaN()) != test.nan {
			t.Errorf("%s holds for a value that was not measured", c)
		}
	}
	if len(tests) != len(operators()) {
		t.Errorf("%d operators are tested, there are %d", len(tests), len(operators()))
	}
}

// The operator may stand without spaces.
func TestConditionWithoutSpaces(t *testing.T) {
	for _, op := range operators() {
		step, err := ParseStep("wait until jobs.depth" + op + "10k timeout 1m")
		if err != nil {
			t.Fatal(err)
		}
		if got, want := step.String(), "wait until jobs.depth "+op+" 10k timeout 1m"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A metric that says "nothing" with a number below 0 can be compared with it.
func TestConditionBelowZero(t *testing.T) {
	for text, want := range map[string]float64{"expect array.survives == -1": -1, "expect a.b > -2.5": -2.5, "wait until a.b >= -10k": -10_000} {
		step, err := ParseStep(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		var c Condition
		switch s := step.Command.(type) {
		case ExpectMetric:
			c = s.Condition
		case WaitUntil:
			c = s.Condition
		}
		if c.Value != want || step.Text != text {
			t.Errorf("%s: %v, written %q", text, c.Value, step.Text)
		}
	}
	for _, text := range []string{"expect a.b > -", "expect a.b > --1", "expect a.b > -x"} {
		if _, err := ParseStep(text); err == nil {
			t.Errorf("%s is accepted", text)
		}
	}
}
