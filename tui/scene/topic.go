package scene

import (
	"fmt"
	"strings"

	"netsplit/engine"
)

// Topic draws each topic as its subscribers, each with its buffer.
func Topic(v View, w, h int) *Canvas {
	topics := v.Snapshot.Topics
	if len(topics) == 0 {
		return empty(w, h, "This design has no topic.")
	}
	c := NewCanvas(w, h)
	y := 0
	for _, t := range topics {
		y = drawTopic(c, v, t, y) + 1
	}
	return c
}

func drawTopic(c *Canvas, v View, t engine.Topic, y int) int {
	w := c.Width
	x := c.TextIn(0, y, w, Title, t.Component)
	x = c.TextIn(x+1, y, w-x-1, Plain, fmt.Sprintf("%s published", Number(t.Published)))
	if t.Held > 0 {
		c.TextIn(x, y, w-x, Bad, fmt.Sprintf(", %s wait for room", count(t.Held, "publisher", "publishers")))
	} else {
		full := fmt.Sprintf("when full: %s", t.WhenFull)
		c.TextIn(x, y, w-x, Muted, first(w-x, fmt.Sprintf(", buffers of %s, %s", Number(t.Buffer), full), ", "+full))
	}
	y++
	for _, s := range t.Subscribers {
		drawSubscriber(c, v, t, s, y)
		y += 2
	}
	return y
}

func drawSubscriber(c *Canvas, v View, t engine.Topic, s engine.Subscriber, y int) {
	g, w := v.Glyphs(), c.Width
	mark, role := g.Right, Accent
	switch {
	case s.Cut:
		mark, role = g.Cut, Bad
	case s.Buffered >= t.Buffer:
		role = Bad
	case s.Buffered > 0:
		role = Caution
	}
	c.Set(0, y, role, mark)
	name := max(w/4, 8)
	c.TextIn(2, y, name, Plain, s.Component)
	room := max(w/4, 4)
	fill(c, v, 3+name, y, room, s.Buffered, t.Buffer, role)
	x := 4 + name + room
	text := first(w-x, fmt.Sprintf("%s waiting, %s in flight", Number(s.Buffered), Number(s.InFlight)), fmt.Sprintf("%s waiting", Number(s.Buffered)))
	if s.Cut {
		text = first(w-x, "cut off until it has caught up", "cut off")
	}
	c.TextIn(x, y, w-x, role, text)
	delivered, again := Number(s.Delivered)+" delivered", ", "+Number(s.Redelivered)+" sent again"
	if s.Redelivered == 0 && s.Dropped+s.Filtered > 0 && w < 60 {
		again = ""
	}
	x = c.TextIn(2, y+1, w-2, Muted, delivered+again)
	if s.Dropped > 0 {
		x = c.TextIn(x, y+1, w-x, Bad, fmt.Sprintf(", %s dropped", Number(s.Dropped)))
	}
	if s.Filter != "" {
		c.TextIn(x, y+1, w-x, Muted, first(w-x, fmt.Sprintf(", %s not %s", Number(s.Filtered), s.Filter), fmt.Sprintf(", %s filtered out", Number(s.Filtered))))
	}
}

// topicNumber is a topic in a few words.
func topicNumber(t engine.Topic) (string, Role) {
	waiting, dropped := 0, 0
	for _, s := range t.Subscribers {
		waiting += s.Buffered
		dropped += s.Dropped
	}
	if dropped > 0 {
		return fmt.Sprintf("%s waiting, %s dropped", Number(waiting), Number(dropped)), Caution
	}
	return Number(waiting) + " waiting", Muted
}

// fill draws how full something is, in w cells.
func fill(c *Canvas, v View, x, y, w, used, room int, role Role) {
	n := 0
	if room > 0 {
		n = min((used*w+room-1)/room, w)
	}
	full, free := "█", "░"
	if v.ASCII {
		full, free = "#", "."
	}
	c.TextIn(x, y, n, role, strings.Repeat(full, n))
	c.TextIn(x+n, y, w-n, Muted, strings.Repeat(free, w-n))
}
