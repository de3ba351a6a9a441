package check

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"netsplit/engine/clock"
	"netsplit/engine/history"
)

// Four ways to decide must agree: porcupine, the frontier, counting (package
// linear) and, where values are unique, the zones. (random_test.go compares with trying all orders.)
func TestAllSearchesAgree(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	simple, illegals := 0, 0
	for range 6000 {
		r := registers(randomOperations(random), content{})[0]
		r.settle()
		s := &search{budget: DefaultSteps}
		byPorcupine := s.run(r.initial, r.entries)
		f := &frontier{budget: DefaultSteps}
		byFrontier := f.run(r.initial, r.entries)
		if byPorcupine != byFrontier {
			t.Fatalf("porcupine says %d, the frontier %d: %s", byPorcupine, byFrontier, part{entries: r.entries, from: -1}.describe(r.entries[0]).text)
		}
		counted := &register{initial: r.initial, entries: r.entries}
		if byCounting := counted.dense(DefaultSteps); byCounting != byPorcupine {
			t.Fatalf("porcupine says %d, counting %d: %s", byPorcupine, byCounting, part{entries: r.entries, from: -1}.describe(r.entries[0]).text)
		}
		conflicts := r.conflicts()
		if len(conflicts) > 0 && byPorcupine == legal {
			t.Fatalf("zones find %q, porcupine nothing", conflicts[0].text)
		}
		if r.simple() {
			simple++
			if len(conflicts) == 0 && byPorcupine == illegal {
				t.Fatalf("zones find nothing, porcupine does: %s", part{entries: r.entries, from: -1}.describe(r.entries[0]).text)
			}
		}
		if byPorcupine == illegal {
			illegals++
		}
	}
	if simple < 900 || illegals < 900 || illegals > 5100 {
		t.Errorf("%d of 6000 are simple, %d impossible: the test is lopsided", simple, illegals)
	}
}

// randomOperations are of one key, and at least one is a write that counts.
func randomOperations(random *rand.Rand) []history.Operation {
	unique, uncertain := random.IntN(2) == 0, 2+random.IntN(5)
	operations := make([]history.Operation, 2+random.IntN(9))
	for i := range operations {
		o := &operations[i]
		*o = history.Operation{ID: uint64(i + 1), Key: "k", Outcome: history.OK, Kind: history.Put, Value: fmt.Sprint("v", i), Invoked: clock.Time(3*i + random.IntN(8))}
		o.Returned = o.Invoked + clock.Time(random.IntN(10))
		if !unique {
			o.Value = fmt.Sprint("v", random.IntN(3))
		}
		switch n := random.IntN(10); {
		case i == 0:
		case n < 5:
			o.Kind, o.Found, o.Value = history.Get, true, operations[random.IntN(i)].Value
			if o.Value == "" {
				o.Found = false
			}
		case n < 6 && !unique:
			o.Kind, o.Value = history.Delete, ""
		case n < 8 && !unique:
			o.Kind, o.Expected = history.CompareAndSet, operations[random.IntN(i)].Value
		}
		if i > 0 && random.IntN(uncertain) == 0 {
			o.Outcome = history.Info
		}
	}
	return operations
}

// Two writes that may have happened can both explain the swap, but only the
// swap-like one leaves the put for the last read. Neither possibility may be
// dropped for the other.
func TestFrontierKeepsPossibilitiesThatUsedOtherWrites(t *testing.T) {
	operations := []history.Operation{
		{ID: 1, Kind: history.Put, Value: "y", Outcome: history.OK, Invoked: 0, Returned: 1},
		{ID: 2, Kind: history.Put, Value: "x", Outcome: history.Info, Invoked: 2},
		{ID: 3, Kind: history.CompareAndSet, Expected: "y", Value: "x", Outcome: history.Info, Invoked: 3},
		{ID: 4, Kind: history.CompareAndSet, Expected: "x", Value: "y", Outcome: history.OK, Invoked: 4, Returned: 5},
		{ID: 5, Kind: history.Put, Value: "z", Outcome: history.OK, Invoked: 6, Returned: 7},
		{ID: 6, Kind: history.Get, Value: "x", Found: true, Outcome: history.OK, Invoked: 8, Returned: 9},
	}
	r := registers(operations, content{})[0]
	r.settle()
	f := &frontier{budget: DefaultSteps}
	if got := f.run(r.initial, r.entries); got != legal {
		t.Errorf("outcome %d", got)
	}
	if s := (&search{budget: DefaultSteps}); s.run(r.initial, r.entries) != legal {
		t.Error("porcupine disagrees")
	}
}
