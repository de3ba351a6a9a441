package scene

import (
	"fmt"
	"slices"
	"strings"

	"netsplit/engine"
)

// edges draws the arrows into a row of boxes: messages on their way and links
// that are cut, from whatever sends to each box.
func (t *topology) edges(below []engine.Component, y int) {
	for j, col := range t.columns(below) {
		t.edge(below[j], col[0]+4, y, col[1]-4)
	}
}

// traffic is what happens between a component and those that send to it, or
// that it takes work from.
type traffic struct {
	cut, all, moving int
	from             []string
}

func (t *topology) traffic(c engine.Component) traffic {
	s := t.view.Snapshot
	var out traffic
	for _, o := range s.Components {
		if o.Name == c.Name {
			c = o // with its own To: the rows have theirs turned around
		}
	}
	owner := map[string]string{}
	for _, above := range s.Components {
		worker := c.Kind == "worker" && slices.Contains(c.To, above.Name)
		if above.Name != c.Name && (worker || above.Kind != "worker" && slices.Contains(above.To, c.Name)) {
			out.from = append(out.from, above.Name)
			for _, m := range above.Members {
				owner[m] = above.Name
			}
		}
	}
	between := func(a, b string) bool {
		return owner[a] != "" && slices.Contains(c.Members, b) || owner[b] != "" && slices.Contains(c.Members, a)
	}
	for _, l := range s.Links {
		if between(l.From, l.To) {
			out.all++
			if l.Cut {
				out.cut++
			}
		}
	}
	for _, m := range s.Messages {
		if between(m.From, m.To) {
			out.moving++
		}
	}
	return out
}

func (t *topology) edge(c engine.Component, x, y, w int) {
	f := t.traffic(c)
	if len(f.from) == 0 {
		return
	}
	end := x + w
	switch {
	case f.cut > 0 && f.cut == f.all:
		x = t.c.TextIn(x, y, end-x, Bad|Bold, string(t.g.Cut)+" all links cut")
	case f.cut > 0:
		x = t.c.TextIn(x, y, end-x, Bad|Bold, fmt.Sprintf("%c %d of %d links cut", t.g.Cut, f.cut, f.all))
	default:
		t.c.Set(x, y, Border, t.g.Down)
		x++
	}
	if f.moving > 0 {
		x = t.c.TextIn(x+1, y, end-x-1, Accent, strings.Repeat(string(t.g.Moving), min(f.moving, 5)))
		x = t.c.TextIn(x, y, end-x, Muted, fmt.Sprintf(" %d", f.moving))
	}
	t.c.TextIn(x+1, y, end-x-1, Border, "from "+strings.Join(f.from, ", "))
}

// heading writes what follows the name in the upper edge of a box: where no row
// is left for arrows, what it sends to, and its kind where there is room for it.
func (t *topology) heading(c engine.Component, x, y, w int) {
	kind, to, role := " "+c.Kind, "", Border
	if t.edgeH == 0 {
		to, role = t.sends(c)
	}
	if to != "" && Width(kind)+Width(to)+1 > w {
		kind = ""
	}
	end := x + w
	x = t.c.TextIn(x, y, w, Muted, kind)
	x = t.c.TextIn(x, y, end-x, role, to)
	t.c.TextIn(x, y, min(1, end-x), Muted, " ")
}

// linksFit reports whether a component's one line has room for its links beside
// its members and numbers.
func (t *topology) linksFit(c engine.Component, to string, w int) bool {
	numbers, _ := t.numbers(c)
	return t.edgeH == 0 && to != "" && t.need(c)+Width(to)+Width(numbers)+3 <= w
}

// sends names what a component sends to, with how many of the links are cut:
// " → hot, jobs ╳cut". The words say it too, so that colour is not needed.
func (t *topology) sends(c engine.Component) (string, Role) {
	if t.between == nil {
		t.between = t.flows()
	}
	text, role := "", Muted
	for _, to := range c.To {
		f := t.between[[2]string{c.Name, to}]
		if f == nil || to == c.Name || !t.has(to) {
			continue
		}
		sign := ", "
		if text == "" {
			sign = " → "
			if t.view.ASCII {
				sign = " -> "
			}
		}
		text += sign + to
		switch {
		case f.cut > 0 && f.cut == f.all:
			text, role = text+" "+string(t.g.Cut)+"cut", Bad|Bold
		case f.cut > 0:
			text, role = text+fmt.Sprintf(" %d/%d%c", f.cut, f.all, t.g.Cut), Bad|Bold
		}
	}
	return text, role
}

func (t *topology) has(component string) bool {
	return slices.ContainsFunc(t.view.Snapshot.Components, func(c engine.Component) bool { return c.Name == component })
}
