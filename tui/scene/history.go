package scene

import (
	"fmt"
	"slices"

	"netsplit/calc/order"
	"netsplit/engine"
	"netsplit/engine/clock"
)

// History draws operations as bars from when they were asked to when they were
// answered, a row or more a client, time to the right: what overlaps was
// concurrent. With a key selected by hand only its operations are drawn. Those
// that the latest check found at fault stand out, and what it said is below.
func History(v View, w, h int) *Canvas {
	verdict := v.Snapshot.Verdict
	guilty := func(id uint64) bool { return !verdict.OK && slices.Contains(verdict.Operations, id) }
	list := slices.Clone(v.Snapshot.Operations)
	for _, o := range v.Marked {
		if guilty(o.ID) && !slices.ContainsFunc(list, func(x engine.Operation) bool { return x.ID == o.ID }) {
			list = append(list, o)
		}
	}
	key := ""
	if len(verdict.Operations) > 0 && !verdict.OK {
		for _, o := range list {
			if o.ID == verdict.Operations[0] {
				key = o.Key
			}
		}
	}
	if key == "" && slices.ContainsFunc(list, func(o engine.Operation) bool { return o.Manual && o.Key == v.Key }) {
		key = v.Key
	}
	if key != "" {
		list = slices.DeleteFunc(list, func(o engine.Operation) bool { return o.Key != key && !guilty(o.ID) })
	}
	if len(list) == 0 {
		return empty(w, h, v.spell("Nobody has asked for anything yet: {put} writes, {get} reads, {run-or-pause} runs the clients."))
	}
	order.By(list, func(a, b engine.Operation) int { return int(min(max(a.Start-b.Start, -1), 1)) })
	c := NewCanvas(w, h)
	foot := historyFoot(c, v, key, len(list))
	d := lanes{v: v, c: c, g: v.Glyphs(), bottom: h - foot, guilty: guilty}
	d.draw(list)
	return c
}

// historyFoot writes what the check found into the last rows and returns how
// many those are.
func historyFoot(c *Canvas, v View, key string, n int) int {
	verdict := v.Snapshot.Verdict
	text := count(n, "operation", "operations")
	if key != "" {
		text += " on " + key
	}
	if verdict.Name == "" {
		c.TextIn(0, c.Height-1, c.Width, Muted, first(c.Width, text+", w writes, r reads. : check linearizable marks those at fault",
			"w writes, r reads. : check linearizable marks those at fault", text+". : check linearizable marks those at fault"))
		return 1
	}
	role, word := Good, "holds"
	switch {
	case verdict.Unknown:
		role, word = Caution, "can't be decided"
	case !verdict.OK:
		role, word = Bad, "is violated"
	}
	lines := Wrap(fmt.Sprintf("%s %s at %s: %s", verdict.Name, word, verdict.Time, verdict.Explanation), c.Width)
	lines = lines[:min(len(lines), max(c.Height/3, 1))]
	for i, l := range lines {
		c.TextIn(0, c.Height-len(lines)+i, c.Width, role, l)
	}
	return len(lines)
}

// wordsW is the room for the words of an operation, after its bar.
const wordsW = 14

type lanes struct {
	v          View
	c          *Canvas
	g          Glyphs
	bottom     int
	begin, end clock.Time
	left       int
	words      int // columns kept free after the last bar, for its words
	guilty     func(uint64) bool
}

func (d *lanes) draw(list []engine.Operation) {
	now := d.v.Snapshot.Time
	var clients []string
	for _, o := range list {
		if !slices.Contains(clients, o.Client) {
			clients = append(clients, o.Client)
		}
		d.left = max(d.left, Width(o.Client))
	}
	d.left = min(d.left, max(d.c.Width/5, 4)) + 1
	room := max(d.c.Width-d.left, 1)
	d.words = min(wordsW, room/3)
	room -= d.words
	// The stretch of time: all of them, or the latest whose bars have room.
	most := max(room/4, 3)
	shown := list
	if first := slices.IndexFunc(list, func(o engine.Operation) bool { return d.guilty(o.ID) }); len(list) > most {
		from := len(list) - most
		if first >= 0 {
			from = max(0, min(first-1, from))
		}
		shown = list[from:]
	}
	d.begin, d.end = shown[0].Start, shown[0].Start+1
	for _, o := range shown {
		d.end = max(d.end, o.Start+1)
		if o.Outcome != engine.Pending {
			d.end = max(d.end, o.End)
		} else {
			d.end = max(d.end, now)
		}
	}
	y := 1
	for _, client := range clients {
		y = d.client(client, shown, y)
	}
	d.c.TextIn(d.left, 0, 12, Muted, d.begin.String())
	last := d.end.String()
	if x := d.column(d.end) + 1 - Width(last); x > d.left+13 {
		d.c.TextIn(x, 0, Width(last), Muted, last)
	}
}

func (d *lanes) column(t clock.Time) int {
	return d.left + int(float64(t-d.begin)/float64(d.end-d.begin)*float64(max(d.c.Width-d.left-1-d.words, 0)))
}

// client draws a client's operations, each in the first row where it does not
// lie over another, and returns the row after them.
func (d *lanes) client(name string, list []engine.Operation, y int) int {
	if y >= d.bottom {
		return y
	}
	d.c.TextIn(0, y, d.left-1, Title, name)
	var free []int // by row: the first column that is
	for _, o := range list {
		if o.Client != name || o.Start < d.begin {
			continue
		}
		from := d.column(o.Start)
		to := d.column(d.end)
		if o.Outcome != engine.Pending {
			to = d.column(o.End)
		}
		row := slices.IndexFunc(free, func(x int) bool { return x <= from })
		if row < 0 {
			row = len(free)
			free = append(free, 0)
		}
		if y+row >= d.bottom {
			continue
		}
		free[row] = max(to, d.bar(o, from, to, y+row)) + 1
	}
	return y + max(len(free), 1)
}

// bar draws one operation and returns the column after its words.
func (d *lanes) bar(o engine.Operation, from, to, y int) int {
	role, mark := Good, d.g.OK
	switch {
	case o.Outcome == engine.Pending:
		role, mark = Accent, d.g.Pending
	case o.Outcome == engine.Unknown:
		role, mark = Caution, d.g.Unknown
	case o.Outcome == engine.Failed:
		role, mark = Bad, d.g.Failed
	case o.Stale:
		role, mark = Caution, d.g.Behind
	}
	if d.guilty(o.ID) {
		role |= Bold | Reverse
	}
	d.c.HLine(from, y, max(to-from, 0), role, d.g.Heavy)
	d.c.Set(to, y, role, mark)
	d.c.Spots = append(d.c.Spots, Spot{X: from, Y: y, W: to - from + 1, Operation: o.ID})
	if o.ID == d.v.Operation {
		d.c.Select(from, y, to-from+1)
	}
	text := o.Kind
	switch {
	case o.Kind == "get" && o.Found:
		text = "r " + o.Value
	case o.Kind == "get" && o.Outcome == engine.OK:
		text = "r none"
	case o.Kind == "put":
		text = "w " + o.Value
	}
	wordRole := Muted
	if d.guilty(o.ID) {
		wordRole = Bad | Bold
	}
	return d.c.TextIn(to+1, y, min(wordsW, d.c.Width-to-1), wordRole, text)
}
