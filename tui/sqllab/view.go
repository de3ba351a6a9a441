package sqllab

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"netsplit/tui/keymap"
	"netsplit/tui/layout"
	"netsplit/tui/widget"
)

// spots are where things were drawn.
type spots struct {
	next  layout.Rect
	form  layout.Rect
	panes [2]layout.Rect // empty: not on the screen
}

// twoPanes is the width from which both sessions fit side by side.
const twoPanes = 72

// View draws what it is about, the step, both sessions and the form.
func (p *Page) View(w, h int) string {
	p.spots = spots{}
	if w <= 0 || h <= 0 {
		return widget.Fit("", w, h)
	}
	all := layout.Rect{W: w, H: h}
	head := p.head(w, h)
	top, rest := all.SplitTop(min(len(head), max(0, h-4)))
	head = head[:top.H]
	foot := p.foot(w)
	rest, below := rest.SplitBottom(min(len(foot), max(0, rest.H-4)))
	p.spots.form = below
	parts := append([]string(nil), head...)
	if rest.H > 0 {
		parts = append(parts, p.sessions(rest))
	}
	parts = append(parts, foot[:below.H]...)
	return widget.Fit(strings.Join(parts, "\n"), w, h)
}

// head says what it is about, what the last step showed, and what comes next.
func (p *Page) head(w, h int) []string {
	th := p.env.Theme
	var lines []string
	add := func(most int, style func(...string) string, first, text string) int {
		pad := widget.Width(first)
		wrapped := widget.Wrap(widget.Safe(text), max(1, w-pad-1))
		for i, l := range wrapped[:min(most, len(wrapped))] {
			lead := strings.Repeat(" ", pad)
			if i == 0 {
				lead = first
			}
			if i == most-1 && len(wrapped) > most {
				l = widget.Cut(l+" "+wrapped[i+1], max(1, w-pad-2), "") + th.Glyph.Ellipsis
			}
			lines = append(lines, widget.Cut(style(lead+l), w, ""))
		}
		return min(most, len(wrapped))
	}
	room := 2
	if h < 16 {
		room = 1
	}
	if h >= 12 {
		add(room+1, th.Muted.Render, " ", p.lab.About)
	}
	if p.note.number > 0 {
		mark, style := th.Glyph.Good, th.Good
		if !p.note.ok {
			mark, style = th.Glyph.Warn, th.Warn
		}
		add(room, style.Render, fmt.Sprintf(" %s %d of %d  ", mark, p.note.number, len(p.lab.Steps)), p.note.text)
	}
	y := len(lines)
	n := add(room, th.Strong.Render, " "+th.Glyph.Cursor+" ", p.coming())
	p.spots.next = layout.Rect{Y: y, W: w, H: n}
	return lines
}

// coming says what the next step is.
func (p *Page) coming() string {
	switch {
	case p.failed != nil:
		return "It can't be set up: " + p.failed.Error()
	case !p.ready():
		return "setting the database up ..."
	case len(p.lab.Steps) == 0:
		return "tab: type SQL of your own in either session"
	case p.at == len(p.lab.Steps):
		return "That was all. tab: try SQL of your own; r: begin anew"
	}
	s := p.lab.Steps[p.at]
	if s.Crash {
		return "next: the process crashes, and is started again"
	}
	text := "next: " + s.Session + ": " + s.SQL
	for _, v := range s.Values {
		text += fmt.Sprintf("  %q", fmt.Sprint(v))
	}
	return text
}

// sessions draws both, or where there is no room the one with the focus.
func (p *Page) sessions(area layout.Rect) string {
	if area.W < twoPanes {
		p.spots.panes[p.side] = area
		return p.session(p.side, area)
	}
	cols := area.Columns(0, 1, 1)
	p.spots.panes = [2]layout.Rect{cols[0], cols[1]}
	return widget.Beside(p.session(0, cols[0]), p.session(1, cols[1]))
}

