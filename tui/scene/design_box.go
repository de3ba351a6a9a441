package scene

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"netsplit/engine"
	"netsplit/tui/layered"
)

// condition is the colour of a component: bad where its members can't reach each
// other or none of them runs, a warning where one is not up.
func (t *topology) condition(c engine.Component) Role {
	groups := t.groups(c.Name)
	all, down := t.counts(groups)
	switch {
	case len(groups) > 1, down == all && all > 0:
		return Bad
	case down > 0:
		return Caution
	}
	return Border
}

// component draws a box in the plan's style: its name and kind, its members, and
// its numbers.
func (p *plan) component(c engine.Component, b layered.Box) {
	role := p.condition(c)
	if role == Border && slices.Contains(c.Members, p.view.Node) {
		role = BorderFocus
	}
	if p.style >= styleChip {
		p.chip(c, b, role)
		return
	}
	for y := range b.H {
		p.c.HLine(b.X, b.Y+y, b.W, Plain, ' ')
	}
	frame(p.c, b.X, b.Y, b.W, b.H, role, p.g)
	p.title(c, b)
	zones := p.zones(c)
	switch {
	case b.H >= meshHeight && p.meshes(c):
		p.mesh(c, layered.Box{X: b.X + 1, Y: b.Y + 1, W: b.W - 2, H: b.H - 3})
	case b.H == 6 && len(zones) > 1 && len(p.groups(c.Name)) == 1:
		p.zoned(c, zones, b)
	case b.H == 6 && len(p.groups(c.Name)) == 2:
		p.parted(c, p.groups(c.Name), b)
	case len(c.Members) == b.W-2: // every cell counts
		p.inside(c, b.X+1, b.Y+1, b.W-2)
	default:
		p.inside(c, b.X+2, b.Y+1, b.W-3)
	}
	p.wounds(c, b)
	text, numberRole := p.numbers(c)
	text = fitting(text, b.W-3)
	if b.H == 3 { // in the lower edge
		if text = fitting(text, b.W-6); text != "" {
			p.c.TextIn(b.X+2, b.Y+2, b.W-3, numberRole, " "+text+" ")
		}
		return
	}
	p.c.TextIn(b.X+2, b.Y+b.H-2, b.W-3, numberRole, text)
}

// wounds says in the lower edge, at the right, how many links between the members
// are cut or lossy: no wall shows those where the members still reach each other.
func (p *plan) wounds(c engine.Component, b layered.Box) {
	n := p.inner[c.Name]
	put := func(texts []string, role Role) {
		for _, text := range texts {
			if Width(text) <= b.W-2 {
				p.c.Text(b.X+b.W-1-Width(text), b.Y+b.H-1, role, text)
				return
			}
		}
	}
	switch {
	case n.cut > 0:
		put([]string{" " + string(p.g.Cut) + count(n.cut, "link cut ", "links cut "), fmt.Sprintf("%c%d cut", p.g.Cut, n.cut), fmt.Sprintf("%c%d", p.g.Cut, n.cut)}, Bad|Bold)
	case n.lossy > 0:
		put([]string{" " + string(p.g.Slow) + count(n.lossy, "link lossy ", "links lossy "), fmt.Sprintf("%c%d", p.g.Slow, n.lossy)}, Caution)
	}
}

// parted writes two groups of members on both sides of a wall.
func (p *plan) parted(c engine.Component, groups []Group, b layered.Box) {
	for i, g := range groups {
		part := c
		part.Members = g.Members
		y := b.Y + 1 + 2*i
		need := -1
		for _, m := range g.Members {
			need += Width(memberNumber(c.Name, m)) + 2
		}
		switch w := b.W - 3; {
		case need <= w:
			p.each(part, groups[i:i+1], b.X+2, y, w, true)
		case len(g.Members) <= w:
			p.each(part, groups[i:i+1], b.X+2, y, w, false)
		default:
			p.many(b.X+2, y, w, g.Members)
		}
	}
	p.c.HLine(b.X+1, b.Y+2, b.W-2, Bad|Bold, p.wallSign(groups[0], groups[1]))
}

// called is a component's name in w columns: all of it or, cut, as much of its
// beginning as leaves an end that tells it from every other component.
func (p *plan) called(name string, w int) string {
	runes := []rune(name)
	if len(runes) <= w || w < 3 {
		return name
	}
	for tail := range w - 1 {
		head, end := string(runes[:w-1-tail]), string(runes[len(runes)-tail:])
		same := func(c engine.Component) bool {
			return c.Name != name && strings.HasPrefix(c.Name, head) && strings.HasSuffix(c.Name, end)
		}
		if !slices.ContainsFunc(p.order, same) {
			return head + "…" + end
		}
	}
	return name // it is cut where it is written
}

