package scene

import (
	"fmt"
	"slices"

	"netsplit/tui/layered"
)

// The largest drawing that is looked at in part.
const (
	mostWide = 400
	mostHigh = 160
)

// part lays the plan out as large as it has to be, for show to show a part of it.
func (p *plan) part(g layered.Graph, h int) bool {
	if h < 6 {
		return false
	}
	// Lower boxes before more height than the pane has.
	for _, st := range framed {
		if p.fits(g, st, tiers[1], mostWide, h-1) {
			p.wide, p.high = max(p.Width, p.c.Width), h-1
			return p.fits(g, st, tiers[1], p.wide, p.high)
		}
	}
	p.fits(g, framed[0], tiers[1], mostWide, mostHigh)
	p.wide, p.high = max(p.Width, p.c.Width), max(p.Height, h-1)
	return p.fits(g, framed[0], tiers[1], p.wide, p.high)
}

// show draws the whole plan and copies the part around the selected node into the
// pane, with a small map of the whole below.
func (p *plan) show(h int) {
	pane := p.c
	p.c = NewCanvas(p.wide, p.high)
	p.draw()
	x, y := 0, 0
	if at := p.selected(); at >= 0 {
		b := p.Boxes[at]
		x, y = b.X+b.W/2-pane.Width/2, b.Y+b.H/2-(h-1)/2
	}
	x, y = max(0, min(x, p.wide-pane.Width)), max(0, min(y, p.high-h+1))
	pane.BlitPart(0, 0, p.c, x, y, pane.Width, h-1)
	p.c = pane
	p.overview(x, y, h-1)
}

// selected is the component with the selected node, -1: none.
func (p *plan) selected() int {
	for i, c := range p.order {
		if slices.Contains(c.Members, p.view.Node) {
			return i
		}
	}
	return -1
}

// overview is the map: a mark a component, by layer, those in sight between
// brackets, and how many are to the left and to the right.
func (p *plan) overview(x, y, row int) {
	var before, after, above, below int
	for _, b := range p.Boxes {
		switch {
		case b.X+b.W <= x:
			before++
		case b.X >= x+p.c.Width:
			after++
		case b.Y+b.H <= y:
			above++
		case b.Y >= y+row:
			below++
		}
	}
	text := ""
	for _, side := range []struct {
		n    int
		sign rune
		word string
	}{{before, p.g.Left, "left"}, {after, p.g.Right, "right"}, {above, '^', "above"}, {below, p.g.Down, "below"}} {
		if side.n > 0 {
			text += fmt.Sprintf("%c %d more %s  ", side.sign, side.n, side.word)
		}
	}
	at := p.c.TextIn(0, row, p.c.Width, Accent, text)
	for i := range p.columnsOf() {
		at = p.mapColumn(i, x, at, row)
	}
}

// columnsOf are the layers' left edges, in order.
func (p *plan) columnsOf() []int {
	var out []int
	for _, b := range p.Boxes {
		if !slices.Contains(out, b.X) {
			out = append(out, b.X)
		}
	}
	slices.Sort(out)
	return out
}

// mapColumn writes a layer of the map: a mark for each of its components, in the
// colour of its state.
func (p *plan) mapColumn(i, x, at, row int) int {
	edges := p.columnsOf()
	for j, b := range p.Boxes {
		if b.X != edges[i] {
			continue
		}
		mark, role := p.g.OtherKey, p.condition(p.order[j])
		if b.X+b.W > x && b.X < x+p.c.Width {
			mark = p.g.Block
		}
		if j == p.selected() {
			role |= Reverse
		}
		p.c.Set(at, row, role, mark)
		at++
	}
	return at + 1
}
