package scene

import (
	"fmt"
	"slices"

	"netsplit/engine"
)

// Queue draws each queue as its jobs in order, those that a worker has out, and
// the workers with what they hold.
func Queue(v View, w, h int) *Canvas {
	queues := v.Snapshot.Queues
	if len(queues) == 0 {
		return empty(w, h, "This design has no queue.")
	}
	c := NewCanvas(w, h)
	workers := workerRows(v.Snapshot)
	room := max(h-min(workers, h/3), 1)
	each := max(room/len(queues), 1)
	y := 0
	for _, q := range queues {
		if y >= room {
			break
		}
		c.Blit(0, y, queueBox(v, q, w, min(each, room-y)))
		y += each
	}
	drawWorkers(c, v, room)
	return c
}

func workerRows(s *engine.Snapshot) int {
	n := 0
	for _, x := range s.Workers {
		n += len(x.Busy)
	}
	return n
}

func queueBox(v View, q engine.Queue, w, h int) *Canvas {
	c := NewCanvas(w, h)
	x := c.TextIn(0, 0, w, Title, q.Component)
	x = c.TextIn(x+1, 0, w-x-1, Plain, fmt.Sprintf("%d waiting, %d in flight", q.Depth, q.InFlight))
	if q.Dead > 0 {
		c.TextIn(x, 0, w-x, Bad, ", "+count(q.Dead, "dead letter", "dead letters"))
	} else {
		c.TextIn(x, 0, w-x, Muted, ", 0 dead letters")
	}
	line := fmt.Sprintf("%s sent, %s acknowledged, ", Number(q.Sent), Number(q.Acknowledged))
	if q.Refused > 0 {
		line = fmt.Sprintf("%s sent, %s refused, %s acknowledged, ", Number(q.Sent), Number(q.Refused), Number(q.Acknowledged))
	}
	x = c.TextIn(0, 1, w, Muted, line)
	role := Muted
	if q.Redelivered > 0 {
		role = Caution
	}
	c.TextIn(x, 1, w-x, role, fmt.Sprintf("%s delivered again", Number(q.Redelivered)))
	queueSlots(c, v, q, 2)
	bottom := deadLetters(c, v, q, h)
	for i, job := range q.Jobs {
		y := 3 + i
		if y >= bottom {
			break
		}
		if y == bottom-1 && i < len(q.Jobs)-1 {
			c.TextIn(0, y, w, Muted, fmt.Sprintf("and %d more", q.Depth+q.InFlight-i))
			break
		}
		queueJob(c, v, job, y)
	}
	return c
}

// deadLetters lists the latest dead letters at the bottom, in a third of the
// rows at most, and returns the row where they begin.
func deadLetters(c *Canvas, v View, q engine.Queue, h int) int {
	n := min(len(q.DeadLetters), max(h-3, 0)/3)
	for i, job := range q.DeadLetters[len(q.DeadLetters)-n:] {
		y := h - n + i
		x := c.TextIn(0, y, 8, Bad, fmt.Sprintf("%c #%d", v.Glyphs().Failed, job.ID))
		x = c.TextIn(x+1, y, max(c.Width/3, 6), Plain, job.Body) + 2
		c.TextIn(x, y, c.Width-x, Bad, fmt.Sprintf("dead after %s", count(job.Receives, "try", "tries")))
	}
	return h - n
}

// queueSlots is the queue as a row of boxes, the next job at the left.
func queueSlots(c *Canvas, v View, q engine.Queue, y int) {
	g := v.Glyphs()
	n := min(q.Depth+q.InFlight, c.Width-6)
	if n <= 0 {
		c.TextIn(0, y, c.Width, Muted, "empty")
		return
	}
	out := min(q.InFlight, n)
	for i := range n {
		if i < out {
			c.Set(i, y, Accent, g.Right)
		} else {
			c.Set(i, y, Caution, '■')
			if v.ASCII {
				c.Set(i, y, Caution, '#')
			}
		}
	}
	if q.Depth+q.InFlight > n {
		c.Text(n, y, Muted, fmt.Sprintf(" +%d", q.Depth+q.InFlight-n))
	}
}

func queueJob(c *Canvas, v View, job engine.Job, y int) {
	w := c.Width
	x := c.TextIn(0, y, 6, Muted, fmt.Sprintf("#%d", job.ID))
	x = c.TextIn(x+1, y, max(w/3, 6), Plain, job.Body) + 2
	text, role := "waits "+Duration(job.Age), Muted
	if job.InFlight {
		text, role = fmt.Sprintf("%c %s, back in %s", v.Glyphs().Right, job.Worker, Duration(job.VisibleIn)), Accent
	} else if job.VisibleIn > 0 {
		text = "hidden for " + Duration(job.VisibleIn)
	}
	if job.Group != "" {
		text = job.Group + ": " + text
	}
	if job.Priority != 0 {
		text += fmt.Sprintf(", priority %d", job.Priority)
	}
	if job.Receives > 1 {
		text += fmt.Sprintf(", try %d", job.Receives)
	}
	c.TextIn(x, y, w-x, role, text)
}

// drawWorkers lists the workers from row y on, in columns.
func drawWorkers(c *Canvas, v View, y int) {
	for _, group := range v.Snapshot.Workers {
		for _, slot := range group.Busy {
			if y >= c.Height {
				return
			}
			n, ok := v.node(slot.Node)
			if !ok {
				n = engine.Node{Name: slot.Node, State: engine.Removed}
			}
			mark, role := v.stateMark(n)
			c.Set(0, y, role, mark)
			x := c.TextIn(2, y, c.Width/3, Plain, slot.Node)
			if slot.Node == v.Node {
				c.Select(0, y, x)
			}
			switch {
			case n.State != engine.Up:
				c.TextIn(x+1, y, c.Width-x-1, role, stateWord(n))
			case slot.Job == "":
				c.TextIn(x+1, y, c.Width-x-1, Muted, "idle")
			default:
				c.TextIn(x+1, y, c.Width-x-1, Accent, "works on "+slot.Job+besides(slot))
			}
			y++
		}
	}
}

// besides is what else an instance has.
func besides(s engine.WorkerSlot) string {
	text := ""
	if s.Busy > 1 {
		text = fmt.Sprintf(" and %d more", s.Busy-1)
	}
	if s.AtHand > 0 {
		text += fmt.Sprintf(", %d at hand", s.AtHand)
	}
	return text
}

// Work draws caches above queues, for one pane that shows both.
func Work(v View, w, h int) *Canvas {
	s := v.Snapshot
	switch {
	case len(s.Caches)+len(s.Queues) == 0 && len(s.Topics) > 0:
		return Topic(v, w, h)
	case len(s.Caches)+len(s.Queues) == 0 && len(s.Streams) > 0:
		return Stream(v, w, h)
	case len(s.Caches) == 0 && len(s.Queues) == 0:
		return empty(w, h, "This design has neither a cache nor a queue.")
	case len(s.Queues) == 0:
		return Cache(v, w, h)
	case len(s.Caches) == 0:
		return Queue(v, w, h)
	}
	c := NewCanvas(w, h)
	if w >= 90 {
		c.Blit(0, 0, Cache(v, w/2-1, h))
		c.Blit(w/2+1, 0, Queue(v, w-w/2-1, h))
		return c
	}
	top := (h - 1) / 2
	if n := slices.Max([]int{3, 3 + len(s.Caches[0].Entries)}); n < top {
		top = n
	}
	c.Blit(0, 0, Cache(v, w, top))
	c.HLine(0, top, w, Border, v.Glyphs().Rule)
	c.Blit(0, top+1, Queue(v, w, h-top-1))
	return c
}
