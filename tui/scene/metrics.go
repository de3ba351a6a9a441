package scene

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"netsplit/engine"
	"netsplit/engine/clock"
)

// Metrics lists every metric with its value now and how it went, and above the
// list, where there is room, the chart of the selected one.
func Metrics(v View, w, h int) *Canvas {
	if len(v.Series) == 0 {
		return empty(w, h, v.spell("Nothing was measured yet: {run-or-pause} runs it."))
	}
	c := NewCanvas(w, h)
	at := max(0, slices.IndexFunc(v.Series, func(s engine.Curve) bool { return s.Name == v.Metric }))
	y := 0
	if h >= 16 {
		y = h / 2
		v.Metric = v.Series[at].Name
		c.Blit(0, 0, Chart(v, w, y))
	}
	rows := h - y
	first := Scroll(len(v.Series), rows, at)
	name, value := 12, 8
	for _, s := range v.Series[first:min(first+max(rows, 0), len(v.Series))] {
		name = max(name, Width(s.Name))
		if n := len(s.Values); n > 0 {
			value = max(value, Width(engine.FormatMetric(s.Values[n-1], s.Unit)))
		}
	}
	// A curve narrower than eight columns is not drawn: then the names have its room.
	if curve := w - value - 10; name <= curve || curve >= w/2 {
		name = min(name, curve)
	} else {
		name = min(name, max(w-value-1, 1))
	}
	for i := first; i < len(v.Series) && i-first < rows; i++ {
		metricRow(c, v, v.Series[i], name, value, y+i-first, i == at)
	}
	return c
}

func metricRow(c *Canvas, v View, s engine.Curve, name, value, y int, chosen bool) {
	end := c.TextIn(0, y, name, Plain, s.Name)
	if n := len(s.Values); n > 0 {
		c.TextIn(name+1, y, value, Accent, engine.FormatMetric(s.Values[n-1], s.Unit))
	}
	if x := name + value + 2; c.Width-x >= 8 {
		spark(c, v, s, x, y, c.Width-x)
	}
	if chosen {
		c.Select(0, y, end)
	}
	c.Spots = append(c.Spots, Spot{Y: y, W: name + value + 1, Metric: s.Name})
}

// spark draws a curve in one row: of each column the latest value in it.
func spark(c *Canvas, v View, s engine.Curve, x, y, w int) {
	levels := []rune(" ▁▂▃▄▅▆▇█")
	if v.ASCII {
		levels = []rune(" ._-=+*#@")
	}
	low, high := bounds(s)
	for i := range w {
		from, to := i*len(s.Values)/w, (i+1)*len(s.Values)/w
		if to <= from {
			if len(s.Values) >= w || from >= len(s.Values) {
				continue
			}
			to = from + 1
		}
		value := s.Values[to-1]
		if math.IsNaN(value) || math.IsInf(value, 0) {
			continue
		}
		level := 1
		if high > low {
			level = 1 + int((value-low)/(high-low)*float64(len(levels)-2)+.5)
		}
		c.Set(x+i, y, Good, levels[max(1, min(level, len(levels)-1))])
	}
}

// bounds are the least and the greatest value; a scale that begins at zero
// unless all values are far from it. What never changed is drawn from zero, so
// that a constant does not look like none.
func bounds(s engine.Curve) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, x := range s.Values {
		if !math.IsNaN(x) && !math.IsInf(x, 0) {
			low, high = min(low, x), max(high, x)
		}
	}
	if low > high {
		return 0, 1
	}
	if low > 0 && (low < high*.9 || low == high) {
		low = 0
	}
	return low, high
}

// Chart draws one metric over the whole run, with the steps that were taken.
func Chart(v View, w, h int) *Canvas {
	i := max(0, slices.IndexFunc(v.Series, func(s engine.Curve) bool { return s.Name == v.Metric }))
	if len(v.Series) == 0 || len(v.Series[i].Values) == 0 {
		return empty(w, h, v.spell("Nothing was measured yet: {run-or-pause} runs it."))
	}
	s := v.Series[i]
	c := NewCanvas(w, h)
	low, high := bounds(s)
	if high == low {
		high = low + 1
	}
	label := func(x float64) string { return engine.FormatMetric(x, s.Unit) }
	left := max(Width(label(low)), Width(label(high)), Width(label((low+high)/2))) + 1
	plotW, plotH := w-left-1, h-3
	if plotW < 8 || plotH < 2 {
		c.TextIn(0, 0, w, Plain, s.Name+" "+label(s.Values[len(s.Values)-1]))
		return c
	}
	x := c.TextIn(0, 0, w, Title, s.Name)
	c.TextIn(x+1, 0, w-x-1, Accent, label(s.Values[len(s.Values)-1])+" now")
	begin, end := s.Times[0], max(s.Times[len(s.Times)-1], v.Snapshot.Time)
	if end == begin {
		end++
	}
	column := func(t clock.Time) int {
		return int(float64(t-begin) / float64(end-begin) * float64(plotW*2-1))
	}
	chartSteps(c, v, begin, end, left+1, plotH, func(t clock.Time) int { return left + 1 + column(t)/2 })
	dots := NewDots(plotW, plotH)
	lastX, lastY := -1, 0
	for i, value := range s.Values {
		if math.IsNaN(value) || math.IsInf(value, 0) {
			lastX = -1
			continue
		}
		px, py := column(s.Times[i]), int((1-(value-low)/(high-low))*float64(plotH*4-1)+.5)
		if lastX < 0 {
			lastX, lastY = px, py
		}
		n := max(px-lastX, abs(py-lastY), 1)
		for k := range n + 1 {
			dots.Set(lastX+(px-lastX)*k/n, lastY+(py-lastY)*k/n, Good)
		}
		lastX, lastY = px, py
	}
	dots.Draw(c, left+1, 1, v.ASCII)
	for y := range plotH {
		c.Set(left, 1+y, Border, v.Glyphs().Side)
	}
	for _, tick := range []struct {
		y int
		x float64
	}{{1, high}, {1 + plotH/2, (low + high) / 2}, {plotH, low}} {
		text := label(tick.x)
		c.TextIn(left-1-Width(text), tick.y, Width(text), Muted, text)
	}
	c.HLine(left, h-2, plotW+1, Border, v.Glyphs().Rule)
	c.TextIn(left, h-1, 12, Muted, begin.String())
	last := end.String()
	c.TextIn(w-Width(last)-1, h-1, Width(last), Muted, last)
	return c
}

