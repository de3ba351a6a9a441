package scene

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Canvas is a grid of cells. Writing outside of it does nothing, so a scene
// needs no checks of its own for small sizes.
type Canvas struct {
	Width, Height int
	ASCII         bool // when written, "…" becomes "~" and "µ" becomes "u"
	Spots         []Spot
	ScrollEnd     int // the most rows that the scene could be moved up, 0: it does not say
	cells         []cell
	rests         []string
}

// Spot is a piece of a row that stands for something that can be selected: a
// node, an operation, a key, a message. Scenes note them as they draw, for the
// mouse and the arrow keys.
type Spot struct {
	X, Y, W   int
	Node      string
	Operation uint64
	Key       string
	Message   uint64
	Metric    string
}

// cell holds one character. A wide character fills its cell and leaves r = 0
// in the next one.
// A cell has no pointer, so that the garbage collector does not look through
// canvases: what follows r in the same grapheme stands apart.
type cell struct {
	r    rune
	role Role
	rest uint16 // place in the canvas's rests, from 1: combining marks, joiners
}

// NewCanvas returns an empty canvas. Negative sizes count as 0.
//
//go:noinline
func NewCanvas(w, h int) *Canvas {
	w, h = max(w, 0), max(h, 0)
	c := &Canvas{Width: w, Height: h, cells: make([]cell, w*h)}
	for i := range c.cells[:min(w, len(c.cells))] {
		c.cells[i].r = ' '
	}
	for i := w; i > 0 && i < len(c.cells); i += w {
		copy(c.cells[i:], c.cells[:w])
	}
	return c
}

// Text writes s from x, y to the right, cut at the edge, and returns the
// column after it. Control characters and terminal escapes are shown as "·".
//
//go:noinline
func (c *Canvas) Text(x, y int, role Role, s string) int {
	return c.text(x, y, c.Width, role, s)
}

// TextIn writes s into w columns; what doesn't fit ends in "…". It returns the
// column after what was written.
func (c *Canvas) TextIn(x, y, w int, role Role, s string) int {
	end := min(x+w, c.Width)
	if w <= 0 || x >= end {
		return x
	}
	if asciiOnly(s) && len(s) <= end-x || Width(s) <= end-x {
		return c.text(x, y, end, role, s)
	}
	x = c.text(x, y, end-1, role, s)
	c.Set(x, y, role, '…')
	return x + 1
}

// TextEnd writes s into w columns; of what doesn't fit the end is shown, after
// "…": values are often told apart by their last characters.
func (c *Canvas) TextEnd(x, y, w int, role Role, s string) int {
	if Width(s) <= w {
		return c.TextIn(x, y, w, role, s)
	}
	if w < 2 || len(s) > 1<<10 {
		return c.TextIn(x, y, w, role, s)
	}
	for Width(s) > w-1 {
		cluster, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
		s = s[max(len(cluster), 1):]
	}
	c.Set(x, y, role, '…')
	return c.TextIn(x+1, y, w-1, role, s)
}

func (c *Canvas) text(x, y, end int, role Role, s string) int {
	if y < 0 || y >= c.Height {
		return x
	}
	end = min(end, c.Width)
	for len(s) > 0 && x < end {
		if b := s[0]; b < utf8.RuneSelf && (len(s) == 1 || s[1] < utf8.RuneSelf) {
			c.Set(x, y, role, visible(rune(b)))
			s, x = s[1:], x+1
			continue
		}
		cluster, width := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
		if cluster == "" {
			return x
		}
		s = s[len(cluster):]
		r, size := utf8.DecodeRuneInString(cluster)
		shown := visible(r)
		if shown != r {
			width = 1
		}
		if width <= 0 {
			continue
		}
		if x+width > end {
			return x
		}
		c.Set(x, y, role, shown)
		if shown == r && size < len(cluster) {
			if i := y*c.Width + x; x >= 0 {
				c.cells[i].rest = c.keep(cluster[size:])
			}
		}
		for i := 1; i < width; i++ {
			c.Set(x+i, y, role, 0)
		}
		x += width
	}
	return x
}

// keep remembers what follows a character; beyond 65,535 of them it is left out.
func (c *Canvas) keep(rest string) uint16 {
	if rest == "" || len(c.rests) == 1<<16-1 {
		return 0
	}
	c.rests = append(c.rests, rest)
	return uint16(len(c.rests))
}

// follows is what follows the character of a cell.
func (c *Canvas) follows(x cell) string {
	if x.rest == 0 {
		return ""
	}
	return c.rests[x.rest-1]
}

// visible replaces what a terminal would obey, or what would reorder the line.
func visible(r rune) rune {
	switch {
	case r >= 0x20 && r < 0x7f:
		return r
	case r < 0x20 || r < 0xa0, r == utf8.RuneError:
		return '·'
	case r == 0x2028, r == 0x2029, unicode.Is(unicode.Bidi_Control, r):
		return '·'
	}
	return r
}

