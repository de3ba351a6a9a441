package scene

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"netsplit/calc/order"
	"netsplit/engine"
)

// Compare shows two runs that were one until a moment: the system of both side
// by side, where there is room, and a table of what differs now.
func Compare(v View, w, h int) *Canvas {
	if v.Fork == nil {
		return empty(w, h, "There is no fork: F begins one, and this shows what became different since.")
	}
	c := NewCanvas(w, h)
	fork := View{Snapshot: v.Fork, Node: v.Node, Key: v.Key, ASCII: v.ASCII}
	rows := Differences(v.Snapshot, v.Fork)
	y := 0
	said := parted(v, w)
	if h < 8 {
		said = said[:min(len(said), 1)]
	}
	if top := h - min(len(rows)+2+len(said), h/2); w >= 60 && top >= 8 {
		half := (w - 1) / 2
		c.TextIn(0, 0, half, Title, "this run")
		c.TextIn(half+1, 0, half, Title, "the fork, since "+v.Forked.String()+" alone")
		c.Blit(0, 1, Topology(v, half, top-2))
		spots := len(c.Spots)
		c.Blit(half+1, 1, Topology(fork, half, top-2))
		c.Spots = c.Spots[:spots] // what is selected is in this run
		for i := range top - 1 {
			c.Set(half, i, Border, v.Glyphs().Side)
		}
		y = top
	}
	for _, line := range said {
		c.TextIn(0, y, w, line.role, line.text)
		y++
	}
	differences(c, v, rows, y)
	return c
}

// parted says where the runs went apart, and how many operations ended
// otherwise, once that was asked for.
func parted(v View, w int) []faultLine {
	k := v.Compared
	if k == nil {
		return []faultLine{{v.spell("{open} finds the first event that differs, and the operations"), Muted}}
	}
	if k.Parted == nil {
		if k.Note != "" {
			return []faultLine{{k.Note, Muted}}
		}
		return []faultLine{{"event for event the same", Good}}
	}
	out := []faultLine{
		{fmt.Sprintf("they part at %.3f s, event %s", k.Parted.TimeSeconds, Number(int(k.Parted.Event))), Title},
		{"  this run: " + k.Parted.A, Accent},
		{"  the fork: " + k.Parted.B, Plain},
	}
	if k.Differing > 0 {
		text := fmt.Sprintf("%s of %s operations ended otherwise", Number(k.Differing), Number(k.Compared))
		if len(k.Operations) > 0 {
			o := k.Operations[0]
			text += fmt.Sprintf("; the first, %s of %s: here %s, in the fork %s", o.Name, o.Client, o.A, o.B)
		}
		for i, line := range Wrap(text, max(w-2, 20)) {
			if i > 0 {
				line = "  " + line
			}
			out = append(out, faultLine{line, Caution})
		}
	}
	return out
}

// Difference is something that the two runs don't have alike.
type Difference struct{ What, Here, There string }

// Differences lists what differs between two runs: nodes' states, leaders, keys,
// the operations by hand, and the metrics, the largest changes first.
func Differences(here, there *engine.Snapshot) []Difference {
	var out []Difference
	add := func(what, a, b string) {
		if a != b {
			out = append(out, Difference{what, a, b})
		}
	}
	states := map[string]string{}
	for _, n := range there.Nodes {
		states[n.Name] = stateWord(n)
	}
	for _, n := range here.Nodes {
		b, ok := states[n.Name]
		if !ok {
			b = "does not exist"
		}
		add(n.Name, stateWord(n), b)
		delete(states, n.Name)
	}
	for _, n := range there.Nodes {
		if _, left := states[n.Name]; left {
			add(n.Name, "does not exist", stateWord(n))
		}
	}
	for i, r := range here.Rafts {
		if i < len(there.Rafts) {
			o := there.Rafts[i]
			add(r.Component+" leader", fmt.Sprintf("%s in term %d", orNobody(r.Leader), r.Term), fmt.Sprintf("%s in term %d", orNobody(o.Leader), o.Term))
		}
	}
	add("faults", faultCount(here), faultCount(there))
	operations(here, there, add)
	keys(here, there, add)
	return append(out, metricDifferences(here, there)...)
}

func orNobody(s string) string {
	if s == "" {
		return "nobody"
	}
	return s
}

