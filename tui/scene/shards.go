package scene

import (
	"fmt"
	"slices"
	"strings"

	"netsplit/engine"
)

// Shards draws how the keys of each sharded database are spread: a row a shard
// with its keys and its requests as bars, what is on its way to another, and
// below who says where a key is.
func Shards(v View, w, h int) *Canvas {
	if len(v.Snapshot.Shardings) == 0 {
		return empty(w, h, "This design has no database with shards.")
	}
	c := NewCanvas(w, h)
	y := 0
	for _, s := range v.Snapshot.Shardings {
		y = sharding(c, v, s, y) + 1
	}
	return c
}

func sharding(c *Canvas, v View, s engine.Sharding, y int) int {
	x := c.TextIn(0, y, c.Width, Title, s.Component)
	c.TextIn(x+1, y, c.Width-x-1, Muted, s.Placement)
	y++
	switch {
	case s.Moving:
		c.TextIn(0, y, c.Width, Caution, fmt.Sprintf("moving: %s gone, %s to go", count(s.Moved, "key", "keys"), Number(s.ToMove)))
		y++
	case s.Moved > 0:
		c.TextIn(0, y, c.Width, Muted, fmt.Sprintf("the latest move took %s elsewhere", count(s.Moved, "key", "keys")))
		y++
	}
	keys, rate, name := 1, 1.0, 6
	for _, x := range s.Shards {
		keys, rate, name = max(keys, x.Keys), max(rate, x.Rate), max(name, Width(x.Leader))
	}
	name = min(name, max(c.Width/4, 6))
	for _, x := range s.Shards {
		shardRow(c, v, x, y, name, keys, rate)
		y++
	}
	for _, d := range s.Directories {
		text, more, role := fmt.Sprintf("directory, %s", count(d.Entries, "entry", "entries")), "", Muted
		switch {
		case !d.Up:
			text, role = "directory, down", Bad
		case d.Wrong > 0:
			more, role = fmt.Sprintf(", %s wrong", Number(d.Wrong)), Caution
		}
		if d.Waiting > 0 {
			more, role = more+fmt.Sprintf(", %s waiting", Number(d.Waiting)), Caution
		}
		end := c.TextEnd(2, y, max(c.Width/3, 8), Plain, d.Node)
		c.Spots = append(c.Spots, Spot{Y: y, W: end, Node: d.Node})
		c.TextIn(end+1, y, c.Width-end-1, role, first(c.Width-end-1, text+more, "directory"+more))
		y++
	}
	if len(s.Routers) > 0 {
		c.TextIn(2, y, c.Width-2, Muted, "requests come by "+strings.Join(s.Routers, ", "))
		y++
	}
	return y
}

// shardRow is one shard: its number, its leader, keys and requests.
func shardRow(c *Canvas, v View, s engine.Shard, y, name, keys int, rate float64) {
	c.TextIn(0, y, 3, Muted, fmt.Sprintf("%d", s.Number))
	leader, role := s.Leader, Plain
	if leader == "" {
		leader, role = "nobody", Bad
	}
	end := c.TextEnd(3, y, name, role, leader)
	if s.Leader != "" {
		if s.Leader == v.Node {
			c.Select(3, y, end-3)
		}
		c.Spots = append(c.Spots, Spot{X: 3, Y: y, W: end - 3, Node: s.Leader})
	}
	x, bar := 4+name, min(max((c.Width-name-28)/4, 2), 16)
	if bar < 4 { // too short to compare, and the words need the room
		bar = -1
	}
	role = Accent
	if s.Leaving > 0 {
		role = Caution
	}
	fill(c, v, x, y, max(bar, 0), s.Keys, keys, role)
	c.TextIn(x+bar+1, y, 9, Plain, first(9, Number(s.Keys)+" keys", Number(s.Keys)))
	x += bar + 11
	role = Good
	if s.Refused > 0 {
		role = Caution
	}
	fill(c, v, x, y, max(bar, 0), int(s.Rate*100), int(rate*100), role)
	c.TextIn(x+bar+1, y, 7, Plain, fmt.Sprintf("%.0f/s", s.Rate))
	x += bar + 9
	var notes []string
	switch {
	case s.GivesUp && s.Leaving > 0:
		notes = append(notes, fmt.Sprintf("gives up, %s to go", count(s.Leaving, "key", "keys")))
	case s.GivesUp:
		notes = append(notes, "given up")
	case s.Leaving > 0:
		notes = append(notes, fmt.Sprintf("%d to go", s.Leaving))
	}
	refused := Number(s.Refused) + " refused"
	if s.Refused > 0 {
		notes = append(notes, refused)
	}
	switch {
	case s.Extent != "":
		notes = append(notes, s.Extent)
	case slices.Contains(s.Samples, v.Key) && v.Key != "":
		notes = append(notes, "has "+v.Key)
	case len(s.Samples) > 0:
		notes = append(notes, strings.Join(s.Samples, " "))
	}
	role = Muted
	if s.Leaving > 0 || s.GivesUp {
		role = Caution
	}
	text := strings.Join(notes, ", ")
	switch room := c.Width - x; {
	case s.Refused > 0 && Width(text) > room:
		text = refused
		if notes[0] != refused { // what it gives away
			text = first(room, refused+", "+notes[0], refused)
		}
	case s.GivesUp && Width(text) > room:
		text = first(room, notes[0], "gives up")
	}
	c.TextIn(x, y, c.Width-x, role, text)
}
