package scene

import (
	"fmt"
	"slices"

	"netsplit/engine"
)

// Filter says which operations are listed.
type Filter int

// The filters. Traffic runs at hundreds of operations a second, so what the
// learner did and what went wrong is listed first.
const (
	Notable Filter = iota // yours, failed, unknown and stale
	Yours
	All
)

// String is the filter in words.
func (f Filter) String() string {
	return [...]string{"yours and failed", "yours", "all"}[f%3]
}

// Filtered returns the operations that pass the filter, the latest first.
func Filtered(operations []engine.Operation, f Filter) []engine.Operation {
	var out []engine.Operation
	for _, o := range slices.Backward(operations) {
		bad := o.Outcome == engine.Failed || o.Outcome == engine.Unknown || o.Stale
		if f == All || o.Manual || f == Notable && bad {
			out = append(out, o)
		}
	}
	return out
}

// Operations lists operations, the latest first, as Filtered returns them:
// outcome, name, who was asked, how long it took, and the error.
func Operations(v View, f Filter, list []engine.Operation, w, h int) *Canvas {
	if len(list) == 0 {
		return empty(w, h, v.spell(map[Filter]string{
			Notable: "Nothing has failed, and you have asked for nothing yet: {put} writes, {get} reads, or type {prompt} put cart milk",
			Yours:   "You have asked for nothing yet: {put} writes, {get} reads, or type {prompt} put cart milk",
			All:     "No operations yet. {run-or-pause} runs the cluster.",
		}[f]))
	}
	c := NewCanvas(w, h)
	selected := slices.IndexFunc(list, func(o engine.Operation) bool { return o.ID == v.Operation })
	first := Scroll(len(list), h, selected)
	for i := first; i < len(list) && i-first < h; i++ {
		operationRow(c, v, list[i], i-first)
		c.Spots = append(c.Spots, Spot{Y: i - first, W: w, Operation: list[i].ID})
	}
	return c
}

// outcomeMark is the symbol, the words and the colour of an operation's outcome.
func (v View) outcomeMark(o engine.Operation) (rune, string, Role) {
	g := v.Glyphs()
	switch o.Outcome {
	case engine.OK:
		if o.Stale {
			return '!', "stale", Caution
		}
		return g.OK, "ok", Good
	case engine.Failed:
		return g.Failed, failure("failed", o.Code), Bad
	case engine.Unknown:
		return g.Unknown, failure("unknown", o.Code), Caution
	}
	return g.Pending, "waiting", Muted
}

func failure(word, code string) string {
	if code == "" {
		return word
	}
	return word + ": " + code
}

func operationRow(c *Canvas, v View, o engine.Operation, y int) {
	w := c.Width
	mark, words, role := v.outcomeMark(o)
	c.Set(0, y, role, mark)
	timeW := 0
	if w >= 34 {
		timeW = 8
		c.TextIn(2, y, timeW, Muted, fmt.Sprintf("%7.3f", o.Start.Seconds()))
	}
	x := 2 + timeW
	if o.Outcome == engine.OK && o.Kind == "get" {
		words = "read " + found(o)
		if o.Stale {
			words = "stale: " + found(o)
		}
	}
	if o.Outcome == engine.OK {
		words += " " + Duration(o.End.Sub(o.Start))
	}
	name := Width(o.Name)
	if o.Manual {
		name += 4
	}
	if o.Code != "" && x+name+1+Width(words) > w {
		words = o.Code // the mark says whether it failed or is unknown
	}
	outcomeW := min(max(w/3, 12, w-x-name-1), Width(words), w-x-8)
	nameW := w - x - outcomeW - 1
	end := x
	if o.Manual {
		end = c.TextIn(x, y, nameW, Accent, "you ")
	}
	end = c.TextIn(end, y, nameW-(end-x), Plain, o.Name)
	if room := nameW - (end - x); room >= 8 && o.Via != "" {
		c.TextIn(end+1, y, room-1, Muted, "via "+o.Via)
	}
	c.TextIn(w-outcomeW, y, outcomeW, role, words)
	if o.ID == v.Operation {
		c.Select(0, y, w)
	}
}

// OperationLine writes one operation with its outcome into a line and returns
// the column after it.
func OperationLine(c *Canvas, v View, o engine.Operation, x, y, w int) int {
	mark, words, role := v.outcomeMark(o)
	if o.Outcome == engine.OK && o.Kind == "get" {
		words = "read " + found(o)
	}
	x, end := c.TextIn(x, y, w, role, string(mark)+" "), x+w
	x = c.TextIn(x, y, end-x, Plain, o.Name+" ")
	return c.TextIn(x, y, end-x, role, words)
}

// found is what a get read.
func found(o engine.Operation) string {
	if !o.Found {
		return "nothing"
	}
	return o.Value
}
