package fault

import (
	"testing"

	"netsplit/engine/clock"
)

func at(t int) clock.Time { return clock.Time(t) }

// TestDuring asks what held a node in a stretch of time, while faults come, take
// each other's place and end.
func TestDuring(t *testing.T) {
	var b Book
	slow, crash, slower := b.Begin(10, "slow a by 1s"), b.Begin(20, "crash a"), b.Begin(40, "slow a by 2s")
	b.Took(slow, "a", "slow", 10)
	b.Took(crash, "a", "state", 20)
	b.Left("a", "state", 30)
	b.Took(slower, "a", "slow", 40)
	b.Left("a", "slow", 50)
	for _, c := range []struct {
		name     string
		target   string
		from, to int
		want     int
	}{
		{"before all", "a", 0, 9, 0},
		{"the first begins within", "a", 5, 12, slow},
		{"the latest to begin counts", "a", 15, 25, crash},
		{"over for the crash, not for the slowness", "a", 31, 35, slow},
		{"one takes the place of another", "a", 41, 45, slower},
		{"after all", "a", 51, 60, 0},
		{"another node", "b", 0, 60, 0},
	} {
		if got := b.During(c.target, at(c.from), at(c.to)); got != c.want {
			t.Errorf("%s: fault %d, not %d", c.name, got, c.want)
		}
	}
}
