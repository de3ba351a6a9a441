package lab

import (
	"strings"
	"testing"
	"time"

	"netsplit/content"
	"netsplit/tui/guide"
	"netsplit/tui/page"
	"netsplit/tui/theme"
)

// A scenario that a lesson asks about is asked about in guided mode before the
// first step, and the run's end sets the prediction against what happened.
func TestGuideAsksWhatTheLessonAsks(t *testing.T) {
	for _, x := range []struct {
		key, says string
	}{{"2", "1 of 1 right"}, {"1", "0 of 1 right"}} {
		r := newRig(t, theme.Options{}, nil)
		made, err := Constructor(content.Embedded(), nil)(r.env, page.Place{Page: "lab", Target: "quorum-wrong-two"})
		if err != nil {
			t.Fatal(err)
		}
		r.p = made.(*Page)
		r.p.Update(r.key("y")())
		r.press("n")
		r.sees(80, 22, "You write cart through store-3", "the store refuses it", "from the lesson")
		r.press(x.key)
		asked := 0
		for range 60 {
			if g := r.p.guide; g.result != nil {
				break
			} else if g.asked != nil {
				asked++
				r.press("n")
			} else {
				r.press("n")
			}
			r.pass(3 * time.Second)
		}
		if r.p.guide.result == nil {
			t.Fatalf("the run has ended and nothing is said:\n%s", r.screen(80, 22))
		}
		r.sees(80, 22, "the run showed: the store refuses it", "The nodes that are up do not count", x.says)
		r.press("enter")
		if strings.Contains(r.screen(80, 22), "the run showed") {
			t.Error("enter does not close it")
		}
		if asked == 0 {
			t.Error("the steps are not asked about any more")
		}
	}
}

// Every lesson's question that a built-in scenario's run decides is found.
func TestPredictionsOfEveryScenario(t *testing.T) {
	n := 0
	lib := content.Embedded()
	for _, name := range lib.ScenarioNames() {
		n += len(guide.Lessons(lib, name))
	}
	if n < 3 {
		t.Errorf("only %d predictions are found in all lessons", n)
	}
}
