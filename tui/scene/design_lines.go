package scene

import (
	"fmt"
	"strings"
	"time"

	"netsplit/tui/layered"
)

// The four ways out of a cell, as bits.
const (
	goesLeft = 1 << iota
	goesRight
	goesUp
	goesDown
)

const (
	across  = goesLeft | goesRight
	upright = goesUp | goesDown
)

// strand is what one component's links do in a cell.
type strand struct{ from, ways int }

// crossing is a cell that links pass.
type crossing struct {
	strands []strand
	links   int  // that pass it
	severed bool // all of them are cut
}

// lines draws a line for each pair of components that talk.
func (p *plan) lines() {
	cells := map[layered.Point]*crossing{}
	var order []layered.Point
	for i, l := range p.links {
		route := p.Routes[i]
		for j, at := range route {
			c := cells[at]
			if c == nil {
				c = &crossing{severed: true}
				cells[at] = c
				order = append(order, at)
			}
			c.add(l.from, ways(route, j))
			c.links++
			c.severed = c.severed && l.broken()
		}
	}
	for _, at := range order {
		c := cells[at]
		role := Border
		if c.severed {
			role = Bad
		}
		p.c.Set(at.X, at.Y, role, p.shape(c))
	}
	for i, l := range p.links {
		p.ends(l, p.Routes[i])
		p.troubles(l, p.Routes[i], cells)
	}
	for i, l := range p.links {
		p.travellers(l, p.Routes[i])
	}
	for i, l := range p.links {
		p.label(l, p.Routes[i])
	}
}

func (c *crossing) add(from, ways int) {
	for i := range c.strands {
		if c.strands[i].from == from {
			c.strands[i].ways |= ways
			return
		}
	}
	c.strands = append(c.strands, strand{from, ways})
}

// ways are the ways out of a cell of a route. Both ends lead to a box.
func ways(route []layered.Point, i int) int {
	out := 0
	toward := func(o layered.Point) {
		switch at := route[i]; {
		case o.X < at.X:
			out |= goesLeft
		case o.X > at.X:
			out |= goesRight
		case o.Y < at.Y:
			out |= goesUp
		case o.Y > at.Y:
			out |= goesDown
		}
	}
	if i == 0 {
		out |= goesLeft
	} else {
		toward(route[i-1])
	}
	if i == len(route)-1 {
		out |= goesRight
	} else {
		toward(route[i+1])
	}
	return out
}

// shape is the character of a cell. Lines of different components that only
// cross are not joined: the upright one passes over the other.
func (p *plan) shape(c *crossing) rune {
	all, bends, over := 0, false, false
	for _, s := range c.strands {
		all |= s.ways
		over = over || s.ways == upright
		bends = bends || s.ways&across != 0 && s.ways&upright != 0
	}
	if over && !bends {
		return p.g.Side
	}
	if p.view.ASCII {
		switch {
		case all == across:
			return '-'
		case all == upright:
			return '|'
		}
		return '+'
	}
	return [16]rune{across: '─', upright: '│', goesRight | goesDown: '╭', goesLeft | goesDown: '╮', goesRight | goesUp: '╰', goesLeft | goesUp: '╯',
		goesRight | upright: '├', goesLeft | upright: '┤', across | goesDown: '┬', across | goesUp: '┴', across | upright: '┼',
		goesLeft: '─', goesRight: '─', goesUp: '│', goesDown: '│', 0: ' '}[all]
}

// ends draws the arrow at the end of a link, and at its beginning where both
// send.
func (p *plan) ends(l link, route []layered.Point) {
	last := route[len(route)-1]
	_, role := p.c.At(last.X, last.Y)
	p.c.Set(last.X, last.Y, role, p.g.Right)
	if l.both {
		p.c.Set(route[0].X, route[0].Y, role, p.g.Left)
	}
}

