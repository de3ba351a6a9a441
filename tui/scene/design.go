package scene

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"netsplit/engine"
)

// plan is the rich drawing of a design, from left to right: a column of boxes a
// layer, lines for the links with how long messages take on them, and every
// request and reply at the place it has reached.
type plan struct {
	*topology
	boxes map[string]rect
	order []engine.Component
	gap   int // columns between layers, where the links are
	// height is that of the drawing, without the faults below it.
	height int
}

type rect struct{ x, y, w, h int }

// What a column must have for the rich drawing.
const (
	leastBox = 14
	leastGap = 6
)

// rich draws the plan into the first h rows, false: there is no room for it.
func (t *topology) rich(h int) bool {
	cols := len(t.rows)
	if cols < 2 || cols > 9 {
		return false
	}
	each := (t.c.Width + leastGap) / cols
	if each < leastBox+leastGap {
		return false
	}
	for _, col := range t.rows {
		if len(col)*5-1 > h {
			return false
		}
	}
	p := &plan{topology: t, height: h, boxes: map[string]rect{}, gap: max(leastGap, min(each-20, 10))}
	p.place(h, each)
	p.links()
	for _, c := range p.order {
		p.component(c)
	}
	return true
}

// place gives each component its box: as high as its zones need, and the boxes
// of a column spread over its height.
func (p *plan) place(h, each int) {
	for i, col := range p.rows {
		boxW := min(each-p.gap, 30)
		x := i * each
		heights, sum := make([]int, len(col)), 0
		for j, c := range col {
			heights[j] = 4
			sum += 4
			if len(p.zones(c)) > 1 {
				heights[j] = 6
				sum += 2
			}
		}
		for j := range heights { // little height: no frames of zones
			if sum+len(col)-1 > h && heights[j] > 4 {
				sum -= heights[j] - 4
				heights[j] = 4
			}
		}
		free := max(h-sum, 0)
		y := free / (len(col) + 1)
		for j, c := range col {
			p.boxes[c.Name] = rect{x, y, boxW, heights[j]}
			p.order = append(p.order, c)
			y += heights[j] + max(1, free/(len(col)+1))
		}
	}
}

// zones are those of a component's members, in order.
func (p *plan) zones(c engine.Component) []string {
	var out []string
	for _, m := range c.Members {
		if n, ok := p.view.node(m); ok && n.Zone != "" && !slices.Contains(out, n.Zone) {
			out = append(out, n.Zone)
		}
	}
	slices.Sort(out)
	return out
}

// flow is what happens between two components, both ways.
type flow struct {
	cut, all int
	loss     float64
	travel   time.Duration
	there    []float64 // messages on the way, as shares of it
	back     []float64
}

// flows sums the links up by pair of components.
func (t *topology) flows() map[[2]string]*flow {
	owner := map[string]string{}
	for _, c := range t.view.Snapshot.Components {
		for _, m := range c.Members {
			owner[m] = c.Name
		}
	}
	out := map[[2]string]*flow{}
	for _, row := range t.rows {
		for _, c := range row {
			for _, to := range c.To {
				out[[2]string{c.Name, to}] = &flow{}
			}
		}
	}
	find := func(a, b string) (f *flow, back bool) {
		if f := out[[2]string{owner[a], owner[b]}]; f != nil {
			return f, false
		}
		return out[[2]string{owner[b], owner[a]}], true
	}
	travels := map[*flow]int{}
	for _, l := range t.view.Snapshot.Links {
		f, _ := find(l.From, l.To)
		if f == nil || owner[l.From] == owner[l.To] {
			continue
		}
		f.all++
		if l.Cut {
			f.cut++
		}
		f.loss = max(f.loss, l.Loss)
		if l.Travel > 0 {
			f.travel += l.Travel
			travels[f]++
		}
	}
	for f, n := range travels { // order-free: each on its own
		f.travel /= time.Duration(n)
	}
	now := t.view.Snapshot.Time
	for _, m := range t.view.Snapshot.Messages {
		f, back := find(m.From, m.To)
		if f == nil || owner[m.From] == owner[m.To] || m.Arrives <= m.SentAt {
			continue
		}
		share := min(1, max(0, float64(now-m.SentAt)/float64(m.Arrives-m.SentAt)))
		if back {
			f.back = append(f.back, 1-share)
		} else {
			f.there = append(f.there, share)
		}
	}
	return out
}

