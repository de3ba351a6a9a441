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
