package lab

import (
	tea "charm.land/bubbletea/v2"

	"netsplit/tui/keymap"
	"netsplit/tui/layout"
)

// over is the list that lies over the page, as it was drawn last, for the mouse:
// its box, and the entry on each of its lines.
type over struct {
	box  layout.Rect
	rows map[int]int // line of the page to entry
}

// laid notes where a box of w by h cells is laid over a page.
func (o *over) laid(pageW, pageH, w, h int) {
	o.box = layout.Rect{X: (pageW - w) / 2, Y: max(0, (pageH-h)/2), W: w, H: h}
	o.rows = map[int]int{}
}

// row notes that a line of the box is an entry.
func (o *over) row(y, entry int) { o.rows[o.box.Y+y] = entry }

// chosenEntry is the entry that is chosen in the open list, nil where none is open.
func (p *Page) chosenEntry() *int {
	switch {
	case p.gallery != nil:
		return &p.gallery.at
	case p.views != nil:
		return &p.views.at
	case p.menu != nil:
		return &p.menu.at
	case p.guide != nil && p.guide.asked != nil:
		return &p.guide.at
	}
	return nil
}

// clickOver chooses the entry under the mouse; the chosen one it carries out.
// Beside the list it closes it.
func (p *Page) clickOver(msg tea.MouseClickMsg) tea.Cmd {
	if !p.over.box.Contains(msg.X, msg.Y) {
		return p.press(keymap.Press{Action: actClose})
	}
	if p.guide != nil && p.guide.result != nil {
		return p.press(keymap.Press{Action: keymap.Open})
	}
	i, ok := p.over.rows[msg.Y]
	if !ok {
		return nil
	}
	if at := p.chosenEntry(); at != nil {
		if *at == i {
			return p.press(keymap.Press{Action: keymap.Open})
		}
		*at = i
		return nil
	}
	if list := p.player.Snapshot().Messages; p.hand != nil && i < len(list) {
		if p.message == list[i].ID {
			return p.press(keymap.Press{Action: keymap.Open})
		}
		p.message = list[i].ID
	}
	return nil
}

// covered reports whether something lies over the panes.
func (p *Page) covered() bool {
	return p.menu != nil || p.views != nil || p.hand != nil || p.gallery != nil || p.guide != nil && (p.guide.asked != nil || p.guide.result != nil)
}

// wheelOver moves in the list.
func (p *Page) wheelOver(msg tea.MouseWheelMsg) {
	switch msg.Button {
	case tea.MouseWheelUp:
		p.press(keymap.Press{Action: keymap.Up})
	case tea.MouseWheelDown:
		p.press(keymap.Press{Action: keymap.Down})
	}
}