func asciiOnly(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Width is the number of columns that Text takes for s.
func Width(s string) int {
	if asciiOnly(s) {
		return len(s)
	}
	n := 0
	for len(s) > 0 {
		cluster, width := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
		if cluster == "" {
			break
		}
		s = s[len(cluster):]
		if r, _ := utf8.DecodeRuneInString(cluster); visible(r) != r {
			width = 1
		}
		n += width
	}
	return n
}

// Set writes one narrow character.
//
//go:noinline
func (c *Canvas) Set(x, y int, role Role, r rune) {
	if x < 0 || y < 0 || x >= c.Width || y >= c.Height {
		return
	}
	c.cells[y*c.Width+x] = cell{r: r, role: role}
}

// At returns the character and role at x, y.
func (c *Canvas) At(x, y int) (rune, Role) {
	if x < 0 || y < 0 || x >= c.Width || y >= c.Height {
		return ' ', Plain
	}
	return c.cells[y*c.Width+x].r, c.cells[y*c.Width+x].role
}

// Mark adds a modifier (Bold, Reverse) to the cells from x on in row y.
//
//go:noinline
func (c *Canvas) Mark(x, y, w int, modifier Role) {
	for i := max(x, 0); i < min(x+w, c.Width) && y >= 0 && y < c.Height; i++ {
		c.cells[y*c.Width+i].role |= modifier
	}
}

// Select shows the cells from x on in row y as selected: reversed, in one colour,
// since a bar of many colours does not read as one thing.
//
//go:noinline
func (c *Canvas) Select(x, y, w int) {
	for i := max(x, 0); i < min(x+w, c.Width) && y >= 0 && y < c.Height; i++ {
		c.cells[y*c.Width+i].role = Plain | Reverse
	}
}

// Blit copies src, and what is noted of it, with its top left corner at x, y.
func (c *Canvas) Blit(x, y int, src *Canvas) {
	for _, s := range src.Spots {
		s.X, s.Y = s.X+x, s.Y+y
		c.Spots = append(c.Spots, s)
	}
	for row := range src.Height {
		if y+row < 0 || y+row >= c.Height {
			continue
		}
		from, to := max(0, -x), min(src.Width, c.Width-x)
		if from >= to {
			continue
		}
		into := c.cells[(y+row)*c.Width+x+from : (y+row)*c.Width+x+to]
		copy(into, src.cells[row*src.Width+from:row*src.Width+to])
		for i := 0; i < len(into) && len(src.rests) > 0; i++ {
			into[i].rest = c.keep(src.follows(into[i]))
		}
	}
}

// BlitPart copies w by h cells of src, from sx, sy on, to x, y.
func (c *Canvas) BlitPart(x, y int, src *Canvas, sx, sy, w, h int) {
	part := NewCanvas(w, h)
	part.Blit(-sx, -sy, src)
	part.Spots = slices.DeleteFunc(part.Spots, func(s Spot) bool { return s.X < 0 || s.X >= w || s.Y < 0 || s.Y >= h })
	c.Blit(x, y, part)
}

// HLine writes r n times.
//
//go:noinline
func (c *Canvas) HLine(x, y, n int, role Role, r rune) {
	for i := range max(n, 0) {
		c.Set(x+i, y, role, r)
	}
}

// String is the canvas as lines, with the painter's styles. A nil painter
// gives plain text.
func (c *Canvas) String(p *Painter) string {
	var b strings.Builder
	b.Grow(c.Width * c.Height * 4)
	for y := range c.Height {
		if y > 0 {
			b.WriteByte('\n')
		}
		c.writeLine(&b, p, y)
	}
	return b.String()
}

// writeLine writes a row; an escape sequence is written only where the role
// changes, since most of a frame's bytes would otherwise be escapes.
func (c *Canvas) writeLine(b *strings.Builder, p *Painter, y int) {
	row := c.cells[y*c.Width : (y+1)*c.Width]
	for i := 0; i < len(row); {
		role, start := row[i].role, i
		for i < len(row) && row[i].role == role {
			i++
		}
		if p != nil {
			b.WriteString(p.open[role])
		}
		for j := start; j < i; j++ {
			if row[j].r == 0 {
				// The second half of a wide character, unless that was overwritten.
				if j > 0 && c.wide(row[j-1]) {
					continue
				}
				b.WriteByte(' ')
				continue
			}
			if c.wide(row[j]) && (j+1 >= len(row) || row[j+1].r != 0) {
				b.WriteByte(' ') // its second half is gone
				continue
			}
			b.WriteRune(c.shown(row[j].r))
			b.WriteString(c.follows(row[j]))
		}
		if p != nil {
			b.WriteString(p.close[role])
		}
	}
}

// shown is the character that is written for r.
func (c *Canvas) shown(r rune) rune {
	if c.ASCII {
		switch r {
		case '…':
			return '~'
		case 'µ':
			return 'u'
		case '·':
			return '.'
		}
	}
	return r
}

// wide reports whether the cell's character takes two columns.
func (c *Canvas) wide(x cell) bool {
	if x.r < 0x1100 || x.r >= 0x2500 && x.r < 0x2600 || x.r >= 0x2800 && x.r < 0x2900 {
		// Nothing below Hangul is wide by itself, nor lines, blocks and braille, but
		// a sequence may be (a character followed by an emoji selector).
		return x.rest != 0 && ansi.StringWidth(string(x.r)+c.follows(x)) == 2
	}
	return ansi.StringWidth(string(x.r)+c.follows(x)) == 2
}
