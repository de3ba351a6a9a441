package lab

import (
	"testing"
	"time"

	"netsplit/engine"
	"netsplit/engine/scenario"
	"netsplit/tui/theme"
)

// Goal: a saved session, run without a screen, is the session: as long, and with
// the same operations.
func TestSavedSessionRunsTheSame(t *testing.T) {
	r := newRig(t, theme.Options{}, nil)
	r.press("space")
	r.pass(2 * time.Second)
	r.press("x")
	r.pass(3 * time.Second)
	r.press("space", ".", ".", ".")
	saved, err := scenario.Parse("saved.yaml", r.p.session())
	if err != nil {
		t.Fatalf("%v in\n%s", err, r.p.session())
	}
	seed := uint64(1)
	got, err := engine.Run(saved, engine.Options{Seed: &seed})
	if err != nil {
		t.Fatal(err)
	}
	ops := r.p.player.Snapshot().Operations
	last := ops[len(ops)-1]
	if want := r.p.player.Now().Seconds(); got.VirtualSeconds != want || uint64(len(got.History)) != last.ID {
		t.Errorf("the saved session lasts %g s and has %d operations, the session %g s and %d; it is\n%s", got.VirtualSeconds, len(got.History), want, last.ID, r.p.session())
	}
}
