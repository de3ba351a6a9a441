package lab

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/engine/clock"
	"netsplit/tui/keymap"
)

// far goes half a screen, or to the first or last of what the focused pane
// shows, as these keys do on every page.
func (p *Page) far(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.PageUp:
		return p.leap(keymap.Up)
	case keymap.PageDown:
		return p.leap(keymap.Down)
	}
	last := a == keymap.Bottom
	switch p.focus {
	case paneTime:
		to := clock.Time(0)
		if last {
			to = p.player.End()
		}
		cmd, err := p.player.Seek(to)
		if err != nil {
			p.complain(err)
		}
		p.follow()
		return cmd
	case paneWhy:
		if p.why.scroll = 0; last {
			p.why.scroll = 1 << 20 // drawing brings it back to the last line
		}
	case paneLog:
		if p.back = 0; !last {
			p.back = max(0, len(p.player.Snapshot().Log)-1)
		}
	case paneOperations:
		if list := p.listed(); len(list) > 0 {
			p.chooseOperation(endOf(list, last))
		}
	case paneReplicas:
		if store, ok := p.view().Store(); ok && len(store.Keys) > 0 {
			p.key, p.chosen = endOf(store.Keys, last).Key, true
		}
	case paneSystem:
		if list := p.player.Snapshot().Nodes; len(list) > 0 {
			p.pick(endOf(list, last).Name)
		}
	default:
		p.farNode(last)
	}
	return nil
}

// farNode goes to the first or last node, of the rings where there are any; in
// the scenes of the table to the first or last thing that can be chosen.
func (p *Page) farNode(last bool) {
	if _, ok := p.focus.scene(); ok {
		by := -1
		if last {
			by = 1
		}
		for range 40 { // about what a screen has
			before := [...]any{p.node, p.op, p.message, p.key, p.metric}
			if p.moveSpot(by, false); before == [...]any{p.node, p.op, p.message, p.key, p.metric} {
				return
			}
		}
		return
	}
	var nodes []string
	for _, r := range p.player.Snapshot().Rings {
		nodes = append(nodes, r.Nodes...)
	}
	if len(nodes) == 0 || p.focus != paneRing {
		nodes = nil
		for _, n := range p.player.Snapshot().Nodes {
			nodes = append(nodes, n.Name)
		}
	}
	if len(nodes) > 0 {
		p.pick(endOf(nodes, last))
	}
}

func endOf[T any](list []T, last bool) T {
	if last {
		return list[len(list)-1]
	}
	return list[0]
}

// leap is ten steps; on the time line a minute.
func (p *Page) leap(a keymap.Action) tea.Cmd {
	if p.focus == paneTime {
		if a == keymap.Up {
			return p.seekBy(time.Minute)
		}
		return p.seekBy(-time.Minute)
	}
	for range 10 {
		p.arrow(a)
	}
	return nil
}
