package scene

import (
	"slices"

	"netsplit/engine"
	"netsplit/tui/layered"
)

// plan is the drawing of a design, from left to right: a column of boxes a
// layer, lines for the links with how long messages take on them, and every
// request and reply at the place it has reached.
type plan struct {
	*topology
	layout
	order []engine.Component
	links []link
}

// link is a line of the drawing.
type link struct {
	from, to int // components, by their place in order
	both     bool
	*flow
}

// boxStyle is how high boxes are.
type boxStyle int

// The styles, from the largest. A mesh shows the links between the members of a
// store; a row is one line without a frame.
const (
	styleMesh boxStyle = iota
	styleFull
	styleFrame
	styleChip
	styleRow
)

// tier is how wide boxes and gaps are at least.
type tier struct{ box, gap int }

// The tiers, from the widest. The narrowest still shows a few letters of each
// name; what needs more than the pane has is drawn larger and looked at in part.
var tiers = []tier{{14, 6}, {11, 5}, {9, 4}, {8, 3}, {7, 2}}

// stature is a style, the rows between boxes at least, and the rows of a mesh.
type stature struct {
	boxStyle
	rows, mesh int
}

// The statures, from the highest.
var statures = []stature{{styleMesh, 1, 21}, {styleMesh, 1, 16}, {styleMesh, 1, meshHeight}, {boxStyle: styleFull, rows: 1},
	{boxStyle: styleFrame, rows: 1}, {boxStyle: styleFrame}, {boxStyle: styleChip, rows: 1}, {boxStyle: styleChip}, {boxStyle: styleRow}}

// framed are the statures from that with the name in the frame on.
var framed = statures[4:]

// leastPart is the width from which a part of a design says more than a list of
// the whole.
const leastPart = 56

// The most components and links that are laid out: beyond, layout costs more
// than a frame may take, and a list says more than a tangle.
const (
	mostBoxes = 64
	mostLinks = 160
)

// rich draws the plan into the first h rows; false: there is no room for it.
func (t *topology) rich(h int) bool {
	p := &plan{topology: t}
	g, ok := p.graph()
	if !ok || h < 3 || t.c.Width < 20 {
		return false
	}
	key := p.key(g, h)
	if known, ok := t.view.Layouts.find(key); ok {
		p.layout = known
	} else {
		p.choose(g, h)
		t.view.Layouts.keep(key, p.layout)
	}
	switch {
	case p.none:
		return false
	case p.wide > 0:
		p.show(h)
	default:
		p.draw()
	}
	return true
}

// choose finds the widest and highest boxes that fit, or lays the plan out larger
// than the pane.
func (p *plan) choose(g layered.Graph, h int) {
	for i, tier := range tiers {
		for _, st := range statures {
			if st.boxStyle == styleMesh && i > 0 {
				continue // its boxes are as wide in every tier
			}
			if p.fits(g, st, tier, p.c.Width, h) {
				return
			}
		}
	}
	p.none = p.c.Width < leastPart || !p.part(g, h)
}

// graph is the design as nodes and edges.
func (p *plan) graph() (layered.Graph, bool) {
	var g layered.Graph
	index := map[string]int{}
	for layer, row := range p.rows {
		for _, c := range row {
			if len(p.rows) == 1 { // nobody sends to anybody: side by side
				layer = len(p.order) % max(1, p.c.Width/20)
			}
			index[c.Name] = len(p.order)
			p.order = append(p.order, c)
			g.Nodes = append(g.Nodes, layered.Node{Layer: layer})
		}
	}
	if len(p.order) > mostBoxes {
		return g, false
	}
	flows := p.flows()
	for from, c := range p.order {
		for _, name := range c.To {
			to, ok := index[name]
			edge := [2]int{from, to}
			if !ok || from == to || slices.Contains(g.Edges, edge) {
				continue
			}
			if i := slices.Index(g.Edges, [2]int{to, from}); i >= 0 {
				p.links[i].both = true
				continue
			}
			g.Edges = append(g.Edges, edge)
			p.links = append(p.links, link{from: from, to: to, flow: flows[[2]string{c.Name, name}]})
		}
	}
	return g, len(g.Edges) <= mostLinks
}

// fits lays the plan out, if boxes of this stature and width have room.
func (p *plan) fits(g layered.Graph, st stature, tier tier, w, h int) bool {
	p.style, p.terse = st.boxStyle, tier.gap < 5
	large := false
	for i, c := range p.order {
		g.Nodes[i].Height = p.rowsOf(c, st, tier)
		large = large || g.Nodes[i].Height > 6
	}
	if p.style == styleMesh && !large {
		return false // it would be as the next
	}
	space := layered.Space{Width: w, Height: h, LeastBox: tier.box, MostBox: 30, LeastGap: tier.gap, MostGap: 14, LeastRow: st.rows, MostRow: 3}
	if p.style == styleMesh {
		space.LeastBox, space.MostBox = meshWidth, 44
	}
	var ok bool
	p.Drawing, ok = layered.Draw(g, space)
	return ok
}

// rowsOf is how high the box of a component is.
func (p *plan) rowsOf(c engine.Component, st stature, tier tier) int {
	style := st.boxStyle
	switch {
	case style == styleMesh && p.meshes(c):
		return min(st.mesh, meshHeight+5*(len(c.Members)-2))
	case style <= styleFull && tier == tiers[0] && len(p.zones(c)) > 1 && len(p.zones(c))*4+2 <= tier.box:
		return 6
	case style <= styleFull:
		return 4
	}
	return [...]int{styleFrame: 3, styleChip: 2, styleRow: 1}[style]
}

// draw draws links, then boxes.
func (p *plan) draw() {
	p.lines()
	for i, c := range p.order {
		p.component(c, p.Boxes[i])
	}
}

// zones are those of a component's members, in order.
func (p *plan) zones(c engine.Component) []string {
	var out []string
	for _, m := range c.Members {
		if n, ok := p.view.node(m); ok && n.Zone != "" && !slices.Contains(out, n.Zone) {
			out = append(out, n.Zone)
		}
	}
	slices.Sort(out)
	return out
}
