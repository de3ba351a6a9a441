package lab

import (
	"fmt"
	"slices"
	"strings"

	"netsplit/engine/scenario"
	"netsplit/tui/layout"
)

// Copy is the explanation in the why pane while it has the focus; elsewhere the
// scenario, with what was done in this session as its steps.
func (p *Page) Copy() (text, what string) {
	if p.focus == paneWhy {
		var b strings.Builder
		e := p.explanation()
		for _, c := range e.Chain {
			fmt.Fprintf(&b, "%s  %s\n", c.Time, c.Text)
		}
		if b.Len() > 0 {
			return b.String(), "the explanation"
		}
	}
	steps := p.player.Cluster().Recording()
	if len(steps) == 0 {
		return string(p.options.Scenario.Source), "the scenario"
	}
	return string(scenario.Format(p.options.Scenario, steps)), "the scenario with this session's steps"
}

// Texts are the panes, the one with the focus first; the whole page while
// something lies over it.
func (p *Page) Texts() []layout.Rect {
	if p.covered() {
		return nil
	}
	var all []layout.Rect
	for _, place := range p.places {
		if place.H < 3 || place.W < 4 { // a tab
			continue
		}
		r := layout.Rect{X: place.X + 2, Y: place.Y + 1, W: place.W - 4, H: place.H - 2}
		if place.pane == p.focus {
			all = slices.Insert(all, 0, r)
			continue
		}
		all = append(all, r)
	}
	return all
}

// Drags reports whether a drag from a cell moves through time.
func (p *Page) Drags(x, y int) bool { return p.line.Contains(x, y) }