// links draws a line for each pair of components that talk.
func (p *plan) links() {
	flows := p.flows()
	lanes := map[int]int{} // by column where lines turn
	type label struct {
		x, y, w int
		role    Role
		text    string
	}
	var labels []label
	for _, c := range p.order {
		for _, to := range c.To {
			b, ok := p.boxes[to]
			a := p.boxes[c.Name]
			f := flows[[2]string{c.Name, to}]
			if !ok || f == nil || to == c.Name {
				continue
			}
			cells := p.route(a, b, lanes)
			role, r := Border, rune(0)
			switch {
			case f.cut > 0 && f.cut == f.all:
				role, r = Bad|Bold, p.g.Cut
			case f.cut > 0 || f.loss > 0:
				role = Caution
			}
			p.line(cells, role, r)
			if f.cut > 0 && f.cut < f.all { // also told without colour
				p.dotAt(cells, .4, Bad|Bold, p.g.Cut)
			}
			for _, share := range f.there {
				p.dotAt(cells, share, Accent|Bold, p.g.Moving)
			}
			for _, share := range f.back {
				p.dotAt(cells, share, Good, p.g.OtherKey)
			}
			text, labelRole := "", Muted
			switch {
			case f.cut > 0 && f.cut == f.all:
				text, labelRole = "cut", Bad|Bold
			case f.cut > 0:
				text, labelRole = fmt.Sprintf("%d/%d%c", f.cut, f.all, p.g.Cut), Bad|Bold
			case f.loss > 0:
				text, labelRole = fmt.Sprintf("-%.0f%%", f.loss*100), Caution
			case f.travel > 0:
				text = brief(f.travel, p.gap-1)
			}
			// The label stands over the last piece, before the box it leads to.
			labels = append(labels, label{b.x - p.gap, middle(b) - 1, p.gap - 1, labelRole, text})
		}
	}
	for _, l := range labels {
		if taken, _ := p.c.At(max(l.x, 0), l.y); taken == ' ' {
			p.c.TextIn(max(l.x, 0), l.y, l.w, l.role, l.text)
		}
	}
}

// middle is the row at which lines reach a box.
func middle(b rect) int { return b.y + b.h/2 }

type point struct{ x, y int }

// route leads from the right edge of a box to the left edge of another, in
// straight pieces; where the other is not to the right, around below.
func (p *plan) route(a, b rect, lanes map[int]int) []point {
	from, to := point{a.x + a.w, middle(a)}, point{b.x - 1, middle(b)}
	var out []point
	walk := func(q point) {
		for len(out) > 0 {
			last := out[len(out)-1]
			if last == q {
				return
			}
			next := last
			switch {
			case last.x < q.x:
				next.x++
			case last.x > q.x:
				next.x--
			case last.y < q.y:
				next.y++
			default:
				next.y--
			}
			out = append(out, next)
		}
	}
	out = append(out, from)
	if to.x >= from.x {
		turn := to.x - 1 - lanes[to.x]%(p.gap-2)
		if from.y != to.y {
			lanes[to.x]++
		}
		turn = max(turn, from.x)
		if row := p.clearRow(from, to); row != from.y {
			// Around the boxes between: out of the first gap, along a free row.
			lane := from.x + lanes[-from.x]%max(p.gap-3, 1)
			lanes[-from.x]++
			walk(point{lane, from.y})
			walk(point{lane, row})
			walk(point{turn, row})
			walk(point{turn, to.y})
			walk(to)
			return out
		}
		walk(point{turn, from.y})
		walk(point{turn, to.y})
		walk(to)
		return out
	}
	below := max(a.y+a.h, b.y+b.h)
	walk(point{from.x + 1, from.y})
	walk(point{from.x + 1, below})
	walk(point{to.x - 1, below})
	walk(point{to.x - 1, to.y})
	walk(to)
	return out
}

