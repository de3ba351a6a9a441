package scene

import (
	"fmt"
	"strings"

	"netsplit/engine"
)

// Services draws each tier as its instances: the slots of each, filled from
// the left by what is worked on, the line in front of it, and what it refused.
func Services(v View, w, h int) *Canvas {
	if len(v.Snapshot.Services) == 0 {
		return empty(w, h, "This design has no service.")
	}
	c := NewCanvas(w, h)
	y := 0
	for _, s := range v.Snapshot.Services {
		if y >= h {
			break
		}
		x := c.TextIn(0, y, w, Title, s.Component)
		x = c.TextIn(x+1, y, w-x-1, Plain, count(len(s.Instances), "instance", "instances"))
		troubles(c, v, s.Component, x, y)
		y++
		for i, instance := range s.Instances {
			if y == h-1 && i < len(s.Instances)-1 {
				c.TextIn(0, y, w, Muted, fmt.Sprintf("and %d more", len(s.Instances)-i))
				return c
			}
			if y >= h {
				return c
			}
			drawInstance(c, v, instance, y)
			y++
		}
	}
	return c
}

// troubles writes what a tier did not do, as far as it is not nothing.
func troubles(c *Canvas, v View, component string, x, y int) {
	words := map[string]string{"refused": "refused", "shed": "shed", "throttled": "throttled", "late": "too late", "sessions-lost": "sessions lost",
		"broken-calls": "calls cut by the breaker", "degraded": "degraded", "open-circuits": "circuits open"}
	for _, m := range v.Snapshot.Metrics {
		name, ok := strings.CutPrefix(m.Name, component+".")
		if word := words[name]; ok && word != "" && m.Value > 0 {
			x = c.TextIn(x, y, c.Width-x, Caution, ", "+Number(int(m.Value))+" "+word)
		}
	}
}

func drawInstance(c *Canvas, v View, i engine.Instance, y int) {
	n, ok := v.node(i.Node)
	if !ok {
		n = engine.Node{Name: i.Node, State: engine.Removed}
	}
	mark, role := v.stateMark(n)
	c.Set(0, y, role, mark)
	label := min(14, c.Width/3)
	end := c.TextIn(2, y, label, Plain, i.Node)
	if i.Node == v.Node {
		c.Select(0, y, end)
	}
	c.Spots = append(c.Spots, Spot{X: 0, Y: y, W: end, Node: i.Node})
	x := 3 + label
	if n.State != engine.Up {
		c.TextIn(x, y, c.Width-x, role, stateWord(n))
		return
	}
	text := fmt.Sprintf("%d of %d busy", i.Busy, i.Concurrency)
	line := ""
	if i.Waiting > 0 {
		line = fmt.Sprintf(", %s wait", Number(i.Waiting))
	}
	slots := min(i.Concurrency, max(c.Width-x-Width(text)-Width(line)-2, 0), 24)
	filled := 0
	if i.Concurrency > 0 {
		filled = (i.Busy*slots + i.Concurrency - 1) / i.Concurrency
	}
	full, free := '■', '·'
	if v.ASCII {
		full, free = '#', '.'
	}
	for k := range slots {
		if k < filled {
			c.Set(x+k, y, Accent, full)
		} else {
			c.Set(x+k, y, Muted, free)
		}
	}
	x = c.TextIn(x+slots+1, y, c.Width-x-slots-1, Muted, text)
	c.TextIn(x, y, c.Width-x, Caution, line)
}
