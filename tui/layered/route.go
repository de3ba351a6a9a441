package layered

// columns sets the width of boxes and gaps, and returns what is needed at least.
func (l *plan) columns() int {
	s, n := l.space, len(l.layers)
	if w := width(l.nets[0]); w > 0 {
		l.lead = w + 1
	}
	l.gaps = make([]int, n) // the last is right of the last layer, for links that go around
	taken := l.lead + 2*s.Margin
	for i := range n {
		if i < n-1 {
			l.gaps[i] = max(s.LeastGap, width(l.nets[i+1])+2)
		} else {
			l.gaps[i] = width(l.nets[i+1])
		}
		taken += l.gaps[i]
	}
	need := taken + n*s.LeastBox
	if need > s.Width {
		return need
	}
	l.box = min(s.MostBox, (s.Width-taken)/n)
	left := s.Width - taken - n*l.box
	for i := 0; n > 1 && left > 0 && i < n*s.MostGap; i++ {
		if at := i % (n - 1); l.gaps[at] < s.MostGap {
			l.gaps[at]++
			left--
		}
	}
	x := s.Margin + l.lead + left/2
	for i := range n {
		l.x = append(l.x, x)
		x += l.box + l.gaps[i]
	}
	return need
}

// pathway is a route that grows in straight pieces.
type pathway []Point

func (p *pathway) to(x, y int) {
	if len(*p) == 0 {
		*p = append(*p, Point{x, y})
	}
	for {
		last := (*p)[len(*p)-1]
		switch {
		case last.X < x:
			last.X++
		case last.X > x:
			last.X--
		case last.Y < y:
			last.Y++
		case last.Y > y:
			last.Y--
		default:
			return
		}
		*p = append(*p, last)
	}
}

// route is every cell of a link.
func (l *plan) route(e [2]int) []Point {
	from, to := &l.nodes[e[0]], &l.nodes[e[1]]
	var p pathway
	p.to(l.x[from.layer]+l.box, from.port())
	if to.layer <= from.layer {
		return l.around(e, p)
	}
	at := e[0]
	for layer := from.layer + 1; layer <= to.layer; layer++ {
		next := e[1]
		if layer < to.layer {
			next = l.pass[[2]int{e[0], layer}]
		}
		row := l.nodes[next].port()
		if n := l.net(layer, at); n != nil && l.nodes[at].port() != row {
			x := l.column(layer, n)
			p.to(x, l.nodes[at].port())
			p.to(x, row)
		}
		p.to(l.x[layer]-1, row)
		if layer < to.layer {
			p.to(l.x[layer]+l.box, row)
		}
		at = next
	}
	return p
}

// around leads a link that does not go to the right below everything.
func (l *plan) around(e [2]int, p pathway) []Point {
	var out, in *net
	for i := range l.nets {
		for j := range l.nets[i] {
			if n := &l.nets[i][j]; n.around && n.back == e && n.into {
				in = n
			} else if n.around && n.back == e {
				out = n
			}
		}
	}
	from, to := &l.nodes[e[0]], &l.nodes[e[1]]
	if out != nil && in != nil { // each has been given a row below all boxes
		x := l.column(from.layer+1, out)
		p.to(x, from.port())
		p.to(x, out.ends[0])
		x = l.column(to.layer, in)
		p.to(x, out.ends[0])
		p.to(x, to.port())
	}
	p.to(l.x[to.layer]-1, to.port())
	return p
}

func (l *plan) net(gap, node int) *net {
	for i := range l.nets[gap] {
		if n := &l.nets[gap][i]; n.node == node && !n.around {
			return n
		}
	}
	return nil
}

// column is that of a net's upright piece: the tracks stand in the middle of
// their gap, or directly beside the box where there is no more room.
func (l *plan) column(gap int, n *net) int {
	tracks := width(l.nets[gap])
	if gap == 0 {
		return l.x[0] - l.lead + n.track
	}
	at := l.x[gap-1] + l.box
	return at + max(0, (l.gaps[gap-1]-1-tracks)/2) + n.track
}
