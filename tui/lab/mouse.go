package lab

import (
	tea "charm.land/bubbletea/v2"

	"netsplit/tui/keymap"
)

// paneAt is the pane under a cell.
func (p *Page) paneAt(x, y int) (pane, bool) {
	for _, place := range p.places {
		if place.Contains(x, y) {
			return place.pane, true
		}
	}
	return 0, false
}

func (p *Page) click(msg tea.MouseClickMsg) {
	if i, ok := p.paneAt(msg.X, msg.Y); ok {
		p.focus = i
	}
}

// wheel moves in the pane under it.
func (p *Page) wheel(msg tea.MouseWheelMsg) {
	i, ok := p.paneAt(msg.X, msg.Y)
	if !ok {
		return
	}
	p.focus = i
	switch msg.Button {
	case tea.MouseWheelUp:
		p.arrow(keymap.Up)
	case tea.MouseWheelDown:
		p.arrow(keymap.Down)
	}
}
