package lab

import (
	"netsplit/tui/layout"
	"netsplit/tui/scene"
)

// moveSpot selects the nearest thing in a direction among those that the
// focused scene noted in the last frame. Where there is none, the scene moves.
func (p *Page) moveSpot(by int, across bool) {
	if s, _ := p.focus.scene(); s.Past && across {
		p.moveMessage(by)
		return
	}
	area, ok := p.placeOf(p.focus)
	if !ok {
		return
	}
	var inside []scene.Spot
	at := -1
	for _, s := range p.spots {
		if area.Contains(s.X, s.Y) {
			if p.isChosen(s) {
				at = len(inside)
			}
			inside = append(inside, s)
		}
	}
	if at < 0 {
		if len(inside) > 0 {
			p.chooseSpot(inside[0])
		} else {
			p.scrollBy(by)
		}
		return
	}
	best, distance := -1, 0
	for i, s := range inside {
		dx, dy := s.X-inside[at].X, s.Y-inside[at].Y
		ahead, aside := dy*by, dx
		if across {
			ahead, aside = dx*by, dy*8 // along the row first
		}
		if ahead <= 0 || p.isChosen(s) {
			continue
		}
		if d := ahead*4 + max(aside, -aside); best < 0 || d < distance {
			best, distance = i, d
		}
	}
	if best >= 0 {
		p.chooseSpot(inside[best])
	} else if !across {
		p.scrollBy(by)
	}
}

// scrollBy moves the rows of the focused scene.
func (p *Page) scrollBy(by int) {
	const most = 10_000
	p.scroll[p.focus] = max(0, min(p.scroll[p.focus]+by, most))
}

// placeOf is where a pane was drawn last.
func (p *Page) placeOf(i pane) (layout.Rect, bool) {
	for _, place := range p.places {
		if place.pane == i && place.H > 1 {
			return place.Rect, true
		}
	}
	return layout.Rect{}, false
}

// isChosen reports whether a spot stands for what is selected.
func (p *Page) isChosen(s scene.Spot) bool {
	switch {
	case s.Metric != "":
		return s.Metric == p.metric
	case s.Message != 0:
		return s.Message == p.message
	case s.Operation != 0:
		return s.Operation == p.op
	case s.Key != "":
		return s.Key == p.key && (s.Node == "" || s.Node == p.node)
	}
	return s.Node != "" && s.Node == p.node
}

// chooseSpot selects what a spot stands for.
func (p *Page) chooseSpot(s scene.Spot) {
	if s.Metric != "" {
		p.metric = s.Metric
		return
	}
	p.message = s.Message
	if f, ok := p.player.Cluster().Message(s.Message); ok && s.Message != 0 {
		p.chooseMessage(f)
		return
	}
	if s.Key != "" {
		p.key, p.chosen = s.Key, true
	}
	if s.Node != "" {
		p.pick(s.Node)
	}
	if o, ok := p.player.Cluster().Operation(s.Operation); ok && s.Operation != 0 {
		p.chooseOperation(o)
	}
}
