package scene

import "netsplit/engine"

// Why draws a causal chain: the symptom at the top, each cause below what it
// caused, the root cause last. From is the first line shown, for scrolling.
//
// Where the chain is longer than the area the root cause stays at the foot.
func Why(v View, e engine.Explanation, from, w, h int) *Canvas {
	c := NewCanvas(w, h)
	lines := chain(v, e, true, w)
	root := rootLines(e, w)
	if len(lines) <= h || root >= h {
		c.rows(lines, from, 0, h)
		return c
	}
	c.rows(lines[:len(lines)-root], from, 0, h-root)
	c.rows(lines[len(lines)-root:], 0, h-root, root)
	return c
}

// rootLines is how many lines the last cause takes.
func rootLines(e engine.Explanation, w int) int {
	n := len(e.Chain)
	if n == 0 {
		return 0
	}
	return len(causeLines(e, n-1, true, w))
}

// State draws what is to say of a node, the present first: the same, but there
// is no symptom.
func State(v View, e engine.Explanation, w, h int) *Canvas {
	c := NewCanvas(w, h)
	c.rows(chain(v, e, false, w), 0, 0, h)
	return c
}

// rows draws lines from a first one on into the rows from y on.
func (c *Canvas) rows(lines []whyLine, first, y, h int) {
	for i := max(first, 0); i < len(lines) && h > 0; i++ {
		l := lines[i]
		c.Set(0, y, l.markRole, l.mark)
		x := 2
		if l.mark == 0 {
			x = 0
		}
		c.TextIn(x, y, c.Width-x, l.role, l.text)
		c.TextIn(x, y, c.Width-x, l.openRole, cut(l.text, l.open))
		y, h = y+1, h-1
	}
}

// whyLine is a line of a chain: a mark, and text of which the first open columns
// have a role of their own.
type whyLine struct {
	mark           rune
	markRole, role Role
	text           string
	open           int
	openRole       Role
}

func chain(v View, e engine.Explanation, symptom bool, w int) []whyLine {
	var out []whyLine
	for _, line := range Wrap(e.Title, w) {
		out = append(out, whyLine{role: Title, openRole: Title, text: line})
	}
	g := v.Glyphs()
	for i := range e.Chain {
		last := i == len(e.Chain)-1
		start, role := opening(i, last, symptom)
		start += e.Chain[i].Time.String() + ":"
		for n, text := range causeLines(e, i, symptom, w) {
			l := whyLine{mark: ' ', markRole: Border, text: text, openRole: role}
			switch {
			case n == 0 && i == 0:
				l.mark, l.markRole = g.Bullet, role
			case n == 0:
				l.mark = g.Down
			case !last:
				l.mark = g.Side
			}
			if n == 0 {
				l.open = Width(start)
			}
			out = append(out, l)
		}
	}
	return out
}

// causeLines is one cause as text.
func causeLines(e engine.Explanation, i int, symptom bool, w int) []string {
	start, _ := opening(i, i == len(e.Chain)-1, symptom)
	return Wrap(start+e.Chain[i].Time.String()+": "+e.Chain[i].Text, w-2)
}

// opening is how a cause begins.
func opening(i int, last, symptom bool) (string, Role) {
	switch {
	case !symptom:
		return "", Muted
	case last && i > 0:
		return "root cause, ", Accent | Bold
	case i == 0:
		return "you saw, ", Bad
	}
	return "because, ", Muted
}

// WhyHeight is how many lines Why needs at a width.
func WhyHeight(v View, e engine.Explanation, symptom bool, w int) int {
	return len(chain(v, e, symptom, w))
}
