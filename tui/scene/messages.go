package scene

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"netsplit/calc/order"
	"netsplit/engine"
	"netsplit/engine/clock"
)

// Messages draws the space-time diagram of View.Past: a line a node, time to
// the right, a slanted arrow a message. A lost message ends in a cross. Steps
// and faults are upright lines. Of a selected operation its own messages stand
// out, those of its causal cone are plain, and the rest is faint.
func Messages(v View, w, h int) *Canvas {
	if v.Past.To <= v.Past.From {
		return empty(w, h, v.spell("Nothing has happened yet: {run-or-pause} runs it."))
	}
	d := &diagram{v: v, g: v.Glyphs(), c: NewCanvas(w, h)}
	d.nodes()
	if len(d.rows) == 0 || w < 20 || h < 5 {
		return empty(w, h, v.spell("A message diagram needs more room: {zoom} shows it alone."))
	}
	d.measure()
	d.steps()
	d.arrows()
	d.lines()
	d.marks()
	d.axis()
	d.foot()
	return d.c
}

type diagram struct {
	v         View
	g         Glyphs
	c         *Canvas
	rows      []string // nodes, from the top
	hidden    int      // nodes without a line
	y         map[string]int
	left      int // column where time begins
	cone      map[uint64]bool
	operation engine.Operation
}

// nodes chooses whose lines are drawn: all, if there is room, else those with
// the most to say, in the order of the design.
func (d *diagram) nodes() {
	talk := map[string]int{}
	for _, f := range d.v.Past.Flights {
		weight := 1
		if f.Operation != 0 && f.Operation == d.v.Operation {
			weight = 1000
		}
		talk[f.From] += weight
		talk[f.To] += weight
	}
	talk[d.v.Node]++
	var all []string
	if talk["you"] > 0 {
		all = append(all, "you")
	}
	for _, n := range d.v.Snapshot.Nodes {
		all = append(all, n.Name)
	}
	room := max((d.c.Height-3)/2, 1)
	if len(all) > room {
		byTalk := slices.Clone(all)
		slices.SortStableFunc(byTalk, func(a, b string) int { return talk[b] - talk[a] })
		first := max(0, min(d.v.Scroll, len(all)-room))
		keep := map[string]bool{}
		for _, n := range byTalk[first : first+room] {
			keep[n] = true
		}
		d.hidden = len(all) - room
		all = slices.DeleteFunc(all, func(n string) bool { return !keep[n] })
	}
	d.rows = all
}

func (d *diagram) measure() {
	d.y = make(map[string]int, len(d.rows))
	body, widest := d.c.Height-2, 0
	each := 0.0
	if len(d.rows) > 1 {
		each = math.Min(float64(body-2)/float64(len(d.rows)-1), 9)
	}
	for i, n := range d.rows {
		d.y[n] = 1 + int(each*float64(i))
		widest = max(widest, Width(n))
	}
	d.left = min(widest, max(d.c.Width/6, 6)) + 3
	for _, o := range d.v.Snapshot.Operations {
		if o.ID == d.v.Operation && o.ID != 0 {
			d.operation = o
		}
	}
	if d.v.Chosen.ID != 0 {
		d.operation = d.v.Chosen
	}
	d.cone = Cone(d.v.Past, d.operation, d.v.Snapshot.Time)
}

// dot is the column of a moment, in half cells from the left edge.
func (d *diagram) dot(t clock.Time) int {
	p := d.v.Past
	share := float64(t-p.From) / float64(p.To-p.From)
	return d.left*2 + int(math.Round(share*float64((d.c.Width-d.left)*2-1)))
}

func (d *diagram) column(t clock.Time) int { return d.dot(t) / 2 }

func (d *diagram) role(f engine.Flight) Role {
	switch {
	case f.ID == d.v.Message && f.ID != 0:
		return Title | Bold
	case f.State == engine.Lost:
		return Bad
	case d.operation.ID != 0 && f.Operation == d.operation.ID:
		return Accent | Bold
	case d.cone[f.ID]:
		return Plain
	case d.operation.ID != 0 || f.Operation == 0:
		return Muted
	}
	return Plain
}

// order is what is drawn first: the rest, then the cone, then the operation's
// own, then the selected message.
func (d *diagram) order(f engine.Flight) int {
	switch {
	case f.ID == d.v.Message && f.ID != 0:
		return 4
	case d.operation.ID != 0 && f.Operation == d.operation.ID:
		return 3
	case d.cone[f.ID]:
		return 2
	case f.State == engine.Lost:
		return 1
	}
	return 0
}

func (d *diagram) sorted() []engine.Flight {
	list := slices.Clone(d.v.Past.Flights)
	order.By(list, func(a, b engine.Flight) int { return d.order(a) - d.order(b) })
	return list
}

