package lab

import (
	tea "charm.land/bubbletea/v2"

	"netsplit/engine"
	"netsplit/tui/keymap"
	"netsplit/tui/scene"
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

// click goes to the pane under the mouse. On the time line it goes to that
// moment; on an operation or a node it selects it, and a second time shows why.
func (p *Page) click(msg tea.MouseClickMsg) tea.Cmd {
	switch {
	case msg.Button != tea.MouseLeft:
		return nil
	case p.covered():
		return p.clickOver(msg)
	case p.prompt.open || p.save != nil:
		return nil
	}
	p.said, p.sure = said{}, false
	if p.line.Contains(msg.X, msg.Y) {
		return p.clickTime(msg.X - p.line.X)
	}
	i, ok := p.paneAt(msg.X, msg.Y)
	if !ok {
		return nil
	}
	p.focus = i
	spot, ok := p.spotAt(msg.X, msg.Y)
	if !ok {
		return nil
	}
	if o, ok := p.operation(spot.Operation); ok {
		if o.ID == p.op && p.why.operation == o.ID {
			p.focus = paneWhy
			return nil
		}
		p.chooseOperation(o)
		return nil
	}
	if p.focus >= panes {
		p.chooseSpot(spot)
		return nil
	}
	if spot.Node == "" {
		return nil
	}
	if spot.Node == p.node && p.why.node == p.node {
		p.focus = paneWhy
		return nil
	}
	p.pick(spot.Node)
	return nil
}

// drag scrubs: the run follows the mouse along the time line.
func (p *Page) drag(msg tea.MouseMotionMsg) tea.Cmd {
	if msg.Button != tea.MouseLeft || p.focus != paneTime || p.Typing() || !p.line.Contains(msg.X, p.line.Y) {
		return nil
	}
	return p.clickTime(msg.X - p.line.X)
}

func (p *Page) clickTime(x int) tea.Cmd {
	p.focus = paneTime
	t, ok := p.clock().TimeAt(x, p.line.W)
	if !ok {
		return nil
	}
	cmd, err := p.player.Seek(t)
	if err != nil {
		p.complain(err)
	}
	p.follow()
	return cmd
}

// spotAt is what stands under a cell in the last frame.
func (p *Page) spotAt(x, y int) (scene.Spot, bool) {
	for _, s := range p.spots {
		if s.Y == y && x >= s.X && x < s.X+s.W {
			return s, true
		}
	}
	return scene.Spot{}, false
}

// operation is a listed operation by number.
func (p *Page) operation(id uint64) (engine.Operation, bool) {
	for _, o := range p.listed() {
		if o.ID == id {
			return o, id != 0
		}
	}
	return engine.Operation{}, false
}

// wheel moves in the pane under it.
func (p *Page) wheel(msg tea.MouseWheelMsg) {
	if p.covered() {
		p.wheelOver(msg)
		return
	}
	i, ok := p.paneAt(msg.X, msg.Y)
	if !ok || p.Typing() {
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
