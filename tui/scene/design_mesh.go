package scene

import (
	"math"
	"slices"

	"netsplit/engine"
	"netsplit/tui/layered"
)

// The least box in which the links between the members of a store are drawn.
const (
	meshWidth  = 26
	meshHeight = 11
	mostMeshed = 12
)

// meshes reports whether the members of a component talk to each other, and are
// few enough to draw a line for each pair.
func (t *topology) meshes(c engine.Component) bool {
	if len(c.Members) < 2 || len(c.Members) > mostMeshed {
		return false
	}
	switch c.Kind {
	case "kv", "raft", "sql":
		return true
	}
	return false
}

// mesh draws the members of a store with a line for each pair. Members that can't
// reach each other stand apart, with a wall between.
func (p *plan) mesh(c engine.Component, b layered.Box) {
	groups := p.groups(c.Name)
	if n := len(groups); n == 1 || b.W/n < 9 {
		p.web(c, p.byZone(c), b)
		return
	}
	x, left, members := b.X, b.W-3*(len(groups)-1), len(c.Members)
	for i, g := range groups {
		if i > 0 {
			r := p.wallSign(groups[i-1], g)
			for y := range b.H {
				p.c.Set(x+1, b.Y+y, Bad|Bold, r)
			}
			x += 3
		}
		w := max(8, left*len(g.Members)/members)
		if i == len(groups)-1 {
			w = b.X + b.W - x
		}
		p.web(c, g.Members, layered.Box{X: x, Y: b.Y, W: w, H: b.H})
		left, members, x = left-w, members-len(g.Members), x+w
	}
}

// wallSign is a cross, or an arrow where messages still pass one way.
func (p *plan) wallSign(a, b Group) rune {
	for _, l := range p.view.Snapshot.Links {
		switch {
		case l.Cut:
		case slices.Contains(a.Members, l.From) && slices.Contains(b.Members, l.To):
			return p.g.Right
		case slices.Contains(b.Members, l.From) && slices.Contains(a.Members, l.To):
			return p.g.Left
		}
	}
	return p.g.Cut
}

// What is open of the two directions between a pair, and how it is otherwise.
const (
	opensUp = 1 << iota
	opensDown
	joined
	lossy
	stopped // one of both does not run
)

// web draws members around an ellipse, a line for each pair, a cross on those
// that are cut, and the messages between them.
func (p *plan) web(c engine.Component, members []string, b layered.Box) {
	n, label := len(members), 0
	index := make(map[string]int, n)
	for i, m := range members {
		label = max(label, 1+Width(memberNumber(c.Name, m)))
		index[m] = i
	}
	at := make([]layered.Point, n)
	for i := range members {
		at[i] = around(i, n, max(b.W*2-2*label-6, 0), b.H*4-4)
		at[i].X, at[i].Y = at[i].X+label+3, at[i].Y+2
		if n == 1 {
			at[i] = layered.Point{X: b.W, Y: b.H * 2}
		}
	}
	p.threads(at, p.pairs(index), b)
	for _, m := range p.view.Snapshot.Messages {
		i, okI := index[m.From]
		j, okJ := index[m.To]
		if okI && okJ && i != j && m.Arrives > m.SentAt {
			share := p.reached(m)
			x := float64(at[i].X) + share*float64(at[j].X-at[i].X)
			y := float64(at[i].Y) + share*float64(at[j].Y-at[i].Y)
			role := Accent | Bold
			if m.ID == p.view.Message {
				role |= Reverse
			}
			p.c.Set(b.X+int(x)/2, b.Y+int(y)/4, role, p.g.Moving)
		}
	}
	for i, m := range members {
		x, y := b.X+at[i].X/2-label/2, b.Y+at[i].Y/4
		p.c.HLine(x-1, y, label+2, Plain, ' ')
		end := p.member(c, m, x, y, label, true)
		switch node, _ := p.view.node(m); {
		case p.leads(m):
			p.aside("leader", Accent, x, end, y, b)
		case node.Zone != "" && b.W > 30:
			p.aside(node.Zone, Muted, x, end, y, b)
		}
	}
}

