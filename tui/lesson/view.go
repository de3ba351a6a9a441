package lesson

import (
	"fmt"
	"strings"

	"netsplit/tui/layout"
	"netsplit/tui/widget"
)

// treeArea is where the contents are drawn; empty when they are hidden.
func (p *Page) treeArea() layout.Rect {
	all := layout.Rect{W: p.size.Width, H: p.size.Height}
	switch {
	case !p.treeShown():
		return layout.Rect{}
	case all.W < layout.TreeWidth || p.split(): // over the text
		left, _ := all.SplitLeft(all.W)
		if p.split() {
			left, _ = all.SplitLeft(textShare(all.W) - 1)
		}
		return left
	}
	left, _ := all.SplitLeft(min(36, all.W*3/10))
	return left
}

// textArea is where the text is drawn, without its margins; one line is left
// for the search while it is typed. It is never empty.
func (p *Page) textArea() layout.Rect {
	all := layout.Rect{W: p.size.Width, H: p.size.Height}
	tree := p.treeArea()
	switch {
	case p.split():
		all, _ = all.SplitLeft(textShare(all.W) - 1)
	case tree.W > 0 && tree.W < all.W:
		_, all = all.SplitLeft(tree.W + 1)
	}
	if p.find.typing {
		all, _ = all.SplitBottom(1)
	}
	margin := 0
	if all.W >= 46 {
		margin = 2
	}
	width := max(1, min(layout.TextWidth, all.W-2*margin))
	if width == layout.TextWidth && tree.W == 0 {
		margin = (all.W - width) / 2
	}
	return layout.Rect{X: all.X + margin, Y: 0, W: width, H: max(1, all.H)}
}

// View draws the tree, the text and the lab.
func (p *Page) View(w, h int) string {
	p.size.Width, p.size.Height = w, h
	p.resize(p.textArea().W)
	p.fresh()
	lab, tree := p.lab.area(p), p.treeArea()
	switch {
	case lab.W == w && w > 0: // the lab alone
		return widget.Fit(p.lab.page.View(w, h), w, h)
	case tree.W == w && w > 0: // the tree alone
		return widget.Fit(p.drawTree(tree), w, h)
	case tree.W == 0 && lab.W == 0:
		return widget.Fit(p.drawText(), w, h)
	case lab.W > 0 && tree.W > 0: // the tree over the text, beside the lab
		return beside(p.drawTree(tree), " ", p.lab.page.View(lab.W, lab.H), lab.W, w, h)
	case lab.W > 0: // which has frames of its own
		return beside(p.drawText(), " ", p.lab.page.View(lab.W, lab.H), lab.W, w, h)
	}
	th := p.env.Theme
	return beside(p.drawTree(tree), th.Border.Render(th.Glyph.Vertical), p.drawText(), w-tree.W-1, w, h)
}

// beside puts two drawings next to each other with a column between them; the
// right one takes so many cells of the width.
func beside(left, between, right string, rightW, w, h int) string {
	column := strings.Repeat(between+"\n", max(0, h-1)) + between
	return widget.Fit(widget.Beside(widget.Block(left, w-rightW-1, h), column, widget.Block(right, rightW, h)), w, h)
}

// drawText draws the lines from the top of the screen on, and the search line.
func (p *Page) drawText() string {
	area := p.textArea()
	f := p.open.flow
	margin := strings.Repeat(" ", max(0, area.X-p.textLeft()))
	var out []string
	at := p.open.top
	for len(out) < area.H && at.chunk < f.Len() {
		lines := f.Chunk(at.chunk, area.W).Lines
		for ; at.line < len(lines) && len(out) < area.H; at.line++ {
			target := 0
			if p.focus.chunk == at.chunk {
				target = p.focus.target
			}
			text := p.painter.Paint(lines[at.line], target, p.marks(at.chunk, at.line))
			out = append(out, margin+text)
		}
		at = position{at.chunk + 1, 0}
	}
	if f.Len() == 0 {
		out = append(out, margin+p.env.Theme.Muted.Render("This document is empty."))
	}
	for len(out) < area.H {
		out = append(out, "")
	}
	if p.find.typing {
		count := ""
		if p.find.query != "" {
			count = p.env.Theme.Muted.Render(p.count())
		}
		room := max(1, area.W-widget.Width(count)-1)
		out = append(out, margin+widget.Edges(p.find.input.View(p.env.Theme, room, true), count, area.W))
	}
	return strings.Join(out, "\n")
}

// textLeft is the left edge of the part of the screen that the text is in.
func (p *Page) textLeft() int {
	if tree := p.treeArea(); tree.W > 0 && tree.W < p.size.Width {
		return tree.W + 1
	}
	return 0
}

// Status says where in the text one is and where the focused link leads.
func (p *Page) Status() string {
	if p.lab.focused && p.lab.page != nil {
		if l, ok := p.lab.page.(interface{ Status() string }); ok {
			return l.Status()
		}
		return ""
	}
	if p.open.width == 0 {
		return ""
	}
	status := fmt.Sprintf("%.0f%%", 100*p.share())
	if p.open.done {
		status += " " + p.env.Theme.Glyph.Done + " read"
	}
	if count := p.count(); count != "" {
		status += ", " + count
	}
	if t := p.target(); t != nil && t.Dest != "" {
		status += ", link: " + widget.Cut(t.Dest, 40, p.env.Theme.Glyph.Ellipsis)
	}
	return status
}
