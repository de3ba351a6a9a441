package engine

import (
	"math/rand/v2"
	"testing"
	"time"

	"netsplit/engine/scenario"
)

// TestRecordingOfALaterStep does a step that waits for its time: a session
// saved as a scenario has it at that time, not at the one when it was typed.
func TestRecordingOfALaterStep(t *testing.T) {
	c := start(t, "scenario: later\ncomponents:\n  store: {kind: kv}", 1)
	do(t, c, "at 2s crash store-1")
	do(t, c, "at 1s crash store-2")
	for i, want := range []string{"at 2s crash store-1", "at 2s crash store-2"} {
		if got := c.Recording()[i].Text; got != want {
			t.Errorf("step %d is recorded as %q, not as %q", i+1, got, want)
		}
	}
}

// TestAnySessionReplays takes random steps on every kind of component, saves
// the session as a scenario, and runs that: it is the same run, event for event.
func TestAnySessionReplays(t *testing.T) {
	t.Parallel()
	seeds := uint64(60)
	if testing.Short() {
		seeds = 15
	}
	for seed := uint64(1); seed <= seeds; seed++ {
		r := rand.New(rand.NewPCG(seed, 21))
		c := start(t, wholeSystem, seed)
		for range 40 {
			step, err := scenario.ParseStep(randomStep(r, c))
			if err != nil {
				continue
			}
			if o := c.world.operations.lastManual(); o != nil && o.pending && judges(step.Command) {
				continue // a script waits for the operation that it judges
			}
			_, _ = c.Do(step)
			c.Advance(time.Duration(r.IntN(200)) * time.Millisecond)
		}
		saved := *c.Scenario()
		saved.Steps = c.Recording()
		again, err := New(&saved, seed)
		if err != nil {
			t.Fatal(err)
		}
		for again.playOne(c.Now()) && again.Now() < c.Now() {
		}
		again.Advance(c.Now().Sub(again.Now()))
		if again.TraceHash() != c.TraceHash() {
			p := Compare(c, again).Parted
			t.Errorf("seed %d: the saved session is another run: %+v; the steps:\n%v", seed, p, c.Recording())
		}
	}
}
