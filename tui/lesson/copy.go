package lesson

import (
	"strings"

	"netsplit/content"
	"netsplit/tui/layout"
	"netsplit/tui/page"
)

// Copy is what the lab has to copy, while it has the focus; else the block under
// the cursor, else the section on the screen, as Markdown.
func (p *Page) Copy() (text, what string) {
	if c, ok := p.lab.page.(page.Copier); ok && p.lab.focused {
		return c.Copy()
	}
	if t := p.target(); t != nil && t.Block != nil && t.Block.Source != "" && t.Block.Kind != content.Text {
		return strings.TrimRight(t.Block.Source, "\n") + "\n", "the " + string(t.Block.Kind) + " under the cursor"
	}
	f := p.open.flow
	if f.Len() == 0 {
		return "", ""
	}
	section := f.Section(p.open.top.chunk)
	s := p.open.doc.Sections[section]
	var b strings.Builder
	if s.Title != "" {
		b.WriteString(strings.Repeat("#", max(1, s.Level)) + " " + s.Title + "\n")
	}
	for i := f.First(section); i < f.Len() && f.Section(i) == section; i++ {
		block := f.Block(i)
		switch {
		case block == nil: // the heading
		case block.Kind == content.Text, block.Kind == content.Fold:
			b.WriteString("\n" + strings.TrimSpace(f.Source(i)) + "\n")
		default:
			b.WriteString("\n```" + string(block.Kind) + "\n" + strings.TrimSpace(block.Source) + "\n```\n")
		}
	}
	return b.String(), "this section as Markdown"
}

// Texts are the lab's where it has the focus, the text and the contents.
func (p *Page) Texts() []layout.Rect {
	var lab []layout.Rect
	area := p.lab.area(p)
	if t, ok := p.lab.page.(page.Texts); ok && !area.Empty() {
		for _, r := range t.Texts() {
			r.X, r.Y = r.X+area.X, r.Y+area.Y
			lab = append(lab, r.Clip(area))
		}
	}
	tree := p.treeArea()
	covered := area.W == p.size.Width || tree.W == p.size.Width
	var all []layout.Rect
	if !covered {
		all = append(all, p.textArea())
	}
	if !tree.Empty() {
		all = append(all, tree)
	}
	if p.lab.focused {
		return append(lab, all...)
	}
	return append(all, lab...)
}

// Scroll moves the text by lines.
func (p *Page) Scroll(by int) int {
	if p.lab.focused || p.contents.focused {
		return 0
	}
	done, step := 0, 1
	if by < 0 {
		step = -1
	}
	for done != by {
		before := p.open.top
		if p.scroll(step); p.open.top == before {
			break
		}
		done += step
	}
	p.keep()
	return done
}

// Drags reports whether a drag is the lab's own.
func (p *Page) Drags(x, y int) bool {
	d, ok := p.lab.page.(page.Dragger)
	area := p.lab.area(p)
	return ok && area.Contains(x, y) && d.Drags(x-area.X, y-area.Y)
}
