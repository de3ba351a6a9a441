package scene

import (
	"fmt"
	"time"

	"netsplit/engine"
)

// Clients draws what the clients see: the success rate and the latency now,
// and both over time, a column a second. Failed requests are crosses at the
// foot of their column, never lost in a rounded bar.
func Clients(v View, w, h int) *Canvas {
	if len(v.Snapshot.Clients) == 0 {
		return empty(w, h, "This design has no client traffic. Your own puts and gets are in the operations pane.")
	}
	c := NewCanvas(w, h)
	each := h / len(v.Snapshot.Clients)
	shown := v.Snapshot.Clients
	if each < 2 && len(shown) > 1 {
		return clientLines(v, w, h)
	}
	each = max(each, min(2, h))
	for i, client := range shown {
		c.Blit(0, i*each, clientChart(v, client, w, each))
	}
	return c
}

// clientLines is a line for each client, where there is no room for more.
func clientLines(v View, w, h int) *Canvas {
	c := NewCanvas(w, h)
	list := v.Snapshot.Clients
	name := 0
	for _, client := range list {
		name = max(name, Width(client.Component))
	}
	for i, client := range list {
		if i == h-1 && i < len(list)-1 {
			c.TextIn(0, i, w, Muted, fmt.Sprintf("and %d more clients", len(list)-i))
			break
		}
		c.TextIn(0, i, w/2, Title, client.Component)
		clientFare(c, v, client, min(name, w/2)+1, i, w)
	}
	return c
}

func clientChart(v View, client engine.Client, w, h int) *Canvas {
	c := NewCanvas(w, h)
	clientNumbers(c, v, client)
	if h < 5 {
		if h >= 3 {
			bars(c, v, Area{0, 2, w, h - 2}, client)
		}
		return c
	}
	axis := 1
	rest := h - 2 - axis
	requests := (rest + 1) / 2
	if rest < 4 {
		requests = rest
	}
	bars(c, v, Area{0, 2, w, requests}, client)
	if requests < rest {
		latencies(c, v, Area{0, 2 + requests, w, rest - requests}, client)
	}
	timeAxis(c, v, client, h-1)
	return c
}

// Area is a part of a canvas.
type Area struct{ X, Y, W, H int }

// labelW is the width of the labels left of a chart.
const labelW = 9

func clientNumbers(c *Canvas, v View, client engine.Client) {
	g := v.Glyphs()
	x := c.TextIn(0, 0, c.Width, Title, client.Component) + 1
	role, mark := Good, g.OK
	if client.RecentAvailability < 0.999 && client.Total > 0 {
		role, mark = Bad, g.Failed
	}
	if client.Total == 0 {
		c.TextIn(x, 0, c.Width-x, Muted, "no requests yet")
		return
	}
	clientTotals(c, client)
	if client.RecentTotal == 0 {
		c.TextIn(x, 0, c.Width-x, Muted, silent)
		return
	}
	x = c.TextIn(x, 0, c.Width-x, role|Bold, fmt.Sprintf("%c %s ok", mark, Percent(client.RecentAvailability)))
	if client.RecentP99 == 0 { // none was served
		c.TextIn(x, 0, c.Width-x, Muted, " (5 s)")
		return
	}
	if c.Width >= 46 {
		x = c.TextIn(x, 0, c.Width-x, Muted, ", p50 ")
		x = c.TextIn(x, 0, c.Width-x, Plain, Duration(client.RecentP50))
	}
	x = c.TextIn(x, 0, c.Width-x, Muted, ", p99 ")
	x = c.TextIn(x, 0, c.Width-x, Plain, Duration(client.RecentP99))
	if c.Width-x >= len(" (5 s)") {
		c.TextIn(x, 0, c.Width-x, Muted, " (5 s)")
	}
}

// silent is said of a client that got no answer lately: of none, no share is ok.
const silent = "no answers in the last 5 s"

// clientTotals writes how a client fared in the whole run.
func clientTotals(c *Canvas, client engine.Client) {
	text := fmt.Sprintf("%s of %s ok, %s failed", Percent(client.Availability), Number(client.Total), Number(client.Failed))
	if client.Unknown > 0 {
		text += fmt.Sprintf(", %s unknown", Number(client.Unknown))
	}
	if Width(text) > c.Width {
		text = fmt.Sprintf("%s of %s ok", Percent(client.Availability), Number(client.Total))
	}
	c.TextIn(0, 1, c.Width, Muted, text)
}

// ClientLine writes how the first client fares into a line and returns the
// column after it.
func ClientLine(c *Canvas, v View, x, y, w int) int {
	if len(v.Snapshot.Clients) == 0 {
		return x
	}
	client, end := v.Snapshot.Clients[0], x+w
	return clientFare(c, v, client, c.TextIn(x, y, w, Title, client.Component+" "), y, end)
}