func faultCount(s *engine.Snapshot) string {
	if len(s.Faults) == 0 {
		return "none active"
	}
	return fmt.Sprintf("%d active, the last: %s", len(s.Faults), s.Faults[len(s.Faults)-1].Text)
}

// operations compares those that were under way in both: they have the same
// numbers. The latest few are enough.
func operations(here, there *engine.Snapshot, add func(what, a, b string)) {
	const most = 6
	n := 0
	for _, o := range slices.Backward(here.Operations) {
		i, ok := slices.BinarySearchFunc(there.Operations, o.ID, func(x engine.Operation, id uint64) int { return cmp.Compare(x.ID, id) })
		if !ok || n >= most || there.Operations[i].Name != o.Name {
			continue
		}
		if a, b := outcomeText(o), outcomeText(there.Operations[i]); a != b {
			add(o.Name, a, b)
			n++
		}
	}
}

func outcomeText(o engine.Operation) string {
	switch {
	case o.Outcome == engine.OK && o.Kind == "get" && o.Found:
		return "read " + o.Value
	case o.Outcome == engine.OK:
		return "ok"
	case o.Code != "":
		return string(o.Outcome) + " (" + o.Code + ")"
	}
	return string(o.Outcome)
}

// keys compares what the replicas of each key hold.
func keys(here, there *engine.Snapshot, add func(what, a, b string)) {
	const most = 8
	other := map[string]string{}
	for _, s := range there.Stores {
		for _, row := range s.Keys {
			other[s.Component+" "+row.Key] = rowText(row)
		}
	}
	n := 0
	for _, s := range here.Stores {
		for _, row := range s.Keys {
			b, ok := other[s.Component+" "+row.Key]
			if a := rowText(row); ok && a != b && n < most {
				add(row.Key+" in "+s.Component, a, b)
				n++
			}
		}
	}
}

func rowText(row engine.KeyRow) string {
	text := ""
	for i, c := range row.Cells {
		if i > 0 {
			text += " "
		}
		switch {
		case c.Missing:
			text += "none"
		default:
			text += c.Value
		}
	}
	return text
}

// metricDifferences sorts by how much a metric changed, as a share of it.
func metricDifferences(here, there *engine.Snapshot) []Difference {
	type changed struct {
		Difference
		share float64
	}
	other := map[string]engine.Metric{}
	for _, m := range there.Metrics {
		other[m.Name] = m
	}
	var list []changed
	for _, m := range here.Metrics {
		o, ok := other[m.Name]
		if !ok || m.Text == o.Text {
			continue
		}
		most := math.Max(math.Abs(m.Value), math.Abs(o.Value))
		list = append(list, changed{Difference{m.Name, m.Text, o.Text}, math.Abs(m.Value-o.Value) / math.Max(most, 1e-12)})
	}
	order.By(list, func(a, b changed) int { return cmp.Compare(b.share, a.share) })
	var out []Difference
	for _, c := range list {
		out = append(out, c.Difference)
	}
	return out
}

// differences draws the table.
func differences(c *Canvas, v View, rows []Difference, y int) {
	w := c.Width
	if len(rows) == 0 {
		c.TextIn(0, y, w, Good, fmt.Sprintf("%c both runs are the same", v.Glyphs().OK))
		return
	}
	a := min(max(w/3, 12), 34)
	b := (w - a - 2) / 2
	c.TextIn(0, y, a, Muted, fmt.Sprintf("%d differ", len(rows)))
	c.TextIn(a+1, y, b, Muted, "this run")
	c.TextIn(a+b+2, y, b, Muted, "the fork")
	y++
	room := c.Height - y
	from := min(v.Scroll, max(len(rows)-room, 0))
	for i := from; i < len(rows) && i-from < room; i++ {
		row := y + i - from
		if i-from == room-1 && i < len(rows)-1 {
			c.TextIn(0, row, w, Muted, fmt.Sprintf("and %d more: ", len(rows)-i)+v.spell("{down}"))
			break
		}
		c.TextIn(0, row, a, Plain, rows[i].What)
		c.TextIn(a+1, row, b, Accent, rows[i].Here)
		c.TextIn(a+b+2, row, b, Plain, rows[i].There)
	}
}
