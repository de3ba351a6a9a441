package calculator

import (
	"strings"
	"testing"

	"netsplit/tui/page"
	"netsplit/tui/tuitest"
)

// Goal: a quiz hides the result until it is answered, says what is no answer,
// and grades by order of magnitude.
func TestQuiz(t *testing.T) {
	p := open(t, "nines", "")
	tuitest.Press(t, p, "ctrl+t")
	hidden := screen(p, 80, 30)
	wants(t, hidden, "Downtime that 99.9% allows: a year?", "Answer with a time")
	if strings.Contains(hidden, "8 h 45 min") || !page.Typing(p) {
		t.Fatalf("the result is in sight:\n%s", hidden)
	}
	tuitest.Press(t, p, "9", "enter")
	wants(t, screen(p, 80, 30), `answer "9" has no unit`)
	tuitest.Press(t, p, "h", "enter")
	wants(t, screen(p, 80, 40), "almost exact. It is 8 h 45 min 36 s.", "Working")

	// Another input ends it; esc leaves it; an empty line gives up.
	tuitest.Press(t, p, "9")
	if text := screen(p, 80, 40); strings.Contains(text, "almost exact") {
		t.Errorf("the verdict is about another question:\n%s", text)
	}
	p = open(t, "nines", "")
	tuitest.Press(t, p, "ctrl+t", "esc")
	wants(t, screen(p, 80, 30), "8 h 45 min 36 s")
	tuitest.Press(t, p, "ctrl+t", "enter")
	wants(t, screen(p, 80, 30), "no answer. It is 8 h 45 min 36 s.")
}

// Goal: the engine's measurement comes beside the formula, unless the question
// has changed by then.
func TestSimulate(t *testing.T) {
	p := open(t, "queue", "").(*form)
	cmd := p.act(measure)
	wants(t, screen(p, 100, 40), "measuring in the engine")
	if p.act(measure) != nil {
		t.Error("it measures twice at once")
	}
	msg := cmd()
	p.Update(msg)
	wants(t, screen(p, 100, 40), "Formula and simulation", "95% from", "difference")

	p = open(t, "queue", "").(*form)
	cmd = p.act(measure)
	tuitest.Press(t, p, "tab", "tab", "5")
	p.Update(cmd())
	if text := screen(p, 100, 40); strings.Contains(text, "Formula and simulation") {
		t.Errorf("a measurement of other inputs is shown:\n%s", text)
	}
	if nines := open(t, "nines", "").(*form); nines.act(measure) != nil {
		t.Error("nines were simulated")
	}
}