// clearRow is the row nearest to the beginning of a link in which no box stands
// between its ends; the beginning's own where there is none.
func (p *plan) clearRow(from, to point) int {
	blocked := func(y int) bool {
		for _, b := range p.boxes { // order-free: any of them blocks
			if b.x+b.w > from.x && b.x < to.x && y >= b.y && y < b.y+b.h {
				return true
			}
		}
		return false
	}
	for d := range p.height {
		for _, y := range []int{from.y + d, from.y - d} {
			if y >= 0 && y < p.height && !blocked(y) {
				return y
			}
		}
	}
	return from.y
}

// line draws the cells of a route with corners and an arrow at its end; r
// replaces the line where it is cut.
func (p *plan) line(cells []point, role Role, r rune) {
	for i, c := range cells {
		shape := p.g.Rule
		if i > 0 && i < len(cells)-1 {
			shape = p.bend(cells[i-1], c, cells[i+1])
		}
		if i == len(cells)-1 {
			shape = p.g.Right
		}
		if r != 0 && i%2 == 0 && i < len(cells)-1 {
			shape = r
		}
		if old, oldRole := p.c.At(c.x, c.y); r == 0 && i < len(cells)-1 {
			shape = p.join(old, shape)
			if oldRole&^(Bold|Reverse) == Bad {
				role = oldRole
			}
		}
		p.c.Set(c.x, c.y, role, shape)
	}
}

// The four ways out of a cell, as bits.
const (
	goesLeft = 1 << iota
	goesRight
	goesUp
	goesDown
)

// join draws two lines in one cell.
func (p *plan) join(a, b rune) rune {
	g := p.g
	if a == b {
		return a
	}
	if p.view.ASCII {
		if a == g.Rule || a == g.Side || a == '+' {
			return '+'
		}
		return b
	}
	ways := map[rune]int{g.Rule: goesLeft | goesRight, g.Side: goesUp | goesDown, g.CornerTL: goesRight | goesDown, g.CornerTR: goesLeft | goesDown,
		g.CornerBL: goesRight | goesUp, g.CornerBR: goesLeft | goesUp, '├': goesRight | goesUp | goesDown, '┤': goesLeft | goesUp | goesDown,
		'┬': goesLeft | goesRight | goesDown, '┴': goesLeft | goesRight | goesUp, '┼': 15}
	both := ways[a] | ways[b]
	if ways[a] == 0 {
		return b
	}
	for _, r := range []rune{g.Rule, g.Side, '├', '┤', '┬', '┴', '┼'} {
		if ways[r] == both {
			return r
		}
	}
	return b
}

// brief writes a time into w cells: "1.3ms", "12ms".
func brief(d time.Duration, w int) string {
	text := strings.ReplaceAll(Duration(d), " ", "")
	if Width(text) <= w {
		return text
	}
	for _, unit := range []struct {
		d    time.Duration
		name string
	}{{time.Second, "s"}, {time.Millisecond, "ms"}, {time.Microsecond, "µs"}} {
		if d < unit.d {
			continue
		}
		if x := float64(d) / float64(unit.d); x < 10 {
			return fmt.Sprintf("%.1f%s", x, unit.name)
		}
		return fmt.Sprintf("%d%s", d/unit.d, unit.name)
	}
	return text
}

func (p *plan) bend(a, b, c point) rune {
	g := p.g
	switch {
	case a.y == b.y && b.y == c.y:
		return g.Rule
	case a.x == b.x && b.x == c.x:
		return g.Side
	}
	left, right := a.x < b.x || c.x < b.x, a.x > b.x || c.x > b.x
	up := a.y < b.y || c.y < b.y
	switch {
	case left && up:
		return g.CornerBR
	case left:
		return g.CornerTR
	case right && up:
		return g.CornerBL
	}
	return g.CornerTL
}

func (p *plan) dotAt(cells []point, share float64, role Role, r rune) {
	i := min(int(share*float64(len(cells))), len(cells)-1)
	p.c.Set(cells[i].x, cells[i].y, role, r)
}

