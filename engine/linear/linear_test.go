package linear_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"netsplit/engine/check"
	"netsplit/engine/clock"
	"netsplit/engine/history"
	"netsplit/engine/linear"
)

const steps = 20_000_000

// shape is how a random history is made.
type shape struct {
	operations, processes, values int
	info, swaps                   float64
}

// running is an operation in progress on a real register.
type running struct {
	*history.Operation
	done, ok bool
}

// record runs processes against a register that changes at one moment, and
// lets some never learn what became of their operation. Half of those happen
// late.
func record(random *rand.Rand, s shape) []history.Operation {
	var all []*history.Operation
	var late []*running
	open := make([]*running, s.processes)
	holds := "null"
	effect := func(r *running) {
		r.done = true
		switch r.Kind {
		case history.Get:
			r.Value, r.ok = holds, true
		case history.Put:
			holds, r.ok = r.Value, true
		case history.CompareAndSet:
			if r.ok = r.Expected == holds; r.ok {
				holds = r.Value
			}
		}
	}
	value := func() string { return fmt.Sprint(random.IntN(s.values)) }
	for now := 0; len(all) < s.operations; now++ {
		if len(late) > 0 && random.IntN(20) == 0 {
			i := random.IntN(len(late))
			effect(late[i])
			late = slices.Delete(late, i, i+1)
		}
		p := random.IntN(s.processes)
		r := open[p]
		switch {
		case r == nil:
			r = &running{Operation: &history.Operation{ID: uint64(now), Process: p, Kind: history.Get, Found: true, Outcome: history.Info, Invoked: clock.Time(now)}}
			switch n := random.Float64(); {
			case n < s.swaps:
				r.Kind, r.Expected, r.Value = history.CompareAndSet, value(), value()
			case n < s.swaps+(1-s.swaps)/2:
				r.Kind, r.Value = history.Put, value()
			}
			open[p] = r
			all = append(all, r.Operation)
		case random.Float64() < s.info/2:
			if !r.done && random.IntN(2) == 0 {
				late = append(late, r)
			}
			open[p] = nil
		case !r.done:
			effect(r)
		default:
			r.Returned, r.Outcome = clock.Time(now), history.OK
			if !r.ok {
				r.Outcome = history.Fail
			}
			open[p] = nil
		}
	}
	list := make([]history.Operation, len(all))
	for i, o := range all {
		list[i] = *o
	}
	return list
}

// spoil makes an answer one that was perhaps never right.
func spoil(random *rand.Rand, operations []history.Operation, values int) {
	for _, i := range random.Perm(len(operations)) {
		if o := &operations[i]; o.Kind == history.Get && o.Outcome == history.OK {
			o.Value = fmt.Sprint(random.IntN(values))
			return
		}
	}
}

// possible tries all orders.
func possible(left []history.Operation, holds string) bool {
	if !slices.ContainsFunc(left, func(o history.Operation) bool { return o.Outcome == history.OK }) {
		return true
	}
	for i, o := range left {
		if o.Outcome == history.Fail || o.Outcome == history.Info && o.Kind == history.Get ||
			slices.ContainsFunc(left, func(p history.Operation) bool { return p.Outcome == history.OK && p.Returned < o.Invoked }) {
			continue
		}
		after := o.Value
		if o.Kind == history.Get && o.Value != holds || o.Kind == history.CompareAndSet && o.Expected != holds {
			continue
		}
		if possible(slices.Delete(slices.Clone(left), i, i+1), after) {
			return true
		}
	}
	return false
}

func listing(operations []history.Operation) string {
	var b strings.Builder
	for _, o := range operations {
		fmt.Fprintf(&b, "%d-%d p%d %s %s->%s %s\n", o.Invoked, o.Returned, o.Process, o.Kind, o.Expected, o.Value, o.Outcome)
	}
	return b.String()
}

// On small random histories the answer is that of trying all orders.
func TestDecideAgreesWithTryingAllOrders(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 22))
	legal := 0
	const tries = 30000
	for range tries {
		s := shape{2 + random.IntN(7), 1 + random.IntN(4), 1 + random.IntN(3), random.Float64() * .6, random.Float64() * .6}
		operations := record(random, s)
		for range random.IntN(4) {
			spoil(random, operations, s.values)
		}
		want := possible(operations, "null")
		if want {
			legal++
		}
		got, _ := linear.Decide(operations, "null", steps)
		if (got == linear.Legal) != want || got == linear.Undecided {
			t.Fatalf("outcome %v, but trying all orders says %v:\n%s", got, want, listing(operations))
		}
	}
	if legal < tries/5 || legal > tries*4/5 {
		t.Errorf("%d of %d are legal: the test is lopsided", legal, tries)
	}
}