// pairs tells of each pair of members what passes between them.
func (p *plan) pairs(index map[string]int) map[[2]int]int {
	out := map[[2]int]int{}
	for _, l := range p.view.Snapshot.Links {
		i, okI := index[l.From]
		j, okJ := index[l.To]
		if !okI || !okJ {
			continue
		}
		pair := [2]int{min(i, j), max(i, j)}
		out[pair] |= joined
		switch {
		case l.Cut:
		case i < j:
			out[pair] |= opensDown
		default:
			out[pair] |= opensUp
		}
		if l.Loss > 0 && !l.Cut {
			out[pair] |= lossy
		}
		if !p.runs(l.From) || !p.runs(l.To) {
			out[pair] |= stopped
		}
	}
	return out
}

// runs reports whether a node is up.
func (p *plan) runs(node string) bool {
	n, ok := p.view.node(node)
	return ok && n.State == engine.Up
}

// threads draws the lines between points.
func (p *plan) threads(at []layered.Point, pairs map[[2]int]int, b layered.Box) {
	dots := NewDots(b.W, b.H)
	for i := range at {
		for j := i + 1; j < len(at); j++ {
			switch state := pairs[[2]int{i, j}]; {
			case state&(opensUp|opensDown) == 0 && state&joined != 0:
				segment(dots, at[i], at[j], Bad, 4)
			case state&(opensUp|opensDown) != opensUp|opensDown && state&joined != 0, state&lossy != 0:
				segment(dots, at[i], at[j], Caution, 2)
			case state&stopped != 0:
				segment(dots, at[i], at[j], Border, 4)
			default:
				segment(dots, at[i], at[j], Border, 1)
			}
		}
	}
	dots.Draw(p.c, b.X, b.Y, p.view.ASCII)
	for i := range at {
		for j := i + 1; j < len(at); j++ {
			x, y := b.X+(at[i].X+at[j].X)/4, b.Y+(at[i].Y+at[j].Y)/8
			switch state := pairs[[2]int{i, j}]; {
			case state&joined == 0:
			case state&(opensUp|opensDown) == 0:
				p.c.Set(x, y, Bad|Bold, p.g.Cut)
			case state&opensUp == 0, state&opensDown == 0:
				arrow := p.g.Right
				if (state&opensDown != 0) == (at[i].X > at[j].X) {
					arrow = p.g.Left
				}
				p.c.Set(x, y, Caution|Bold, arrow)
			}
		}
	}
}

// aside writes a word beside a member, on the side away from the middle, or where
// there is no room for it, below.
func (p *plan) aside(text string, role Role, x, end, y int, b layered.Box) {
	w := Width(text)
	switch {
	case x > b.X+b.W/2-2 && end+1+w <= b.X+b.W:
		p.c.Text(end+1, y, role, text)
	case x <= b.X+b.W/2-2 && x-1-w >= b.X:
		p.c.Text(x-1-w, y, role, text)
	default:
		at := max(b.X, min((x+end-w)/2, b.X+b.W-w))
		if y+1 < b.Y+b.H {
			p.c.TextIn(at, y+1, b.X+b.W-at, role, text)
		}
	}
}

// around is the place of one of n points on an ellipse that touches all sides of
// a rectangle of w by h dots.
func around(i, n, w, h int) layered.Point {
	start := 0.
	if n == 2 {
		start = .75 // to the left and the right
	}
	var x, y, left, right, top, low float64
	for j := range n {
		sin, cos := math.Sincos(2 * math.Pi * (float64(j)/float64(n) + start))
		left, right, top, low = min(left, sin), max(right, sin), min(top, -cos), max(low, -cos)
		if j == i {
			x, y = sin, -cos
		}
	}
	if low-top < .01 {
		top, low = -1, 1
	}
	return layered.Point{X: int((x-left)/(right-left)*float64(w) + .5), Y: int((y-top)/(low-top)*float64(h) + .5)}
}

// byZone are the members, those of a zone together.
func (p *plan) byZone(c engine.Component) []string {
	zones := p.zones(c)
	if len(zones) < 2 {
		return c.Members
	}
	var out []string
	for _, z := range append(zones, "") {
		for _, m := range c.Members {
			if n, _ := p.view.node(m); n.Zone == z {
				out = append(out, m)
			}
		}
	}
	return out
}

// segment lights the dots from one point to another, or each of several.
func segment(d *Dots, a, b layered.Point, role Role, every int) {
	steps := max(abs(b.X-a.X), abs(b.Y-a.Y), 1)
	for i := 0; i <= steps; i += every {
		d.Set(a.X+(b.X-a.X)*i/steps, a.Y+(b.Y-a.Y)*i/steps, role)
	}
}
