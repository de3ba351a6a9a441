package layered

// passes is how often the rows of all layers are set anew.
const passes = 6

// rows gives each node its row: as near as it can to the rows of its neighbours,
// so that links are straight.
func (l *plan) rows() {
	for _, layer := range l.layers {
		l.spread(layer)
	}
	for i := range passes {
		for j := range l.layers {
			if i%2 == 0 {
				l.settle(l.layers[j], func(n *node) []int { return n.left })
			} else {
				l.settle(l.layers[len(l.layers)-1-j], func(n *node) []int { return n.right })
			}
		}
	}
}

// height is the rows that the drawing needs, whatever the order of its layers: a
// passage between two boxes takes the place of the rows between them.
func (l *plan) height() int {
	need := 0
	for _, layer := range l.layers {
		boxes, sum := 0, 0
		for _, n := range layer {
			sum += l.nodes[n].height
			if l.nodes[n].source < 0 {
				boxes++
			}
		}
		need = max(need, sum+max(boxes-1, 0)*l.space.LeastRow)
	}
	return need + l.below()
}

// mostBelow is how many rows are kept free for links that go around; more of them
// than that share these.
const mostBelow = 3

// below is how many rows those links take.
func (l *plan) below() int { return min(len(l.back), mostBelow) }

// room is the rows between two nodes of a layer at least: none beside a passage.
func (l *plan) room(a, b int, rows int) int {
	if l.nodes[a].source >= 0 || l.nodes[b].source >= 0 {
		return 0
	}
	return rows
}

// apart is how many rows there are between the boxes of a layer.
func (l *plan) apart(layer []int) int {
	sum := 0
	for _, n := range layer {
		sum += l.nodes[n].height
	}
	return max(l.space.LeastRow, min(l.space.MostRow, (l.space.Height-l.below()-sum)/(len(layer)+1)))
}

// spread sets a layer's nodes evenly over the height.
func (l *plan) spread(layer []int) {
	sum := 0
	for _, n := range layer {
		sum += l.nodes[n].height
	}
	free := float64(max(l.space.Height-l.below()-sum, 0)) / float64(len(layer)+1)
	at := free
	for _, n := range layer {
		l.nodes[n].y = int(at)
		at += float64(l.nodes[n].height) + free
	}
}

// settle moves a layer's nodes to the mean of their neighbours' rows, in their
// order and without overlap: of all such rows those with the least squares of
// what is missed (isotonic regression, by pooling neighbours that are too near).
func (l *plan) settle(layer []int, neighbours func(*node) []int) {
	type pool struct {
		sum   float64 // of the rows wanted, less what stands above within the layer
		count int
	}
	apart, above := l.apart(layer), 0
	offset := make([]int, len(layer))
	var pools []pool
	for i, n := range layer {
		if i > 0 {
			above += l.room(layer[i-1], n, apart)
		}
		offset[i] = above
		above += l.nodes[n].height
		pools = append(pools, pool{l.wanted(n, neighbours) - float64(offset[i]), 1})
		for k := len(pools) - 1; k > 0 && pools[k].sum/float64(pools[k].count) < pools[k-1].sum/float64(pools[k-1].count); k-- {
			pools[k-1].sum += pools[k].sum
			pools[k-1].count += pools[k].count
			pools = pools[:k]
		}
	}
	at, most := 0, max(l.space.Height-l.below()-above, 0)
	for _, p := range pools {
		y := min(max(int(p.sum/float64(p.count)+.5), 0), most)
		for range p.count {
			l.nodes[layer[at]].y = y + offset[at]
			at++
		}
	}
}

// wanted is the top row at which a node's links would be straight.
func (l *plan) wanted(n int, neighbours func(*node) []int) float64 {
	self := &l.nodes[n]
	list := neighbours(self)
	if len(list) == 0 {
		return float64(self.y)
	}
	sum := 0
	for _, m := range list {
		sum += l.nodes[m].port()
	}
	return float64(sum)/float64(len(list)) - float64(self.height/2)
}
