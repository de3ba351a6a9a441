package check

import (
	"cmp"
	"slices"
	"sort"

	"netsplit/engine/clock"
	"netsplit/engine/history"
)

const (
	shownOperations = 6   // of a shrunk history that are listed
	shrinkTries     = 400 // searches at most
)

// part is a piece of a key's history that has no order, whatever of these the
// key held before it.
type part struct {
	starts  []content
	entries []*entry
	from    clock.Time // what came before was left out; -1: nothing was
}

// shrinker looks for a small part. All its searches share one budget.
type shrinker struct {
	r            *register
	tries, steps int
}

// shrink finds a small part of a key's history that is still impossible, when
// zones alone do not say why.
//
// First time is cut off at the end: the shortest history that is impossible
// names the operation whose return made it so. What was still in progress
// then may or may not have happened. Then time is cut off at the start: the
// key may have held anything there. After that, values are left out, each with
// its writers and all who saw it, and reads one by one: leaving out a write
// but not its reads would make up a fault.
func (r *register) shrink(steps int) fault {
	s := &shrinker{r: r, tries: shrinkTries, steps: steps}
	p := s.cutStart(s.cutEnd())
	last := slices.MaxFunc(finished(p.entries), func(a, b *entry) int { return cmp.Compare(a.end, b.end) })
	for again := true; again; {
		again = false
		for _, entries := range removals(p.entries, last) {
			smaller := part{p.starts, entries, p.from}
			if len(entries) < len(p.entries) && s.impossible(smaller) {
				p, again = smaller, true
				break
			}
		}
	}
	return p.describe(last)
}

// impossible reports whether a part surely has no order.
func (s *shrinker) impossible(p part) bool {
	for _, c := range p.starts {
		s.tries--
		if s.tries < 0 || s.steps <= 0 || len(p.entries) == 0 {
			return false
		}
		f := &frontier{budget: s.steps / 10}
		out := f.run(c, p.entries)
		s.steps -= s.steps/10 - f.budget
		if out != illegal {
			return false
		}
	}
	return true
}

func finished(entries []*entry) []*entry {
	return slices.DeleteFunc(slices.Clone(entries), func(e *entry) bool { return e.end == forever })
}

// cutEnd finds the shortest impossible beginning.
func (s *shrinker) cutEnd() part {
	all := part{[]content{s.r.initial}, s.r.entries, -1}
	f := &frontier{budget: s.steps}
	if f.run(s.r.initial, s.r.entries) == illegal {
		all.entries = s.r.until(f.failedAt)
	}
	return all
}

// until is the history as it was known at a moment.
func (r *register) until(t clock.Time) []*entry {
	var list []*entry
	for _, e := range r.entries {
		switch {
		case e.call > t:
		case e.end <= t:
			list = append(list, e)
		case e.op.Kind != history.Get:
			list = append(list, pending(e))
		}
	}
	return list
}

// pending is the entry as one that may have happened, at any time.
func pending(e *entry) *entry {
	p := *e
	p.end, p.maybe = forever, true
	return &p
}

// cutStart finds a short impossible end of a part, by trying the last 8
// operations, then 16, and so on, then in between.
func (s *shrinker) cutStart(p part) part {
	n := 8
	for n < len(p.entries) && !s.impossible(p.tail(n)) {
		n *= 2
	}
	if n >= len(p.entries) {
		return p
	}
	n = n/2 + sort.Search(n-n/2, func(i int) bool { return s.impossible(p.tail(n/2 + i)) })
	return p.tail(n)
}

// tail is the part from where its last n entries begin. Writes that were in
// progress then may have happened before or after; reads are left out.
func (p part) tail(n int) part {
	t := part{from: p.entries[len(p.entries)-n].call}
	unseen := content{true, "\x00 something else"}
	t.starts = []content{unseen, {}}
	for _, e := range p.entries {
		switch {
		case e.call >= t.from:
			t.entries = append(t.entries, e)
		case e.end >= t.from && e.op.Kind != history.Get:
			t.entries = append(t.entries, pending(e))
		default:
			continue
		}
		if c, ok := e.expects(); ok && !slices.Contains(t.starts, c) {
			t.starts = append(t.starts, c)
		}
	}
	return t
}

// removals are the histories that are smaller by one value, or by one read.
func removals(entries []*entry, last *entry) [][]*entry {
	var list [][]*entry
	var values []content
	for _, e := range entries {
		for _, c := range touched(e) {
			if !slices.Contains(values, c) && len(values) < shrinkTries {
				values = append(values, c)
			}
		}
	}
	for _, c := range values {
		list = append(list, without(entries, c))
	}
	for i, e := range entries {
		if (e.op.Kind == history.Get || e.end == forever) && e.op.ID != last.op.ID && len(list) < 2*shrinkTries {
			list = append(list, withoutEntry(entries, i))
		}
	}
	return list
}

// withoutEntry leaves out one read, or one write that may have happened if
// what it wrote was written by another as well or seen by nobody.
func withoutEntry(entries []*entry, i int) []*entry {
	left := slices.Concat(entries[:i], entries[i+1:])
	c, ok := entries[i].writes()
	if ok && slices.ContainsFunc(left, func(e *entry) bool {
		seen, ok := e.expects()
		return ok && seen.value == c.value
	}) {
		return entries
	}
	return left
}

// without leaves a value out. A compare-and-set that goes takes along those
// who saw what it wrote, and so on.
func without(entries []*entry, c content) []*entry {
	left := slices.DeleteFunc(slices.Clone(entries), func(e *entry) bool { return slices.Contains(touched(e), c) })
	for {
		var orphaned []string // a value, "" for nothing as well
		for _, e := range entries {
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
