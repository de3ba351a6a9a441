package connection

import (
	"testing"
	"time"

	"netsplit/engine/clock"
)

// A session connects once, and again after it was idle for too long.
func TestUse(t *testing.T) {
	table := NewTable()
	at := func(d time.Duration) clock.Time { return clock.Time(0).Add(d) }
	steps := []struct {
		session int
		at      time.Duration
		fresh   bool
	}{{7, 0, true}, {7, time.Minute, false}, {8, time.Minute, true}, {7, 2*time.Minute + time.Microsecond, true}, {0, 3 * time.Minute, true}, {0, 3 * time.Minute, true}}
	for _, s := range steps {
		if got := table.Use(s.session, at(s.at), time.Minute); got != s.fresh {
			t.Errorf("session %d at %s: fresh %v", s.session, s.at, got)
		}
	}
	if n := table.Open(at(2*time.Minute), time.Minute); n != 2 {
		t.Errorf("%d open, want 2", n)
	}
}

// The table never grows beyond its bound.
func TestUseIsBounded(t *testing.T) {
	table := NewTable()
	for i := range 2*maxOpen + 10 {
		table.Use(i+1, clock.Time(i), 0)
	}
	if len(table.used) > maxOpen {
		t.Errorf("%d entries", len(table.used))
	}
}

// Two cores do three pieces of work in the time of two.
func TestWork(t *testing.T) {
	cores := NewCores(2)
	var got []time.Duration
	for range 3 {
		got = append(got, cores.Work(0, 10*time.Millisecond))
	}
	if got[0] != 10*time.Millisecond || got[1] != 10*time.Millisecond || got[2] != 20*time.Millisecond {
		t.Errorf("took %v", got)
	}
}
