package layered

// net is the upright piece of all links that leave one node, or of one link that
// goes around, in a gap.
type net struct {
	node     int    // where it comes from, or the node it leads back to
	back     [2]int // the link that goes around
	around   bool
	into     bool  // it leads back to node, which is at its right
	ends     []int // the rows of its other ends
	row      int   // of node
	top, low int
	track    int
}

// overlaps reports whether two nets can't stand in one column.
func (n *net) overlaps(o *net) bool { return n.top <= o.low && o.top <= n.low }

// tracks gives the nets of each gap their columns. Nets that need none, since
// their links are straight, are left out.
func (l *plan) tracks() {
	l.nets = make([][]net, len(l.layers)+1)
	for i, layer := range l.layers {
		for _, a := range layer {
			n := net{node: a, row: l.nodes[a].port()}
			for _, b := range l.nodes[a].right {
				n.ends = append(n.ends, l.nodes[b].port())
			}
			l.add(i+1, n)
		}
	}
	for i, e := range l.back {
		below := l.space.Height - 1 - i%l.below()
		from, to := &l.nodes[e[0]], &l.nodes[e[1]]
		l.add(from.layer+1, net{node: e[0], row: from.port(), ends: []int{below}, back: e, around: true})
		l.add(to.layer, net{node: e[1], row: to.port(), ends: []int{below}, back: e, around: true, into: true})
	}
	for i := range l.nets {
		number(l.nets[i])
	}
}

func (l *plan) add(gap int, n net) {
	n.top, n.low = n.row, n.row
	for _, y := range n.ends {
		n.top, n.low = min(n.top, y), max(n.low, y)
	}
	if n.top < n.low {
		l.nets[gap] = append(l.nets[gap], n)
	}
}

// crosses counts where net a and net b cross when a is left of b: the pieces of a
// that lead to the right meet b, and the piece of b that comes from the left
// meets a.
func crosses(a, b *net) int {
	n := 0
	right, left := a.ends, []int{b.row}
	if a.into {
		right = []int{a.row}
	}
	if b.into {
		left = b.ends
	}
	for _, y := range right {
		if y > b.top && y < b.low {
			n++
		}
	}
	for _, y := range left {
		if y > a.top && y < a.low {
			n++
		}
	}
	return n
}

// number orders the nets of a gap so that few cross, and gives each the first
// column that is free.
func number(nets []net) {
	for range nets {
		for i := 1; i < len(nets); i++ {
			if crosses(&nets[i], &nets[i-1]) < crosses(&nets[i-1], &nets[i]) {
				nets[i], nets[i-1] = nets[i-1], nets[i]
			}
		}
	}
	for i := range nets {
		for j := range i {
			if nets[i].overlaps(&nets[j]) {
				nets[i].track = max(nets[i].track, nets[j].track+1)
			}
		}
	}
}

// width is how many tracks a gap has.
func width(nets []net) int {
	n := 0
	for i := range nets {
		n = max(n, nets[i].track+1)
	}
	return n
}