// chartSteps draws an upright line for each step in the plot, with its words
// where they have room.
func chartSteps(c *Canvas, v View, begin, end clock.Time, left, plotH int, column func(clock.Time) int) {
	// Between the times at both ends of the axis.
	least, until := left+Width(begin.String()), c.Width-Width(end.String())-2
	free := least
	for _, l := range v.Snapshot.Log {
		if l.Severity != engine.Action || l.Time < begin || l.Time > end {
			continue
		}
		x := column(l.Time)
		for y := range plotH {
			c.Set(x, 1+y, Caution, v.Glyphs().Side)
		}
		text := strings.TrimPrefix(l.Text, "you: ")
		wide := min(Width(text), 24)
		if from := min(max(x+1, least), until-wide); from >= free {
			free = 1 + c.TextIn(from, c.Height-1, wide, Caution, text)
		}
	}
}

// Latency draws how the latencies of each client are spread: a bar a cell, the
// cells a quarter wider each, with the middle and the slowest hundredth marked.
func Latency(v View, w, h int) *Canvas {
	var list []engine.Latencies
	for _, l := range v.Latencies {
		if len(l.Cells) > 0 {
			list = append(list, l)
		}
	}
	if len(list) == 0 {
		return empty(w, h, v.spell("No client has had an answer yet: {run-or-pause} runs it."))
	}
	c := NewCanvas(w, h)
	each := max(h/len(list), 3)
	for i, l := range list {
		if i*each >= h {
			break
		}
		spread(c, v, l, i*each, min(each, h-i*each))
	}
	return c
}

func spread(c *Canvas, v View, l engine.Latencies, y, h int) {
	total := 0
	for _, cell := range l.Cells {
		total += cell.Count
	}
	x := c.TextIn(0, y, c.Width, Title, l.Component)
	half, most99, slowest := Duration(l.P50), Duration(l.P99), Duration(l.Max)
	c.TextIn(x+1, y, c.Width-x-1, Plain, first(c.Width-x-1,
		fmt.Sprintf("%s acknowledged: half within %s, 99%% within %s, the slowest %s", count(total, "operation", "operations"), half, most99, slowest),
		fmt.Sprintf("%s answered: half in %s, 99%% in %s, all in %s", Number(total), half, most99, slowest),
		fmt.Sprintf("half in %s, 99%% in %s", half, most99)))
	rows := h - 1
	// Cells are joined until they fit.
	join := 1
	for (len(l.Cells)+join-1)/join > rows && join < 64 {
		join++
	}
	most := 1
	for part := range slices.Chunk(l.Cells, join) {
		most = max(most, cellsIn(part))
	}
	for i := 0; i*join < len(l.Cells) && i < rows; i++ {
		part := l.Cells[i*join : min((i+1)*join, len(l.Cells))]
		n := cellsIn(part)
		upto := part[len(part)-1].Upto
		row := y + 1 + i
		text := "to " + Duration(upto)
		c.TextIn(max(0, 12-Width(text)), row, 12, Muted, text)
		role := Good
		mark := ""
		from := upto
		if i > 0 {
			from = l.Cells[i*join-1].Upto
		} else {
			from = 0
		}
		if l.P50 > from && l.P50 <= upto {
			mark = " half"
		}
		if l.P99 > from && l.P99 <= upto {
			mark += " 99%"
		}
		if from >= l.P99 {
			role = Caution
		}
		room := c.Width - 13 - 16
		length := 0
		if n > 0 {
			length = max(1, int(float64(n)/float64(most)*float64(max(room, 1))+.5))
		}
		length = min(length, max(room, 0))
		c.HLine(13, row, length, role, v.Glyphs().Block)
		at := c.TextIn(13+length+1, row, c.Width-14-length, Muted, Number(n))
		c.TextIn(at, row, c.Width-at, Accent, mark)
	}
}

// cellsIn is how many operations some cells hold together.
func cellsIn(cells []engine.LatencyCell) (n int) {
	for _, cell := range cells {
		n += cell.Count
	}
	return n
}