// On longer ones it is that of the general checker, where that finds one.
func TestDecideAgreesWithTheChecker(t *testing.T) {
	random := rand.New(rand.NewPCG(23, 24))
	counts := map[string]int{}
	initial := "null"
	for range 1500 {
		s := shape{10 + random.IntN(50), 2 + random.IntN(6), 2 + random.IntN(4), random.Float64() * .2, random.Float64() * .5}
		operations := record(random, s)
		for range random.IntN(3) {
			spoil(random, operations, s.values)
		}
		v := check.Linearizable(operations, check.Options{Initial: &initial, Steps: 200_000})
		got, _ := linear.Decide(operations, initial, steps)
		if v.Unknown || got == linear.Undecided {
			counts["undecided"]++
			continue
		}
		if (got == linear.Legal) != v.OK {
			t.Fatalf("outcome %v, but %v\n%s", got, v, listing(operations))
		}
		counts[fmt.Sprint(v.OK)]++
	}
	if counts["true"] < 200 || counts["false"] < 200 || counts["undecided"] > 150 {
		t.Errorf("%v: the test is lopsided", counts)
	}
}

// Ten thousand operations, one in twenty without an end, are decided.
func TestDecideLongHistories(t *testing.T) {
	for _, s := range []shape{
		{10000, 5, 5, .05, 0}, {10000, 10, 50, .05, 0}, {10000, 3, 5, .05, .33}, {10000, 10, 5, 0, .33},
	} {
		t.Run(fmt.Sprintf("%+v", s), func(t *testing.T) {
			operations := record(rand.New(rand.NewPCG(25, 26)), s)
			if got, at := linear.Decide(operations, "null", steps); got != linear.Legal {
				t.Errorf("outcome %v at %+v", got, at)
			}
		})
	}
}

// An impossible answer is found where it was given, among writes without an end.
func TestDecideFindsTheImpossibleAnswer(t *testing.T) {
	for _, s := range []shape{{10000, 10, 5, 0, .33}, {10000, 3, 50, .02, 0}, {2000, 5, 5, .02, 0}} {
		t.Run(fmt.Sprintf("%+v", s), func(t *testing.T) {
			operations := record(rand.New(rand.NewPCG(25, 26)), s)
			from := len(operations) / 2
			i := slices.IndexFunc(operations[from:], func(o history.Operation) bool { return o.Kind == history.Get && o.Outcome == history.OK }) + from
			operations[i].Value = "never written"
			if got, at := linear.Decide(operations, "null", steps); got != linear.Illegal || at.ID != operations[i].ID {
				t.Errorf("outcome %v at %+v, want %+v", got, at, operations[i])
			}
		})
	}
}

// The work is bounded, and so is what may overlap.
func TestDecideIsBounded(t *testing.T) {
	operations := record(rand.New(rand.NewPCG(27, 28)), shape{2000, 10, 5, .05, .33})
	if got, _ := linear.Decide(operations, "null", 100); got != linear.Undecided {
		t.Errorf("outcome %v with 100 steps", got)
	}
	var many []history.Operation
	for i := range linear.Slots + 1 {
		many = append(many, history.Operation{ID: uint64(i), Kind: history.Put, Value: fmt.Sprint(i), Outcome: history.OK, Invoked: clock.Time(i), Returned: 1000})
	}
	if got, _ := linear.Decide(many[1:], "null", steps); got != linear.Legal {
		t.Errorf("outcome %v with %d at once", got, linear.Slots)
	}
	if got, _ := linear.Decide(many, "null", steps); got != linear.Undecided {
		t.Errorf("outcome %v with %d at once", got, linear.Slots+1)
	}
	if got, _ := linear.Decide(nil, "null", steps); got != linear.Legal {
		t.Errorf("outcome %v of nothing", got)
	}
}

func BenchmarkDecide(b *testing.B) {
	for _, s := range []shape{{10000, 5, 5, 0, .33}, {10000, 10, 50, .05, 0}} {
		operations := record(rand.New(rand.NewPCG(25, 26)), s)
		b.Run(fmt.Sprintf("%+v", s), func(b *testing.B) {
			for b.Loop() {
				linear.Decide(operations, "null", steps)
			}
		})
	}
}
