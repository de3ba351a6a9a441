// Package linear decides whether a long history of one register is
// linearizable when many of its operations never ended.
//
// A general search (package check, with porcupine) has to try when each write
// without an end took effect, if ever, and hundreds of them overlap everything
// that follows. This one knows that it looks at a register:
//
//	out, at := linear.Decide(operations, "null", 5_000_000)
//	if out == linear.Illegal {
//		fmt.Println(at.ID) // no order explains all that had ended when it ended
//	}
//
// It goes through the calls and returns in time and keeps what may be the
// case: what the register holds, and which of the operations in progress took
// effect (just-in-time linearization: Lowe, "Testing for linearizability",
// 2017, after Wing and Gong). Three facts about registers keep the
// possibilities few, and lose none:
//   - Of writes without an end only their number counts, by what they write
//     and expect; and having used fewer of them is never worse.
//   - A write may hide: when another write takes effect, every write then in
//     progress may have done so just before, unseen. From then on nothing
//     obliges it to be seen, and a possibility in which it is still free is
//     never worse than one in which it is used up.
//   - A read that fits what the register holds takes effect at once.
package linear

import (
	"cmp"
	"math"
	"slices"

	"netsplit/engine/clock"
	"netsplit/engine/history"
)

// Outcome is what Decide found.
type Outcome int

// The outcomes. Undecided: the steps were used up, or more than Slots
// operations that ended were in progress at once.
const (
	Legal Outcome = iota
	Illegal
	Undecided
)

// Slots is how many operations may be in progress at once, besides those that
// never end.
const Slots = 64

// everything is the width of a frontier that leaves nothing out.
const everything = math.MaxInt

// Decide decides the history of one key. Values are texts, and nothing is one
// of them (see history.Recording); a deletion writes the empty text. Illegal
// comes with the operation that could not end as it did.
//
// It first follows only the best few possibilities, those that used the fewest
// writes without an end: if one of them comes through, it is a proof. Only if
// none does it follows all.
func Decide(operations []history.Operation, initial string, steps int) (Outcome, history.Operation) {
	kept, endless := split(operations)
	all := events(kept, endless)
	for _, width := range []int{16, 256} {
		f := newFrontier(initial, steps/4, width)
		out, at := f.run(all)
		if out != Undecided {
			return out, at
		}
	}
	f := newFrontier(initial, steps/2, everything)
	return f.run(all)
}

func (f *frontier) run(all []event) (Outcome, history.Operation) {
	for _, e := range all {
		switch {
		case e.endless:
			f.offer(e.operation)
			continue
		case !e.ends:
			if !f.begin(e.operation) {
				return Undecided, history.Operation{}
			}
			continue
		}
		f.finish(f.places[e.operation])
		delete(f.places, e.operation)
		switch {
		case f.budget < 0 || len(f.states) == 0 && f.narrowed:
			return Undecided, history.Operation{}
		case len(f.states) == 0:
			return Illegal, *e.operation
		}
	}
	return Legal, history.Operation{}
}

// split takes apart the operations that ended and the writes that may have
// happened, and leaves out what proves nothing: what failed, reads without an
// answer, and writes without an end whose value nobody can have seen.
func split(operations []history.Operation) (kept, endless []*history.Operation) {
	for i := range operations {
		o := &operations[i]
		switch {
		case o.Outcome == history.OK:
			kept = append(kept, o)
		case o.Outcome == history.Info && o.Kind != history.Get:
			endless = append(endless, o)
		}
	}
	for {
		seen := map[string]bool{}
		for _, o := range slices.Concat(kept, endless) {
			switch o.Kind {
			case history.Get:
				seen[o.Value] = true
			case history.CompareAndSet:
				seen[o.Expected] = true
			}
		}
		before := len(endless)
		endless = slices.DeleteFunc(endless, func(o *history.Operation) bool { return !seen[o.Value] })
		if len(endless) == before {
			return kept, endless
		}
	}
}

// event is a call, a return, or the call of a write that never ended.
type event struct {
	at            clock.Time
	operation     *history.Operation
	ends, endless bool
}

func events(kept, endless []*history.Operation) []event {
	var list []event
	for _, o := range endless {
		list = append(list, event{o.Invoked, o, false, true})
	}
	for _, o := range kept {
		list = append(list, event{o.Invoked, o, false, false}, event{max(o.Invoked, o.Returned), o, true, false})
	}
	slices.SortStableFunc(list, func(a, b event) int {
		return cmp.Or(cmp.Compare(a.at, b.at), rank(a)-rank(b)) // what touches is concurrent
	})
	return list
}

func rank(e event) int {
	if e.ends {
		return 1
	}
	return 0
}