// title writes name and kind into the upper edge.
func (p *plan) title(c engine.Component, b layered.Box) {
	pad := 1
	if Width(c.Name)+6 > b.W {
		pad = 0 // every letter counts
	}
	x, w := b.X+1+pad, b.W-2-2*pad
	name := p.called(c.Name, w-pad)
	if pad == 1 {
		name = " " + name
	}
	end := p.c.TextIn(x, b.Y, w, Title, name)
	if kind := " " + c.Kind + " "; end+Width(kind) <= x+w {
		p.c.TextIn(end, b.Y, x+w-end, Muted, kind)
	} else if pad == 1 && end < x+w {
		p.c.Set(end, b.Y, Plain, ' ')
	}
}

// chip is a box without a frame, of two rows or one: a bar at the left in the
// colour of its state.
func (p *plan) chip(c engine.Component, b layered.Box, role Role) {
	for y := range b.H {
		p.c.HLine(b.X, b.Y+y, b.W, Plain, ' ')
		p.c.Set(b.X, b.Y+y, role, p.bar())
	}
	if b.H > 1 {
		p.c.TextIn(b.X+1, b.Y, b.W-1, Title, p.called(c.Name, b.W-1))
		p.beside(c, p.inside(c, b.X+1, b.Y+1, b.W-1), b.Y+1, b.X+b.W)
		return
	}
	name := min(Width(c.Name), max(b.W-4, b.W/2))
	end := p.c.TextIn(b.X+1, b.Y, name, Title, p.called(c.Name, name))
	p.beside(c, p.inside(c, end+1, b.Y, b.X+b.W-end-1), b.Y, b.X+b.W)
}

// beside writes a component's numbers after its members, where they fit.
func (p *plan) beside(c engine.Component, x, y, end int) {
	text, role := p.numbers(c)
	p.c.TextIn(x+1, y, end-x-1, role, fitting(text, end-x-1))
}

func (p *plan) bar() rune {
	if p.view.ASCII {
		return '|'
	}
	return '▌'
}

// inside writes the members, each with its state, or how many there are, and
// returns the column after them.
func (p *plan) inside(c engine.Component, x, y, w int) int {
	need := -1
	for _, m := range c.Members {
		need += Width(memberNumber(c.Name, m)) + 2
	}
	groups := p.groups(c.Name)
	if len(c.Members) == 1 && memberNumber(c.Name, c.Members[0]) == c.Members[0] {
		need = 1 // its name stands above
	}
	switch {
	case need+3*(len(groups)-1) <= w:
		return p.each(c, groups, x, y, w, true)
	case len(c.Members)+2*(len(groups)-1) <= w:
		return p.each(c, groups, x, y, w, false)
	case len(groups) > 1:
		return p.sides(groups, x, y, w)
	}
	return p.many(x, y, w, c.Members)
}

// sides writes how many members there are on each side of a cut: "2╳╳3".
func (p *plan) sides(groups []Group, x, y, w int) int {
	text := ""
	for i, g := range groups {
		if i > 0 {
			text += strings.Repeat(string(p.g.Cut), 2)
		}
		text += strconv.Itoa(len(g.Members))
	}
	if Width(text) > w {
		text = strings.Repeat(string(p.g.Cut), min(w, 5))
	}
	end := p.c.TextIn(x, y, w, Bad|Bold|Reverse, text)
	for _, g := range groups {
		if m := g.Members; slices.Contains(m, p.view.Node) {
			p.c.Spots = append(p.c.Spots, Spot{X: x, Y: y, W: end - x, Node: p.view.Node})
			return end
		}
	}
	p.c.Spots = append(p.c.Spots, Spot{X: x, Y: y, W: end - x, Node: groups[0].Members[0]})
	return end
}

// each writes every member, with its number or as a mark alone.
func (p *plan) each(c engine.Component, groups []Group, x, y, w int, numbers bool) int {
	gap := 0
	if numbers {
		gap = 1
	}
	for i, g := range groups {
		if i > 0 {
			x, w = p.wall(groups[i-1], g, x, y, w)
			x, w = x-1+gap, w+1-gap
		}
		for _, m := range g.Members {
			end := p.member(c, m, x, y, w, numbers)
			x, w = end+gap, w-(end+gap-x)
		}
	}
	return x
}

