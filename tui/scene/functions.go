package scene

import (
	"fmt"
	"strings"

	"netsplit/engine"
)

// Functions draws each function as its execution environments: at work, warm and
// waiting, or not there yet, up to its limit; below, what was started cold and
// refused, and how many were at work over time.
func Functions(v View, w, h int) *Canvas {
	var list []engine.Scaling
	for _, s := range v.Snapshot.Scalings {
		if s.Mode == "function" {
			list = append(list, s)
		}
	}
	if len(list) == 0 {
		return empty(w, h, "This design has no function.")
	}
	c := NewCanvas(w, h)
	wants := make([]int, len(list))
	for i := range wants {
		wants[i] = min(h, 26)
	}
	y := 0
	if h >= 7 {
		h--
		full, making, warm, cold := environmentMarks(v)
		c.TextIn(0, h, w, Muted, fmt.Sprintf("%c at work  %c starting  %c warm  %c could be made", full, making, warm, cold))
	}
	for i, rows := range share(h, wants) {
		c.Blit(0, y, environments(v, list[i], w, rows))
		y += rows
	}
	return c
}

// HasFunction reports whether a run has a function.
func HasFunction(s *engine.Snapshot) bool {
	for _, x := range s.Scalings {
		if x.Mode == "function" {
			return true
		}
	}
	return false
}

// environmentMarks are those of environments at work, starting, warm, and not
// there yet.
func environmentMarks(v View) (full, making, warm, cold rune) {
	if v.ASCII {
		return '#', ':', 'o', '.'
	}
	return '■', '▒', '□', '·'
}

func environments(v View, s engine.Scaling, w, h int) *Canvas {
	c := NewCanvas(w, h)
	x := c.TextIn(0, 0, w, Title, s.Component)
	x = c.TextIn(x+1, 0, w-x-1, Accent, fmt.Sprintf("%s at work, ", Number(s.Running)))
	if s.Booting > 0 {
		x = c.TextIn(x, 0, w-x, Caution, fmt.Sprintf("%s starting, ", Number(s.Booting)))
	}
	x = c.TextIn(x, 0, w-x, Good, fmt.Sprintf("%s warm", Number(s.Ready)))
	limit := "no limit"
	if s.Most > 0 {
		limit = "at most " + Number(s.Most) + " at once"
	}
	c.TextIn(x, 0, w-x, Muted, ", "+limit)
	functionTroubles(c, v, s, 1)
	y := 2
	rows := min(3, max(h-y, 0))
	if h < 6 {
		rows = min(1, rows)
	}
	environmentGrid(c, v, s, y, rows)
	y += rows
	if h-y < 4 {
		return c
	}
	from := max(0, len(s.Points)-max(w-labelW-1, 0))
	scalingCharts(s)[0].draw(c, v, Area{0, y, w, h - y - 1}, s.Points[from:])
	secondsAxis(c, v, s.Start+from, len(s.Points)-from, h-1)
	return c
}

// functionTroubles is what requests met: a cold start, or the limit.
func functionTroubles(c *Canvas, v View, s engine.Scaling, y int) {
	text := fmt.Sprintf("a cold start takes %s", Duration(s.Boot))
	if s.Least > 0 {
		text += fmt.Sprintf(", %s kept ready", Number(s.Least))
	}
	x := c.TextIn(0, y, c.Width, Muted, text)
	for _, word := range [][2]string{{"cold-starts", "started cold"}, {"throttled", "throttled"}} {
		for _, m := range v.Snapshot.Metrics {
			if name, ok := strings.CutPrefix(m.Name, s.Component+"."); ok && name == word[0] && m.Value > 0 {
				x = c.TextIn(x, y, c.Width-x, Caution, fmt.Sprintf("; %s %s", Number(int(m.Value)), word[1]))
			}
		}
	}
}

// environmentGrid is a box an environment, those at work first; where there are
// more than cells, each cell stands for as many as it says.
func environmentGrid(c *Canvas, v View, s engine.Scaling, y, rows int) {
	full, making, warm, cold := environmentMarks(v)
	total := max(s.Most, s.Running+s.Booting+s.Ready)
	if s.Most == 0 {
		total = s.Running + s.Booting + s.Ready + 10
	}
	room := max(c.Width-1, 1) * rows / 2
	each := 1
	if used := s.Running + s.Booting + s.Ready; used > room && room > 0 {
		each = (used + room - 1) / room
	}
	perRow := max(c.Width/2, 1)
	up := func(n int) int { return (n + each - 1) / each }
	busy, booting, ready := up(s.Running), up(s.Booting), up(s.Ready)
	for i := range min(up(total), perRow*rows) {
		r, role := cold, Muted
		switch {
		case i < busy:
			r, role = full, Accent|Bold
		case i < busy+booting:
			r, role = making, Caution
		case i < busy+booting+ready:
			r, role = warm, Good
		}
		c.Set(i%perRow*2, y+i/perRow, role, r)
	}
	if each > 1 {
		c.TextEnd(max(c.Width-18, 0), y, 18, Muted, fmt.Sprintf(" a box is %d", each))
	}
}