// ends are the two ends of a message in dots, and how far along the way it got.
func (d *diagram) ends(f engine.Flight) (x0, y0, x1, y1 int, share float64, ok bool) {
	from, a := d.y[f.From]
	to, b := d.y[f.To]
	if !a || !b || from == to {
		return 0, 0, 0, 0, 0, false
	}
	x0, y0, x1, y1, share = d.dot(f.SentAt), from*4+2, d.dot(max(f.Ended, f.SentAt)), to*4+2, 1
	now := d.v.Snapshot.Time
	switch {
	case f.State == engine.Lost:
		share = .6
		if f.Ended == f.SentAt { // the network took it and lost it: it went no time
			x1 += 3
		}
	case f.State == engine.Flying && f.Ended > now && f.Ended > f.SentAt:
		share = float64(now-f.SentAt) / float64(f.Ended-f.SentAt)
	}
	return x0, y0, x1, y1, share, true
}

func (d *diagram) arrows() {
	dots := NewDots(d.c.Width, d.c.Height-1)
	for _, f := range d.sorted() {
		x0, y0, x1, y1, share, ok := d.ends(f)
		if !ok {
			continue
		}
		role := d.role(f)
		n := max(abs(x1-x0), abs(y1-y0), 1)
		first, last := inSight(x0, x1, n, 2*d.left, 2*d.c.Width)
		for i := first; i <= min(last, int(float64(n)*share)); i++ {
			x := x0 + int(math.Round(float64((x1-x0)*i)/float64(n)))
			y := y0 + int(math.Round(float64((y1-y0)*i)/float64(n)))
			if x/2 >= d.left {
				dots.Set(x, y, role)
			}
		}
	}
	dots.Draw(d.c, 0, 0, d.v.ASCII)
}

// inSight says which of n steps from x0 to x1 lie between two columns of dots.
// Looked at closely, an arrow can be a million times as long as the screen.
func inSight(x0, x1, n, from, to int) (first, last int) {
	if x0 == x1 {
		return 0, n
	}
	a := float64(from-x0) / float64(x1-x0)
	b := float64(to-x0) / float64(x1-x0)
	steps := func(share float64) int { return int(share * float64(n)) }
	return steps(min(max(min(a, b), 0), 1)), min(steps(min(max(max(a, b), 0), 1))+1, n)
}

// lines draws each node's line: solid while it runs, dotted while it is down,
// double while it is frozen.
func (d *diagram) lines() {
	for _, name := range d.rows {
		y := d.y[name]
		n, ok := d.v.node(name)
		role := Plain
		if ok {
			mark, markRole := d.v.stateMark(n)
			d.c.Set(0, y, markRole, mark)
		}
		if name == d.v.Node {
			role |= Bold
		}
		end := d.c.TextIn(2, y, d.left-3, role, name)
		if name == d.v.Node {
			d.c.Select(0, y, end)
		}
		d.c.Spots = append(d.c.Spots, Spot{X: 0, Y: y, W: d.left - 1, Node: name})
		d.lifeline(name, y)
	}
}

func (d *diagram) lifeline(name string, y int) {
	state := engine.Up
	var turns []engine.Turn
	for _, t := range d.v.Past.Turns {
		if t.Node != name {
			continue
		}
		if t.Time <= d.v.Past.From {
			state = t.State
		} else {
			turns = append(turns, t)
		}
	}
	last := d.column(min(d.v.Snapshot.Time, d.v.Past.To))
	for x := d.left; x <= last; x++ {
		for len(turns) > 0 && d.column(turns[0].Time) <= x {
			state = turns[0].State
			turns = turns[1:]
		}
		switch state {
		case engine.Up:
			d.c.Set(x, y, Border, d.g.Rule)
		case engine.Paused:
			d.c.Set(x, y, Caution, '=')
		default:
			if x%2 == 0 {
				d.c.Set(x, y, Bad, '.')
			}
		}
	}
	for _, t := range d.v.Past.Turns {
		if t.Node == name && t.Time > d.v.Past.From {
			mark, role := d.v.stateMark(engine.Node{State: t.State})
			d.c.Set(d.column(t.Time), y, role|Bold, mark)
		}
	}
}

// marks draws where messages begin and end, over the lines.
func (d *diagram) marks() {
	list := d.sorted()
	for _, f := range list {
		x0, y0, _, _, _, ok := d.ends(f)
		if role := d.role(f); ok && x0/2 >= d.left && role != Muted && f.SentAt >= d.v.Past.From {
			d.c.Set(x0/2, y0/4, role, d.g.Moving)
		}
	}
	for _, f := range list {
		x0, y0, x1, y1, share, ok := d.ends(f)
		if !ok {
			continue
		}
		role := d.role(f)
		hx := x0 + int(math.Round(float64(x1-x0)*share))
		hy := y0 + int(math.Round(float64(y1-y0)*share))
		if hx/2 < d.left || hx/2 >= d.c.Width {
			continue
		}
		head := d.g.Down
		switch {
		case f.State == engine.Lost:
			head = d.g.Failed
		case f.State == engine.Flying:
			head = d.g.Moving
		case y1 < y0:
			head = d.up()
		}
		d.c.Set(hx/2, hy/4, role, head)
		d.c.Spots = append(d.c.Spots, Spot{X: hx / 2, Y: hy / 4, W: 1, Node: f.To, Operation: f.Operation, Message: f.ID})
	}
	// What was drawn last lies on top: it is what a click means.
	slices.Reverse(d.c.Spots)
}

