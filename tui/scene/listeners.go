package scene

import (
	"fmt"

	"netsplit/engine"
)

// Listeners draws those who listen for updates: what each way costs in messages
// and bytes, how soon an update arrives, who has a connection open, and what the
// servers hold for them.
func Listeners(v View, w, h int) *Canvas {
	s := v.Snapshot
	if len(s.Listenings) == 0 && len(s.Feeds) == 0 {
		return empty(w, h, "In this design nobody listens for updates.")
	}
	c := NewCanvas(w, h)
	y := 0
	for _, l := range s.Listenings {
		y = drawListening(c, v, l, y) + 1
	}
	for _, f := range s.Feeds {
		y = drawFeed(c, v, f, y) + 1
	}
	return c
}

func drawListening(c *Canvas, v View, l engine.Listening, y int) int {
	g, w := v.Glyphs(), c.Width
	x := c.TextIn(0, y, w, Title, l.Component)
	x = c.TextIn(x+1, y, w-x-1, Plain, fmt.Sprintf("%s listen by %s", Number(l.People), l.Way))
	if l.Missed > 0 {
		c.TextIn(x, y, w-x, Bad, fmt.Sprintf(", %c %s missed", g.Failed, count(l.Missed, "update", "updates")))
	}
	y++
	if l.Way == "websocket" || l.Way == "event-stream" {
		role := Good
		if l.Open < l.People {
			role = Caution
		}
		room := min(max(w/4, 4), l.People)
		fill(c, v, 2, y, room, l.Open, l.People, role)
		x := c.TextIn(3+room, y, w-3-room, role, fmt.Sprintf("%s of %s connections open", Number(l.Open), Number(l.People)))
		if l.Broken > 0 {
			c.TextIn(x, y, w-x, Muted, fmt.Sprintf(", %s broken so far", Number(l.Broken)))
		}
		y++
	}
	x = c.TextIn(2, y, w-2, Plain, fmt.Sprintf("%s arrived", count(l.Updates, "update", "updates")))
	x = c.TextIn(x, y, w-x, Muted, ", p50 "+Duration(l.DelayP50)+", p99 "+Duration(l.DelayP99))
	if l.Behind > 0 {
		c.TextIn(x, y, w-x, Caution, fmt.Sprintf(", %s on the way", Number(l.Behind)))
	}
	y++
	text := fmt.Sprintf("%s messages, %s", Number(l.Messages), size(l.Bytes))
	if l.Empty > 0 {
		text += fmt.Sprintf(", %s answers with nothing", Number(l.Empty))
	}
	c.TextIn(2, y, w-2, Muted, text)
	return y + 1
}

func drawFeed(c *Canvas, v View, f engine.Feed, y int) int {
	w := c.Width
	x := c.TextIn(0, y, w, Title, f.Component)
	c.TextIn(x+1, y, w-x-1, Muted, fmt.Sprintf("%s so far", count(f.Updates, "update", "updates")))
	y++
	most := 1
	for _, i := range f.Instances {
		most = max(most, i.Memory)
	}
	if f.Room > 0 {
		most = f.Room
	}
	for _, i := range f.Instances {
		n, ok := v.node(i.Node)
		if !ok {
			n = engine.Node{Name: i.Node, State: engine.Removed}
		}
		mark, role := v.stateMark(n)
		c.Set(0, y, role, mark)
		label := min(14, w/3)
		end := c.TextIn(2, y, label, Plain, i.Node)
		if i.Node == v.Node {
			c.Select(0, y, end)
		}
		c.Spots = append(c.Spots, Spot{X: 0, Y: y, W: end, Node: i.Node})
		x := 3 + label
		if n.State != engine.Up {
			c.TextIn(x, y, w-x, role, stateWord(n))
			y++
			continue
		}
		room := max(w/5, 4)
		full := Accent
		if f.Room > 0 && i.Memory*10 >= f.Room*9 {
			full = Bad
		}
		fill(c, v, x, y, room, i.Memory, most, full)
		c.TextIn(x+room+1, y, w-x-room-1, Plain, fmt.Sprintf("%s in %s", count(i.Connections, "connection", "connections"), size(i.Memory)))
		y++
	}
	return y
}

// size is an amount of data in a few letters.
func size(bytes int) string {
	switch {
	case bytes >= 1e9:
		return fmt.Sprintf("%.1f GB", float64(bytes)/1e9)
	case bytes >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
	case bytes >= 1e3:
		return fmt.Sprintf("%.1f kB", float64(bytes)/1e3)
	}
	return fmt.Sprintf("%d B", bytes)
}

// listeningNumber is how those who listen fare, in a few words.
func listeningNumber(l engine.Listening) (string, Role) {
	role := Good
	text := "delay p50 " + Duration(l.DelayP50)
	switch {
	case l.Updates == 0:
		text, role = "no updates yet", Muted
	case l.Missed > 0:
		text, role = fmt.Sprintf("%s missed, %s", Number(l.Missed), text), Bad
	}
	if (l.Way == "websocket" || l.Way == "event-stream") && l.Open < l.People {
		return fmt.Sprintf("%s of %s open, %s", Number(l.Open), Number(l.People), text), Caution
	}
	return text, role
}

// rowsOfListeners is how many rows the scene needs.
func rowsOfListeners(s *engine.Snapshot) int {
	n := 0
	for _, l := range s.Listenings {
		n += 4
		if l.Way == "websocket" || l.Way == "event-stream" {
			n++
		}
	}
	for _, f := range s.Feeds {
		n += len(f.Instances) + 2
	}
	return n - 1
}
