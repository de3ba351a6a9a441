package scene

import (
	"fmt"

	"netsplit/engine"
)

// Why draws a causal chain: the symptom at the top, each cause below what it
// caused, the root cause last. From is the first line shown, for scrolling.
func Why(v View, e engine.Explanation, from, w, h int) *Canvas {
	return chain(v, e, true, from, w, h)
}

// State draws what is to say of a node, the present first: the same, but there
// is no symptom.
func State(v View, e engine.Explanation, w, h int) *Canvas { return chain(v, e, false, 0, w, h) }

func chain(v View, e engine.Explanation, symptom bool, from, w, h int) *Canvas {
	c := NewCanvas(w, h)
	y := -from
	for _, line := range Wrap(e.Title, w) {
		c.TextIn(0, y, w, Title, line)
		y++
	}
	g := v.Glyphs()
	for i, cause := range e.Chain {
		last := i == len(e.Chain)-1
		label, role := "because", Muted
		switch {
		case !symptom:
			label = ""
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
		if label != "" {
			x++
		}
		c.TextIn(x, y, w-x, Muted, fmt.Sprintf("at %s", cause.Time))
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
func WhyHeight(e engine.Explanation, w int) int {
	n := len(Wrap(e.Title, w))
	for _, cause := range e.Chain {
		n += 1 + len(Wrap(cause.Text, w-3))
	}
	return n
}
