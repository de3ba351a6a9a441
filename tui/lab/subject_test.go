package lab

import (
	"strings"
	"testing"
	"time"

	"netsplit/content"
	"netsplit/engine/clock"
	"netsplit/tui/page"
	"netsplit/tui/player"
	"netsplit/tui/scene"
	"netsplit/tui/theme"
)

// opened is a lab of a built-in scenario.
func opened(t *testing.T, name string) *rig {
	t.Helper()
	r := newRig(t, theme.Options{}, nil)
	p, err := Constructor(content.Embedded(), nil)(r.env, page.Place{Page: "lab", Target: name})
	if err != nil {
		t.Fatal(err)
	}
	r.p = p.(*Page)
	return r
}

// A lab opens on what its scenario is about, also where a store with a ring is in
// it, and its own views come first in the list.
func TestOpensOnItsSubject(t *testing.T) {
	for _, c := range []struct {
		scenario string
		pane     pane
		view     string // the first of the list, "" for any
	}{
		{"default", paneRing, ""},
		{"hinted-handoff", paneRing, ""},
		{"quorum-two-and-two", paneRing, ""},
		{"eviction", paneWork, "cache slots"},
		{"cache-in-front", paneWork, "cache slots"},
		{"urgent-first", paneWork, "queue"},
		{"topic-filter", paneWork, "topic"},
		{"stream-restart", paneWork, "stream"},
		{"cdn-cold-warm-stale", paneSystem, "fronts"},
		{"proxy-spares-the-service", paneSystem, "fronts"},
		{"sticky-sessions", paneSystem, "services"},
		{"health-checks-find-the-dead", paneSystem, "balancer"},
		{"dns-failover-waits-for-the-ttl", paneSystem, "names"},
		{"raft-minority-refuses", paneSystem, "raft log"},
		{"bank-and-feed", paneSystem, ""},
	} {
		r := opened(t, c.scenario)
		if r.p.focus != c.pane {
			t.Errorf("%s opens on %s, not on %s", c.scenario, r.p.focus, c.pane)
		}
		if first := r.p.fitting()[0].String(); c.view != "" && first != c.view {
			t.Errorf("the views of %s begin with %s, not with %s", c.scenario, first, c.view)
		}
	}
}

// The way around the panes leaves out those with nothing to show; their keys say
// why they stay where they are.
func TestPanesWithoutContent(t *testing.T) {
	r := opened(t, "raid-rebuild")
	for range 40 {
		r.press("tab")
		if s := r.screen(80, 22); strings.Contains(s, "This design has no") {
			t.Fatalf("tab leads to %s, which has nothing to show:\n%s", r.p.focus, s)
		}
	}
	r.press("2", "1")
	r.sees(80, 22, "2 system", "this design has no ring")
	if r.p.focus != paneSystem || strings.Contains(r.screen(80, 22), "1 ring") {
		t.Errorf("1 leads to %s:\n%s", r.p.focus, r.screen(80, 22))
	}
}

// The time line leaves the view below it as it is.
func TestTimeLineKeepsTheView(t *testing.T) {
	r := opened(t, "eviction")
	r.press("6")
	r.screen(80, 22)
	r.press("t")
	r.sees(80, 22, "6 operations: yours and failed")
}

// Guided mode says on every screen that it is on and how it ends.
func TestGuidedIsMarked(t *testing.T) {
	r := opened(t, "quorum-two-and-two")
	r.press("y")
	r.sees(80, 22, "script: guided, y ends it")
	r.press("2")
	if b := r.p.Help()[1]; !strings.HasPrefix(r.p.Status(), "guided: paused at") || b.Hint != "free mode" || b.Keys[0] != "y" {
		t.Errorf("the status line says %q, %v", r.p.Status(), b)
	}
	r.press("y")
	if strings.Contains(r.p.Status(), "guided") {
		t.Errorf("free mode says %q", r.p.Status())
	}
}

