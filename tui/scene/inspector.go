package scene

import (
	"fmt"

	"netsplit/engine"
)

// InspectorHeight is how many lines Inspector needs at a width.
func InspectorHeight(v View, w int) int {
	const most = 12
	c := Inspector(v, w, most)
	for y := most - 1; y > 0; y-- {
		for x := range w {
			if r, _ := c.At(x, y); r != ' ' {
				return y + 1
			}
		}
	}
	return 1
}

// Inspector spells out the selected node: its state and since when, its zone,
// what it says of itself, the links of it that are cut, and what its service
// or worker does.
func Inspector(v View, w, h int) *Canvas {
	n, ok := v.node(v.Node)
	if !ok {
		return empty(w, h, "No node is selected. Arrow keys choose one.")
	}
	c := NewCanvas(w, h)
	mark, role := v.stateMark(n)
	c.Set(0, 0, role, mark)
	x := c.TextIn(2, 0, w-2, Title, n.Name)
	x = c.TextIn(x+1, 0, w-x-1, role, stateWord(n))
	if n.State != engine.Up || n.Since > 0 {
		c.TextIn(x+1, 0, w-x-1, Muted, "since "+n.Since.String())
	}
	y := 1
	put := func(role Role, text string) {
		for _, line := range Wrap(text, w) {
			c.TextIn(0, y, w, role, line)
			y++
		}
	}
	about := n.Kind + " of " + n.Component
	if n.Zone != "" {
		about += ", zone " + n.Zone
	}
	put(Muted, about)
	if n.Detail != "" {
		put(Plain, n.Detail)
	}
	if n.Slow > 0 {
		put(Caution, fmt.Sprintf("every message it sends waits %s longer", Duration(n.Slow)))
	}
	if n.Skew != 0 {
		way := "ahead of"
		if n.Skew < 0 {
			way = "behind"
		}
		put(Caution, fmt.Sprintf("its clock is %s %s true time", Duration(max(n.Skew, -n.Skew)), way))
	}
	out, in := 0, 0
	for _, l := range v.Snapshot.Links {
		if l.Cut && l.From == n.Name {
			out++
		}
		if l.Cut && l.To == n.Name {
			in++
		}
	}
	if out+in > 0 {
		put(Bad, fmt.Sprintf("%c %d links out and %d links in are cut", v.Glyphs().Cut, out, in))
	}
	return c
}
