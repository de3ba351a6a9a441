package drill

import (
	"fmt"
	"strings"

	"netsplit/tui/layout"
)

// Copy is the report of a drill that is over, else what was said so far.
func (p *Page) Copy() (text, what string) {
	if p.d.Finished() {
		return p.d.Report(p.d.Began), "the report"
	}
	var b strings.Builder
	for _, e := range p.d.Transcript {
		fmt.Fprintf(&b, "%s: %s\n\n", e.Speaker, strings.TrimSpace(e.Text))
	}
	return b.String(), "the interview so far"
}

// Texts are what was said, without the line that is written.
func (p *Page) Texts() []layout.Rect {
	if p.said.Empty() {
		return nil
	}
	return []layout.Rect{p.said}
}

// Scroll moves what was said.
func (p *Page) Scroll(by int) int {
	before := p.scroll.Top
	p.scroll.To(before + by)
	p.follow = false
	return p.scroll.Top - before
}
