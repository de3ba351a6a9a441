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

// scalingChart is one tier: in words, then as many charts as there are rows for.
func scalingChart(v View, s engine.Scaling, w, h int) *Canvas {
	c := NewCanvas(w, h)
	x := c.TextIn(0, 0, w, Title, s.Component)
	x = c.TextIn(x+1, 0, w-x-1, Plain, scalingWords(v, s))
	if text := "; " + s.Reason; s.Reason != "" && Width(text) <= w-x {
		c.TextIn(x, 0, w-x, Muted, text)
	}
	y, end := 1, h
	if h >= 6 {
		c.TextIn(0, 1, w, Muted, scalingBounds(s))
		y++
	}
	from := max(0, len(s.Points)-max(w-labelW-1, 0))
	points := s.Points[from:]
	if h >= 5 {
		end--
		secondsAxis(c, v, s.Start+from, len(points), end)
	}
	charts := scalingCharts(s)
	for len(charts) > 1 && (end-y)/len(charts) < 2 {
		charts = charts[:len(charts)-1]
	}
	for i, chart := range charts {
		rows := (end - y) / (len(charts) - i)
		chart.draw(c, v, Area{0, y, w, rows}, points)
		y += rows
	}
	return c
}

// levels is a chart of a tier: what is there, and above it what is on the way.
type levels struct {
	name     string
	role     Role
	of       func(engine.ScalePoint) (there, coming float64)
	top      float64 // 0: the highest of all
	mark     float64 // a level to keep to, 0: none
	crowding float64 // from here on the bar is in the colour of what is bad, 0: never
}

// scalingCharts are those of a tier, the one that says most first.
func scalingCharts(s engine.Scaling) []levels {
	name, role := "running", Good
	if s.Mode == "function" {
		name, role = "at work", Accent
	}
	out := []levels{{name: name, role: role, of: func(p engine.ScalePoint) (float64, float64) { return float64(p.Running), float64(p.Booting) }}}
	if s.Mode == "pods" {
		out = append(out, levels{name: "machines", role: Accent, of: func(p engine.ScalePoint) (float64, float64) { return float64(p.Machines), float64(p.Coming) }})
	}
	return append(out, levels{name: "busy", role: Accent, top: 1, mark: s.Target, crowding: .9,
		of: func(p engine.ScalePoint) (float64, float64) { return min(1, p.Utilisation), 0 }})
}

func (l levels) draw(c *Canvas, v View, a Area, points []engine.ScalePoint) {
	most, top := l.top, "100%"
	if most == 0 {
		most = 1
		for _, p := range points {
			there, coming := l.of(p)
			most = max(most, there+coming)
		}
		top = Number(int(most))
	}
	axisLabels(c, a, top, l.name, v)
	foot, left := a.Y+a.H-1, a.X+labelW+1
	for i, p := range points {
		there, coming := l.of(p)
		role := l.role
		if l.crowding > 0 && there > l.crowding {
			role = Bad
		}
		if coming > 0 {
			for row := range min(int((there+coming)/most*float64(a.H)+.99), a.H) {
				c.Set(left+i, foot-row, Caution, comingGlyph(v))
			}
		}
		bar(c, left+i, foot, a.H, there, most, role, v.ASCII)
	}
	if l.mark > 0 && a.H > 1 {
		y := foot - min(int(l.mark/most*float64(a.H)), a.H-1)
		for x := left; x < left+len(points); x++ {
			if r, _ := c.At(x, y); r == ' ' && x%2 == 0 {
				c.Set(x, y, Muted, v.Glyphs().Rule)
			}
		}
	}
}

// scalingWords is the tier now.
func scalingWords(v View, s engine.Scaling) string {
	if s.Mode == "function" {
		text := fmt.Sprintf("%d at work, %d warm", s.Running, s.Ready)
		if s.Booting > 0 {
			text += fmt.Sprintf(", %c %d starting", comingGlyph(v), s.Booting)
		}
		return text
	}
	text := count(s.Running, "instance", "instances")
	if s.Booting > 0 {
		text += fmt.Sprintf(", %c %d on the way", comingGlyph(v), s.Booting)
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

// comingGlyph is the filling of a bar that stands for what does not work yet.
func comingGlyph(v View) rune {
	if v.ASCII {
		return ':'
	}
	return '░'
}
