package scene

import (
	"strings"
	"testing"

	"netsplit/engine"
	"netsplit/engine/clock"
)

// An arrow that is far longer than the screen costs what is seen of it, and no
// dot that is seen is left out.
func TestOnlyVisibleStepsAreDrawn(t *testing.T) {
	for _, x := range []struct{ x0, x1, from, to int }{
		{-1_000_000_000, 1_000_000_000, 40, 200}, {1_000_000_000, -1_000_000_000, 40, 200}, {50, 1_000_000_000, 40, 200},
		{60, 90, 40, 200}, {0, 10, 40, 200}, {300, 400, 40, 200}, {70, 70, 40, 200}, {-700, 900, 40, 200},
	} {
		n := max(abs(x.x1-x.x0), 1)
		first, last := inSight(x.x0, x.x1, n, x.from, x.to)
		if last-first > x.to-x.from+3 && x.x0 != x.x1 {
			t.Errorf("%+v: %d steps", x, last-first)
		}
		if n > 10_000 {
			continue
		}
		for i := range n + 1 {
			at := x.x0 + (x.x1-x.x0)*i/n
			if at >= x.from && at < x.to && (i < first || i > last) {
				t.Errorf("%+v: step %d at %d is left out", x, i, at)
			}
		}
	}
}

// Lines of steps that follow do not cross the words of the first.
func TestStepsLeaveTheWordsAlone(t *testing.T) {
	v := fixtureView()
	v.Past.From, v.Past.To, v.Past.Flights = 0, 1_000_000, nil
	v.Snapshot.Log = nil
	for _, at := range []clock.Time{300_000, 320_000, 340_000} {
		v.Snapshot.Log = append(v.Snapshot.Log, engine.LogLine{Time: at, Severity: engine.Action, Text: "you: put cart milk via store-2"})
	}
	if picture := Messages(v, 100, 16).String(nil); !strings.Contains(picture, "put cart milk via store-2") {
		t.Error(picture)
	}
}
