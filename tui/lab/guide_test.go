package lab

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/tui/page"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// Guided mode stops before each step whose outcome is open, asks, runs the step,
// and sets what happened against the prediction.
func TestGuided(t *testing.T) {
	r := scripted(t, `
  - put cart milk
  - partition store-1 | store-2 store-3 store-4 store-5
  - put cart eggs via store-1
  - get cart via store-3
  - expect value milk`)
	r.press("y", "n")
	r.sees(100, 28, "step 1 of 5", "put cart milk", "Will it be acknowledged?")
	r.press("1")
	r.pass(time.Second)
	r.sees(100, 28, "As you predicted: yes, it works (1 of 1 right)")
	r.press("n") // a partition is nobody's guess
	r.pass(time.Second)
	r.press("n")
	r.sees(100, 28, "put cart eggs via store-1")
	r.press("enter")
	r.pass(5 * time.Second)
	r.sees(100, 28, `You predicted "yes, it works"; it came: no, it fails (1 of 2 right)`)
	r.press("n")
	r.sees(100, 28, "What will it read?", "1 the value eggs", "2 the value milk", "3 nothing", "4 it fails")
	r.press("2")
	r.pass(5 * time.Second)
	r.sees(100, 28, "As you predicted: the value milk (2 of 3 right)")
	r.press("y", "n")
	r.pass(time.Second)
	r.sees(100, 28, "the script is over: all 5 steps done")
}

// The gallery lists every built-in scenario under a topic; words narrow it down,
// and enter opens what is chosen.
func TestGallery(t *testing.T) {
	r := newRig(t, theme.Options{}, nil)
	r.p.options.Directory = "testdata"
	cmd := r.key("O")
	r.sees(100, 28, "reading")
	r.p.Update(cmd())
	r.sees(100, 200, "replication and quorums", "consensus", "caches and the edge", "files in this folder", "shop.yaml")
	if n, want := len(r.p.gallery.found()), len(content.Embedded().ScenarioNames()); n < want {
		t.Errorf("%d scenarios listed, there are %d", n, want)
	}
	r.typed("minority raft")
	r.sees(80, 22, "raft-minority-refuses")
	if n := len(r.p.gallery.found()); n != 1 {
		t.Errorf("%d scenarios have both words", n)
	}
	open, ok := r.key("enter")().(page.Open)
	if !ok || open.Place.Target != "raft-minority-refuses" {
		t.Errorf("enter opens %+v", open)
	}
	r.p.Update(r.key("O")())
	r.typed("no such thing")
	r.sees(80, 22, "no scenario has these words")
	r.press("esc")
	if strings.Contains(r.screen(80, 22), "scenarios") {
		t.Error("esc does not close it")
	}
}

// Dragging along the time line scrubs.
func TestScrub(t *testing.T) {
	r := broken(t, theme.Options{}, nil)
	r.screen(100, 28)
	line := r.p.line
	r.p.Update(tea.MouseClickMsg{X: line.X + line.W/2, Y: line.Y, Button: tea.MouseLeft})
	r.pass(time.Second)
	half := r.p.player.Now()
	r.p.Update(tea.MouseMotionMsg{X: line.X + line.W/4, Y: line.Y, Button: tea.MouseLeft})
	r.pass(time.Second)
	if quarter := r.p.player.Now(); quarter >= half || quarter == 0 {
		t.Errorf("dragged from %s to %s", half, quarter)
	}
	if err := tuitest.Check(r.p.View(100, 28), 100, 28); err != nil {
		t.Error(err)
	}
}
