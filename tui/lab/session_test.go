package lab

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"netsplit/content"
	"netsplit/engine"
	"netsplit/engine/scenario"
	"netsplit/store"
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

// Goal: of two programs at one lab, the one that comes second is told so, and the
// lab goes on as the first left it, whether it had begun when they opened it or
// not. Two pages of one program are no two programs.
func TestLabInTwoPrograms(t *testing.T) {
	for _, begun := range []bool{false, true} {
		path := filepath.Join(t.TempDir(), "db")
		var stores []*store.Store
		for range 3 {
			db, _, err := store.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			stores = append(stores, db)
		}
		if begun {
			r := newRig(t, theme.Options{}, stores[2])
			r.press(".", "x")
			r.env.Journal.Drain()
		}
		first, second := newRig(t, theme.Options{}, stores[0]), newRig(t, theme.Options{}, stores[1])
		do := func(r *rig, told bool, keys ...string) {
			t.Helper()
			r.press(keys...)
			failed := r.env.Journal.Drain()
			for _, f := range failed {
				if !errors.Is(f, store.ErrElsewhere) {
					t.Errorf("begun %v: %v", begun, f)
				}
			}
			if len(failed) > 0 != told {
				t.Errorf("begun %v: %d failures after %v: %v", begun, len(failed), keys, failed)
			}
		}
		do(first, false, "j", "x")
		do(second, true, "p")
		do(second, true, "H")
		do(second, false, "space", "space")
		do(first, false, "p", ".")
		do(newRig(t, theme.Options{}, stores[0]), false, "z") // another page of the first program
		do(first, false, "s")
		want := len(first.p.player.Marks()) + 1
		third := newRig(t, theme.Options{}, stores[1])
		if got := len(third.p.player.Marks()); got != want {
			t.Errorf("begun %v: it goes on with %d marks, want %d", begun, got, want)
		}
		do(third, false, "u")
		do(first, true, "u")
	}
}

// Goal: half a step is there again where the lab was left at it.
func TestHalfTypedStepStays(t *testing.T) {
	r := newRig(t, theme.Options{}, nil)
	if at := r.p.Place(); at.State != nil {
		t.Errorf("the place of a fresh lab has a state: %s", at.State)
	}
	r.press(":")
	r.typed("put ca")
	p, err := Constructor(content.Embedded(), nil)(r.env, r.p.Place())
	if err != nil {
		t.Fatal(err)
	}
	again := &rig{t: t, p: p.(*Page), now: r.now, env: r.env}
	again.typed("rt")
	again.sees(80, 22, ": put cart")
	again.press("esc")
	if at := again.p.Place(); at.State != nil {
		t.Errorf("what was given up is kept: %s", at.State)
	}
}
