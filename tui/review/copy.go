package review

import (
	"fmt"
	"strings"

	"netsplit/tui/layout"
)

// Copy is the report where the findings are on the screen, else the open item
// with its answer.
func (p *Page) Copy() (text, what string) {
	item, open := p.r.Item()
	if p.showsResults() || !open {
		return p.r.Result().Markdown(p.env.Now()), "the report"
	}
	answer := p.r.Answer(item.ID)
	_, _, word := p.mark(answer.Value)
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\nAnswer: %s\n", strings.TrimSpace(item.Question), word)
	if answer.Note != "" {
		fmt.Fprintf(&b, "Note: %s\n", answer.Note)
	}
	return b.String(), "the item and its answer"
}

// Texts are the item or the findings, and the list beside them.
func (p *Page) Texts() []layout.Rect {
	if p.text.Empty() {
		return nil
	}
	return []layout.Rect{p.text, p.area.Rect}
}

// Scroll moves the item or the findings.
func (p *Page) Scroll(by int) int {
	before := p.scroll.Top
	p.scroll.To(before + by)
	return p.scroll.Top - before
}
