package scene

import (
	"fmt"
	"slices"
	"strings"

	"netsplit/engine"
)

// Fronts draws what stands in front of others and keeps answers: each gateway,
// proxy and content delivery network with what it answered by itself, and under
// it its points with the copies they keep: for how long each is fresh, and
// whether the store has something newer by now. On a wide screen the points
// stand side by side.
func Fronts(v View, w, h int) *Canvas {
	list := v.Snapshot.Fronts
	if len(list) == 0 {
		return empty(w, h, "This design has no gateway, proxy or content delivery network.")
	}
	c := NewCanvas(w, h)
	wants := make([]int, len(list))
	for i, f := range list {
		wants[i] = 2 + frontRows(f, frontColumns(f, w))
	}
	y := 0
	for i, rows := range share(h, wants) {
		c.Blit(0, y, front(v, list[i], w, rows))
		y += rows
	}
	return c
}

// frontColumns is how many points stand side by side.
func frontColumns(f engine.Front, w int) int { return max(1, min(w/44, len(f.Points), 3)) }

// frontRows is what the points take if nothing is left out.
func frontRows(f engine.Front, columns int) int {
	rows := 0
	for i := 0; i < len(f.Points); i += columns {
		most := 0
		for _, p := range f.Points[i:min(i+columns, len(f.Points))] {
			most = max(most, len(p.Copies))
		}
		rows += 1 + most
	}
	return rows
}

func front(v View, f engine.Front, w, h int) *Canvas {
	c := NewCanvas(w, h)
	x := c.TextIn(0, 0, w, Title, f.Component)
	x = c.TextIn(x+1, 0, w-x-1, Muted, f.Kind)
	if asked := f.Hits + f.Misses; asked > 0 {
		text, ratio := fmt.Sprintf("%s hits, %s", Number(f.Hits), count(f.Misses, "miss", "misses")), Percent(float64(f.Hits)/float64(asked))
		x = c.TextIn(x+2, 0, w-x-2, Plain, first(w-x-2, fmt.Sprintf("%s (%s from copies)", text, ratio), fmt.Sprintf("%s (%s)", text, ratio), ratio+" hits"))
	}
	if text := Number(f.Forwarded) + " passed on"; Width(text) <= w-x-2 {
		x = c.TextIn(x+2, 0, w-x-2, Muted, text)
	}
	if f.Refused > 0 {
		x = c.TextIn(x, 0, w-x, Caution, ", "+Number(f.Refused)+" refused")
		frontRefusals(c, v, f, x, 0)
	}
	columns := frontColumns(f, w)
	each := w / columns
	lines := (len(f.Points) + columns - 1) / columns
	row := func(i int) []engine.FrontPoint { return f.Points[i*columns : min((i+1)*columns, len(f.Points))] }
	wants, chosen := make([]int, lines), 0
	for i := range wants {
		wants[i] = frontRows(engine.Front{Points: row(i)}, columns)
		if slices.ContainsFunc(row(i), func(p engine.FrontPoint) bool { return p.Node == v.Node }) {
			chosen = i
		}
	}
	// Rather few points with some of their copies than the names of all: the
	// selected one is among them.
	room, shown := h-1, lines
	if lines > 1 && sum(wants) > room {
		shown = min(lines, max(room/min(slices.Max(wants), 4), 1))
	}
	if shown < lines {
		room--
		shown = min(shown, max(room, 1))
	}
	from := Scroll(lines, shown, chosen)
	y := 1
	for i, rows := range share(room, wants[from:from+shown]) {
		for j, p := range row(from + i) {
			c.Blit(j*each, y, frontPoint(v, p, each-min(columns-1, 2), rows))
		}
		y += rows
	}
	if shown < lines {
		c.TextIn(0, h-1, w, Muted, fmt.Sprintf("%d of %d points", min(shown*columns, len(f.Points)), len(f.Points))+v.spell(": {arrows} choose others"))
	}
	return c
}

func sum(list []int) int {
	n := 0
	for _, x := range list {
		n += x
	}
	return n
}

// frontRefusals says for what reason requests were refused.
func frontRefusals(c *Canvas, v View, f engine.Front, x, y int) {
	sign := ":"
	for _, word := range [][2]string{{"throttled", "over the rate"}, {"unauthorised", "without a key"}, {"too-large", "too large"}} {
		for _, m := range v.Snapshot.Metrics {
			if m.Name == f.Component+"."+word[0] && m.Value > 0 {
				x = c.TextIn(x, y, c.Width-x, Caution, fmt.Sprintf("%s %s %s", sign, Number(int(m.Value)), word[1]))
				sign = ","
			}
		}
	}
}

func frontPoint(v View, p engine.FrontPoint, w, h int) *Canvas {
	c := NewCanvas(w, h)
	x := standing(c, v, p.Node, 0, 0, min(Width(p.Node), max(w/3, 6)))
	if p.Zone != "" {
		x = c.TextIn(x, 0, w-x, Muted, p.Zone) + 1
	}
	if p.Role != "" {
		x = c.TextIn(x, 0, w-x, Accent, p.Role) + 1
	}
	if n, ok := v.node(p.Node); ok && n.State != engine.Up {
		_, role := v.stateMark(n)
		c.TextIn(x, 0, w-x, role, stateWord(n))
		return c
	}
	text := "keeps nothing"
	if p.Kept > 0 {
		text = "keeps " + Number(p.Kept)
	}
	x = c.TextIn(x, 0, w-x, Muted, text)
	old := 0
	for _, f := range p.Copies {
		if f.Stale {
			old++
		}
	}
	if old > 0 {
		c.TextIn(x, 0, w-x, Bad, fmt.Sprintf(", %d old", old))
	}
	for i, f := range p.Copies {
		y := i + 1
		if y >= h {
			break
		}
		if y == h-1 && i < len(p.Copies)-1 {
			c.TextIn(2, y, w-2, Muted, fmt.Sprintf("and %d more", p.Kept-i))
			break
		}
		frontCopy(c, v, f, y)
	}
	return c
}

// frontCopy is a row: what is kept, whether that is still right, and for how
// long it will be given out.
func frontCopy(c *Canvas, v View, f engine.FrontCopy, y int) {
	g := v.Glyphs()
	bar := max(min(c.Width/2-2, 21), 7)
	name := f.Key
	if f.Path != "" && f.Path != "/" && f.Path != "/"+f.Key {
		name = strings.TrimSpace(f.Path + " " + f.Key)
	}
	mark, role, word := g.OK, Good, ""
	switch {
	case f.Stale:
		mark, role, word = g.Behind, Bad, "old"
	case !f.Fresh:
		mark, role = g.Unknown, Caution
	}
	end := c.Width - bar - 1
	c.Set(2, y, role, mark)
	x := c.TextEnd(4, y, max(min(Width(name), end-4-4), 4), Plain, name)
	if f.Key == v.Key && f.Key != "" {
		c.Select(2, y, x-2)
	}
	c.Spots = append(c.Spots, Spot{X: 2, Y: y, W: x - 2, Key: f.Key})
	if word != "" {
		x = c.TextIn(x+1, y, end-x-1, role, word)
	}
	c.TextIn(x+1, y, end-x-1, Muted, f.Value)
	if f.ExpiresIn == 0 && f.Fresh {
		c.TextIn(end+1, y, bar, Muted, "no end")
		return
	}
	lease(c, v, end+1, y, bar, f.ExpiresIn, f.ExpiresIn+f.Age)
}
