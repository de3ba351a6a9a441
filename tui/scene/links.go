package scene

import "fmt"

// Links lists what is cut or loses messages, pairs with one cause on one line,
// and the cause below it.
func Links(v View, w, h int) *Canvas {
	cuts := Cuts(v.Snapshot)
	if len(cuts) == 0 {
		return empty(w, h, fmt.Sprintf("All %d links pass in both directions.", len(v.Snapshot.Links)/2))
	}
	g, c, y := v.Glyphs(), NewCanvas(w, h), 0
	for i, l := range cuts {
		if y >= h-1 && i < len(cuts)-1 {
			c.TextIn(0, y, w, Muted, fmt.Sprintf("and %d more", len(cuts)-i))
			break
		}
		role := Bad
		if l.Loss > 0 {
			role = Caution
		}
		c.TextIn(0, y, w, role, l.text(g))
		y++
		if l.Why != "" && y < h {
			c.TextIn(2, y, w-2, Muted, l.Why)
			y++
		}
	}
	return c
}
