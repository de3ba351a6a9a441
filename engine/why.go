package engine

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/explain"
	"netsplit/engine/sim"
)

// Explanation answers why: symptom first, root cause last.
type Explanation struct {
	Title string
	Chain []Cause
}

// Cause is one link of an explanation. Operation is 0 where it is about none.
type Cause = explain.Cause

// String is the explanation as text, a line a cause.
func (e Explanation) String() string {
	var b strings.Builder
	fmt.Fprintln(&b, e.Title)
	for _, c := range e.Chain {
		fmt.Fprintf(&b, "  %10s  %s\n", c.Time, c.Text)
	}
	return b.String()
}

// Why explains an operation: why it failed, why it was slow, why it read what
// it read.
func (c *Cluster) Why(operation uint64) Explanation {
	o := c.world.operations.get(operation)
	if o == nil {
		return Explanation{Title: fmt.Sprintf("operation %d", operation),
			Chain: []Cause{{Time: c.Now(), Text: "There is no such operation, or it is too long ago."}}}
	}
	e := c.world.evidence(o)
	if o.stale {
		if newer := c.world.operations.get(o.floor.operation); newer != nil {
			n := c.world.evidence(newer)
			e.Newer = &n
		}
	}
	return Explanation{Title: "Why: " + nameOf(o), Chain: explain.Operation(e)}
}

func (w *world) evidence(o *operation) explain.Evidence {
	return explain.Evidence{Operation: o.Operation, Name: nameOf(o), Answer: o.answer, Pending: o.pending, Now: w.sim.Now(),
		Records: w.trace.of(o.ID), NameOf: w.sim.Name, Fault: w.book.Get, Stale: o.stale, Condition: w.faultOf}
}

// faultOf is the fault that a node suffers from now.
func (w *world) faultOf(id sim.NodeID) int {
	if _, _, fault := w.sim.State(id); fault != 0 {
		return fault
	}
	return w.conditions[condition{id, "slow"}]
}

// WhyNode explains a node's state: since when and because of what it is down,
// slow, wrong about the time, or cut off from others.
func (c *Cluster) WhyNode(node string) Explanation {
	w := c.world
	e := Explanation{Title: "Why: " + node}
	id, err := w.node(node)
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
