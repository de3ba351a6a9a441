package engine

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// WhyNode explains a node's state: since when and because of what it is down,
// slow, wrong about the time, or cut off from others. For a component with
// several members it speaks of all of them.
func (c *Cluster) WhyNode(node string) Explanation {
	w := c.world
	e := Explanation{Title: "Why: " + node}
	if p := w.parts[node]; p != nil && len(p.base().ids) > 1 {
		return w.whyComponent(p)
	}
	id, err := w.node(node)
	if w.parts[node] == nil && err != nil {
		if _, known := w.byName[node]; !known {
			err = unknownName("node or component", node, w.names())
		}
	}
	if err != nil {
		e.Chain = []Cause{{Time: c.Now(), Text: err.Error()}}
		return e
	}
	name := w.sim.Name(id)
	add := func(at clock.Time, format string, args ...any) {
		e.Chain = append(e.Chain, Cause{Time: at, Node: name, Text: fmt.Sprintf(format, args...)})
	}
	state, since, number := w.sim.State(id)
	add(since, "%s is %s since %s.", name, state, since)
	if f, ok := w.book.Get(number); ok {
		add(f.Since, "The cause: %s, done at %s.", f.Text, f.Since)
	}
	slow, skew := w.sim.Conditions(id)
	for _, x := range []struct {
		d          time.Duration
		kind, text string
	}{{slow, "slow", "What it sends arrives %s later."}, {skew, "skew", "Its clock is wrong by %s."}} {
		if x.d == 0 {
			continue
		}
		f, _ := w.book.Get(w.conditions[condition{id, x.kind}])
		add(f.Since, x.text+" The cause: %s.", x.d, f.Text)
	}
	for _, f := range w.book.Active() {
		if lost := w.cutFrom(id, f.Number); len(lost) > 0 {
			add(f.Since, "Nothing passes between it and %s. The cause: %s, done at %s.", strings.Join(lost, ", "), f.Text, f.Since)
		}
	}
	w.whySuspected(id, add)
	if p, ok := w.parts[w.nodes[id].component].(reasoned); ok {
		e.Chain = append(e.Chain, p.whyMember(w, id)...)
	}
	if detail := w.detail(id); detail != "" {
		add(c.Now(), "Now: %s.", detail)
	}
	return e
}

// cutFrom lists the nodes that a fault disturbs a node's links with.
func (w *world) cutFrom(id sim.NodeID, fault int) []string {
	var out []string
	for i, n := range w.nodes {
		o := sim.NodeID(i)
		if o != id && (w.network.Carries(fault, id, o) || w.network.Carries(fault, o, id)) {
			out = append(out, n.name)
		}
	}
	slices.Sort(out)
	return out
}

func (w *world) detail(id sim.NodeID) string {
	if p := w.parts[w.nodes[id].component]; p != nil {
		return p.detail(w, id)
	}
	return ""
}
