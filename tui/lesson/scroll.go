package lesson

// lines is the height of a chunk at the width of the text.
func (p *Page) lines(chunk int) int {
	return len(p.open.flow.Chunk(chunk, p.open.width).Lines)
}

// walk goes from a position by so many lines, at most to the ends of the text.
func (p *Page) walk(at position, by int) position {
	for by > 0 {
		left := p.lines(at.chunk) - 1 - at.line
		if by <= left {
			return position{at.chunk, at.line + by}
		}
		if at.chunk+1 >= p.open.flow.Len() {
			return position{at.chunk, max(0, at.line+left)}
		}
		by -= left + 1
		at = position{at.chunk + 1, 0}
		by = max(0, by)
		if p.lines(at.chunk) == 0 { // nothing to stand on: pass it by
			by++
		}
	}
	for by < 0 {
		if -by <= at.line {
			return position{at.chunk, at.line + by}
		}
		if at.chunk == 0 {
			return position{}
		}
		by += at.line + 1
		at.chunk--
		at.line = p.lines(at.chunk) - 1
		if at.line < 0 {
			at.line = 0
			by--
		}
	}
	return at
}

// last is the lowest top: the text then ends at the bottom of the screen.
func (p *Page) last() position {
	n := p.open.flow.Len()
	if n == 0 {
		return position{}
	}
	end := position{n - 1, max(0, p.lines(n-1)-1)}
	return p.walk(end, -(p.textArea().H - 1))
}

func before(a, b position) bool {
	return a.chunk < b.chunk || a.chunk == b.chunk && a.line < b.line
}

// scroll moves the text by lines. The focus stays only while it can be seen.
func (p *Page) scroll(by int) {
	if p.open.flow.Len() == 0 {
		return
	}
	top := p.walk(p.open.top, by)
	if by > 0 && before(p.last(), top) {
		top = p.last()
		if before(top, p.open.top) { // already below it, after a jump to a heading
			top = p.open.top
		}
	}
	p.open.top = top
	p.open.atEnd = p.open.atEnd || by > 0 && !before(p.open.top, p.last())
	if p.focus.target > 0 && !p.visible(p.focus) {
		p.focus = focus{}
	}
}

// section goes to the heading of the next section, or of this one or the one
// before.
func (p *Page) section(by int) {
	f := p.open.flow
	if f.Len() == 0 {
		return
	}
	now := f.Section(p.open.top.chunk)
	switch {
	case by > 0 && now+1 < len(p.open.doc.Sections):
		p.to(f.First(now + 1))
	case by < 0 && (p.open.top.line > 0 || p.open.top.chunk > f.First(now)):
		p.to(f.First(now))
	case by < 0 && now > 0:
		p.to(f.First(now - 1))
	}
}

// to puts the beginning of a chunk at the top of the screen.
func (p *Page) to(chunk int) {
	p.open.top = position{chunk, 0}
	p.focus = focus{}
	p.open.atEnd = p.open.atEnd || !before(p.open.top, p.last())
}

// show scrolls as little as needed to have a line of a chunk on the screen,
// with some text around it.
func (p *Page) show(at position) {
	h := p.textArea().H
	if before(at, p.open.top) {
		p.open.top = p.walk(at, -min(2, h/4))
		return
	}
	bottom := p.walk(p.open.top, h-1)
	if before(bottom, at) {
		p.open.top = p.walk(at, -h/3)
	}
}

// bottom is the last position on the screen.
func (p *Page) bottom() position { return p.walk(p.open.top, p.textArea().H-1) }

// resize keeps the text where it is when its width changes: the same share of
// the same chunk stays on top.
func (p *Page) resize(width int) {
	if width == p.open.width {
		return
	}
	old := p.open.width
	p.open.width = width
	if w := p.open.want; w != nil {
		p.open.want = nil
		p.open.top = p.wanted(*w)
		return
	}
	if old > 0 && p.open.flow.Len() > 0 && p.open.top.line > 0 {
		was := max(1, len(p.open.flow.Chunk(p.open.top.chunk, old).Lines))
		p.open.top.line = p.open.top.line * p.lines(p.open.top.chunk) / was
	}
	p.find.stale = true
}

// wanted turns a line of a section into a position.
func (p *Page) wanted(w want) position {
	f := p.open.flow
	if f.Len() == 0 {
		return position{}
	}
	at := position{f.First(w.section), 0}
	line := w.line
	if w.of > 0 {
		if now := p.sectionLines(w.section); now != w.of {
			line = line * now / w.of
		}
	}
	for at.chunk+1 < f.Len() && line >= p.lines(at.chunk) && f.Section(at.chunk+1) == w.section {
		line -= p.lines(at.chunk)
		at.chunk++
	}
	at.line = max(0, min(line, p.lines(at.chunk)-1))
	return at
}

// sectionLines is the height of a section.
func (p *Page) sectionLines(section int) int {
	n := 0
	for i := p.open.flow.First(section); i < p.open.flow.Len() && p.open.flow.Section(i) == section; i++ {
		n += p.lines(i)
	}
	return n
}

// here is the top of the screen in the words of the store.
func (p *Page) here() want {
	if p.open.want != nil {
		return *p.open.want
	}
	f := p.open.flow
	if f.Len() == 0 {
		return want{}
	}
	w := want{section: f.Section(p.open.top.chunk), line: p.open.top.line}
	for i := f.First(w.section); i < p.open.top.chunk; i++ {
		w.line += p.lines(i)
	}
	w.of = p.sectionLines(w.section)
	return w
}
