package check

import (
	"cmp"
	"math/bits"
	"slices"

	"netsplit/engine/clock"
)

// slots is how many operations may be in progress at once for a frontier.
const slots = 64

// frontier decides what porcupine takes too long for: long histories in which
// something is always in progress, with values that come again and again.
//
// It goes through the calls and returns in time and keeps every possibility
// that is left: what the key may hold, and which of the operations in progress
// have taken effect by then. An operation takes effect only when that is
// needed, for the return of one (just-in-time linearization, Lowe 2017, after
// Wing and Gong). So the work grows with how many overlap, not with how long
// the history is. Three rules keep the possibilities few, and lose nothing:
//   - a read that fits what the key holds takes effect at once;
//   - of several writes alike that may never happen, the first is used first;
//   - a possibility is dropped if another differs from it only in having used
//     fewer of the writes that may never happen.
type frontier struct {
	budget   int
	open     [slots]*entry // operations in progress
	used     uint64        // slots of all of them
	reads    uint64        // slots of the reads
	optional uint64        // slots of those that last forever
	contents []content     // all that the key may hold; states name them by index
	results  [slots]int32  // what the open writes write
	states   []state
	failedAt clock.Time // illegal: the return that no state allows
}

// state is one possibility.
type state struct {
	holds int32  // an index of contents
	done  uint64 // slots of the open operations that took effect
}

// event is a call or a return.
type event struct {
	at    clock.Time
	entry *entry
	ends  bool
}

// run decides whether the entries have an order that starts with the content.
func (f *frontier) run(initial content, entries []*entry) outcome {
	f.contents = []content{initial}
	f.states = []state{{}}
	indexes := map[content]int32{initial: 0}
	places := make(map[*entry]int, slots)
	for _, ev := range events(entries) {
		if !ev.ends {
			slot := bits.TrailingZeros64(^f.used)
			if slot == slots {
				return undecided
			}
			places[ev.entry] = slot
			f.begin(slot, ev.entry, indexes)
			for i := range f.states {
				f.states[i] = f.settle(f.states[i])
			}
			continue
		}
		slot := places[ev.entry]
		delete(places, ev.entry)
		if !f.finish(slot) {
			return undecided
		}
		f.open[slot] = nil
		f.used &^= 1 << slot
		f.reads &^= 1 << slot
		if len(f.states) == 0 {
			f.failedAt = ev.at
			return illegal
		}
	}
	return legal
}

func events(entries []*entry) []event {
	list := make([]event, 0, 2*len(entries))
	for _, e := range entries {
		list = append(list, event{e.call, e, false})
		if e.end != forever {
			list = append(list, event{e.end, e, true})
		}
	}
	slices.SortStableFunc(list, func(a, b event) int {
		if c := cmp.Compare(a.at, b.at); c != 0 {
			return c
		}
		switch { // calls before returns: what touches is concurrent
		case a.ends == b.ends:
			return 0
		case a.ends:
			return 1
		}
		return -1
	})
	return list
}

// begin puts an operation into a slot.
func (f *frontier) begin(slot int, e *entry, indexes map[content]int32) {
	f.open[slot] = e
	f.used |= 1 << slot
	if e.end == forever {
		f.optional |= 1 << slot
	}
	c, writes := e.writes()
	if !writes {
		f.reads |= 1 << slot
		return
	}
	index, ok := indexes[c]
	if !ok {
		index = int32(len(f.contents))
		indexes[c] = index
		f.contents = append(f.contents, c)
	}
	f.results[slot] = index
}

// settle lets the open reads that fit take effect.
func (f *frontier) settle(s state) state {
	holds := f.contents[s.holds]
	for left := f.reads &^ s.done; left != 0; left &= left - 1 {
		slot := bits.TrailingZeros64(left)
		if _, fits := f.open[slot].apply(holds); fits {
			s.done |= 1 << slot
		}
	}
	return s
}

// apply lets the operation in a slot take effect.
func (f *frontier) apply(s state, slot int) (state, bool) {
	before := f.contents[s.holds]
	after, ok := f.open[slot].apply(before)
	if !ok || f.optional>>slot&1 == 1 && after == before {
		return s, false
	}
	s.done |= 1 << slot
	if after != before {
		s.holds = f.results[slot]
	}
	return f.settle(s), true
}

// finish keeps the states in which the operation in the slot has taken effect,
// after letting others take effect before it where that helps. It reports
// false when the budget is used up.
func (f *frontier) finish(slot int) bool {
	done := true
	for _, s := range f.states {
		done = done && s.done>>slot&1 == 1
	}
	if done { // all let it take effect already
		for i := range f.states {
			f.states[i].done &^= 1 << slot
		}
		f.states = f.prune(f.states)
		f.budget -= len(f.states)
		return f.budget >= 0
	}
	seen := make(map[state]bool, len(f.states))
	var kept []state
	queue := f.states
	for _, s := range queue {
		seen[s] = true
	}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		if f.budget--; f.budget < 0 {
			return false
		}
		if s.done>>slot&1 == 1 {
			s.done &^= 1 << slot
			kept = append(kept, s)
			continue
		}
		for left := f.used &^ s.done; left != 0; left &= left - 1 {
			i := bits.TrailingZeros64(left)
			if !f.first(s, i) {
				continue
			}
			if next, ok := f.apply(s, i); ok && !seen[next] {
				seen[next] = true
				queue = append(queue, next)
			}
		}
	}
	f.states = f.prune(kept)
	return true
}

// first reports whether no write like the optional one in slot i comes before
// it unused.
func (f *frontier) first(s state, i int) bool {
	if f.optional>>i&1 == 0 {
		return true
	}
	for j := range i {
		if f.optional>>j&1 == 1 && s.done>>j&1 == 0 && alike(f.open[i], f.open[j]) {
			return false
		}
	}
	return true
}

func alike(a, b *entry) bool {
	return a.op.Kind == b.op.Kind && a.op.Value == b.op.Value && a.op.Expected == b.op.Expected
}

// prune drops the states that another one makes superfluous.
func (f *frontier) prune(states []state) []state {
	if f.optional == 0 {
		return states
	}
	slices.SortStableFunc(states, func(a, b state) int {
		return cmp.Compare(bits.OnesCount64(a.done&f.optional), bits.OnesCount64(b.done&f.optional))
	})
	type rest struct {
		holds int32
		done  uint64
	}
	kept := states[:0]
	groups := map[rest][]uint64{}
	for _, s := range states {
		r := rest{s.holds, s.done &^ f.optional}
		used := s.done & f.optional
		if slices.ContainsFunc(groups[r], func(fewer uint64) bool { return fewer&^used == 0 }) {
			continue
		}
		groups[r] = append(groups[r], used)
		kept = append(kept, s)
	}
	return kept
}
