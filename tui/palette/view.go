package palette

import (
	"fmt"
	"strings"

	"netsplit/tui/overlay"
	"netsplit/tui/theme"
	"netsplit/tui/widget"
)

// headRows are the lines of the box above the list: the frame, what is typed
// and a rule.
const headRows = 3

// kindWidth is the column that says what an entry is.
const kindWidth = 11

// View draws the palette over a screen of w by h cells.
// foot says what keys do.
func (p *Palette) View(th *theme.Theme, screen, foot string, w, h int) string {
	width := min(w-2, 88)
	height := min(h-2, max(10, h*3/4))
	inner := max(1, width-4)
	p.list.Resize(len(p.found), max(1, height-headRows-2))
	lines := []string{
		p.input.View(th, inner, true),
		th.Border.Render(strings.Repeat(th.Glyph.Line, inner)),
	}
	rows := p.list.View(th, inner, true, func(i int) string { return p.row(th, p.found[i], i == p.list.Cursor, inner-2) })
	if len(p.found) == 0 {
		rows = "  " + th.Muted.Render("Nothing has these letters. Fewer may do.") + strings.Repeat("\n", p.list.Height-1)
	}
	lines = append(lines, strings.Split(rows, "\n")...)
	count := ""
	if len(p.found) > 0 {
		count = fmt.Sprintf("%d of %d", p.list.Cursor+1, len(p.found))
	}
	lines = append(lines, th.Muted.Render(widget.Edges(foot, count, inner)))
	for i := range lines {
		lines[i] = " " + lines[i]
	}
	p.box = area{(w - width) / 2, (h - height) / 2, width, height}
	box := widget.Box(th, "Open or do", strings.Join(lines, "\n"), width, height, true)
	return overlay.At(screen, box, p.box.x, p.box.y, w, h)
}

// row is one entry: what it is, its title, its keys. On a narrow screen the
// title matters most.
func (p *Palette) row(th *theme.Theme, e Entry, selected bool, w int) string {
	kind, keys := widget.Pad(e.Kind, kindWidth), e.Keys
	if !selected {
		kind, keys = th.Muted.Render(kind), th.Key.Render(keys)
	}
	if w < 30 {
		return widget.Edges(e.Title, keys, w)
	}
	return kind + " " + widget.Edges(widget.Cut(e.Title, max(1, w-kindWidth-2-widget.Width(e.Keys)), th.Glyph.Ellipsis), keys, w-kindWidth-1)
}
