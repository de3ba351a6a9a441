// Package layered lays a directed graph out from left to right: a column of
// boxes a layer, and links in straight pieces between them. It follows Sugiyama,
// Tagawa and Toda, "Methods for Visual Understanding of Hierarchical System
// Structures", IEEE Transactions on Systems, Man, and Cybernetics, 1981: the order
// in each layer is chosen so that few links cross, then the rows so that links are
// straight. Lengths are cells of a terminal.
package layered

// Node is a box to place.
type Node struct {
	Layer  int // its column, from 0
	Height int // rows that it needs
}

// Graph is what to lay out. An edge joins two nodes by their index.
type Graph struct {
	Nodes []Node
	Edges [][2]int
}

// Space is the room there is, and how it may be used.
type Space struct {
	Width, Height     int
	LeastBox, MostBox int // width of a box
	LeastGap, MostGap int // columns between layers
	LeastRow, MostRow int // rows between boxes of a column
	Margin            int // columns left free at both sides
}

// Box is where a node is drawn.
type Box struct{ X, Y, W, H int }

// Port is the row at which links reach a box.
func (b Box) Port() int { return b.Y + b.H/2 }

// Point is a cell.
type Point struct{ X, Y int }

// Drawing is the finished layout.
type Drawing struct {
	Boxes  []Box
	Routes [][]Point // by edge, every cell from one box to the other
	// Gap is how many columns stand left of a layer, by layer.
	Gap []int
	// Width and Height are what the drawing needs at least.
	Width, Height int
}

// Draw lays a graph out. It returns false where there is too little space; then
// the drawing says how high it must be, or if that is enough, how wide.
func Draw(g Graph, s Space) (Drawing, bool) {
	l := newPlan(g, s)
	d := Drawing{Height: l.height()}
	if d.Height > s.Height {
		return d, false
	}
	l.arrange()
	l.rows()
	l.tracks()
	if d.Width = l.columns(); d.Width > s.Width {
		return d, false
	}
	d.Boxes = make([]Box, len(g.Nodes))
	for i, n := range l.nodes[:len(g.Nodes)] {
		d.Boxes[i] = Box{l.x[n.layer], n.y, l.box, n.height}
	}
	d.Routes = make([][]Point, len(g.Edges))
	for i, e := range g.Edges {
		d.Routes[i] = l.route(e)
	}
	d.Gap = append([]int{l.x[0]}, l.gaps...)
	return d, true
}

// node is a node of the graph, or a place where a long link passes a layer.
type node struct {
	layer, height int
	y             int // its top row
	source        int // of a passage, the node whose links pass; -1: a real node
	left, right   []int
}

func (n *node) port() int { return n.y + n.height/2 }

// plan is a layout under construction.
type plan struct {
	space  Space
	nodes  []node
	layers [][]int        // nodes of each layer, from top to bottom
	pass   map[[2]int]int // passages, by source and layer
	back   [][2]int       // links that don't lead to a later layer: they go around below
	nets   [][]net        // of each gap between layers; the first is left of layer 0
	gaps   []int          // columns of each gap after the first layer
	lead   int            // columns left of the first layer
	x      []int          // of each layer
	box    int            // width of a box
}

func newPlan(g Graph, s Space) *plan {
	l := &plan{space: s, pass: map[[2]int]int{}}
	last := 0
	for _, n := range g.Nodes {
		l.nodes = append(l.nodes, node{layer: n.Layer, height: max(n.Height, 1), source: -1})
		last = max(last, n.Layer)
	}
	l.layers = make([][]int, last+1)
	for i, n := range g.Nodes {
		l.layers[n.Layer] = append(l.layers[n.Layer], i)
	}
	for _, e := range g.Edges {
		l.link(e)
	}
	return l
}

// link joins the ends of an edge, through a passage in each layer between them.
// All links of one node share their passages.
func (l *plan) link(e [2]int) {
	from, to := l.nodes[e[0]].layer, l.nodes[e[1]].layer
	if to <= from {
		l.back = append(l.back, e)
		return
	}
	at := e[0]
	for layer := from + 1; layer < to; layer++ {
		next, ok := l.pass[[2]int{e[0], layer}]
		if !ok {
			next = len(l.nodes)
			l.nodes = append(l.nodes, node{layer: layer, height: 1, source: e[0]})
			l.pass[[2]int{e[0], layer}] = next
			l.layers[layer] = append(l.layers[layer], next)
		}
		l.join(at, next)
		at = next
	}
	l.join(at, e[1])
}

func (l *plan) join(a, b int) {
	for _, r := range l.nodes[a].right {
		if r == b {
			return
		}
	}
	l.nodes[a].right = append(l.nodes[a].right, b)
	l.nodes[b].left = append(l.nodes[b].left, a)
}
