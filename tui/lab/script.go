package lab

import (
	"fmt"

	"netsplit/engine"
	"netsplit/tui/scene"
)

// scriptHint says which step of the script was begun last and how it goes. It
// is worked out for each frame: a step takes time, and an expectation may fail
// long after the key was pressed.
func (p *Page) scriptHint(w int) (string, scene.Role) {
	steps := p.player.Snapshot().Script
	begun := func(s engine.ScriptStep) bool { return s.State != "next" && s.State != "later" }
	i := len(steps) - 1
	for i >= 0 && !begun(steps[i]) {
		i--
	}
	if i < 0 {
		return "", scene.Plain
	}
	s, role := steps[i], scene.Accent
	text := fmt.Sprintf("step %d of %d: %s", i+1, len(steps), s.Text)
	if s.State == "failed" {
		text, role = text+" failed: "+s.Message, scene.Bad
	}
	over, ok := p.scriptOver()
	switch {
	case ok && scene.Width(text)+2+scene.Width(over) <= w:
		return text + "; " + over, role
	case s.State == "failed":
		return text, role
	case ok:
		return over, role
	case i == len(steps)-1:
		return text + ". It is the last step", role
	}
	return text + p.spell(". {next-step} goes on"), role
}

// scriptOver says that no step of the script is left and how they ended; false
// while one is.
func (p *Page) scriptOver() (string, bool) {
	if _, more := p.player.Cluster().NextStep(); more {
		return "", false
	}
	steps := p.player.Snapshot().Script
	if len(steps) == 0 {
		return p.spell("this scenario has no steps of its own: {fault-menu} lists the faults, {prompt} takes any step"), true
	}
	failed := 0
	for _, s := range steps {
		if s.State == "failed" {
			failed++
		}
	}
	if failed > 0 {
		return fmt.Sprintf("the script is over: %d of %d steps failed", failed, len(steps)), true
	}
	return fmt.Sprintf("the script is over: all %d steps done", len(steps)), true
}
