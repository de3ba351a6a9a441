package scene

import (
	"fmt"

	"netsplit/engine"
)

// Log draws the latest events as sentences, the newest last; back says how many
// lines to scroll away from the end.
func Log(v View, back, w, h int) *Canvas {
	lines := v.Snapshot.Log
	if len(lines) == 0 {
		return empty(w, h, "Nothing has happened yet.")
	}
	c := NewCanvas(w, h)
	end := max(0, len(lines)-max(back, 0))
	y := h
	for i := end - 1; i >= 0 && y > 0; i-- {
		y = logLine(c, v, lines[i], y)
	}
	if y > 0 {
		// Fewer lines than rows: start at the top.
		top := NewCanvas(w, h)
		top.Blit(0, -y, c)
		return top
	}
	return c
}

// logLine draws one entry so that its last row is above y, and returns its first row.
func logLine(c *Canvas, v View, l engine.LogLine, y int) int {
	const indent = 11
	w := c.Width
	text := Wrap(l.Text, max(w-indent, 10))
	if len(text) > 3 {
		text = append(text[:2:2], text[2]+" …")
	}
	if len(text) == 0 {
		text = []string{""}
	}
	g := v.Glyphs()
	mark, role := g.Bullet, Plain
	switch l.Severity {
	case engine.Warning:
		mark, role = '!', Caution
	case engine.Problem:
		mark, role = g.Failed, Bad
	case engine.Action:
		mark, role = g.Right, Accent
	}
	y -= len(text)
	c.Text(0, y, Muted, fmt.Sprintf("%8.3f", l.Time.Seconds()))
	c.Set(9, y, role, mark)
	for i, line := range text {
		c.TextIn(indent, y+i, w-indent, role, line)
	}
	return y
}
