package sim

import (
	"cmp"
	"slices"

	"netsplit/engine/clock"
)

// event is something that will happen to a node. ref is a slot of a message,
// or the timer's key.
type event struct {
	at    clock.Time
	seq   uint64
	node  NodeID
	kind  eventKind
	timer uint8
	epoch uint32
	ref   uint64
	id    TimerID
}

type eventKind uint8

const (
	arrival eventKind = iota
	alarm
)

func (e event) before(o event) bool {
	if e.at != o.at {
		return e.at < o.at
	}
	return e.seq < o.seq
}

// queue is a 4-ary heap ordered by (time, sequence). Four children a node keep
// it shallow: fewer cache misses than a binary heap at the same comparisons.
type queue struct {
	events []event
	seq    uint64
}

func (q *queue) push(e event) {
	q.seq++
	e.seq = q.seq
	q.events = append(q.events, e)
	i := len(q.events) - 1
	for i > 0 {
		parent := (i - 1) / 4
		if !e.before(q.events[parent]) {
			break
		}
		q.events[i] = q.events[parent]
		i = parent
	}
	q.events[i] = e
}

func (q *queue) pop() event {
	top := q.events[0]
	n := len(q.events) - 1
	last := q.events[n]
	q.events = q.events[:n]
	if n == 0 {
		return top
	}
	i := 0
	for {
		child := 4*i + 1
		if child >= n {
			break
		}
		least := child
		for c := child + 1; c < min(child+4, n); c++ {
			if q.events[c].before(q.events[least]) {
				least = c
			}
		}
		if !q.events[least].before(last) {
			break
		}
		q.events[i] = q.events[least]
		i = least
	}
	q.events[i] = last
	return top
}

// sortedByID lists the used slots.
func sortedByID(slots []Message, n int) []Message {
	out := make([]Message, 0, n)
	for _, m := range slots {
		if m.Payload != nil {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b Message) int { return cmp.Compare(a.ID, b.ID) })
	return out
}
