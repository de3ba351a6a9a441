package engine

import (
	"fmt"
	"strings"

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
func (c *Cluster) Why(operation uint64) Explanation { return c.world.why(operation) }

func (w *world) why(operation uint64) Explanation {
	o := w.operations.get(operation)
	if o == nil {
		return Explanation{Title: fmt.Sprintf("operation %d", operation),
			Chain: []Cause{{Time: w.sim.Now(), Text: "There is no such operation, or it is too long ago."}}}
	}
	e := w.evidence(o)
	if o.stale {
		if newer := w.operations.get(o.floor.operation); newer != nil {
			n := w.evidence(newer)
			e.Newer = &n
		}
	}
	for _, v := range o.answer.Beside {
		if writer := w.operations.writer(o, v); writer != nil {
			e.Beside = append(e.Beside, w.evidence(writer))
		}
	}
	if len(o.answer.Beside) > 0 {
		if writer := w.operations.writer(o, o.answer.Version); writer != nil {
			e.Beside = append(e.Beside, w.evidence(writer))
		}
	}
	return Explanation{Title: "Why: " + nameOf(o), Chain: append(explain.Operation(e), w.fate(o)...)}
}

// family are the other members of a node's component.
func (w *world) family(id sim.NodeID) []sim.NodeID {
	var others []sim.NodeID
	if p, ok := w.parts[w.nodes[id].component]; ok {
		for _, o := range p.base().ids {
			if o != id {
				others = append(others, o)
			}
		}
	}
	return others
}

func (w *world) evidence(o *operation) explain.Evidence {
	end := o.Returned
	if o.pending {
		end = w.sim.Now()
	}
	return explain.Evidence{Operation: o.Operation, Name: nameOf(o), Answer: o.answer, Pending: o.pending, Asker: o.node, Now: w.sim.Now(),
		Records: w.trace.of(o.ID), NameOf: w.sim.Name, Fault: w.book.Get, Stale: o.stale,
		Family:    w.family,
		Link:      w.network.Slowed,
		Condition: func(id sim.NodeID) int { return w.book.During(w.sim.Name(id), o.Invoked, end) }}
}
