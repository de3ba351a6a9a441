// Package causal tells which of two writes had seen the other: dots and
// contexts, after Preguiça, Baquero, Almeida, Fonte and Gonçalves, "Dotted
// Version Vectors: Logical Clocks for Optimistic Replication", 2010.
//
// A dot names one write. A context is the set of all writes that somebody has
// seen. A write whose dot is in the context of another was seen by it, and so
// it is superseded; two writes of which neither saw the other are siblings.
//
// Any node may coordinate a write and need not keep the key, so a context is
// an exact set and not one number a node: the third write of a node may be
// seen without the second. Runs of numbers are stored as one span.
//
//	seen := causal.Context{}.With(causal.Dot{Node: 1, Count: 1})
//	seen.Covers(causal.Dot{Node: 1, Count: 1}) // true
package causal

import (
	"slices"

	"netsplit/engine/sim"
)

// Dot names a write: the count-th that a node coordinated for the key. The
// zero Dot names none.
type Dot struct {
	Node  sim.NodeID
	Count uint64
}

// None reports whether the dot names no write.
func (d Dot) None() bool { return d.Count == 0 }

// Context is a set of dots. The zero value is empty. Contexts are never
// changed in place, so they may be shared.
type Context struct{ spans []span }

// span is a run of dots of one node, both ends included.
type span struct {
	node     sim.NodeID
	from, to uint64
}

// Empty reports whether nothing was seen.
func (c Context) Empty() bool { return len(c.spans) == 0 }

// Spans counts the runs that the set is stored as: what it costs to send.
func (c Context) Spans() int { return len(c.spans) }

// Covers reports whether a dot is in the set.
func (c Context) Covers(d Dot) bool {
	// The last span that begins at the dot or before it.
	i, found := slices.BinarySearchFunc(c.spans, d, func(s span, d Dot) int { return s.compare(d.Node, d.Count) })
	if found {
		return true
	}
	return i > 0 && c.spans[i-1].node == d.Node && c.spans[i-1].to >= d.Count
}

func (s span) compare(node sim.NodeID, from uint64) int {
	switch {
	case s.node != node:
		return int(s.node) - int(node)
	case s.from < from:
		return -1
	case s.from > from:
		return 1
	}
	return 0
}

// With is the set and one dot more.
func (c Context) With(d Dot) Context {
	if d.None() || c.Covers(d) {
		return c
	}
	return c.Join(Context{spans: []span{{d.Node, d.Count, d.Count}}})
}

// Join is what either has seen.
func (c Context) Join(o Context) Context {
	if len(c.spans) == 0 || slices.Equal(c.spans, o.spans) {
		return o
	}
	if len(o.spans) == 0 {
		return c
	}
	out := make([]span, 0, len(c.spans)+len(o.spans))
	for a, b := c.spans, o.spans; len(a)+len(b) > 0; {
		if len(b) == 0 || len(a) > 0 && a[0].compare(b[0].node, b[0].from) <= 0 {
			out, a = extend(out, a[0]), a[1:]
		} else {
			out, b = extend(out, b[0]), b[1:]
		}
	}
	return Context{spans: out}
}

// extend adds a span that begins no earlier than the last one.
func extend(out []span, s span) []span {
	if n := len(out); n > 0 && out[n-1].node == s.node && out[n-1].to+1 >= s.from {
		out[n-1].to = max(out[n-1].to, s.to)
		return out
	}
	return append(out, s)
}

// Includes reports whether everything that the other has seen is in the set.
func (c Context) Includes(o Context) bool {
	for _, s := range o.spans {
		i, found := slices.BinarySearchFunc(c.spans, s, func(x, y span) int { return x.compare(y.node, y.from) })
		if !found {
			i--
		}
		if i < 0 || c.spans[i].node != s.node || c.spans[i].to < s.to {
			return false
		}
	}
	return true
}
