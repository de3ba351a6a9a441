package check_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"netsplit/engine/check"
	"netsplit/engine/clock"
	"netsplit/engine/history"
)

// Small random histories, most of them impossible: the verdict is that of
// trying all orders.
func TestLinearizableAgreesWithTryingAllOrders(t *testing.T) {
	for _, unique := range []bool{false, true} {
		t.Run(fmt.Sprint("unique=", unique), func(t *testing.T) {
			random := rand.New(rand.NewPCG(1, 2))
			legal := 0
			for range 6000 {
				operations := randomHistory(random, unique)
				want := legalByForce(operations)
				if want {
					legal++
				}
				v := check.Linearizable(operations, check.Options{})
				if v.OK != want || v.Unknown {
					t.Fatalf("verdict %+v, but trying all orders says %v:\n%s", v, want, listing(operations))
				}
				if !v.OK && len(v.Operations) == 0 {
					t.Fatalf("no operation is named: %+v", v)
				}
			}
			if legal < 600 || legal > 5400 {
				t.Errorf("%d of 6000 are legal: the test is lopsided", legal)
			}
		})
	}
}

func randomHistory(random *rand.Rand, unique bool) []history.Operation {
	operations := make([]history.Operation, 1+random.IntN(6))
	values := []string{"a", "b", "c"}
	for i := range operations {
		o := &operations[i]
		*o = history.Operation{ID: uint64(i + 1), Key: "k", Outcome: history.OK, Invoked: clock.Time(random.IntN(12))}
		o.Returned = o.Invoked + clock.Time(random.IntN(6))
		switch n := random.IntN(10); {
		case n < 4:
			o.Kind = history.Get
			if o.Found = random.IntN(5) > 0; o.Found {
				o.Value = values[random.IntN(len(values))]
				if unique {
					o.Value = fmt.Sprint("v", 1+random.IntN(len(operations)))
				}
			}
		case n < 8 || unique:
			o.Kind, o.Value = history.Put, values[random.IntN(len(values))]
		case n < 9:
			o.Kind = history.Delete
		default:
			o.Kind, o.Value, o.Expected = history.CompareAndSet, values[random.IntN(3)], values[random.IntN(3)]
			if random.IntN(4) == 0 {
				o.Expected = ""
			}
		}
		if unique && o.Kind == history.Put {
			o.Value = fmt.Sprint("v", i+1)
		}
		switch random.IntN(8) {
		case 0:
			o.Outcome = history.Info
		case 1:
			o.Outcome = history.Fail
		}
	}
	return operations
}

func listing(operations []history.Operation) string {
	text := ""
	for _, o := range operations {
		text += fmt.Sprintf("%d %d-%d %s %s found=%v expected=%s %s\n", o.ID, o.Invoked, o.Returned, o.Kind, o.Value, o.Found, o.Expected, o.Outcome)
	}
	return text
}

// shape is how a history is made.
type shape struct {
	processes, operations int
	unique                bool // every put writes another value
	swaps                 bool // compare-and-set and delete too
	uncertain             int  // one in so many writes ends with Info; 0: none
	think                 int64
}

// atomic runs processes against a register that really changes at one moment,
// and records what they saw.
func atomic(pick func(n int64) int64, s shape) []history.Operation {
	type plan struct {
		history.Operation
		moment clock.Time
	}
	var plans []plan
	free := make([]clock.Time, s.processes)
	for i := range s.operations {
		p := i % s.processes
		var o plan
		o.ID, o.Process, o.Key, o.Outcome, o.Kind = uint64(i+1), p, "k", history.OK, history.Get
		o.Invoked = free[p] + clock.Time(1+pick(s.think))
		o.moment = o.Invoked + clock.Time(pick(1000))
		o.Returned = o.moment + clock.Time(pick(1000))
		free[p] = o.Returned
		o.Value = fmt.Sprint("v", i+1)
		if !s.unique {
			o.Value = fmt.Sprint("v", pick(4))
		}
		switch n := pick(20); {
		case n < 8:
			o.Kind = history.Put
		case n < 10 && s.swaps:
			o.Kind = history.CompareAndSet
		case n < 11 && s.swaps:
			o.Kind = history.Delete
		}
		if s.uncertain > 0 && o.Kind != history.Get && pick(int64(s.uncertain)) == 0 {
			o.Outcome = history.Info
			o.moment += clock.Time(pick(20000)) // it may well come late
		}
		plans = append(plans, o)
	}
	slices.SortStableFunc(plans, func(a, b plan) int { return int(a.moment - b.moment) })
	var result []history.Operation
	state, found := "", false
	for i, o := range plans {
		o.Code = fmt.Sprintf("%05d", i) // the order of effects, for versions
		switch o.Kind {
		case history.Get:
			o.Value, o.Found = state, found
		case history.Put:
			if o.Outcome == history.OK || pick(2) == 0 {
				state, found = o.Value, true
			}
		case history.Delete:
			if o.Outcome == history.OK || pick(2) == 0 {
				state, found = "", false
			}
		case history.CompareAndSet:
			o.Expected = state
			if pick(3) == 0 {
				o.Expected = "other"
			}
			if o.Expected == state {
				state, found = o.Value, true
			} else if o.Outcome == history.OK {
				o.Outcome = history.Fail
			}
		}
		result = append(result, o.Operation)
	}
	sortByCall(result)
	return result
}