// component draws a box: its name and kind, its members, by zone where there is
// room for frames, and its numbers.
func (p *plan) component(c engine.Component) {
	b := p.boxes[c.Name]
	groups := p.groups(c.Name)
	role := Border
	if len(groups) > 1 {
		role = Bad
	}
	for y := range b.h {
		p.c.HLine(b.x, b.y+y, b.w, Plain, ' ')
	}
	frame(p.c, b.x, b.y, b.w, b.h, role, p.g)
	end := p.c.TextIn(b.x+2, b.y, b.w-4, Title, " "+c.Name)
	if kind := " " + c.Kind + " "; end+Width(kind) <= b.x+b.w-2 {
		p.c.TextIn(end, b.y, b.x+b.w-2-end, Muted, kind)
	} else if end < b.x+b.w-2 {
		p.c.Set(end, b.y, Plain, ' ')
	}
	if zones := p.zones(c); b.h >= 6 && len(zones) > 1 && len(groups) == 1 {
		p.zoned(c, zones, b)
	} else {
		p.members(c, b.x+2, b.y+1, b.w-4)
		p.fold(c, b)
	}
	text, statRole := p.numbers(c)
	for text != "" && Width(text) > b.w-3 {
		text = shorter(text)
	}
	p.c.TextIn(b.x+2, b.y+b.h-2, b.w-3, statRole, text)
}

// fold replaces members that have no room by their number.
func (p *plan) fold(c engine.Component, b rect) {
	up := 0
	for _, m := range c.Members {
		if n, ok := p.view.node(m); ok && n.State == engine.Up {
			up++
		}
	}
	need := 0
	for _, m := range c.Members {
		need += Width(memberNumber(c.Name, m)) + 2
	}
	if need <= b.w-3 || len(p.groups(c.Name)) > 1 {
		return
	}
	p.c.HLine(b.x+1, b.y+1, b.w-2, Plain, ' ')
	p.many(b.x+2, b.y+1, b.w-4, up, len(c.Members)-up)
	p.c.Spots = append(p.c.Spots, Spot{X: b.x + 2, Y: b.y + 1, W: b.w - 4, Node: c.Members[0]})
}

// many stands for members: how many run, and how many don't.
func (p *plan) many(x, y, w, up, down int) {
	end := x + w
	if up > 0 || down == 0 {
		x = p.c.TextIn(x, y, w, Good, fmt.Sprintf("%c%s%d", p.g.Up, times(p.view.ASCII), up)) + 1
	}
	if down > 0 {
		p.c.TextIn(x, y, end-x, Bad|Bold, fmt.Sprintf("%c%s%d", p.g.Failed, times(p.view.ASCII), down))
	}
}

func times(ascii bool) string {
	if ascii {
		return "x"
	}
	return "×"
}

// zoned draws a frame a zone, with the members in it.
func (p *plan) zoned(c engine.Component, zones []string, b rect) {
	each := (b.w - 2) / len(zones)
	for i, z := range zones {
		x, w := b.x+1+i*each, each
		if i == len(zones)-1 {
			w = b.x + b.w - 1 - x
		}
		var members []engine.Node
		up := 0
		for _, m := range c.Members {
			if n, ok := p.view.node(m); ok && n.Zone == z {
				members = append(members, n)
				if n.State == engine.Up {
					up++
				}
			}
		}
		role := Border
		if up == 0 {
			role = Bad
		}
		frame(p.c, x, b.y+1, w, 3, role, p.g)
		p.c.TextEnd(x+1, b.y+1, w-2, Muted, z)
		at, end := x+1, x+w-1
		need := -1
		for _, n := range members {
			need += 2 + Width(memberNumber(c.Name, n.Name))
		}
		if need > end-at {
			p.many(at, b.y+2, end-at, up, len(members)-up)
			p.c.Spots = append(p.c.Spots, Spot{X: at, Y: b.y + 2, W: end - at, Node: members[0].Name})
			continue
		}
		for _, n := range members {
			mark, markRole := p.view.stateMark(n)
			name := memberNumber(c.Name, n.Name)
			if name == n.Name {
				name = ""
			}
			start := at
			p.c.Set(at, b.y+2, markRole, mark)
			at = p.c.TextIn(at+1, b.y+2, end-at-1, Plain, name)
			if n.Name == p.view.Node {
				p.c.Select(start, b.y+2, at-start)
			}
			p.c.Spots = append(p.c.Spots, Spot{X: start, Y: b.y + 2, W: at - start, Node: n.Name})
			at++
		}
	}
}
