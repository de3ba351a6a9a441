package scene

import (
	"strconv"
	"strings"

	"netsplit/tui/layered"
)

// layout is where everything of a plan is drawn.
type layout struct {
	layered.Drawing
	style boxStyle
	terse bool // no room for the times of links
	none  bool // no room for the plan at all
	// wide and high are the cells of a plan of which a part is shown, 0: all is.
	wide, high int
}

// Layouts remembers how designs were laid out, so that a frame does not do it
// anew. The zero value is ready, and nil remembers nothing.
type Layouts struct{ known map[string]layout }

// mostLayouts bounds what is remembered: a few panes at a few sizes.
const mostLayouts = 32

func (l *Layouts) find(key string) (layout, bool) {
	if l == nil {
		return layout{}, false
	}
	found, ok := l.known[key]
	return found, ok
}

func (l *Layouts) keep(key string, x layout) {
	if l == nil {
		return
	}
	if l.known == nil || len(l.known) >= mostLayouts {
		l.known = map[string]layout{}
	}
	l.known[key] = x
}

// key is all that a layout depends on: the size, the links, and of each component
// what decides how high its box is.
func (p *plan) key(g layered.Graph, h int) string {
	var b strings.Builder
	put := func(n int) {
		b.WriteString(strconv.Itoa(n))
		b.WriteByte(' ')
	}
	put(p.c.Width)
	put(h)
	for i, c := range p.order {
		put(g.Nodes[i].Layer)
		put(len(p.zones(c)))
		if p.meshes(c) {
			put(len(c.Members))
		} else {
			put(0)
		}
	}
	for _, e := range g.Edges {
		put(e[0])
		put(e[1])
	}
	return b.String()
}
