package scene

import (
	"fmt"
	"slices"
	"time"

	"netsplit/engine"
)

// Names draws each name of the domain name system: its records with what the
// name servers believe of them, and every resolver with the answers it keeps and
// how long it will still give them. An answer that the name servers would no
// longer give is marked: its users go there until the time to live is over.
func Names(v View, w, h int) *Canvas {
	if len(v.Snapshot.Names) == 0 {
		return empty(w, h, "This design has no domain name.")
	}
	c := NewCanvas(w, h)
	list := v.Snapshot.Names
	wants := make([]int, len(list))
	for i, n := range list {
		wants[i] = 1 + len(n.Records) + 1
		for _, r := range n.Resolvers {
			wants[i] += max(1, len(r.Answers))
		}
	}
	y := 0
	for i, rows := range share(h, wants) {
		c.Blit(0, y, nameRows(v, list[i], w, rows))
		y += rows
	}
	return c
}

func nameRows(v View, n engine.Name, w, h int) *Canvas {
	c := NewCanvas(w, h)
	g := v.Glyphs()
	x := c.TextIn(0, 0, w, Title, n.Component)
	c.TextIn(x+1, 0, w-x-1, Muted, fmt.Sprintf("%s; an answer holds %s", n.Policy, Duration(n.TTL)))
	y := 1
	for i, r := range n.Records {
		if y >= h {
			return c
		}
		if y == h-1 && i < len(n.Records)-1 {
			c.TextIn(2, y, w-2, Muted, fmt.Sprintf("and %d more records", len(n.Records)-i))
			return c
		}
		mark, role := g.OK, Good
		if !r.Healthy {
			mark, role = g.Failed, Bad
		}
		c.Set(2, y, role, mark)
		x := c.TextIn(4, y, max(w/3, 8), Plain, r.To) + 1
		text := "healthy"
		if !r.Healthy {
			text = first(w-x, "believed down: no longer given out", "believed down, not given out", "believed down", "down")
		}
		c.TextIn(x, y, w-x, role, text)
		y++
	}
	for i, r := range n.Resolvers {
		if y >= h {
			return c
		}
		if y == h-1 && i < len(n.Resolvers)-1 {
			c.TextIn(0, y, w, Muted, fmt.Sprintf("and %d more resolvers", len(n.Resolvers)-i))
			return c
		}
		y = resolver(c, v, n, r, y)
	}
	return c
}

// resolver is a row for each answer that a resolver keeps.
func resolver(c *Canvas, v View, n engine.Name, r engine.NameResolver, y int) int {
	w := c.Width
	x := standing(c, v, r.Node, 0, y, min(Width(r.Node), max(w/3, 6)))
	if r.Zone != "" {
		x = c.TextIn(x, y, w-x, Muted, r.Zone) + 1
	}
	if len(r.Answers) == 0 {
		c.TextIn(x, y, w-x, Muted, "keeps no answer")
		return y + 1
	}
	x = min(x+1, w/2)
	for i, a := range r.Answers {
		if y >= c.Height {
			return y
		}
		if y == c.Height-1 && i < len(r.Answers)-1 {
			c.TextIn(x, y, w-x, Muted, fmt.Sprintf("and %d more answers", len(r.Answers)-i))
			return y + 1
		}
		nameAnswer(c, v, n, a, x, y)
		y++
	}
	return y
}

func nameAnswer(c *Canvas, v View, n engine.Name, a engine.NameAnswer, x, y int) {
	bar := max(min((c.Width-x)/2-2, 21), 7)
	end := min(c.Width-bar-1, 80)
	text := a.Address
	if a.Name != n.Component {
		text = a.Name + " is " + a.Address
	}
	role := Plain
	if gone(n, a.Address) {
		text = string(v.Glyphs().Failed) + " " + text
		role, text = Bad, first(end-x, text+", which is believed down", text+", believed down", text)
	}
	c.TextIn(x, y, end-x, role, text)
	lease(c, v, end+1, y, bar, a.ExpiresIn, max(n.TTL, time.Second))
}

// gone reports whether the name servers would not give out an address now.
func gone(n engine.Name, address string) bool {
	return slices.ContainsFunc(n.Records, func(r engine.NameRecord) bool { return r.To == address && !r.Healthy })
}
