package scene

import (
	"fmt"

	"netsplit/engine"
)

// Script lists the scenario's own steps: what is done, what is next, and what
// an expectation got. The step that is next or in progress is kept in sight.
func Script(v View, w, h int) *Canvas {
	steps := v.Snapshot.Script
	if len(steps) == 0 {
		return empty(w, h, "This scenario has no steps of its own. What you do is a step: S saves it as a file.")
	}
	c := NewCanvas(w, h)
	at := len(steps) - 1
	for i, s := range steps {
		if s.State == "next" || s.State == "running" || s.State == "waiting" {
			at = i
			break
		}
	}
	first := Scroll(len(steps), h, at)
	for i := first; i < len(steps) && i-first < h; i++ {
		scriptRow(c, v, steps[i], i, i-first)
	}
	return c
}

func scriptRow(c *Canvas, v View, s engine.ScriptStep, index, y int) {
	g := v.Glyphs()
	mark, role, text := ' ', Muted, Muted
	note, noteRole := "", Muted
	switch s.State {
	case "done":
		mark, role, text = g.OK, Good, Plain
		note = s.Message
	case "failed":
		mark, role, text = g.Failed, Bad, Plain
		note, noteRole = s.Message, Bad
	case "running", "waiting":
		mark, role, text = g.Play, Accent, Accent|Bold
		note, noteRole = "in progress", Accent
	case "next":
		mark, role, text = g.Right, Accent, Accent|Bold
		note, noteRole = v.spell("next: {next-step}"), Accent
	}
	c.TextIn(0, y, 3, Muted, fmt.Sprintf("%2d", index+1))
	c.Set(3, y, role, mark)
	x := c.TextIn(5, y, c.Width-5, text, s.Text)
	if room := c.Width - x - 2; note != "" && room >= 6 {
		c.TextIn(x+2, y, room, noteRole, note)
	}
}
