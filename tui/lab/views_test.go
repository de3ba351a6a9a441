package lab

import (
	"strings"
	"testing"

	"netsplit/engine/scenario"
	"netsplit/tui/theme"
)

// Every view that fits is reached by typing a word of its name, also those
// beyond the ninth, and a word that no view has changes nothing.
func TestViewsByTyping(t *testing.T) {
	sc, err := scenario.Load("testdata/twelve.yaml")
	if err != nil {
		t.Fatal(err)
	}
	r := newRig(t, theme.Options{}, nil)
	if r.p, err = New(r.env, Options{Scenario: sc}); err != nil {
		t.Fatal(err)
	}
	for _, view := range r.p.fitting() {
		r.press("v")
		r.typed(view.String())
		r.press("enter")
		if r.p.focus != view {
			t.Errorf("typing %q shows %q", view, r.p.focus)
		}
	}
	r.press("v")
	r.typed("success latency")
	r.press("enter")
	if r.p.focus != paneClients {
		t.Errorf("a pane with a number is not found: %q", r.p.focus)
	}
	r.press("v")
	r.typed("listeners")
	r.sees(80, 22, `this design has nothing to show in "listeners"; esc closes`)
	r.press("esc")
	before := r.p.focus
	r.press("v")
	r.typed("zzz")
	if screen := r.screen(80, 22); !strings.Contains(screen, "no view of this design has these words") {
		t.Errorf("nothing is said:\n%s", screen)
	}
	r.press("enter", "esc")
	if r.p.focus != before || r.p.views != nil {
		t.Errorf("focus is %q", r.p.focus)
	}
}
