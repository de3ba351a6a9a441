package scene

import (
	"cmp"
	"slices"

	"netsplit/calc/order"
	"netsplit/engine"
	"netsplit/engine/clock"
)

// Cone is the messages on a causal path from the beginning of an operation to
// its end: those that could have had a part in its outcome. "Happened before"
// is Lamport's (Time, Clocks, and the Ordering of Events, CACM 1978): order
// within a node, and a sending before its arrival.
func Cone(p engine.Past, o engine.Operation, now clock.Time) map[uint64]bool {
	origin, end := "", o.End
	if o.Outcome == engine.Pending {
		end = now
	}
	for _, f := range p.Flights {
		if f.Operation == o.ID && f.SentAt >= o.Start {
			origin = f.From
			break
		}
	}
	out := map[uint64]bool{}
	if origin == "" || o.ID == 0 {
		return out
	}
	type event struct {
		at      clock.Time
		arrival bool
		flight  int
	}
	var events []event
	for i, f := range p.Flights {
		if f.SentAt < o.Start || f.SentAt > end {
			continue
		}
		events = append(events, event{f.SentAt, false, i})
		if f.State == engine.Delivered && f.Ended <= end {
			events = append(events, event{f.Ended, true, i})
		}
	}
	order.By(events, func(a, b event) int {
		if c := cmp.Compare(a.at, b.at); c != 0 {
			return c
		}
		switch { // what arrives at a moment is answered at that moment
		case a.arrival && !b.arrival:
			return -1
		case b.arrival && !a.arrival:
			return 1
		}
		return 0
	})
	after := map[int]bool{} // flights that follow from the beginning
	reached := map[string]bool{origin: true}
	for _, e := range events {
		f := p.Flights[e.flight]
		if !e.arrival {
			after[e.flight] = reached[f.From]
		} else if after[e.flight] {
			reached[f.To] = true
		}
	}
	before := map[int]bool{} // flights that the end follows from
	reached = map[string]bool{origin: true}
	for _, e := range slices.Backward(events) {
		f := p.Flights[e.flight]
		if e.arrival {
			before[e.flight] = reached[f.To]
		} else if before[e.flight] {
			reached[f.From] = true
		}
	}
	for i, f := range p.Flights {
		if f.Operation == o.ID || after[i] && before[i] {
			out[f.ID] = true
		}
	}
	return out
}
