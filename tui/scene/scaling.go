package scene

import (
	"fmt"

	"netsplit/engine"
)

// Scaling draws, for each tier that follows the load, how many instances ran
// and how many were on their way, a column a second, above how busy they were.
func Scaling(v View, w, h int) *Canvas {
	list := v.Snapshot.Scalings
	if len(list) == 0 {
		return empty(w, h, "Nothing in this design scales by itself. Add scale: vms to a service.")
	}
	c := NewCanvas(w, h)
	each := h / len(list)
	if each < 2 {
		each = min(2, h)
		list = list[:min(len(list), max(h/2, 1))]
	}
	for i, s := range list {
		c.Blit(0, i*each, scalingChart(v, s, w, each))
	}
	return c
}

func scalingChart(v View, s engine.Scaling, w, h int) *Canvas {
	c := NewCanvas(w, h)
	x := c.TextIn(0, 0, w, Title, s.Component)
	x = c.TextIn(x+1, 0, w-x-1, Plain, scalingWords(v, s))
	if s.Reason != "" {
		c.TextIn(x, 0, w-x, Muted, "; "+s.Reason)
	}
	c.TextIn(0, 1, w, Muted, scalingBounds(s))
	if h < 5 {
		return c
	}
	from := max(0, len(s.Points)-max(w-labelW-1, 0))
	points, start := s.Points[from:], s.Start+from
	rest := h - 3
	upper := rest
	if rest >= 5 {
		upper = (rest + 1) / 2
	}
	most := 1
	for _, p := range points {
		most = max(most, p.Running+p.Booting)
	}
	a := Area{0, 2, w, upper}
	name := "running"
	if s.Mode == "function" {
		name = "at work"
	}
	axisLabels(c, a, Number(most), name, v)
	for i, p := range points {
		at := a.X + labelW + 1 + i
		// What is ordered stands above what runs.
		for row := range ((p.Running+p.Booting)*a.H + most - 1) / most {
			c.Set(at, a.Y+a.H-1-row, Muted, coming(v))
		}
		bar(c, at, a.Y+a.H-1, a.H, float64(p.Running), float64(most), Good, v.ASCII)
	}
	if upper < rest {
		b := Area{0, 2 + upper, w, rest - upper}
		axisLabels(c, b, "100 %", "busy", v)
		for i, p := range points {
			role := Accent
			if p.Utilisation > 0.9 {
				role = Bad
			}
			bar(c, b.X+labelW+1+i, b.Y+b.H-1, b.H, min(1, p.Utilisation), 1, role, v.ASCII)
		}
	}
	secondsAxis(c, v, start, len(points), h-1)
	return c
}

// scalingWords is the tier now.
func scalingWords(v View, s engine.Scaling) string {
	if s.Mode == "function" {
		return fmt.Sprintf("%d at work, %c %d ready", s.Running, coming(v), s.Booting)
	}
	text := count(s.Running, "instance", "instances")
	if s.Booting > 0 {
		text += fmt.Sprintf(", %c %d on the way", coming(v), s.Booting)
	}
	if s.Mode == "pods" {
		text += " on " + count(s.Machines, "machine", "machines")
		if s.MachinesComing > 0 {
			text += fmt.Sprintf(" (%d on the way)", s.MachinesComing)
		}
	}
	return text
}

// scalingBounds is what the tier is held to.
func scalingBounds(s engine.Scaling) string {
	if s.Mode == "function" {
		return fmt.Sprintf("at most %s at once, %d kept ready, cold start %s", Number(s.Most), s.Least, Duration(s.Boot))
	}
	return fmt.Sprintf("from %d to %d, to be %s busy; one boots in %s", s.Least, s.Most, Percent(s.Target), Duration(s.Boot))
}

// coming is the filling of a bar that stands for what does not work yet.
func coming(v View) rune {
	if v.ASCII {
		return ':'
	}
	return '░'
}
