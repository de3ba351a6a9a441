package scene

import (
	"fmt"

	"netsplit/engine/clock"
)

// Cause is one link of a causal chain.
type Cause struct {
	Time       clock.Time
	Text, Node string
}

// Why draws a causal chain: the symptom at the top, each cause below what it
// caused, the root cause last. From is the first line shown, for scrolling.
func Why(v View, title string, chain []Cause, from, w, h int) *Canvas {
	c := NewCanvas(w, h)
	y := -from
	for _, line := range Wrap(title, w) {
		c.TextIn(0, y, w, Title, line)
		y++
	}
	g := v.Glyphs()
	for i, cause := range chain {
		last := i == len(chain)-1
		label, role := "because", Muted
		switch {
		case i == 0 && !last:
			label, role = "what you saw", Bad
		case last && i > 0:
			label, role = "root cause", Accent|Bold
		case last:
			label, role = "what happened", Accent|Bold
		}
		if i > 0 {
			c.Set(1, y, Border, g.Down)
		} else {
			c.Set(1, y, role, g.Bullet)
		}
		x := c.TextIn(3, y, w-3, role, label)
		c.TextIn(x+1, y, w-x-1, Muted, fmt.Sprintf("at %s", cause.Time))
		y++
		for _, line := range Wrap(cause.Text, w-3) {
			if !last {
				c.Set(1, y, Border, g.Side)
			}
			c.TextIn(3, y, w-3, Plain, line)
			y++
		}
	}
	return c
}

// WhyHeight is how many lines Why needs at a width.
func WhyHeight(title string, chain []Cause, w int) int {
	n := len(Wrap(title, w))
	for _, cause := range chain {
		n += 1 + len(Wrap(cause.Text, w-3))
	}
	return n
}
