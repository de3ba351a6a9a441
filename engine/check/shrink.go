package check

import (
	"cmp"
	"fmt"
	"slices"

	"netsplit/engine/clock"
	"netsplit/engine/history"
)

const (
	shownOperations = 6   // of a shrunk history that are listed
	shrinkTries     = 400 // searches at most
)

// shrink finds a small part of a key's history that is still impossible, when
// zones alone do not say why.
//
// First time is cut off at the end: the shortest history that is impossible
// names the operation whose return made it so. What was still in progress
// then may or may not have happened. After that, values are left out, each
// with its writers and all who saw it, and reads one by one: leaving out a
// write but not its reads would make up a fault.
func (r *register) shrink(steps int) fault {
	tries := shrinkTries
	impossible := func(entries []*entry) bool {
		tries--
		s := &search{budget: steps / 10}
		return tries >= 0 && s.run(r.initial, entries) == illegal
	}
	part := r.shortest(impossible)
	last := slices.MaxFunc(finished(part), func(a, b *entry) int { return cmp.Compare(a.end, b.end) })
	for again := true; again; {
		again = false
		for _, smaller := range removals(part, last) {
			if len(smaller) < len(part) && impossible(smaller) {
				part, again = smaller, true
				break
			}
		}
	}
	return describePart(part, last)
}

func finished(entries []*entry) []*entry {
	return slices.DeleteFunc(slices.Clone(entries), func(e *entry) bool { return e.end == forever })
}

// shortest cuts the end off by bisection: if a history is impossible, so is
// every longer one.
func (r *register) shortest(impossible func([]*entry) bool) []*entry {
	var returns []clock.Time
	for _, e := range finished(r.entries) {
		returns = append(returns, e.end)
	}
	slices.Sort(returns)
	returns = slices.Compact(returns)
	part := r.entries
	low, high := 0, len(returns)
	for low < high {
		middle := (low + high) / 2
		if cut := r.until(returns[middle]); impossible(cut) {
			part, high = cut, middle
		} else {
			low = middle + 1
		}
	}
	return part
}

// until is the history as it was known at a moment.
func (r *register) until(t clock.Time) []*entry {
	var part []*entry
	for _, e := range r.entries {
		switch {
		case e.call > t:
		case e.end <= t:
			part = append(part, e)
		case e.op.Kind != history.Get:
			pending := *e
			pending.end, pending.maybe = forever, true
			part = append(part, &pending)
		}
	}
	return part
}

// removals are the histories that are smaller by one value, or by one read.
func removals(part []*entry, last *entry) [][]*entry {
	var list [][]*entry
	var values []content
	for _, e := range part {
		for _, c := range touched(e) {
			if !slices.Contains(values, c) && len(values) < shrinkTries {
				values = append(values, c)
			}
		}
	}
	for _, c := range values {
		list = append(list, without(part, c))
	}
	for i, e := range part {
		if e.op.Kind == history.Get && e.op.ID != last.op.ID && len(list) < 2*shrinkTries {
			list = append(list, slices.Concat(part[:i], part[i+1:]))
		}
	}
	return list
}

// without leaves a value out. A compare-and-set that goes takes along those
// who saw what it wrote, and so on.
func without(part []*entry, c content) []*entry {
	left := slices.DeleteFunc(slices.Clone(part), func(e *entry) bool { return slices.Contains(touched(e), c) })
	for {
		var orphaned []string // a value, "" for nothing as well
		for _, e := range part {
			if c, ok := e.writes(); ok && !slices.Contains(left, e) {
				orphaned = append(orphaned, c.value)
			}
		}
		before := len(left)
		left = slices.DeleteFunc(left, func(e *entry) bool {
			c, ok := e.expects()
			return ok && slices.Contains(orphaned, c.value)
		})
		if len(left) == before {
			return left
		}
	}
}

// describePart lists a history that has no order.
func describePart(part []*entry, last *entry) fault {
	if !slices.ContainsFunc(part, func(e *entry) bool { return e.op.ID == last.op.ID }) {
		last = slices.MaxFunc(part, func(a, b *entry) int { return cmp.Compare(a.end, b.end) })
	}
	var lines []string
	var operations []*history.Operation
	for _, e := range part {
		if len(part) <= shownOperations || e.op.ID == last.op.ID || len(lines) < shownOperations {
			lines = append(lines, line(e))
		}
		operations = append(operations, e.op)
	}
	text := fmt.Sprintf("no order of %s on %s explains their answers: %s", count(len(part), "operation"), word(part[0].op.Key), join(lines))
	if hidden := len(part) - len(lines); hidden > 0 {
		text += fmt.Sprintf("; and %d more", hidden)
	}
	if len(part) > 1 {
		text += fmt.Sprintf(". The last straw is op %d", last.op.ID)
	}
	return fault{text, ids(operations...)}
}

func line(e *entry) string {
	switch {
	case e.op.Kind == history.Get:
		return fmt.Sprintf("%s, until %v", told(e.op), e.end)
	case e.end == forever:
		return fmt.Sprintf("%s, which may have happened at any time after", told(e.op))
	case e.maybe:
		return fmt.Sprintf("%s, which had no clear end", told(e.op))
	case e.op.Kind == history.CompareAndSet:
		return fmt.Sprintf("%s found %s, until %v", told(e.op), word(e.op.Expected), e.end)
	}
	return fmt.Sprintf("%s, until %v", told(e.op), e.end)
}