// troubles marks what is cut or lossy on the cells that only this link passes,
// so that links which share a piece with it don't look broken too.
func (p *plan) troubles(l link, route []layered.Point, cells map[layered.Point]*crossing) {
	if l.cut == 0 && l.loss == 0 {
		return
	}
	own := make([]layered.Point, 0, len(route))
	for _, at := range route[:len(route)-1] {
		if cells[at].links == 1 || cells[at].severed {
			own = append(own, at)
		}
	}
	if len(own) == 0 {
		own = route[max(0, len(route)-2) : len(route)-1]
	}
	if l.broken() {
		for i, at := range own {
			if i%2 == 0 {
				p.c.Set(at.X, at.Y, Bad|Bold, p.g.Cut)
			}
		}
		return
	}
	for _, at := range own {
		r, _ := p.c.At(at.X, at.Y)
		p.c.Set(at.X, at.Y, Caution, r)
	}
	if l.cut > 0 && len(own) > 0 { // also told without colour
		at := own[len(own)*2/5]
		p.c.Set(at.X, at.Y, Bad|Bold, p.g.Cut)
	}
}

// travellers draws requests and replies at the place they have reached.
func (p *plan) travellers(l link, route []layered.Point) {
	last := max(len(route)-1, 1) // the arrow stays
	put := func(list []traveller, role Role, r rune) {
		for _, x := range list {
			at := route[min(int(x.share*float64(last)), last-1)]
			if x.id == p.view.Message && x.id != 0 {
				p.c.Set(at.X, at.Y, role|Reverse, r)
				continue
			}
			p.c.Set(at.X, at.Y, role, r)
		}
	}
	put(l.there, Accent|Bold, p.g.Moving)
	put(l.back, Good|Bold, p.g.OtherKey)
}

// label says what is wrong with a link, or how long messages take, above or
// below the last piece of the line or the first, wherever there is room.
func (p *plan) label(l link, route []layered.Point) {
	role := Muted
	var texts []string
	switch {
	case l.broken():
		texts, role = []string{"cut"}, Bad|Bold
	case l.cut > 0:
		texts, role = []string{fmt.Sprintf("%d of %d cut", l.cut, l.all), fmt.Sprintf("%d/%d%c", l.cut, l.all, p.g.Cut)}, Bad|Bold
	case l.loss > 0:
		texts, role = []string{fmt.Sprintf("-%.0f%%", l.loss*100)}, Caution
	case l.travel > 0 && !p.terse:
		texts = []string{strings.ReplaceAll(Duration(l.travel), " ", ""), brief(l.travel, 0)}
	default:
		return
	}
	a, b := p.Boxes[l.from], p.Boxes[l.to]
	first, last := route[0], route[len(route)-1]
	for _, text := range texts {
		w := Width(text)
		for _, at := range []layered.Point{{X: b.X - w, Y: last.Y - 1}, {X: b.X - w - 1, Y: last.Y - 1}, {X: a.X + a.W, Y: first.Y - 1},
			{X: b.X - w, Y: last.Y + 1}, {X: a.X + a.W, Y: first.Y + 1}} {
			if p.free(at.X, at.Y, w) {
				p.c.Text(at.X, at.Y, role, text)
				return
			}
		}
	}
}

// free reports whether cells are empty and between the columns of boxes.
func (p *plan) free(x, y, w int) bool {
	if x < 0 || x+w > p.c.Width || y < 0 || y >= p.c.Height {
		return false
	}
	for i := range w {
		if r, _ := p.c.At(x+i, y); r != ' ' {
			return false
		}
	}
	for _, b := range p.Boxes {
		if x < b.X+b.W && x+w > b.X && y >= b.Y && y < b.Y+b.H {
			return false
		}
	}
	return true
}

// brief writes a time into w cells: "1.3ms", "12ms".
func brief(d time.Duration, w int) string {
	text := strings.ReplaceAll(Duration(d), " ", "")
	if Width(text) <= w {
		return text
	}
	for _, unit := range []struct {
		d    time.Duration
		name string
	}{{time.Second, "s"}, {time.Millisecond, "ms"}, {time.Microsecond, "µs"}} {
		if d < unit.d {
			continue
		}
		if x := float64(d) / float64(unit.d); x < 10 && d >= time.Millisecond {
			return fmt.Sprintf("%.1f%s", x, unit.name)
		}
		return fmt.Sprintf("%d%s", d/unit.d, unit.name)
	}
	return text
}