func drawPick(t *rapid.T) func(int64) int64 {
	return func(n int64) int64 { return rapid.Int64Range(0, n-1).Draw(t, "pick") }
}

// What a real register did is always found legal, whatever ended uncertain.
func TestAnAtomicRegisterIsLinearizable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		operations := atomic(drawPick(t), shape{
			processes: rapid.IntRange(1, 4).Draw(t, "processes"), operations: rapid.IntRange(0, 25).Draw(t, "operations"),
			unique: rapid.Bool().Draw(t, "unique"), swaps: rapid.Bool().Draw(t, "swaps"),
			uncertain: rapid.IntRange(0, 4).Draw(t, "uncertain"), think: 500,
		})
		if v := check.Linearizable(operations, check.Options{}); !v.OK {
			t.Fatalf("%v\n%s", v, listing(operations))
		}
	})
}

// One read of a register's history made stale is found, and named.
func TestOneStaleReadIsFound(t *testing.T) {
	found := 0
	random := rand.New(rand.NewPCG(5, 6))
	for range 600 {
		operations := atomic(random.Int64N, shape{processes: 4, operations: 40, unique: true, uncertain: 5, think: 500})
		read, ok := makeStale(random, operations)
		if !ok {
			continue
		}
		found++
		v := check.Linearizable(operations, check.Options{})
		if v.OK || v.Unknown || !slices.Contains(v.Operations, read) {
			t.Fatalf("operation %d is stale, but: %+v\n%s", read, v, listing(operations))
		}
		if len(v.Operations) > 4 {
			t.Fatalf("%d operations are named: %+v", len(v.Operations), v)
		}
	}
	if found < 300 {
		t.Errorf("only %d of 600 histories had a read to make stale", found)
	}
}

// makeStale makes a read return a value that an acknowledged put had
// replaced for sure before the read began.
func makeStale(random *rand.Rand, operations []history.Operation) (uint64, bool) {
	for _, i := range random.Perm(len(operations)) {
		read := &operations[i]
		if read.Kind != history.Get {
			continue
		}
		for _, old := range operations {
			for _, replaced := range operations {
				if acknowledgedPut(old) && acknowledgedPut(replaced) && old.Returned < replaced.Invoked && replaced.Returned < read.Invoked {
					read.Value, read.Found = old.Value, true
					return read.ID, true
				}
			}
		}
	}
	return 0, false
}

func acknowledgedPut(o history.Operation) bool {
	return o.Kind == history.Put && o.Outcome == history.OK
}

// Ten thousand operations on one key, of every shape a run produces.
func longHistories() map[string]shape {
	return map[string]shape{
		"4 processes with pauses":   {processes: 4, operations: 10000, unique: true, think: 5000},
		"4 processes, swaps":        {processes: 4, operations: 10000, unique: true, swaps: true, think: 500},
		"10 processes, no pauses":   {processes: 10, operations: 10000, unique: true, think: 1},
		"10 processes, uncertain":   {processes: 10, operations: 10000, unique: true, uncertain: 20, think: 100},
		"10 processes, swaps":       {processes: 10, operations: 10000, swaps: true, think: 1},
		"30 processes":              {processes: 30, operations: 10000, unique: true, think: 1},
		"5 processes, four values":  {processes: 5, operations: 10000, think: 500},
		"dense, four values, maybe": {processes: 10, operations: 10000, uncertain: 20, think: 1},
		"dense, swaps, maybe":       {processes: 5, operations: 10000, swaps: true, uncertain: 20, think: 1},
		"3 processes, swaps, maybe": {processes: 3, operations: 10000, unique: true, swaps: true, uncertain: 200, think: 5000},
	}
}

func TestLongHistoriesAreDecided(t *testing.T) {
	for name, s := range longHistories() {
		t.Run(name, func(t *testing.T) {
			operations := atomic(rand.New(rand.NewPCG(7, 8)).Int64N, s)
			if v := check.Linearizable(operations, check.Options{}); !v.OK {
				t.Errorf("%v", v)
			}
		})
	}
}

func BenchmarkLinearizable(b *testing.B) {
	for name, s := range longHistories() {
		operations := atomic(rand.New(rand.NewPCG(7, 8)).Int64N, s)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				check.Linearizable(operations, check.Options{})
			}
		})
	}
}
