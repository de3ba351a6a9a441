package metric

import (
	"testing"
	"time"

	"netsplit/engine/clock"
)

// Goal: two at 3 an hour for ten minutes, then one for twenty, cost 2.
func TestLevelAddsUpOverTime(t *testing.T) {
	var l Level
	l.Set(0, 6)
	l.Set(clock.FromDuration(10*time.Minute), 3)
	if got := l.Total(clock.FromDuration(30*time.Minute)) / 3600; got != 2 {
		t.Errorf("spent %g, want 2", got)
	}
}
