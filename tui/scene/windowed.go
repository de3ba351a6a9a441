package scene

import (
	"fmt"

	"netsplit/engine"
)

// windowed draws a scene that needs more rows than there are as high as it needs,
// and shows the rows around the selected node, or those it was scrolled to. The
// last row says where one is.
func windowed(draw func(v View, w, h int) *Canvas, rows func(s *engine.Snapshot) int) func(v View, w, h int) *Canvas {
	return func(v View, w, h int) *Canvas {
		need := min(rows(v.Snapshot), mostRows)
		if need <= h || h < 4 {
			return draw(v, w, h)
		}
		whole := draw(v, w, need)
		c := NewCanvas(w, h)
		c.ScrollEnd = need - h + 1
		first := max(0, min(v.Scroll, need-h+1))
		for _, s := range whole.Spots {
			if s.Node != "" && s.Node == v.Node {
				first = Scroll(need, h-1, s.Y)
				break
			}
		}
		c.BlitPart(0, 0, whole, 0, first, w, h-1)
		g := v.Glyphs()
		c.TextIn(0, h-1, w, Accent, fmt.Sprintf("%c rows %d to %d of %d: up and down move", g.Down, first+1, first+h-1, need))
		return c
	}
}

// mostRows bounds what is drawn and then shown in part.
const mostRows = 400

func rowsOfBalancers(s *engine.Snapshot) int {
	n := 0
	for _, b := range s.Balancers {
		n += len(b.Targets) + 2
	}
	return n - 1
}

func rowsOfServices(s *engine.Snapshot) int {
	n := 0
	for _, x := range s.Services {
		n += len(x.Instances) + 1
	}
	return n
}

// Of several caches or queues each shows a few of its entries.
func rowsOfCaches(s *engine.Snapshot) int { return several(len(s.Caches), 11) }

func rowsOfQueues(s *engine.Snapshot) int {
	n := several(len(s.Queues), 6)
	if n > 0 {
		n += workerRows(s)
	}
	return n
}

// several is the rows of n things of one kind; a single one takes what there is.
func several(n, each int) int {
	if n < 2 {
		return 0
	}
	return n * each
}

func rowsOfTopics(s *engine.Snapshot) int {
	n := 0
	for _, t := range s.Topics {
		n += 2*len(t.Subscribers) + 2
	}
	return n - 1
}

func rowsOfStreams(s *engine.Snapshot) int {
	n := 0
	for _, x := range s.Streams {
		n += 2
		for _, g := range x.Groups {
			n += len(x.Partitions) + 1
			if len(g.Windows) > 0 || g.Late > 0 {
				n++
			}
		}
	}
	return n - 1
}

func rowsOfArrays(s *engine.Snapshot) int {
	n := 0
	for _, a := range s.Arrays {
		n += 2 + len(a.Disks)
	}
	return n
}

func rowsOfScalings(s *engine.Snapshot) int { return 3 * len(s.Scalings) }
