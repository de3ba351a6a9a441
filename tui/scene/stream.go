package scene

import (
	"fmt"
	"strings"

	"netsplit/engine"
)

// Stream draws each stream as its partitions and, for every group that reads
// it, how far the group is in each and who has it.
func Stream(v View, w, h int) *Canvas {
	streams := v.Snapshot.Streams
	if len(streams) == 0 {
		return empty(w, h, "This design has no stream.")
	}
	c := NewCanvas(w, h)
	y := 0
	for _, s := range streams {
		x := c.TextIn(0, y, w, Title, s.Component)
		c.TextIn(x+1, y, w-x-1, Plain, fmt.Sprintf("%s appended, %s expired", Number(s.Appended), Number(s.Expired)))
		y++
		for _, g := range s.Groups {
			y = drawGroup(c, v, s, g, y)
		}
		y++
	}
	return c
}

func drawGroup(c *Canvas, v View, s engine.Stream, g engine.Group, y int) int {
	w := c.Width
	x := c.TextIn(0, y, w, Plain, "group "+g.Component)
	role := Good
	if g.Lag > 0 {
		role = Caution
	}
	x = c.TextIn(x+1, y, w-x-1, role, "lag "+Number(g.Lag))
	if g.Duplicates > 0 {
		x = c.TextIn(x, y, w-x, Caution, fmt.Sprintf(", %s done again", Number(g.Duplicates)))
	}
	if g.Sharing {
		c.TextIn(x, y, w-x, Bad, ", shares its partitions anew: nobody works")
	}
	y++
	for i, p := range s.Partitions {
		drawPartition(c, v, g, p, i, y)
		y++
	}
	if len(g.Windows) > 0 || g.Late > 0 {
		c.TextIn(2, y, w-2, Muted, windowText(g))
		y++
	}
	return y
}

// drawPartition is the log as a bar: what is committed, what is still to do.
func drawPartition(c *Canvas, v View, g engine.Group, p engine.Partition, i, y int) {
	w := c.Width
	at := max(g.Committed[i], p.First)
	c.TextIn(2, y, 4, Muted, fmt.Sprintf("p%d", i))
	bar := max(w/3, 4)
	if w < 60 {
		bar = max(w/5, 4) // the owner's name and state need the room
	}
	role := Accent
	if at < p.End {
		role = Caution
	}
	// Rounded down: full is done.
	fill(c, v, 6, y, bar, int((at-p.First)*int64(bar)/max(p.End-p.First, 1)), bar, role)
	x := c.TextIn(7+bar, y, w-7-bar, role, fmt.Sprintf("at %d of %d", at, p.End))
	owner, role := g.Owners[i], Plain
	if owner == "" {
		owner, role = "nobody", Bad
	} else if n, ok := v.node(owner); ok && n.State != engine.Up {
		owner, role = owner+" ("+string(n.State)+")", Bad
	}
	end := c.TextIn(x+2, y, w-x-2, role, owner)
	if g.Owners[i] != "" {
		c.Spots = append(c.Spots, Spot{X: x + 2, Y: y, W: max(end-x-2, 0), Node: g.Owners[i]})
		if g.Owners[i] == v.Node {
			c.Select(x+2, y, end)
		}
	}
}

// streamNumber is a stream in a few words: how far the slowest group is behind.
func streamNumber(s engine.Stream) (string, Role) {
	lag := 0
	for _, g := range s.Groups {
		if g.Sharing {
			return g.Component + " shares anew", Caution
		}
		lag = max(lag, g.Lag)
	}
	return "lag " + Number(lag), Muted
}

// windowText lists the latest windows, the open ones in brackets.
func windowText(g engine.Group) string {
	var parts []string
	for _, x := range g.Windows[max(0, len(g.Windows)-8):] {
		part := fmt.Sprintf("%s: %d", Duration(x.Start.Duration()), x.Count)
		if x.Open {
			part = "(" + part + ")"
		}
		parts = append(parts, part)
	}
	return fmt.Sprintf("windows from %s; %d late", strings.Join(parts, "  "), g.Late)
}
