package drill

import (
	"strings"

	"charm.land/lipgloss/v2"

	interview "netsplit/content/drill"
	"netsplit/tui/layout"
	"netsplit/tui/widget"
)

// cache keeps laid out lines as long as nothing they depend on has changed.
type cache struct {
	w, entries, theme int
	report            bool
	lines             []string
	starts            []int // line at which each entry begins
}

// labelWidth is the column of the speakers, where there is room for one.
const labelWidth = 13

// transcript is everything that was said, laid out for a width.
func (p *Page) transcript(w int) []string {
	th := p.env.Theme
	key := cache{w: w, entries: len(p.d.Transcript), theme: th.Version}
	if p.cache.w == key.w && p.cache.entries == key.entries && p.cache.theme == key.theme && !p.cache.report {
		return p.cache.lines
	}
	for _, e := range p.d.Transcript {
		key.starts = append(key.starts, len(key.lines))
		key.lines = append(key.lines, p.entry(e, w)...)
		key.lines = append(key.lines, "")
	}
	p.cache = key
	return key.lines
}

// entry is one speaker's words: the name in its own column or, on a narrow
// screen, above them.
func (p *Page) entry(e interview.Entry, w int) []string {
	name, style := p.speaker(e.Speaker)
	var lines []string
	if w < 60 {
		lines = append(lines, style.Render(name))
		for line := range strings.SplitSeq(e.Text, "\n") {
			lines = append(lines, hang(line, w)...)
		}
		return lines
	}
	room := min(w-labelWidth, layout.TextWidth)
	for line := range strings.SplitSeq(e.Text, "\n") {
		for _, l := range hang(line, room) {
			label := strings.Repeat(" ", labelWidth)
			if len(lines) == 0 {
				label = style.Render(widget.Pad(name, labelWidth))
			}
			lines = append(lines, label+l)
		}
	}
	return lines
}

func (p *Page) speaker(s interview.Speaker) (string, lipgloss.Style) {
	th := p.env.Theme
	switch s {
	case interview.Candidate:
		return "You", th.Good
	case interview.Clock:
		return "Clock", th.Warn
	}
	return "Interviewer", th.Accent
}

// hang wraps a line; what follows is indented under its text.
func hang(line string, w int) []string {
	body := strings.TrimLeft(line, " ")
	first := len(line) - len(body)
	under := first
	if strings.HasPrefix(body, "- ") {
		under += 2
	}
	if under > w/2 {
		first, under = 0, 0
	}
	wrapped := widget.Wrap(body, max(1, w-under))
	for i := range wrapped {
		n := under
		if i == 0 {
			n = first
		}
		wrapped[i] = strings.Repeat(" ", n) + wrapped[i]
	}
	return wrapped
}