func (d *diagram) up() rune {
	if d.v.ASCII {
		return '^'
	}
	return '▲'
}

// steps draws an upright line for each step that was taken.
func (d *diagram) steps() {
	free := 0 // where the words of the step before end
	for _, l := range d.v.Snapshot.Log {
		if l.Severity != engine.Action || l.Time < d.v.Past.From || l.Time > d.v.Past.To {
			continue
		}
		x := d.column(l.Time)
		words := d.c.Height - 2
		for y := 1; y < words; y++ {
			d.c.Set(x, y, Caution, d.g.Side)
		}
		if x >= free { // a line through the words before would make them unreadable
			d.c.Set(x, words, Caution, d.g.Side)
			free = 1 + d.c.TextIn(x+1, words, min(d.c.Width-x-1, 32), Caution, strings.TrimPrefix(l.Text, "you: "))
		}
	}
}

// axis writes the times into the first row, at round moments.
func (d *diagram) axis() {
	p := d.v.Past
	span := p.To.Sub(p.From)
	room := max((d.c.Width-d.left)/14, 1)
	step := RoundStep(span / time.Duration(room))
	for t := clock.FromDuration(p.From.Duration().Truncate(step)); t <= p.To; t = t.Add(step) {
		if t < p.From || step <= 0 {
			if step <= 0 {
				break
			}
			continue
		}
		x := d.column(t)
		if text := moment(t, step); Width(text) <= d.c.Width-x {
			d.c.TextIn(x, 0, 13, Muted, text)
		}
	}
	d.c.TextIn(0, 0, d.left-1, Muted, Duration(span))
}

// moment writes a time with as many places as a step needs.
func moment(t clock.Time, step time.Duration) string {
	switch {
	case step < 10*time.Microsecond:
		return fmt.Sprintf("%.6f s", t.Seconds())
	case step < time.Millisecond:
		return fmt.Sprintf("%.4f s", t.Seconds())
	}
	return t.String()
}

// RoundStep is the next of 1, 2, 5, 10 … at or above d.
func RoundStep(d time.Duration) time.Duration {
	for step := time.Microsecond; step < time.Hour; step *= 10 {
		for _, f := range []time.Duration{1, 2, 5} {
			if step*f >= d {
				return step * f
			}
		}
	}
	return time.Hour
}

// foot says what the marks mean, or what the selected message is.
func (d *diagram) foot() {
	y, w := d.c.Height-1, d.c.Width
	if f := d.v.Flight; f.ID == d.v.Message && f.ID != 0 {
		d.c.TextIn(0, y, w, Title, FlightLine(f))
		return
	}
	lost, cone := 0, 0
	for _, f := range d.v.Past.Flights {
		if f.State == engine.Lost {
			lost++
		}
		if d.cone[f.ID] {
			cone++
		}
	}
	text := fmt.Sprintf("%s, %d lost %c", count(len(d.v.Past.Flights), "message", "messages"), lost, d.g.Failed)
	more := func(texts ...string) {
		if t := first(w-Width(text), texts...); Width(text)+Width(t) <= w {
			text += t
		}
	}
	switch {
	case d.operation.ID != 0 && cone > 0:
		more(fmt.Sprintf("; %d in the causal cone of %s", cone, d.operation.Name), fmt.Sprintf("; %d in its causal cone", cone))
	case d.v.Past.Cut:
		more(d.v.spell("; too many to show: {zoom-in} zooms in"))
	}
	if d.hidden > 0 {
		more(fmt.Sprintf("; %d quieter nodes not shown", d.hidden), fmt.Sprintf("; %d nodes not shown", d.hidden))
	}
	if d.v.Past.Kept > d.v.Past.From {
		more("; older ones are no longer kept")
	}
	more(d.v.spell(". {zoom-out} {zoom-in} zoom, {arrows} choose"), d.v.spell(". {zoom-out} {zoom-in} zoom"))
	d.c.TextIn(0, y, w, Muted, text)
}

// FlightLine says in a line what a message is and what became of it.
func FlightLine(f engine.Flight) string {
	text := fmt.Sprintf("%d %s to %s, %s", f.ID, f.From, f.To, f.Kind)
	if f.Text != "" {
		text = fmt.Sprintf("%d %s to %s: %s", f.ID, f.From, f.To, f.Text)
	}
	took := Duration(f.Ended.Sub(f.SentAt))
	switch f.State {
	case engine.Lost:
		return text + ", lost: " + f.Reason
	case engine.Flying:
		return text + ", in flight, due " + f.Ended.String()
	}
	return text + ", took " + took
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
