package scene

import (
	"fmt"

	"netsplit/engine"
)

// Arrays draws each array of disks: what may still break, then its disks with
// their state, how far a rebuild is, and how much each has moved.
func Arrays(v View, w, h int) *Canvas {
	list := v.Snapshot.Arrays
	if len(list) == 0 {
		return empty(w, h, "This design has no array of disks.")
	}
	c := NewCanvas(w, h)
	wants := make([]int, len(list))
	for i, a := range list {
		wants[i] = 2 + len(a.Disks)
	}
	y := 0
	for i, rows := range share(h, wants) {
		c.Blit(0, y, array(v, list[i], w, rows))
		y += rows
	}
	return c
}

func array(v View, a engine.Array, w, h int) *Canvas {
	c := NewCanvas(w, h)
	x := c.TextIn(0, 0, w, Title, a.Component)
	x = c.TextIn(x+1, 0, w-x-1, Muted, fmt.Sprintf("RAID %d, ", a.Level))
	text, role := survives(v, a)
	x = c.TextIn(x, 0, w-x, role, text)
	c.TextIn(x, 0, w-x, Muted, ", "+bytesText(int(a.Usable))+" to use")
	name, most := 4, 1
	for _, d := range a.Disks {
		name, most = max(name, Width(d.Node)), max(most, d.Transfers)
	}
	for i, d := range a.Disks {
		y := i + 1
		if y >= h {
			break
		}
		if y == h-1 && i < len(a.Disks)-1 {
			c.TextIn(0, y, w, Muted, fmt.Sprintf("and %d more disks", len(a.Disks)-i))
			break
		}
		arrayDisk(c, v, d, y, min(name, max(w/3, 4)), most)
	}
	return c
}

// survives says what an array can still take.
func survives(v View, a engine.Array) (string, Role) {
	broken, rebuilding := 0, 0
	for _, d := range a.Disks {
		switch d.State {
		case "broken":
			broken++
		case "rebuilding":
			rebuilding++
		case "unknown":
			return "its controller is down", Bad
		default: // the controller may not have noticed yet
			if n, ok := v.node(d.Node); ok && n.State == engine.Crashed {
				broken++
			}
		}
	}
	text := fmt.Sprintf("survives %s more", count(a.Survives, "broken disk", "broken disks"))
	switch {
	case rebuilding > 0 && a.Survives == 0:
		return "rebuilds: until it is done no other disk may break", Bad
	case rebuilding > 0:
		return text + ", rebuilds", Caution
	case a.Survives == 0 && broken > 0:
		return "degraded: the next broken disk may lose data", Bad
	case broken > 0:
		return text + ", degraded", Caution
	case a.Survives == 0:
		return "no disk may break", Caution
	}
	return text, Good
}

func arrayDisk(c *Canvas, v View, d engine.ArrayDisk, y, name, most int) {
	x := standing(c, v, d.Node, 0, y, name)
	g := v.Glyphs()
	mark, role, text := g.OK, Good, "good"
	switch d.State {
	case "broken":
		mark, role, text = g.Failed, Bad, "broken: what it held is gone"
	case "rebuilding":
		mark, role, text = g.Moving, Caution, ""
	case "unknown":
		mark, role, text = g.Unknown, Muted, "unknown"
	}
	if n, ok := v.node(d.Node); ok && n.State != engine.Up && d.State == "good" {
		mark, role, text = g.Failed, Caution, "is "+string(n.State)+", not noticed yet"
	}
	c.Set(x, y, role, mark)
	if d.State == "rebuilding" {
		rebuilt(c, v, d, x+2, y)
		return
	}
	at := c.TextIn(x+2, y, max(c.Width-x-2, 0), role, text) + 2
	if bar := min(c.Width-at-20, 20); d.State == "good" && bar > 3 {
		filled := d.Transfers * bar / most
		if d.Transfers > 0 {
			filled = max(filled, 1)
		}
		c.HLine(at, y, filled, Accent, g.Block)
		c.TextIn(at+bar+1, y, c.Width-at-bar-1, Muted, Number(d.Transfers)+" transfers")
	}
}

// rebuilt draws how much of a new disk is filled.
func rebuilt(c *Canvas, v View, d engine.ArrayDisk, x, y int) {
	bar := max(min(c.Width-x-20, 24), 0)
	full, free := '█', '░'
	if v.ASCII {
		full, free = '#', '.'
	}
	filled := min(int(d.Rebuilt*float64(bar)), bar)
	c.HLine(x, y, filled, Caution, full)
	c.HLine(x+filled, y, bar-filled, Muted, free)
	c.TextIn(x+bar+1, y, c.Width-x-bar-1, Caution, "rebuilt "+Percent(d.Rebuilt))
}
