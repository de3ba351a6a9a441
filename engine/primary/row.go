package primary

import (
	"cmp"
	"slices"
	"strings"

	"netsplit/calc/order"
	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Row is what a peer holds of a key: the values, more than one only after a
// merge, and for each peer the latest of its writes that is in them.
type Row struct {
	key     string
	values  []written // none: deleted
	vector  []dot     // by node
	version request.Version
	change  uint64 // on the peer that holds it
	by      uint64 // the operation that wrote it last
}

// written is a value and the write that it came by.
type written struct {
	text string
	dot
}

// dot is the time stamp of a peer's write. A peer's stamps only grow, so one
// stands for all its earlier writes of the key.
type dot struct {
	node  sim.NodeID
	stamp clock.Time
}

// Values lists the values, more than one after a merge.
func (r Row) Values() []string {
	var out []string
	for _, v := range r.values {
		out = append(out, v.text)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Version is the latest write that is in the row.
func (r Row) Version() request.Version { return r.version }

// Covers reports whether a write is in the row: it is there, or was replaced by
// one that knew of it or that won a conflict.
func (r Row) Covers(v request.Version) bool {
	for _, d := range r.vector {
		if d.node == v.Node {
			return d.stamp >= v.Stamp
		}
	}
	return false
}

func (r Row) text() string { return strings.Join(r.Values(), request.Bar) }

func (r Row) wrote(operation uint64) bool { return operation != 0 && r.by == operation }

// written is the row after a write by a peer. Its stamp is the peer's clock,
// but later than all it knows of: a hybrid clock, as in Kulkarni et al.,
// "Logical Physical Clocks", OPODIS 2014.
func (r Row) written(by sim.NodeID, now clock.Time, q *request.Request, operation uint64) Row {
	stamp := max(now, r.version.Stamp+1)
	out := Row{key: q.Key, version: request.Version{Stamp: stamp, Node: by}, by: operation}
	if q.Verb != request.Delete {
		out.values = []written{{q.Value, dot{by, stamp}}}
	}
	found := false
	for _, d := range r.vector {
		if d.node == by {
			d.stamp, found = stamp, true
		}
		out.vector = append(out.vector, d)
	}
	if !found {
		out.vector = append(out.vector, dot{by, stamp})
		order.By(out.vector, func(a, b dot) int { return int(a.node - b.node) })
	}
	return out
}

// relation is how two vectors stand to each other.
type relation uint8

const (
	same relation = iota
	before
	after
	concurrent
)

func compare(a, b []dot) relation {
	older, newer := false, false
	for _, d := range merged(a, b) {
		older = older || stampOf(a, d.node) < d.stamp
		newer = newer || stampOf(b, d.node) < d.stamp
	}
	switch {
	case older && newer:
		return concurrent
	case older:
		return before
	case newer:
		return after
	}
	return same
}

func stampOf(v []dot, node sim.NodeID) clock.Time {
	for _, d := range v {
		if d.node == node {
			return d.stamp
		}
	}
	return -1 << 62
}

// merged is, for each node, the later of two stamps.
func merged(a, b []dot) []dot {
	out := slices.Clone(a)
	for _, d := range b {
		i := slices.IndexFunc(out, func(o dot) bool { return o.node == d.node })
		if i < 0 {
			out = append(out, d)
			continue
		}
		out[i].stamp = max(out[i].stamp, d.stamp)
	}
	order.By(out, func(x, y dot) int { return int(x.node - y.node) })
	return out
}

// survivors are the values of a row that another has too, or does not know of.
// What it knows of and does not have, it has replaced (Preguiça et al., "Dotted
// Version Vectors", 2010).
func survivors(of, other Row) []written {
	return slices.DeleteFunc(slices.Clone(of.values), func(v written) bool {
		return !slices.Contains(other.values, v) && stampOf(other.vector, v.node) >= v.stamp
	})
}

// join settles a conflict. In whatever order and however often rows are joined,
// the outcome is the same, so all peers come to hold it.
func join(a, b Row, merge bool) Row {
	if a.version.Compare(b.version) < 0 {
		a, b = b, a
	}
	out := a // the later one
	out.vector = merged(a.vector, b.vector)
	if merge {
		out.values = slices.Concat(survivors(a, b), survivors(b, a))
		order.By(out.values, func(x, y written) int {
			return cmp.Or(cmp.Compare(x.node, y.node), cmp.Compare(x.stamp, y.stamp))
		})
		out.values = slices.Compact(out.values)
	}
	return out
}

// conflictsKept bounds the conflicts that are remembered, to count each once.
const conflictsKept = 10_000

// clash names a conflict: the key and the two writes.
type clash struct {
	key          string
	older, later request.Version
}

// conflict counts a conflict, once however many peers settle it.
func (l *Layout) conflict(a, b Row) bool {
	if a.version.Compare(b.version) > 0 {
		a, b = b, a
	}
	c := clash{a.key, a.version, b.version}
	if l.clashes[c] {
		return false
	}
	if len(l.clashes) >= conflictsKept {
		clear(l.clashes)
	}
	l.clashes[c] = true
	l.Stats.Conflicts++
	return true
}
