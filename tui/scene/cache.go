package scene

import (
	"fmt"

	"netsplit/engine"
)

// Cache draws each cache: how often it hits, how full it is and what it holds,
// with the age of every entry and whether the store knows better.
func Cache(v View, w, h int) *Canvas {
	caches := v.Snapshot.Caches
	if len(caches) == 0 {
		return empty(w, h, "This design has no cache.")
	}
	c := NewCanvas(w, h)
	columns := 1
	if len(caches) > 2 && w >= 80 && h/len(caches) < 6 { // side by side they show what they hold
		columns = 2
	}
	rows := (len(caches) + columns - 1) / columns
	each, wide := max(h/rows, 1), (w-columns+1)/columns
	for i, cache := range caches {
		x, y := i/rows*(wide+1), i%rows*each
		if y < h {
			c.Blit(x, y, cacheBox(v, cache, wide, each))
		}
	}
	return c
}

func cacheBox(v View, cache engine.Cache, w, h int) *Canvas {
	c := NewCanvas(w, h)
	x := c.TextIn(0, 0, w, Title, cache.Component)
	ttl := ""
	if cache.TTL > 0 {
		ttl = ", each for " + Duration(cache.TTL)
	}
	c.TextIn(x+1, 0, w-x-1, Muted, fmt.Sprintf("%s, %s%s", cache.Policy, cache.Strategy, ttl))
	if cache.Hits+cache.Misses == 0 {
		c.TextIn(0, 1, w, Muted, "no reads yet")
	} else {
		x = meter(c, v, 0, 1, min(10, w/4), cache.HitRatio, Good)
		x = c.TextIn(x+1, 1, w-x-1, Plain, Percent(cache.HitRatio)+" hits")
		text := fmt.Sprintf(" (10 s); %s of %s in all", Number(cache.Hits), Number(cache.Hits+cache.Misses))
		if x+Width(text) > w {
			text = " (10 s)"
		}
		c.TextIn(x, 1, w-x, Muted, text)
	}
	cacheFill(c, v, cache)
	const meters, fewest = 3, 3 // entries are shown at least so many
	first := cacheNotes(c, v, cache, meters, max(0, h-meters-fewest))
	for i, e := range cache.Entries {
		y := first + i
		if y >= h {
			break
		}
		if y == h-1 && i > 0 && i < len(cache.Entries)-1 && cache.Size-i > 1 {
			c.TextIn(0, y, w, Muted, fmt.Sprintf("and %s more", Number(cache.Size-i)))
			break
		}
		cacheEntry(c, v, e, y)
	}
	return c
}

// cacheFill draws how full all nodes are together.
func cacheFill(c *Canvas, v View, cache engine.Cache) {
	most, holds := cache.Capacity*max(1, len(cache.Nodes)), cache.Size
	text := fmt.Sprintf("holds %s of %s", Number(holds), Number(most))
	if cache.ByBytes {
		holds = int(cache.Bytes)
		text = fmt.Sprintf("holds %s of %s bytes", Number(holds), Number(most))
	}
	fill := 0.0
	if most > 0 {
		fill = float64(holds) / float64(most)
	}
	x := meter(c, v, 0, 2, min(10, c.Width/4), fill, Accent)
	c.TextIn(x+1, 2, c.Width-x-1, Plain, fmt.Sprintf("%s, %s evicted", text, Number(cache.Evictions)))
}

func cacheEntry(c *Canvas, v View, e engine.CacheEntry, y int) {
	w := c.Width
	keyW := min(max(w/4, 6), 16)
	role := Plain
	if e.Key == v.Key {
		role = Accent | Bold
	}
	c.TextIn(0, y, keyW, role, e.Key)
	timeW, both := 16, w >= 52 // "ends in 59.8 min"
	if both {
		timeW = 30 // "age 24.6 min, ends in 59.8 min"
	}
	valueW := max(w-keyW-2-timeW, 4)
	if e.Absent {
		c.TextIn(keyW+1, y, valueW, Muted, first(valueW, "nothing there", "none"))
	} else {
		c.TextIn(keyW+1, y, valueW, Plain, e.Value)
	}
	x := keyW + 2 + valueW
	if e.Stale {
		text := "stale: store is newer"
		if Width(text) > timeW {
			text = "stale"
		}
		c.TextIn(x, y, w-x, Bad, text)
		return
	}
	text := "age " + Duration(e.Age)
	if e.ExpiresIn > 0 {
		text = "ends in " + Duration(e.ExpiresIn)
		if both {
			text = "age " + Duration(e.Age) + ", " + text
		}
	}
	c.TextIn(x, y, w-x, Muted, text)
}

// meter draws a bar of w cells filled to a ratio and returns the column after it.
func meter(c *Canvas, v View, x, y, w int, ratio float64, role Role) int {
	full := int(max(0, min(ratio, 1))*float64(w) + 0.5)
	for i := range w {
		r, role := v.Glyphs().Block, role
		if i >= full {
			r, role = '░', Border
			if v.ASCII {
				r = '.'
			}
		}
		c.Set(x+i, y, role, r)
	}
	return x + max(w, 0)
}
