package check

import (
	"netsplit/engine/history"
	"netsplit/engine/linear"
)

// dense decides a history in which many writes never ended and values come
// again and again: package linear counts such writes instead of following each
// (see there). What it finds impossible is cut off behind the operation that
// could not end as it did, so that the reason is looked for before it.
func (r *register) dense(steps int) outcome {
	if r.hasEmptyValue() {
		return undecided // linear knows one kind of nothing
	}
	operations := make([]history.Operation, len(r.entries))
	for i, e := range r.entries {
		operations[i] = *e.op
		if e.op.Kind == history.Delete {
			operations[i].Value = ""
		}
	}
	switch out, at := linear.Decide(operations, r.initial.value, steps); out {
	case linear.Legal:
		return legal
	case linear.Illegal:
		r.entries = r.until(max(at.Invoked, at.Returned))
		return illegal
	}
	return undecided
}

// hasEmptyValue reports whether the key ever held the empty text, which reads
// tell from nothing.
func (r *register) hasEmptyValue() bool {
	empty := content{found: true}
	if r.initial == empty {
		return true
	}
	for _, e := range r.entries {
		written, writes := e.writes()
		seen, reads := e.observes()
		if writes && written == empty || reads && seen == empty && e.op.Kind == history.Get {
			return true
		}
	}
	return false
}
