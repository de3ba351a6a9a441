package check

import (
	"cmp"
	"math"
	"slices"

	"netsplit/engine/clock"
	"netsplit/engine/history"
)

// forever is when an operation returns that may still take effect.
const forever = clock.Time(math.MaxInt64 / 4)

// content is what a key holds.
type content struct {
	found bool
	value string
}

// entry is an operation on one key as the checkers see it: it takes effect at
// one moment from call to end, both included.
type entry struct {
	op        *history.Operation
	call, end clock.Time
	maybe     bool // it may as well not have happened
}

// writes returns what the key holds after the entry, if it is a write.
func (e *entry) writes() (content, bool) {
	switch e.op.Kind {
	case history.Put, history.CompareAndSet:
		return content{true, e.op.Value}, true
	case history.Delete:
		return content{}, true
	}
	return content{}, false
}

// observes returns what the key must hold before the entry, if its answer
// says so. A compare-and-set that may not have happened says nothing.
func (e *entry) observes() (content, bool) {
	switch {
	case e.op.Kind == history.Get:
		if e.op.Found {
			return content{true, e.op.Value}, true
		}
		return content{}, true
	case e.op.Kind == history.CompareAndSet && !e.maybe:
		return content{true, e.op.Expected}, true
	}
	return content{}, false
}

// expects is observes, and for a compare-and-set that may not have happened
// what the key held if it did.
func (e *entry) expects() (content, bool) {
	if e.op.Kind == history.CompareAndSet {
		return content{true, e.op.Expected}, true
	}
	return e.observes()
}

// apply is the register: whether the entry's answer is right when the key
// holds c, and what it holds after.
func (e *entry) apply(c content) (content, bool) {
	switch e.op.Kind {
	case history.Get:
		want, _ := e.observes()
		return c, c == want
	case history.CompareAndSet:
		if !c.matches(e.op.Expected) {
			return c, e.maybe
		}
	}
	after, _ := e.writes()
	return after, true
}

// matches is the comparison of compare-and-set. A key that holds nothing
// matches the empty value, so that `cas key "" new` creates a key.
func (c content) matches(expected string) bool { return c.value == expected }

// register is all that happened to one key.
type register struct {
	key     string
	initial content
	entries []*entry             // by call, then end
	failed  []*history.Operation // writes that did not happen
	writers map[content][]*entry // by what they wrote
}

// registers sorts a history by keys, in the order in which the keys were
// first used. Reads without an answer say nothing and are dropped. What may
// have happened may have happened at any time after its call.
func registers(operations []history.Operation, initial content) []*register {
	var list []*register
	byKey := map[string]*register{}
	for i := range operations {
		o := &operations[i]
		switch o.Kind {
		case history.Put, history.Get, history.CompareAndSet, history.Delete:
		default:
			continue
		}
		r := byKey[o.Key]
		if r == nil {
			r = &register{key: o.Key, initial: initial}
			byKey[o.Key] = r
			list = append(list, r)
		}
		r.add(o)
	}
	for _, r := range list {
		slices.SortStableFunc(r.entries, func(a, b *entry) int {
			return cmp.Or(cmp.Compare(a.call, b.call), cmp.Compare(a.end, b.end), cmp.Compare(a.op.ID, b.op.ID))
		})
		r.countWriters()
	}
	return list
}

func (r *register) add(o *history.Operation) {
	call := min(max(o.Invoked, 0), forever-1)
	switch {
	case o.Outcome == history.OK:
		r.entries = append(r.entries, &entry{op: o, call: call, end: min(max(call, o.Returned), forever-1)})
	case o.Kind == history.Get:
	case o.Outcome == history.Info:
		r.entries = append(r.entries, &entry{op: o, call: call, end: forever, maybe: true})
	default:
		r.failed = append(r.failed, o)
	}
}

// settle bounds the entries that may have happened at any later time, without
// changing whether the key is linearizable:
//   - nobody observed what it wrote: it may as well not have happened, for
//     without it every answer is explained as well as with it;
//   - it alone wrote what somebody observed: then it happened before the first
//     of those observers returned.
//
// Otherwise every such write would overlap all that follows.
func (r *register) settle() {
	for range 64 { // each round costs a pass, and leaving some out is enough
		if !r.dropUnobserved() {
			break
		}
	}
	first := map[content]clock.Time{} // when the first observer returned
	for _, e := range r.entries {
		if c, ok := e.observes(); ok {
			if t, ok := first[c]; !ok || e.end < t {
				first[c] = e.end
			}
		}
	}
	for _, e := range r.entries {
		c, _ := e.writes()
		if t, observed := first[c]; e.maybe && observed && len(r.writers[c]) == 1 && c != r.initial && c.value != "" {
			e.end = max(e.call, t)
		}
	}
}

// dropUnobserved leaves out writes that may have happened and that nobody
// observed, or could have: a compare-and-set that may have happened itself
// could. It reports whether there were any.
func (r *register) dropUnobserved() bool {
	observed := map[string]bool{} // "" is nothing, and the empty value
	for _, e := range r.entries {
		if c, ok := e.expects(); ok {
			observed[c.value] = true
		}
	}
	before := len(r.entries)
	r.entries = slices.DeleteFunc(r.entries, func(e *entry) bool {
		c, _ := e.writes()
		return e.maybe && !observed[c.value]
	})
	r.countWriters()
	return len(r.entries) < before
}

func (r *register) countWriters() {
	r.writers = map[content][]*entry{}
	for _, e := range r.entries {
		if c, ok := e.writes(); ok {
			r.writers[c] = append(r.writers[c], e)
		}
	}
}

// byInvocation returns the operations by the time they began.
func byInvocation(operations []*history.Operation) []*history.Operation {
	sorted := slices.Clone(operations)
	slices.SortStableFunc(sorted, func(a, b *history.Operation) int {
		return cmp.Or(cmp.Compare(a.Invoked, b.Invoked), cmp.Compare(a.ID, b.ID))
	})
	return sorted
}
