package lab

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"netsplit/engine"
	"netsplit/store"
	"netsplit/tui/theme"
)

// A fork keeps the time of the run and shows what happens without the learner's
// steps: a crash is in one of the two. Going back stays in lockstep, and before
// the fork it is gone.
func TestFork(t *testing.T) {
	r := newRig(t, theme.Options{}, nil)
	r.press("space")
	r.pass(time.Second)
	r.press("space", "F")
	r.sees(140, 43, "both runs are the same")
	r.press("x", "space")
	r.pass(2 * time.Second)
	r.press("space")
	r.sees(140, 43, "this run", "the fork, since", "store-1 crashed up")
	same := func() {
		t.Helper()
		if fork := r.p.player.ForkSnapshot(); fork == nil || fork.Time != r.p.player.Now() {
			t.Fatalf("the fork is at another time than %s", r.p.player.Now())
		}
	}
	same()
	r.press(":")
	r.typed("fork crash store-2")
	r.press("enter")
	r.sees(140, 43, "store-2 up crashed")
	r.press(",")
	r.pass(time.Second)
	same()
	if s := r.p.player.ForkSnapshot(); s.Nodes[0].State != engine.Up {
		t.Error("the fork has the crash too")
	}
	r.press("<")
	r.pass(time.Second)
	if r.p.player.ForkSnapshot() != nil {
		t.Error("the fork is there before it began")
	}
}

// Stepping back undoes what one event did, again and again, and the steps that
// were taken since.
func TestStepBack(t *testing.T) {
	r := newRig(t, theme.Options{}, nil)
	r.press("space")
	r.pass(time.Second)
	r.press("space")
	before := r.screen(140, 43)
	r.press(".")
	r.press("x")
	if len(r.p.player.Marks()) != 1 {
		t.Fatal("the crash is no step")
	}
	r.press(".", ".", "backspace", "backspace", "backspace")
	if n := len(r.p.player.Marks()); n != 0 && r.p.player.Now() < 900_000 {
		t.Errorf("%d steps are left", n)
	}
	after := r.screen(140, 43)
	// The line of time and the foot say where it is; the panes are as they were.
	cut := func(s string) string {
		lines := strings.Split(s, "\n")
		return strings.Join(lines[2:len(lines)-1], "\n")
	}
	if cut(before) != cut(after) {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}

// Enter in the comparison finds where the runs parted; as soon as time goes on
// it has to be asked again, and no frame in between pays for it.
func TestCompareFindsTheParting(t *testing.T) {
	r := newRig(t, theme.Options{}, nil)
	r.press("space")
	r.pass(time.Second)
	r.press("space", "F")
	r.sees(140, 43, "enter finds the first event that differs")
	r.press("enter")
	r.sees(140, 43, "event for event the same")
	r.press("x", "space")
	r.pass(time.Second)
	r.press("space")
	r.sees(140, 43, "enter finds the first event that differs")
	r.press("enter")
	r.sees(140, 43, "they part at 1.0", "this run: halted store-1", "operations ended otherwise")
	r.sees(80, 22, "they part at")
	if _, err := r.p.player.Compare(); err != nil {
		t.Error(err)
	}
}

// What was undone stays undone: also when the lab is left and opened again.
func TestUndoThenResume(t *testing.T) {
	db, _, err := store.Open(filepath.Join(t.TempDir(), "db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	r := newRig(t, theme.Options{}, db)
	state := func(r *rig) engine.NodeState {
		for _, n := range r.p.Snapshot().Nodes {
			if n.Name == r.p.node {
				return n.State
			}
		}
		return ""
	}
	r.press("space")
	r.pass(time.Second)
	r.press("space", "x")
	crashed := r.p.player.Now()
	r.press("space")
	r.pass(80 * time.Millisecond)
	r.press("space")
	if state(r) != engine.Crashed {
		t.Fatalf("%s is %s", r.p.node, state(r))
	}
	for r.p.player.Now() >= crashed {
		r.press("backspace")
	}
	if state(r) != engine.Up {
		t.Fatalf("the crash was undone, and %s is %s", r.p.node, state(r))
	}
	if failed := r.env.Journal.Drain(); failed != nil {
		t.Fatal(failed)
	}
	again := newRig(t, theme.Options{}, db)
	again.p.node = r.p.node
	again.pass(time.Second)
	if at, now := again.p.player.Now(), r.p.player.Now(); at != now || state(again) != engine.Up {
		t.Errorf("left at %s with everything up; it goes on at %s with %s %s", now, at, r.p.node, state(again))
	}
}

// A fork is marked on every view with the key that ends it, and ends where it was
// begun.
func TestForkIsMarked(t *testing.T) {
	r := newRig(t, theme.Options{}, nil)
	r.press("space")
	r.pass(time.Second)
	r.press("space", "4", "F", "2")
	if !strings.HasPrefix(r.p.Status(), "forked: paused at") || r.p.Help()[1].Hint != "end fork" {
		t.Errorf("the status line says %q, %v", r.p.Status(), r.p.Help()[1])
	}
	r.press("F", "4", "F", "F")
	if r.p.focus != paneClients || strings.Contains(r.p.Status(), "forked") {
		t.Errorf("it ends on %s, %q", r.p.focus, r.p.Status())
	}
}