// clientFare writes how a client fares now between two columns of a line.
func clientFare(c *Canvas, v View, client engine.Client, x, y, end int) int {
	g := v.Glyphs()
	if client.Total == 0 {
		return c.TextIn(x, y, end-x, Muted, "no requests yet")
	}
	if client.RecentTotal == 0 {
		return c.TextIn(x, y, end-x, Muted, silent)
	}
	role, mark := Good, g.OK
	if client.RecentAvailability < 0.999 {
		role, mark = Bad, g.Failed
	}
	x = c.TextIn(x, y, end-x, role|Bold, fmt.Sprintf("%c %s ok", mark, Percent(client.RecentAvailability)))
	if client.RecentP99 == 0 { // none was served
		return x
	}
	return c.TextIn(x, y, end-x, Muted, ", p99 "+Duration(client.RecentP99))
}

// window is the buckets that fit into w columns, the latest at the right, and
// the second of the first.
func window(client engine.Client, w int) ([]engine.Bucket, int) {
	from := max(0, len(client.Buckets)-max(w, 0))
	return client.Buckets[from:], client.Start + from
}

// eighths are bars of one to eight eighths of a cell.
const eighths = "▁▂▃▄▅▆▇█"

// bar draws a column of height value/top from the foot of the area up.
func bar(c *Canvas, x, foot, h int, value, top float64, role Role, ascii bool) {
	if top <= 0 || value <= 0 {
		return
	}
	n := int(value/top*float64(h)*8 + 0.5)
	n = max(1, min(n, h*8))
	for row := 0; row < h && n > 0; row++ {
		part := min(n, 8)
		r := []rune(eighths)[part-1]
		if ascii {
			r = '#'
			if part < 4 {
				r = '.'
			}
		}
		c.Set(x, foot-row, role, r)
		n -= part
	}
}

// bars draws the requests of each second: what worked above what failed.
func bars(c *Canvas, v View, a Area, client engine.Client) {
	g := v.Glyphs()
	buckets, _ := window(client, a.W-labelW-1)
	most := 1
	for _, b := range buckets {
		most = max(most, b.OK+b.Failed)
	}
	axisLabels(c, a, Number(most)+"/s", "requests", v)
	foot := a.Y + a.H - 1
	for i, b := range buckets {
		x := a.X + labelW + 1 + i
		bar(c, x, foot, a.H, float64(b.OK+b.Failed), float64(most), Good, v.ASCII)
		failed := 0
		if b.Failed > 0 {
			failed = max(1, (b.Failed*a.H+most/2)/most)
		}
		for row := range min(failed, a.H) {
			c.Set(x, foot-row, Bad, g.FailBlock)
		}
	}
}

// latencies draws the 99th percentile of each second.
func latencies(c *Canvas, v View, a Area, client engine.Client) {
	buckets, _ := window(client, a.W-labelW-1)
	var most time.Duration
	for _, b := range buckets {
		most = max(most, b.P99)
	}
	axisLabels(c, a, Duration(most), "p99", v)
	for i, b := range buckets {
		bar(c, a.X+labelW+1+i, a.Y+a.H-1, a.H, float64(b.P99), float64(most), Accent, v.ASCII)
	}
}

// axisLabels writes the largest value at the top, the name below it or beside
// it, and 0 at the foot.
func axisLabels(c *Canvas, a Area, top, name string, v View) {
	right := func(y int, role Role, s string) {
		c.TextIn(a.X+max(0, labelW-Width(s)), y, labelW, role, s)
	}
	if a.H >= 3 {
		right(a.Y+a.H-1, Muted, "0")
		right(a.Y+1, Plain, name)
	}
	if a.H == 2 {
		right(a.Y+1, Plain, name)
	}
	right(a.Y, Muted, top)
	for i := range a.H {
		c.Set(a.X+labelW, a.Y+i, Border, v.Glyphs().Side)
	}
}

// timeAxis writes the seconds below the charts: the first, the middle, the last.
func timeAxis(c *Canvas, v View, client engine.Client, y int) {
	buckets, start := window(client, c.Width-labelW-1)
	secondsAxis(c, v, start, len(buckets), y)
}

// secondsAxis writes seconds below a chart of n columns, from start on.
func secondsAxis(c *Canvas, v View, start, n, y int) {
	c.HLine(labelW+1, y, min(c.Width-labelW-1, n), Border, v.Glyphs().Rule)
	if n == 0 {
		return
	}
	put := func(i int) {
		text := fmt.Sprintf("%d s", start+i)
		x := labelW + 1 + i
		if x+len(text) > c.Width {
			x = c.Width - len(text)
		}
		c.TextIn(x, y, c.Width-x, Muted, text)
	}
	put(0)
	if n >= 30 {
		put(n / 2)
	}
	if n >= 12 {
		put(n - 1)
	}
}
