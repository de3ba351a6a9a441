package lesson

import (
	"strings"

	"charm.land/lipgloss/v2"

	"netsplit/tui/layout"
	"netsplit/tui/widget"
)

// treeLine is a line of the tree: a row has one, or two where its title is long.
type treeLine struct {
	row   int
	text  string
	later bool // the second line of its row
}

// wrap lays the rows out in w columns. Long titles get a second line, unless
// that alone would push rows off a tree that fits.
func (c *contents) wrap(w, h int) {
	size := [2]int{w, h}
	if len(c.lines) > 0 && c.wrapped == size {
		return
	}
	c.wrapped = size
	row := 0
	if c.list.Cursor < len(c.lines) {
		row = c.lines[c.list.Cursor].row
	}
	c.lines = c.lines[:0]
	for i, r := range c.rows {
		indent := strings.Repeat("  ", min(r.depth, 6))
		title := strings.Join(strings.Fields(widget.Safe(r.title)), " ")
		parts := widget.Wrap(title, w-2-len(indent))
		if len(parts) < 2 {
			c.lines = append(c.lines, treeLine{row: i, text: indent + title})
			continue
		}
		c.lines = append(c.lines, treeLine{row: i, text: indent + parts[0]},
			treeLine{row: i, text: indent + "  " + strings.TrimSpace(strings.TrimPrefix(title, parts[0])), later: true})
	}
	if len(c.rows) <= h && len(c.lines) > h {
		c.lines = c.lines[:0]
		for i, r := range c.rows {
			c.lines = append(c.lines, treeLine{row: i, text: strings.Repeat("  ", min(r.depth, 6)) + widget.Safe(r.title)})
		}
	}
	// The rows may have changed since the lines were made.
	c.list.Skip = func(i int) bool { return i < len(c.lines) && c.lines[i].later }
	c.list.Resize(len(c.lines), h)
	c.goTo(row)
}

// goTo puts the cursor on a row, all of it in sight.
func (c *contents) goTo(row int) {
	for i, l := range c.lines {
		if l.row != row || l.later {
			continue
		}
		c.list.Go(i, 1)
		if last := i + 1; last < len(c.lines) && c.lines[last].later && c.list.Height > 1 {
			c.list.Top = max(c.list.Top, last-c.list.Height+1)
		}
	}
}

// rowAt is the row drawn at line y.
func (c *contents) rowAt(y int) (int, bool) {
	i := c.list.Top + y
	if y < 0 || i >= len(c.lines) {
		return 0, false
	}
	return c.lines[i].row, true
}

// drawTree draws the tree.
func (p *Page) drawTree(area layout.Rect) string {
	c := &p.contents
	if c.focused {
		c.wrap(area.W, max(1, area.H))
	} else {
		p.follows()
	}
	th := p.env.Theme
	out := make([]string, 0, area.H)
	for i := c.list.Top; i < len(c.lines) && len(out) < area.H; i++ {
		l, style := c.lines[i], lipgloss.NewStyle()
		text := widget.Cut(l.text, area.W-2, th.Glyph.Ellipsis)
		switch {
		case i == c.list.Cursor:
			out = append(out, widget.Selected(th, th.Glyph.Cursor+" "+text, area.W, c.focused))
			continue
		case c.list.Cursor < len(c.lines) && l.row == c.lines[c.list.Cursor].row:
			out = append(out, widget.Selected(th, "  "+text, area.W, c.focused))
			continue
		case c.rows[l.row].section < 0:
			style = th.Strong
		}
		out = append(out, "  "+style.Render(text))
	}
	return widget.Block(strings.Join(out, "\n"), area.W, area.H)
}
