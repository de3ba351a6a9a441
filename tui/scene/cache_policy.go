package scene

import (
	"fmt"
	"strings"

	"netsplit/engine"
)

// cacheNotes are the lines between a cache's meters and its entries: what went
// wrong or was saved, its nodes where there are several, and the lists of a
// policy that has more to show than one order.
func cacheNotes(c *Canvas, v View, cache engine.Cache, y, most int) int {
	end := y + most
	if text := cacheCounts(cache); text != "" && y < end {
		role := Muted
		if cache.StaleReads+cache.LostWrites > 0 {
			role = Bad
		}
		c.TextIn(0, y, c.Width, role, text)
		y++
	}
	if len(cache.Nodes) > 1 {
		for _, n := range cache.Nodes {
			if y >= end {
				return y
			}
			y = cacheNode(c, n, y)
		}
	}
	for _, n := range cache.Nodes {
		if len(n.Queues) == 0 || !tells(n) {
			continue
		}
		for _, q := range n.Queues {
			if y >= end {
				return y
			}
			cacheQueue(c, v, q, y)
			y++
		}
		if n.Adapts && y < end {
			c.TextIn(0, y, c.Width, Muted, fmt.Sprintf("target of T1: %s of %s", Number(int(n.Target)), Number(cache.Capacity)))
			y++
		}
		break // the lists of one node are enough for a picture
	}
	return y
}

// cacheCounts is what happened besides hits and misses, "" if nothing did.
func cacheCounts(cache engine.Cache) string {
	var parts []string
	for _, count := range []struct {
		n    int
		text string
	}{{cache.StaleReads, "stale reads"}, {cache.LostWrites, "writes lost"}, {cache.Unwritten, "not yet written"}, {cache.Coalesced, "waited for another"}} {
		if count.n > 0 {
			parts = append(parts, Number(count.n)+" "+count.text)
		}
	}
	return strings.Join(parts, ", ")
}

func cacheNode(c *Canvas, n engine.CacheNode, y int) int {
	x := c.TextIn(0, y, c.Width, Plain, n.Node)
	if !n.Up {
		c.TextIn(x+1, y, c.Width-x-1, Bad, "down: its keys go to the store")
		return y + 1
	}
	text := Number(n.Size) + " entries"
	if n.Unwritten > 0 {
		text += ", " + Number(n.Unwritten) + " not yet written"
	}
	c.TextIn(x+1, y, c.Width-x-1, Muted, text)
	return y + 1
}

// tells reports whether a policy's lists say more than the list of entries: it
// has several, or counts uses, or has a hand.
func tells(n engine.CacheNode) bool {
	if len(n.Queues) > 1 {
		return true
	}
	for _, s := range n.Queues[0].Slots {
		if s.Mark > 0 || s.Hand {
			return true
		}
	}
	return false
}

// cacheQueue draws a list in a line: its name, how many keys it has, and the
// keys from the latest. A key that was used since has its count behind it, the
// hand is an arrow before the key it points to, ghosts are in brackets.
func cacheQueue(c *Canvas, v View, q engine.CacheQueue, y int) {
	x := c.TextIn(0, y, c.Width, Accent, fmt.Sprintf("%s (%s)", q.Name, Number(q.Len)))
	for i, s := range q.Slots {
		text, role := s.Key, Plain
		switch {
		case q.Ghost:
			text, role = "["+s.Key+"]", Muted
		case s.Stale:
			text, role = s.Key+"!", Bad
		}
		if s.Mark > 0 && !q.Ghost {
			text += fmt.Sprintf("*%d", s.Mark)
		}
		if s.Hand {
			text, role = ">"+text, role|Bold
		}
		more := ""
		if rest := q.Len - i; rest > 1 {
			more = " +" + Number(rest)
		}
		if s.Key == v.Key {
			role |= Bold
		}
		if x+1+Width(text)+Width(more) > c.Width && x+1+Width(more) <= c.Width {
			c.TextIn(x, y, c.Width-x, Muted, more)
			return
		}
		x = c.TextIn(x+1, y, c.Width-x-1, role, text)
	}
}
