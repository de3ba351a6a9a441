package drill

import (
	"fmt"
	"strings"

	interview "netsplit/content/drill"
	"netsplit/tui/layout"
	"netsplit/tui/widget"
)

// panelWidth is the width of the panel beside the talk on a wide screen.
const panelWidth = 40

// View draws what was said above what is asked; on a wide screen the four
// steps and the clock stand beside it.
func (p *Page) View(w, h int) string {
	p.spots, p.said = nil, layout.Rect{}
	if w < layout.WideWidth {
		head := p.head(w)
		return widget.Fit(head+"\n"+p.talk(w, h-1, 1), w, h)
	}
	left := w - panelWidth - 3
	return widget.Fit(widget.Beside(
		widget.Block(p.talk(left, h, 0), left, h),
		p.divider(h),
		widget.Block(p.panel(panelWidth), panelWidth, h)), w, h)
}

func (p *Page) divider(h int) string {
	th := p.env.Theme
	lines := make([]string, max(0, h))
	for i := range lines {
		lines[i] = " " + th.Border.Render(th.Glyph.Vertical) + " "
	}
	return strings.Join(lines, "\n")
}

// head is one line: the step and the clock.
func (p *Page) head(w int) string {
	th := p.env.Theme
	c := p.d.Clock(p.elapsed())
	if p.d.Finished() {
		return widget.Cut(th.Strong.Render("Report"), w, "")
	}
	return widget.Edges(th.Strong.Render(c.Step), p.clock(c), w)
}

// clock is the time of the step, with a mark when it is over.
func (p *Page) clock(c interview.ClockState) string {
	th := p.env.Theme
	if p.untimed || c.Planned == 0 {
		return ""
	}
	text := fmt.Sprintf("%d of %d min", int(c.Spent.Minutes()), int(c.Planned.Minutes()))
	if c.Over {
		return th.Warn.Render(th.Glyph.Warn + " " + text)
	}
	return th.Muted.Render(text)
}

// talk is the transcript and, below it, what is asked now.
func (p *Page) talk(w, h, top int) string {
	if h <= 0 {
		return ""
	}
	if p.d.Finished() {
		p.said = layout.Rect{Y: top, W: w, H: h}
		return p.scrolled(p.reportLines(w), w, h)
	}
	bottom, spots := p.bottom(w, max(1, h*3/5))
	above := h - len(bottom)
	var said string
	if above > 0 {
		p.said = layout.Rect{Y: top, W: w, H: above}
		said = p.scrolled(p.transcript(w), w, above)
		if below := p.scroll.Len - p.scroll.Top - p.scroll.Height; below > 1 && strings.Contains(bottom[0], p.env.Theme.Glyph.Line) {
			bottom[0] = widget.Cut(widget.Rule(p.env.Theme, fmt.Sprintf("%s %d more lines: %s", p.env.Theme.Glyph.Below, below, p.env.Hint(p, "{page-down}")), w), w, "")
		}
	}
	for _, s := range spots {
		p.spots = append(p.spots, spot{top + above + s.y, s.option})
	}
	if above <= 0 {
		return strings.Join(bottom[len(bottom)-h:], "\n")
	}
	return said + "\n" + strings.Join(bottom, "\n")
}

// scrolled is exactly h lines of text.
func (p *Page) scrolled(lines []string, w, h int) string {
	p.scroll.Resize(len(lines), h)
	if p.follow { // to the end, but not past the beginning of what is new
		p.scroll.To(len(lines))
		if p.fresh < len(p.cache.starts) {
			p.scroll.To(min(p.scroll.Top, p.cache.starts[p.fresh]))
		}
	}
	shown := lines[p.scroll.Top:min(len(lines), p.scroll.Top+h)]
	return widget.Block(strings.Join(shown, "\n"), w, h)
}

// bottom is a rule, the options and the line to type in, at most h lines. The
// end of it is what counts.
func (p *Page) bottom(w, h int) (lines []string, spots []spot) {
	th := p.env.Theme
	prompt := p.d.Prompt()
	add := func(text string) { lines = append(lines, widget.Cut(text, w, th.Glyph.Ellipsis)) }
	add(widget.Rule(th, "", w))
	if p.notice != "" {
		for _, l := range widget.Wrap(p.notice, w-2) {
			add(th.Warn.Render(th.Glyph.Warn) + " " + l)
		}
	}
	for i, option := range prompt.Options {
		for n, l := range widget.Wrap(option, max(1, w-4)) {
			mark := "   "
			if n == 0 {
				mark = th.Key.Render(fmt.Sprintf("%d", i+1)) + "  "
			}
			spots = append(spots, spot{len(lines), i + 1})
			add(mark + l)
		}
	}
	for i, l := range widget.Wrap(p.mistake, max(1, w-2)) {
		if l == "" {
			continue
		}
		mark := "  "
		if i == 0 {
			mark = th.Bad.Render(th.Glyph.Bad) + " "
		}
		add(mark + th.Bad.Render(l))
	}
	switch {
	case p.running:
		add(th.Info.Render(th.Glyph.Info) + " The cluster runs …")
	case p.Typing():
		add(p.input.View(th, w, true))
	case p.writes():
		add(th.Muted.Render("> " + p.input.Value()))
	}
	for _, l := range widget.Wrap(p.hint(prompt), max(1, w)) {
		add(th.Muted.Render(l))
	}
	if over := len(lines) - h; over > 0 {
		lines = lines[over:]
		kept := spots[:0]
		for _, s := range spots {
			if s.y >= over {
				kept = append(kept, spot{s.y - over, s.option})
			}
		}
		spots = kept
	}
	return lines, spots
}

// hint says how to answer with keys.
func (p *Page) hint(prompt interview.Prompt) string {
	switch prompt.Kind {
	case interview.RunTask:
		return p.env.Hint(p, "Press {run} to run it on the cluster, {skip} to skip.")
	case interview.Choose:
		return fmt.Sprintf("Press 1 to %d.", len(prompt.Options))
	case interview.SelfGrade:
		return "Grade yourself by the evidence above: press 1 to 4."
	}
	switch {
	case !p.writes():
		return prompt.Hint
	case !p.typing:
		return p.env.Hint(p, "Press {write} to write.")
	}
	return prompt.Hint + p.env.Hint(p, " {leave-line}: other keys.")
}