// wall stands between members that can't reach each other.
func (p *plan) wall(a, b Group, x, y, w int) (int, int) {
	text := string(p.g.Cut) + string(p.g.Cut)
	if oneWay(p.view.Snapshot, a, b) {
		text = string(p.g.Cut) + string(p.g.OneWay)
	}
	end := p.c.TextIn(x, y, w, Bad|Bold|Reverse, text) + 1
	return end, w - (end - x)
}

// member writes one member: its mark, and its number where that is wanted.
func (p *plan) member(c engine.Component, name string, x, y, w int, number bool) int {
	n, ok := p.view.node(name)
	if !ok {
		n = engine.Node{Name: name, State: engine.Removed}
	}
	mark, role := p.view.stateMark(n)
	label, text := memberNumber(c.Name, name), Plain
	if label == name || !number {
		label = ""
	}
	if n.State != engine.Up {
		text = role
	} else if p.leads(name) {
		mark = p.g.Leader
	}
	p.c.Set(x, y, role, mark)
	end := p.c.TextIn(x+1, y, w-1, text, label)
	if name == p.view.Node {
		p.c.Select(x, y, end-x)
	}
	p.c.Spots = append(p.c.Spots, Spot{X: x, Y: y, W: end - x, Node: name})
	return end
}

// many stands for members: how many run, and how many don't. A selected one is
// named.
func (p *plan) many(x, y, w int, members []string) int {
	up, down, chosen := 0, 0, ""
	for _, m := range members {
		if n, ok := p.view.node(m); ok && n.State == engine.Up {
			up++
		} else {
			down++
		}
		if m == p.view.Node {
			chosen = m
		}
	}
	start, end := x, x+w
	if all := fmt.Sprintf("%c%s%d %c%s%d", p.g.Up, times(p.view.ASCII), up, p.g.Failed, times(p.view.ASCII), down); down > 0 && Width(all) > w {
		x = p.c.TextIn(x, y, w, Bad|Bold, fmt.Sprintf("%c%d/%d", p.g.Failed, down, len(members)))
		if chosen != "" {
			p.c.Select(start, y, x-start)
		}
		p.c.Spots = append(p.c.Spots, Spot{X: start, Y: y, W: x - start, Node: cmp.Or(chosen, members[0])})
		return x
	}
	if up > 0 || down == 0 {
		x = p.c.TextIn(x, y, w, Good, fmt.Sprintf("%c%s%d", p.g.Up, times(p.view.ASCII), up)) + 1
	}
	if down > 0 {
		x = p.c.TextIn(x, y, end-x, Bad|Bold, fmt.Sprintf("%c%s%d", p.g.Failed, times(p.view.ASCII), down)) + 1
	}
	if len(members) == 0 {
		return x
	}
	target := members[0]
	if chosen != "" {
		target = chosen
		if i := len(chosen) - 1; x+2 <= end {
			for i > 0 && chosen[i-1] >= '0' && chosen[i-1] <= '9' {
				i--
			}
			x = p.c.TextIn(x, y, end-x, Plain, string(p.g.Right)+chosen[i:]) + 1
		}
		p.c.Select(start, y, x-1-start)
	}
	p.c.Spots = append(p.c.Spots, Spot{X: start, Y: y, W: max(1, x-1-start), Node: target})
	return x
}

func times(ascii bool) string {
	if ascii {
		return "x"
	}
	return "×"
}

// zoned draws a frame a zone, with the members in it.
func (p *plan) zoned(c engine.Component, zones []string, b layered.Box) {
	each := (b.W - 2) / len(zones)
	for i, z := range zones {
		x, w := b.X+1+i*each, each
		if i == len(zones)-1 {
			w = b.X + b.W - 1 - x
		}
		var members []string
		need, up := -1, 0
		for _, m := range c.Members {
			if n, ok := p.view.node(m); ok && n.Zone == z {
				members = append(members, m)
				need += 2 + Width(memberNumber(c.Name, m))
				if n.State == engine.Up {
					up++
				}
			}
		}
		role := Border
		if up == 0 {
			role = Bad
		}
		frame(p.c, x, b.Y+1, w, 3, role, p.g)
		p.c.TextEnd(x+1, b.Y+1, w-2, Muted, z)
		if need > w-2 {
			p.many(x+1, b.Y+2, w-2, members)
			continue
		}
		for at := x + 1; len(members) > 0; members = members[1:] {
			at = p.member(c, members[0], at, b.Y+2, x+w-1-at, true) + 1
		}
	}
}
