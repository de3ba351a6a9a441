package scene

import "time"

// lease draws what is left of a time to live: the rest as a bar that shrinks,
// and in figures, into w columns that end at x+w. What is over has an empty bar.
func lease(c *Canvas, v View, x, y, w int, left, whole time.Duration) {
	if w < 7 {
		return
	}
	bar := max(min(w-9, 12), 0)
	full, free := '█', '░'
	if v.ASCII {
		full, free = '#', '.'
	}
	filled := 0
	if whole > 0 && left > 0 {
		filled = max(1, int(float64(left)/float64(whole)*float64(bar)))
	}
	role := Good
	if left <= whole/5 {
		role = Caution
	}
	c.HLine(x, y, min(filled, bar), role, full)
	c.HLine(x+min(filled, bar), y, bar-min(filled, bar), Muted, free)
	text := Duration(left)
	if left <= 0 {
		text = "over"
	}
	c.TextIn(x+bar+1, y, w-bar-1, role, text)
}

// standing begins the row of a node: its state, its name, and a spot to select it
// by. It returns the column after a name of the width given.
func standing(c *Canvas, v View, node string, x, y, width int) int {
	mark, role := v.Glyphs().Up, Good
	if n, ok := v.node(node); ok {
		mark, role = v.stateMark(n)
	}
	c.Set(x, y, role, mark)
	end := c.TextEnd(x+2, y, width, Plain, node)
	if node == v.Node {
		c.Select(x, y, end-x)
	}
	c.Spots = append(c.Spots, Spot{X: x, Y: y, W: end - x, Node: node})
	return x + 3 + width
}

// share is h rows given to parts that want so many each: nobody gets more than
// it wants, and what is left goes to those who want more.
func share(h int, wants []int) []int {
	out := make([]int, len(wants))
	for h > 0 {
		given := false
		for i := range wants {
			if h > 0 && out[i] < wants[i] {
				out[i]++
				h--
				given = true
			}
		}
		if !given {
			break
		}
	}
	return out
}
