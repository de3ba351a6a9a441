package tui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/tui/layout"
	"netsplit/tui/overlay"
	"netsplit/tui/page"
	"netsplit/tui/widget"
)

// toast is a message over the page's last lines. It goes with the next key or
// after a while; a bad one only with the next key, so that it is read.
type toast struct {
	text   string
	bad    bool
	number int
}

const toastTime = 5 * time.Second

type toastFaded struct{ number int }

func (m *Model) say(t page.Toast) {
	text := widget.Safe(t.Text)
	if m.toast.text != "" && m.toast.text != text {
		text = m.toast.text + " " + text
	}
	m.toast = toast{text, t.Bad || m.toast.bad, m.toast.number + 1}
}

func (m *Model) fade() tea.Cmd {
	if m.toast.text == "" || m.toast.bad {
		return nil
	}
	number := m.toast.number
	return tea.Tick(toastTime, func(time.Time) tea.Msg { return toastFaded{number} })
}

func (m *Model) fadeOut(f toastFaded) {
	if f.number == m.toast.number {
		m.toast = toast{number: m.toast.number}
	}
}

func (m *Model) saved(s page.Saved) tea.Cmd {
	for _, failed := range s.Failed {
		m.say(page.Toast{Text: failed.Error(), Bad: true})
	}
	return m.fade()
}

// drawToast puts the message over the lower right of the screen.
func (m *Model) drawToast(screen string) string {
	if m.toast.text == "" {
		return screen
	}
	th := m.env.Theme
	mark, style := th.Glyph.Info, th.Info
	if m.toast.bad {
		mark, style = th.Glyph.Warn, th.Bad
	}
	room := min(60, m.w-8)
	lines := widget.Wrap(mark+" "+m.toast.text, room)
	if most := max(1, m.h-6); len(lines) > most {
		lines = lines[:most]
	}
	for i := range lines {
		lines[i] = " " + style.Render(lines[i])
	}
	body := strings.Join(lines, "\n")
	w, h := widget.Width(body)+3, len(lines)+2
	m.toasted = layout.Rect{X: m.w - w - 1, Y: m.h - h - 1, W: w, H: h}
	return overlay.At(screen, widget.Box(th, "", body, w, h, m.toast.bad), m.toasted.X, m.toasted.Y, m.w, m.h)
}