// A key on the way to another moment is not refused: its step is done on arrival,
// and what can't wait is refused only until then.
func TestStepOnTheWay(t *testing.T) {
	r := newRig(t, theme.Options{}, nil)
	slow := 20 * time.Millisecond // for each look at the clock: the machine is slow
	now := func() time.Time { r.now = r.now.Add(slow); return r.now }
	var err error
	r.p.player, err = player.New(player.Options{Now: now, Make: func() (player.Cluster, error) { return r.p.options.Make(r.p.options.Scenario, 1) }})
	if err != nil {
		t.Fatal(err)
	}
	r.press(">")
	if _, busy := r.p.player.Busy(); !busy {
		t.Fatal("it is there at once")
	}
	r.press("p", "u", "F")
	r.sees(100, 28, player.ErrBusy.Error())
	r.press("m")
	r.sees(100, 28, "Then 2 steps, first: partition")
	r.press("F")
	slow = 0
	for range 5000 {
		if _, busy := r.p.player.Busy(); !busy {
			break
		}
		r.p.Update(r.p.player.Awaited())
	}
	if marks := r.p.player.Marks(); len(marks) != 2 || marks[0].Time != clock.FromDuration(10*time.Second) || r.p.op == 0 {
		t.Errorf("on arrival: %v, operation %d", marks, r.p.op)
	}
	if s := r.screen(100, 28); strings.Contains(s, "on its way") {
		t.Errorf("it is there, and still refuses:\n%s", s)
	}
}

// The topic that is read from the text of a scenario is that of the document.
func TestTopicOf(t *testing.T) {
	lib := content.Embedded()
	for _, name := range lib.ScenarioNames() {
		sc, err := load(lib, name)
		if err != nil {
			t.Fatal(err)
		}
		found, err := lib.Scenario(name)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := TopicOf(found.Source), topicOfScenario(sc); got != want || got == "other" {
			t.Errorf("%s: %q from the text, %q from the document", name, got, want)
		}
	}
}

// The gallery shows the whole question of the chosen scenario, also at 80 columns.
func TestGalleryShowsWholeTitles(t *testing.T) {
	r := newRig(t, theme.Options{}, nil)
	cmd := r.key("O")
	r.p.Update(cmd())
	for range len(r.p.gallery.list) {
		screen := strings.Join(strings.Fields(strings.ReplaceAll(r.screen(80, 22), "│", " ")), " ")
		if title := r.p.gallery.list[r.p.gallery.at].title; !strings.Contains(screen, title) {
			t.Fatalf("%q is not whole:\n%s", title, r.screen(80, 22))
		}
		r.press("down")
	}
}

// What is selected first is what the scenario is about, and the metrics that it
// expects something of come first.
func TestSubjectIsSelected(t *testing.T) {
	for name, node := range map[string]string{"eviction": "lru-loop-1", "default": "store-1", "raft-minority-refuses": "store-1", "health-checks-find-the-dead": "blind"} {
		if r := opened(t, name); r.p.node != node {
			t.Errorf("%s begins with %q, not with %q", name, r.p.node, node)
		}
	}
	r := opened(t, "eviction")
	r.press("space")
	r.pass(time.Second)
	r.p.show(r.view("metrics"))
	r.sees(80, 22, "lru-loop.hit-ratio", "arc.recent-hit-ratio")
	r.press("4")
	r.sees(140, 43, "loop1", "loop2", "skew1", "skew2", "skew3", "scan1", "scan3")
}

// view is a view of the table by name.
func (r *rig) view(name string) pane {
	r.t.Helper()
	for _, i := range r.p.fitting() {
		if i.String() == name {
			return i
		}
	}
	r.t.Fatalf("there is no view %q", name)
	return 0
}

// A long next step is cut, its key stays, and at 80 columns most of it is read.
func TestLongNextStep(t *testing.T) {
	r := opened(t, "cap-majority-side")
	for range 3 {
		r.press("n")
		r.pass(200 * time.Millisecond)
	}
	r.p.said = said{}
	step, ok := r.p.player.Cluster().NextStep()
	if !ok {
		t.Fatal("the script is over")
	}
	if text := r.p.nextHint(80, "space runs on", step.Command.String()+" and a great many more words than there is room for"); !strings.Contains(text, " · n next: "+step.Command.String()) || scene.Width(text) > 80 {
		t.Errorf("the hint is %q", text)
	}
}
