package prose

import (
	"strings"

	"charm.land/lipgloss/v2"

	"netsplit/tui/theme"
)

// Painter turns lines into styled strings. It keeps the escape codes of each
// look, since asking the style for every span costs more than all the rest.
type Painter struct {
	th      *theme.Theme
	version int
	codes   map[Look][2]string
}

// Range is a stretch of a line's plain text, in bytes, that a search found.
type Range struct {
	From, To int
	Current  bool
}

// NewPainter makes a painter; when the theme changes, it notices.
func NewPainter(th *theme.Theme) *Painter { return &Painter{th: th} }

// Paint draws a line. Focus is the number of the target that has the focus (0:
// none), found what a search marked, in order.
func (p *Painter) Paint(l Line, focus int, found []Range) string {
	if p.codes == nil || p.version != p.th.Version {
		p.codes, p.version = map[Look][2]string{}, p.th.Version
	}
	var b strings.Builder
	at := 0
	for _, s := range l {
		text := s.Text
		for len(found) > 0 && found[0].From < at+len(text) {
			from, to := max(0, found[0].From-at), min(len(text), found[0].To-at)
			p.write(&b, text[:from], s, focus)
			style := p.th.Match
			if found[0].Current {
				style = p.th.Current
			}
			if from < to {
				b.WriteString(style.Render(text[from:to]))
			}
			at, text = at+to, text[to:]
			if found[0].To > at {
				break // goes on in the next span
			}
			found = found[1:]
		}
		p.write(&b, text, s, focus)
		at += len(text)
	}
	return b.String()
}

func (p *Painter) write(b *strings.Builder, text string, s Span, focus int) {
	if text == "" {
		return
	}
	if focus > 0 && s.Target == focus && s.Look&Margin == 0 {
		b.WriteString(p.th.Selected.Render(text))
		return
	}
	code := p.code(s.Look)
	b.WriteString(code[0])
	b.WriteString(text)
	b.WriteString(code[1])
}

func (p *Painter) code(look Look) [2]string {
	look &^= Margin
	if code, ok := p.codes[look]; ok {
		return code
	}
	before, after, _ := strings.Cut(p.style(look).Render("x"), "x")
	p.codes[look] = [2]string{before, after}
	return p.codes[look]
}

func (p *Painter) style(look Look) lipgloss.Style {
	st := lipgloss.NewStyle()
	for _, rule := range []struct {
		look  Look
		style lipgloss.Style
	}{
		{Bad, p.th.Bad}, {Good, p.th.Good}, {LinkLook, p.th.Link}, {Code, p.th.Code},
		{Heading1, p.th.Title}, {Heading2, p.th.Title}, {Accent, p.th.Accent},
		{Border, p.th.Border}, {Muted, p.th.Muted}, {Quote, p.th.Quote},
	} {
		if look&rule.look != 0 {
			st = rule.style
			break
		}
	}
	if look&(Strong|Heading1|Heading2|Heading3) != 0 {
		st = st.Bold(true)
	}
	if look&Emph != 0 {
		st = st.Italic(true)
	}
	if look&Strike != 0 {
		st = st.Strikethrough(true)
	}
	return st
}
