package search_test

import (
	"strings"
	"testing"

	"netsplit/tui/search"
	"netsplit/tui/tuitest"
)

// Goal: a query that finds nothing, since it is spelt in another way, finds what
// was meant; what is nowhere stays so.
func TestNear(t *testing.T) {
	x := search.New([]search.Item{
		{Name: "a", Title: "Consistent hashing", Text: "A split brain has two leaders. The naive cache; a replica, replicas. W + R > N."},
		{Name: "b", Title: "Caching", Text: "hash quorum quorum quorums"},
	})
	for query, want := range map[string]string{
		"quorm": "quorum", "qourum": "quorum", "consistant hashing": "consistent hashing", "consistant hash": "consistent hash",
		"splitbrain": "split brain", "split-brain": "", "naïve": "naive", "naïve cache": "naive cache", "réplica": "replica", "replica\u0301s": "replicas",
		"w+r>n": "w + r > n", "quorum": "", "zzzzzz": "", "qx": "", "consistant zzzzzz": "", "": "", "\"": "",
		"consistant quorm":        "", // each is somewhere, both are nowhere
		strings.Repeat("x", 5000): "", strings.Repeat("é", 5000): "",
	} {
		if got, ok := x.Near(query); got != want && (ok || want != "") {
			t.Errorf("%.40q: %q %v, want %q", query, got, ok, want)
		} else if ok != (want != "") {
			t.Errorf("%.40q: %v, want %q", query, ok, want)
		}
	}
}

// Goal: the page says what it shows in place of what was typed.
func TestPageShowsWhatIsNear(t *testing.T) {
	p := open(t, "")
	tuitest.Type(t, p, "hintd handof")
	screen := tuitest.Plain(p.View(80, 22))
	for _, want := range []string{"Nothing has all of: hintd handof. Shown: hinted handof", "Hinted handoff"} {
		if !strings.Contains(screen, want) {
			t.Errorf("%q is not there:\n%s", want, screen)
		}
	}
	tuitest.Press(t, p, "ctrl+u")
	tuitest.Type(t, p, "zzzz")
	if screen := tuitest.Plain(p.View(80, 22)); !strings.Contains(screen, "Nothing has all of these words. Try fewer") {
		t.Errorf("nothing is near:\n%s", screen)
	}
	tuitest.Sweep(t, p.View)
}

// Goal: the chosen hit is chosen again when the page is opened anew.
func TestPageResumes(t *testing.T) {
	p := open(t, "quorum")
	tuitest.Press(t, p, "down")
	if again := open(t, "quorum", string(p.Place().State)); again.Status() != p.Status() || again.Status() != "2 of 2" {
		t.Errorf("resumed at %s, was %s", again.Status(), p.Status())
	}
	for _, odd := range []string{"-3", "99", "{}", "x"} {
		tuitest.Sweep(t, open(t, "quorum", odd).View)
	}
}
