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
