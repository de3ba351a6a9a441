package scene

import (
	"fmt"

	"netsplit/engine"
)

// Balancers draws each balancer's targets: whether it takes them for healthy,
// the requests under way as a bar, their share, and how many were sent in all.
// Where its belief is wrong the row says so.
func Balancers(v View, w, h int) *Canvas {
	if len(v.Snapshot.Balancers) == 0 {
		return empty(w, h, "This design has no balancer.")
	}
	c := NewCanvas(w, h)
	y, most := 0, 1 // one scale for all, so that their bars compare
	for _, b := range v.Snapshot.Balancers {
		for _, t := range b.Targets {
			most = max(most, t.Load)
		}
	}
	for _, b := range v.Snapshot.Balancers {
		if y >= h {
			break
		}
		y = balancerRows(c, v, b, y, most) + 1
	}
	return c
}

func balancerRows(c *Canvas, v View, b engine.Balancer, y, most int) int {
	x := c.TextIn(0, y, c.Width, Title, b.Component)
	text := fmt.Sprintf("layer %d, %s", b.Layer, b.Policy)
	if b.Active != "" && b.Active != b.Component {
		text += ", " + b.Active + " is active"
	}
	if b.Capacity > 0 {
		text += fmt.Sprintf(", at most %.0f requests a second", b.Capacity)
	}
	c.TextIn(x+1, y, c.Width-x-1, Muted, text)
	y++
	if len(b.Targets) == 0 && y < c.Height {
		c.TextIn(0, y, c.Width, Caution, "it sends to nobody now")
		y++
	}
	name, sent := 6, 0
	for _, t := range b.Targets {
		name, sent = max(name, Width(t.Node)), sent+t.Sent
	}
	name = min(name, max(c.Width*2/5, 6))
	for i, t := range b.Targets {
		if y >= c.Height {
			break
		}
		if y == c.Height-1 && i < len(b.Targets)-1 {
			c.TextIn(0, y, c.Width, Muted, fmt.Sprintf("and %d more: ", len(b.Targets)-i)+v.spell("{zoom} shows them"))
			return y + 1
		}
		balancerTarget(c, v, t, y, name, most, sent)
		y++
	}
	return y
}

func balancerTarget(c *Canvas, v View, t engine.BalancerTarget, y, name, most, sent int) {
	g := v.Glyphs()
	mark, role := g.OK, Good
	if !t.Healthy {
		mark, role = g.Failed, Bad
	}
	c.Set(0, y, role, mark)
	end := c.TextEnd(2, y, name, Plain, t.Node)
	if t.Node == v.Node {
		c.Select(0, y, end)
	}
	c.Spots = append(c.Spots, Spot{Y: y, W: end, Node: t.Node})
	x := name + 3
	bar := max(min(c.Width-x-56, 30), 4)
	filled := t.Load * bar / max(most, bar) // a cell a request while that fits
	if t.Load > 0 {
		filled = max(filled, 1)
	}
	c.HLine(x, y, min(filled, bar), Accent, g.Block)
	x += bar + 1
	x = c.TextIn(x, y, c.Width-x, Plain, fmt.Sprintf("%d under way", t.Load))
	n, known := v.node(t.Node)
	up := known && n.State == engine.Up
	note, noteRole := "", Caution // of a wrong belief: it needs the room more than what was sent
	switch {
	case t.Healthy && known && !up:
		note = "  is " + string(n.State) + ", not noticed yet"
	case !t.Healthy && up:
		note = "  is up, not believed yet"
	case t.Recent > 0:
		note, noteRole = "  takes "+Duration(t.Recent), Muted
	}
	room := c.Width - x
	if noteRole == Caution {
		note = first(room, note, "  but "+string(n.State), "  "+string(n.State))
	}
	if noteRole == Caution {
		room -= Width(note)
	}
	if sent > 0 {
		text := fmt.Sprintf(", %s sent (%s)", Number(t.Sent), Percent(float64(t.Sent)/float64(sent)))
		if Width(text) > room {
			text = fmt.Sprintf(", %s sent", Number(t.Sent))
		}
		if Width(text) <= room {
			x = c.TextIn(x, y, room, Muted, text)
		}
	}
	if noteRole == Caution || Width(note) <= c.Width-x {
		c.TextIn(x, y, c.Width-x, noteRole, note)
	}
}
