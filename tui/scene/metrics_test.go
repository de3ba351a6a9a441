package scene

import (
	"strings"
	"testing"

	"netsplit/engine"
	"netsplit/engine/clock"
)

// A share that never changed is a full line, not an empty one.
func TestConstantsAreDrawnFromZero(t *testing.T) {
	times := []clock.Time{0, 1, 2, 3}
	for value, want := range map[float64]string{0: "▁▁▁▁", 1: "████"} {
		v := View{Snapshot: &engine.Snapshot{}, Series: []engine.Curve{{Name: "users.availability", Times: times, Values: []float64{value, value, value, value}}}}
		if picture := Metrics(v, 70, 4).String(nil); !strings.Contains(picture, want) {
			t.Errorf("all %g: want %s in\n%s", value, want, picture)
		}
	}
}

// The words of a step stand clear of the times at both ends of the axis.
func TestChartStepsLeaveTheTimesAlone(t *testing.T) {
	end := clock.Time(1_000_000)
	curve := engine.Curve{Name: "users.p99", Times: []clock.Time{0, end}, Values: []float64{1, 2}}
	for _, at := range []clock.Time{0, end / 2, end} {
		v := View{Snapshot: &engine.Snapshot{Time: end, Log: []engine.LogLine{{Time: at, Severity: engine.Action, Text: "you: crash store-4"}}}, Series: []engine.Curve{curve}}
		for w := 50; w < 120; w++ {
			picture := Chart(v, w, 10).String(nil)
			if !strings.Contains(picture, " crash store-4 ") {
				t.Errorf("at %s, %d columns, the step is not named:\n%s", at, w, picture)
			}
		}
	}
}
