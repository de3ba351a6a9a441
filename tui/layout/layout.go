// Package layout cuts the screen into rectangles with arithmetic alone: no
// drawing, no state. A page asks for its rectangles and draws into each.
//
//	text, lab := layout.Rect{W: w, H: h}.SplitLeft(w / 2)
//	switch layout.For(w, h) { case layout.Wide: … }
package layout

// The sizes at which the layout changes, in cells.
const (
	MinWidth, MinHeight = 40, 12 // below, only a message fits
	NarrowWidth         = 80     // below, a single pane with few columns
	TreeWidth           = 100    // from here a contents tree fits beside the text
	WideWidth           = 120    // from here two panes fit side by side
	TextWidth           = 88     // the longest line that reads well
)

// Rect is a part of the screen.
type Rect struct{ X, Y, W, H int }

// Empty reports whether nothing can be drawn into r.
func (r Rect) Empty() bool { return r.W <= 0 || r.H <= 0 }

// Contains reports whether the cell is in r.
func (r Rect) Contains(x, y int) bool {
	return x >= r.X && y >= r.Y && x < r.X+r.W && y < r.Y+r.H
}

// Clip is the part of r that is in all.
func (r Rect) Clip(all Rect) Rect {
	x0, y0 := max(r.X, all.X), max(r.Y, all.Y)
	x1, y1 := min(r.X+r.W, all.X+all.W), min(r.Y+r.H, all.Y+all.H)
	return Rect{x0, y0, max(0, x1-x0), max(0, y1-y0)}
}

// SplitLeft cuts n columns off the left. All splits clamp n to what there is.
func (r Rect) SplitLeft(n int) (left, rest Rect) {
	n = clamp(n, 0, r.W)
	return Rect{r.X, r.Y, n, r.H}, Rect{r.X + n, r.Y, r.W - n, r.H}
}

// SplitRight cuts n columns off the right.
func (r Rect) SplitRight(n int) (rest, right Rect) { return r.SplitLeft(r.W - clamp(n, 0, r.W)) }

// SplitTop cuts n rows off the top.
func (r Rect) SplitTop(n int) (top, rest Rect) {
	n = clamp(n, 0, r.H)
	return Rect{r.X, r.Y, r.W, n}, Rect{r.X, r.Y + n, r.W, r.H - n}
}

// SplitBottom cuts n rows off the bottom.
func (r Rect) SplitBottom(n int) (rest, bottom Rect) { return r.SplitTop(r.H - clamp(n, 0, r.H)) }

// Inset takes n cells off every side.
func (r Rect) Inset(n int) Rect {
	return Rect{r.X + n, r.Y + n, max(0, r.W-2*n), max(0, r.H-2*n)}
}

// Columns cuts r into columns in proportion to the weights, with gap cells
// between them; what does not divide goes to the first ones.
func (r Rect) Columns(gap int, weights ...int) []Rect {
	widths := Share(r.W-gap*(len(weights)-1), weights...)
	out, x := make([]Rect, len(weights)), r.X
	for i, w := range widths {
		out[i] = Rect{x, r.Y, w, r.H}
		x += w + gap
	}
	return out
}

// Rows is Columns the other way.
func (r Rect) Rows(gap int, weights ...int) []Rect {
	heights := Share(r.H-gap*(len(weights)-1), weights...)
	out, y := make([]Rect, len(weights)), r.Y
	for i, h := range heights {
		out[i] = Rect{r.X, y, r.W, h}
		y += h + gap
	}
	return out
}

// Share divides total in proportion to the weights; the parts add up to it.
func Share(total int, weights ...int) []int {
	total = max(0, total)
	sum := 0
	for _, w := range weights {
		sum += max(0, w)
	}
	out := make([]int, len(weights))
	if sum == 0 {
		return out
	}
	left := total
	for i, w := range weights {
		out[i] = total * max(0, w) / sum
		left -= out[i]
	}
	for i := 0; left > 0; i = (i + 1) % len(out) {
		if weights[i] > 0 {
			out[i]++
			left--
		}
	}
	return out
}

// Mode is the shape a page takes at a size.
type Mode int

// The modes, from the smallest.
const (
	TooSmall Mode = iota // less than 40x12
	Narrow               // one pane, short lines
	Normal               // one pane
	Wide                 // two panes side by side
)

// For returns the mode of a screen (the whole screen, not a page's area).
func For(w, h int) Mode {
	switch {
	case w < MinWidth || h < MinHeight:
		return TooSmall
	case w < NarrowWidth:
		return Narrow
	case w < WideWidth:
		return Normal
	}
	return Wide
}

func clamp(n, low, high int) int { return max(low, min(n, max(low, high))) }
