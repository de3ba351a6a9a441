package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"netsplit/tui/keymap"
	"netsplit/tui/layout"
	"netsplit/tui/page"
	"netsplit/tui/widget"
)

// held is a mouse button that is down: a click when it comes up where it went
// down, and a selection of text when it is dragged.
type held struct {
	click tea.MouseClickMsg // on the page
	which int               // of the page's texts; -1: it began on none
}

// mouse passes clicks and the wheel on in the page's own coordinates. A click
// counts when the button comes up, since until then it may become a selection.
func (m *Model) mouse(msg tea.MouseMsg) tea.Cmd {
	switch {
	case layout.For(m.w, m.h) == layout.TooSmall:
		m.held = nil
		return nil
	case m.palette != nil:
		return m.inPalette(msg)
	case m.help != nil:
		return m.mouseInHelp(msg)
	}
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		m.held = nil
		if m.sel != nil && !m.sel.dragged {
			by := 3
			if msg.Button == tea.MouseWheelUp {
				by = -3
			}
			m.selectTo(m.sel.at.line+by, m.sel.at.x)
			return nil
		}
		m.endSelection()
		msg.Y--
		return m.act(msg)
	case tea.MouseClickMsg:
		return m.pressed(msg)
	case tea.MouseMotionMsg: // only while a button is held
		return m.dragged(msg)
	case tea.MouseReleaseMsg:
		return m.released()
	}
	return nil
}

func (m *Model) pressed(msg tea.MouseClickMsg) tea.Cmd {
	m.held = nil
	if over := m.toasted; m.toast.text != "" && over.Contains(msg.X, msg.Y) {
		m.toast = toast{number: m.toast.number}
		return nil
	}
	if m.sel != nil {
		m.endSelection()
		return nil
	}
	if msg.Button == tea.MouseLeft && (msg.Y == 0 || msg.Y == m.h-1) {
		return m.clickEdge(msg.X, msg.Y)
	}
	msg.Y--
	if d, ok := m.top().page.(page.Dragger); msg.Button != tea.MouseLeft || ok && d.Drags(msg.X, msg.Y) {
		return m.act(msg)
	}
	m.held = &held{click: msg, which: -1}
	for i, r := range m.texts() {
		if r.Contains(msg.X, msg.Y) {
			m.held.which = i
		}
	}
	return nil
}

func (m *Model) dragged(msg tea.MouseMotionMsg) tea.Cmd {
	msg.Y--
	switch {
	case m.held == nil && m.sel == nil:
		return m.act(msg) // the page's own, such as a time line
	case m.held == nil || m.held.which < 0:
		return nil
	}
	if m.sel == nil {
		if msg.X == m.held.click.X && msg.Y == m.held.click.Y {
			return nil
		}
		m.beginSelection()
		if m.sel == nil {
			return nil
		}
		texts := m.texts()
		m.sel.choose(texts, min(m.held.which, len(texts)-1))
		m.sel.dragged, m.sel.marking = true, true
		m.sel.from = spotIn{m.held.click.Y - m.sel.area.Y, m.held.click.X - m.sel.area.X}
	}
	m.selectTo(m.sel.top+msg.Y-m.sel.area.Y, msg.X-m.sel.area.X)
	return nil
}

// released ends a drag: what is selected is copied, and stays marked until the
// next key or click.
func (m *Model) released() tea.Cmd {
	was := m.held
	m.held = nil
	switch {
	case m.sel != nil && m.sel.dragged && was != nil:
		return m.take()
	case was != nil && m.sel == nil:
		return m.act(was.click)
	}
	return nil
}

func (m *Model) mouseInHelp(msg tea.MouseMsg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		by := 3
		if msg.Button == tea.MouseWheelUp {
			by = -3
		}
		m.help.top = max(0, min(m.help.top+by, m.help.most))
	case tea.MouseClickMsg:
		m.help = nil
	}
	return nil
}

// target is a part of the first or the last line that can be clicked.
type target struct {
	x, w int
	do   func() tea.Cmd
}

// clickEdge goes to a page of the breadcrumb, or does what a hint says.
func (m *Model) clickEdge(x, y int) tea.Cmd {
	all := m.crumbs
	if y != 0 {
		all = m.hinted
	}
	for _, t := range all {
		if x >= t.x && x < t.x+t.w {
			return t.do()
		}
	}
	return nil
}

// unstack goes back to a page that is below the one on top.
func (m *Model) unstack(id int) tea.Cmd {
	var cmd tea.Cmd
	for len(m.stack) > 1 && m.top().id != id {
		cmd = tea.Batch(cmd, m.back())
	}
	return cmd
}

// owns reports whether an action is one of the page on top.
func (m *Model) owns(a keymap.Action) bool {
	return slices.ContainsFunc(m.top().page.Help(), func(b keymap.Binding) bool { return b.Action == a })
}

// clicks notes where the hints of bindings are in the last line, as widget.Hints
// lays them out from x on in w cells. here says that they are the page's.
func (m *Model) clicks(x, w int, here bool, bindings []keymap.Binding) {
	at := 0
	for _, b := range bindings {
		if b.Hint == "" || len(b.Keys) == 0 {
			continue
		}
		if at > 0 {
			at += 2
		}
		n := widget.Width(b.First(m.env.Theme.ASCII)) + 1 + widget.Width(b.Hint)
		if at+n > w {
			return
		}
		if !b.Many() {
			m.hinted = append(m.hinted, target{x + at, n, func() tea.Cmd {
				if here || m.owns(b.Action) {
					return m.act(keymap.Press{Action: b.Action, Key: b.Keys[0]})
				}
				return m.everywhere(b.Action)
			}})
		}
		at += n
	}
}
