package lesson

import (
	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/tui/page"
	"netsplit/tui/prose"
)

// spot is a place that a link was followed from.
type spot struct {
	path string
	at   want
}

// maxHistory bounds how far back one can go.
const maxHistory = 200

func (p *Page) remember() {
	p.history = append(p.history, spot{p.open.doc.Path, p.here()})
	if len(p.history) > maxHistory {
		p.history = p.history[1:]
	}
}

// reach bounds how many chunks are laid out in search of the next target.
const reach = 400

// moveFocus goes to the next target, from the focus or from the edge of the
// screen, and scrolls there.
func (p *Page) moveFocus(by int) {
	f := p.open.flow
	if f.Len() == 0 {
		return
	}
	at := p.focus
	if at.target == 0 || !p.visible(at) {
		at = focus{p.open.top.chunk, 0}
		if by < 0 {
			at = focus{p.bottom().chunk, 1 << 30}
		}
	}
	for step := 0; step < reach && at.chunk >= 0 && at.chunk < f.Len(); step++ {
		targets := f.Chunk(at.chunk, p.open.width).Targets
		next := min(at.target, len(targets)+1) + by
		for next >= 1 && next <= len(targets) {
			// The first one from the top must be on the screen or below.
			line := position{at.chunk, targets[next-1].Line}
			if p.focus.target > 0 || by < 0 || !before(line, p.open.top) {
				p.focus = focus{at.chunk, next}
				p.show(line)
				return
			}
			next += by
		}
		at.chunk += by
		at.target = 0
		if by < 0 {
			at.target = 1 << 30
		}
	}
}

// target is what has the focus.
func (p *Page) target() *prose.Target {
	if p.focus.target == 0 || p.focus.chunk >= p.open.flow.Len() {
		return nil
	}
	targets := p.open.flow.Chunk(p.focus.chunk, p.open.width).Targets
	if p.focus.target > len(targets) {
		return nil
	}
	return &targets[p.focus.target-1]
}

// visible reports whether a target is on the screen.
func (p *Page) visible(f focus) bool {
	if f.chunk >= p.open.flow.Len() {
		return false
	}
	targets := p.open.flow.Chunk(f.chunk, p.open.width).Targets
	if f.target < 1 || f.target > len(targets) {
		return false
	}
	at := position{f.chunk, targets[f.target-1].Line}
	return !before(at, p.open.top) && !before(p.bottom(), at)
}

// follow does what the focused target is for.
func (p *Page) follow() tea.Cmd {
	t := p.target()
	if t == nil {
		p.focus = focus{}
		return nil
	}
	switch t.Kind {
	case prose.FoldTarget:
		p.open.flow.Toggle(p.focus.chunk, t.Key)
		return nil
	case prose.LiveTarget:
		return p.live1(*t)
	}
	return p.resolve(t.Dest)
}

// resolve finds out where a link leads, and goes there.
func (p *Page) resolve(dest string) tea.Cmd {
	book, from := p.book, p.open.doc
	return func() tea.Msg {
		link := book.Resolve(from, dest)
		switch {
		case link.Broken != "":
			return page.Toast{Text: "This link leads nowhere: " + content.Visible(link.Broken), Bad: true}
		case link.External:
			return page.Toast{Text: "Another site, not opened from here: " + content.Visible(dest)}
		case link.Path == from.Path:
			return arrived{path: from.Path, doc: from, anchor: link.Anchor, history: true}
		}
		a := p.load(link.Path)
		a.anchor, a.resume, a.history = link.Anchor, false, true
		return a
	}
}

// goBack returns to where the last link was followed.
func (p *Page) goBack() tea.Cmd {
	if len(p.history) == 0 {
		return page.Do(page.Toast{Text: "No link was followed yet."})
	}
	last := p.history[len(p.history)-1]
	p.history = p.history[:len(p.history)-1]
	if last.path == p.open.doc.Path {
		p.goTo(arrived{at: &last.at})
		return nil
	}
	return func() tea.Msg {
		a := p.load(last.path)
		a.at = &last.at
		return a
	}
}

// otherFile opens the file before or after this one where it was left.
func (p *Page) otherFile(by int) tea.Cmd {
	for i, f := range p.files {
		if f.Path == p.open.doc.Path && i+by >= 0 && i+by < len(p.files) {
			return p.fetch(p.files[i+by].Path)
		}
	}
	return page.Do(page.Toast{Text: "There is no other file that way."})
}

// clickText focuses the target under the mouse and follows it.
func (p *Page) clickText(msg tea.MouseClickMsg) tea.Cmd {
	area := p.textArea()
	if !area.Contains(msg.X, msg.Y) || p.open.flow.Len() == 0 {
		return nil
	}
	at := p.walk(p.open.top, msg.Y-area.Y)
	piece := p.open.flow.Chunk(at.chunk, p.open.width)
	if at.line >= len(piece.Lines) {
		return nil
	}
	x := area.X
	for _, s := range piece.Lines[at.line] {
		n := prose.Width(s)
		if s.Target > 0 && msg.X >= x && msg.X < x+n {
			p.focus = focus{at.chunk, s.Target}
			cmd := p.follow()
			p.keep()
			return cmd
		}
		x += n
	}
	return nil
}