func (p *Page) session(i int, area layout.Rect) string {
	th, pane := p.env.Theme, &p.panes[i]
	title := pane.name
	if p.lab.Form != nil && i == 0 {
		title += " into the SQL"
	} else if p.lab.Form != nil {
		title += " as parameters"
	}
	if pane.open {
		title += " " + th.Glyph.Dot + " in a transaction"
	}
	if area.W < twoPanes && p.spots.panes[1-i].Empty() {
		title += " " + th.Glyph.Dot + " tab: " + p.panes[1-i].name
	}
	if pane.scroll > 0 {
		title += " " + th.Glyph.Dot + fmt.Sprintf(" %d lines below", pane.scroll)
	}
	w, h := max(1, area.W-2), max(1, area.H-3)
	lines := pane.transcript(th, w, h, p.plans)
	for len(lines) < h {
		lines = append(lines, "")
	}
	lines = append(lines, p.prompt(i, w))
	return widget.Box(th, title, strings.Join(lines, "\n"), area.W, area.H, i == p.side && p.form == nil)
}

// prompt is the last line of a session: what is typed, or what is under way.
func (p *Page) prompt(i, w int) string {
	th, pane := p.env.Theme, &p.panes[i]
	if pane.work != nil {
		seconds := p.now().Sub(pane.work.begun).Seconds()
		return widget.Cut(th.Info.Render(fmt.Sprintf("%s at work, or waiting for a lock: %.1f s", th.Glyph.Info, seconds)), w, th.Glyph.Ellipsis)
	}
	pane.input.Prompt = pane.name + "> "
	if p.typing && p.form == nil && i == p.side {
		return pane.input.View(th, w, true)
	}
	if pane.input.Value() == "" {
		return widget.Cut(th.Muted.Render(pane.input.Prompt), w, "")
	}
	return pane.input.View(th, w, false)
}

// foot is the form, where it is open.
func (p *Page) foot(w int) []string {
	if p.form == nil {
		return nil
	}
	th := p.env.Theme
	lines := []string{widget.Rule(th, "The form", w)}
	label := 0
	for _, n := range p.form.names {
		label = max(label, widget.Width(n))
	}
	for i, n := range p.form.names {
		mark := "  "
		if i == p.form.focus {
			mark = th.Accent.Render(th.Glyph.Cursor + " ")
		}
		lines = append(lines, mark+widget.Pad(n, label+2)+p.form.inputs[i].View(th, max(1, w-label-4), i == p.form.focus))
	}
	return lines
}

// Texts are the sessions, the one with the focus first, so that a selection of
// text keeps to one of them.
func (p *Page) Texts() []layout.Rect {
	var all []layout.Rect
	for _, i := range []int{p.side, 1 - p.side} {
		if area := p.spots.panes[i]; !area.Empty() {
			all = append(all, area.Inset(1))
		}
	}
	return all
}

func (p *Page) wheel(msg tea.MouseWheelMsg) {
	for i, area := range p.spots.panes {
		if !area.Contains(msg.X, msg.Y) {
			continue
		}
		action := keymap.Down
		if msg.Button == tea.MouseWheelUp {
			action = keymap.Up
		}
		for range 3 {
			p.panes[i].move(action)
		}
	}
}

// click takes the step that is announced, types into the session that is under
// the mouse, or goes to a field of the form.
func (p *Page) click(msg tea.MouseClickMsg) tea.Cmd {
	if msg.Button != tea.MouseLeft {
		return nil
	}
	if p.form != nil && p.spots.form.Contains(msg.X, msg.Y) {
		if i := msg.Y - p.spots.form.Y - 1; i >= 0 && i < len(p.form.names) {
			p.form.focus = i
		}
		return nil
	}
	if p.spots.next.Contains(msg.X, msg.Y) && len(p.lab.Steps) > 0 {
		return p.next()
	}
	for i, area := range p.spots.panes {
		if area.Contains(msg.X, msg.Y) {
			p.form, p.side, p.typing = nil, i, true
		}
	}
	return nil
}
