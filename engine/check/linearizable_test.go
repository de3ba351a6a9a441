package check_test

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"netsplit/engine/check"
	"netsplit/engine/clock"
	"netsplit/engine/history"
)

// parse reads a history, one operation a line:
//
//	7 you 3.1-3.4 put cart eggs
//	9 you 4.1-4.2 get cart milk       (nothing: -)
//	8 you 3-? put cart eggs           (may have happened)
//	8 you 3-3.1! put cart eggs        (failed)
func parse(t testing.TB, text string) []history.Operation {
	t.Helper()
	var operations []history.Operation
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		o := history.Operation{Client: f[1], Kind: history.Kind(f[3]), Key: f[4], Outcome: history.OK}
		call, end, _ := strings.Cut(f[2], "-")
		if rest, ok := strings.CutSuffix(end, "!"); ok {
			end, o.Outcome, o.Code = rest, history.Fail, "no-quorum"
		}
		if end == "?" {
			end, o.Outcome = "0", history.Info
		}
		for _, x := range []struct {
			text string
			to   *clock.Time
		}{{call, &o.Invoked}, {end, &o.Returned}} {
			var seconds float64
			if _, err := fmt.Sscan(x.text, &seconds); err != nil {
				t.Fatal(line, err)
			}
			*x.to = clock.Time(math.Round(seconds * 1e6))
		}
		if _, err := fmt.Sscan(f[0], &o.ID); err != nil {
			t.Fatal(line, err)
		}
		switch o.Kind {
		case history.CompareAndSet:
			o.Expected, o.Value = f[5], f[6]
		case history.Get:
			o.Found = f[5] != "-"
			if o.Found {
				o.Value = f[5]
			}
		case history.Put:
			o.Value = f[5]
		}
		if len(f) > 6 && o.Kind != history.CompareAndSet { // as PROCESS VERSION
			fmt.Sscan(f[6], &o.Process)
			if len(f) > 7 {
				o.Version = f[7]
			}
		}
		operations = append(operations, o)
	}
	return operations
}

func TestLinearizable(t *testing.T) {
	for _, c := range []struct {
		name, history string
		ok            bool
		want          string // the explanation starts with it
		operations    []uint64
	}{
		{"nothing happened", ``, true, "0 operations on 0 keys", nil},
		{"a register", `
			1 you 1-1.1 get cart -
			2 you 2-2.1 put cart milk
			3 you 3-3.1 get cart milk
			4 you 4-4.1 delete cart
			5 you 5-5.1 get cart -
			6 you 6-6.1 put cart milk
			7 you 7-7.1 cas cart milk eggs
			8 you 8-8.1 get cart eggs`, true, "8 operations on 1 key can be put in one order", nil},
		{"concurrent writes may go either way", `
			1 a 1-3 put cart milk
			2 b 1-3 put cart eggs
			3 c 4-5 get cart milk`, true, "", nil},
		{"keys are independent", `
			1 a 1-2 put cart milk
			2 a 3-4 put list eggs
			3 a 5-6 get cart milk`, true, "", nil},
		{"a write that may have happened is seen much later", `
			1 a 1-2 put cart milk
			2 b 1-? put cart eggs
			3 a 3-4 get cart milk
			4 a 5-6 get cart eggs`, true, "", nil},
		{"a delete that may have happened", `
			1 a 1-2 put cart milk
			2 b 1-? delete cart
			3 a 3-4 get cart milk
			4 a 5-6 get cart -
			5 a 7-8 get cart -`, true, "", nil},
		{"but not twice", `
			1 a 1-2 put cart milk
			2 b 1-? delete cart
			3 a 3-4 get cart -
			4 a 5-6 get cart milk`, false,
			"no order of 4 operations on cart explains their answers: put cart milk by a (op 1) at 1.000 s, until 2.000 s; delete cart by b (op 2) at 1.000 s, which may have happened at any time after; get cart by a (op 3) at 3.000 s read nothing, until 4.000 s; get cart by a (op 4) at 5.000 s read milk, until 6.000 s. The last straw is op 4",
			[]uint64{1, 2, 3, 4}},
		{"operations that touch are concurrent", `
			1 a 1-2 put cart milk
			2 a 3-4 put cart eggs
			3 b 4-5 get cart milk`, true, "", nil},
		{"stale read", `
			3 you 1-1.1 put cart milk
			7 you 3.1-3.4 put cart eggs
			9 you 4.1-4.2 get cart milk`, false,
			"get cart by you (op 9) at 4.100 s read milk, but put cart eggs by you (op 7) had been acknowledged at 3.400 s, before the read began; milk is older, for put cart milk by you (op 3) had been acknowledged at 1.100 s",
			[]uint64{3, 7, 9}},
		{"a write that nobody sees", `
			7 you 3.1-3.4 put cart eggs
			9 you 4.1-4.2 get cart -`, false,
			"get cart by you (op 9) at 4.100 s read nothing, but put cart eggs by you (op 7) had been acknowledged at 3.400 s, before the read began",
			[]uint64{7, 9}},
		{"never written", `
			1 a 1-2 put cart milk
			2 a 3-4 get cart ham`, false,
			"get cart by a (op 2) at 3.000 s read ham, but nobody ever wrote that", []uint64{2}},
		{"a failed write is seen", `
			1 a 1-2! put cart ham
			2 a 3-4 get cart ham`, false,
			"get cart by a (op 2) at 3.000 s read ham, but put cart ham by a (op 1) had failed with no-quorum: it was said not to have happened", []uint64{1, 2}},
		{"from the future", `
			1 a 1-2 get cart ham
			2 b 3-4 put cart ham`, false,
			"get cart by a (op 1) at 1.000 s read ham, but put cart ham by b (op 2) began only at 3.000 s", []uint64{1, 2}},
		{"new then old, during the write", `
			1 a 1-1.5 put cart milk
			2 a 2-9 put cart eggs
			3 b 3-4 get cart eggs
			4 c 5-6 get cart milk`, false,
			"get cart by c (op 4) at 5.000 s read milk, but get cart by b (op 3) had returned eggs at 4.000 s, before the read began; milk is older",
			[]uint64{1, 2, 3, 4}},
		{"back and forth between concurrent writes", `
			1 a 1-9 put cart milk
			2 b 1-9 put cart eggs
			3 c 2-3 get cart milk
			4 c 4-5 get cart eggs
			5 c 6-7 get cart milk`, false,
			"new then old: get cart by c (op 3) had returned milk at 3.000 s and get cart by c (op 5) at 6.000 s read milk, so the key held milk all that time; but get cart by c (op 4) had returned eggs at 5.000 s, in the middle of it",
			[]uint64{3, 4, 5}},
		{"two swaps of the same value", `
			1 a 1-2 put cart milk
			2 b 3-4 cas cart milk eggs
			3 c 3-4 cas cart milk ham`, false,
			"no order of 3 operations on cart explains their answers: put cart milk by a (op 1) at 1.000 s, until 2.000 s; cas cart milk eggs by b (op 2) at 3.000 s found milk, until 4.000 s; cas cart milk ham by c (op 3) at 3.000 s found milk",
			[]uint64{1, 2, 3}},
		{"a lost update", `
			1 a 1-2 put cart milk
			2 b 3-3.5 cas cart milk eggs
			3 c 4-4.5 cas cart milk ham
			4 a 5-6 get cart ham`, false,
			"cas cart milk ham by c (op 3) at 4.000 s found milk, but cas cart milk eggs by b (op 2) had been acknowledged at 3.500 s, before the operation began", []uint64{1, 2, 3}},
		{"a swap that succeeded twice", `
			1 a 1-2 put cart milk
			2 b 3-4 cas cart milk eggs
			3 b 5-6 cas cart milk eggs`, false,
			"", []uint64{1, 2, 3}},
		{"a swap of an old value", `
			1 a 1-2 put cart milk
			2 b 3-4 put cart eggs
			3 c 5-6 cas cart milk ham`, false,
			"cas cart milk ham by c (op 3) at 5.000 s found milk, but put cart eggs by b (op 2) had been acknowledged at 4.000 s, before the operation began", []uint64{1, 2, 3}},
		{"sends are no concern", `
			1 a 1-2 send jobs`, true, "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := check.Linearizable(parse(t, c.history), check.Options{})
			if v.OK != c.ok || v.Unknown || !strings.HasPrefix(v.Explanation, c.want) || !slices.Equal(v.Operations, c.operations) {
				t.Errorf("%+v", v)
			}
		})
	}
}

// A fault in a long history is found, and shown without the rest of it.
func TestShrinkKeepsOnlyWhatMatters(t *testing.T) {
	var b strings.Builder
	id := 10
	for i := range 60 {
		fmt.Fprintf(&b, "%d a %d-%d.5 put cart v%d\n%d b %d.2-%d.7 get cart v%d\n", id, i, i, i, id+1, i, i, i)
		id += 2
	}
	b.WriteString(`
		1 a 70-71 put cart milk
		2 b 72-73 cas cart milk eggs
		3 c 72-73 cas cart milk ham
		4 d 72-73 cas cart ham egg`)
	v := check.Linearizable(parse(t, b.String()), check.Options{})
	if v.OK || !slices.Equal(v.Operations, []uint64{1, 2, 3}) {
		t.Errorf("%+v", v)
	}
}

func TestInitialValue(t *testing.T) {
	zero := "0"
	good, bad := parse(t, `1 a 1-2 get x 0`), parse(t, `1 a 1-2 get x -`)
	if v := check.Linearizable(good, check.Options{Initial: &zero}); !v.OK {
		t.Error(v)
	}
	if v := check.Linearizable(good, check.Options{}); v.OK {
		t.Error(v)
	}
	if v := check.Linearizable(bad, check.Options{Initial: &zero}); v.OK {
		t.Error(v)
	}
}

// In a long history in which something is always in progress, a fault is
// shown by a few operations and the moment from which they matter.
func TestShrinkCutsOffTheStart(t *testing.T) {
	operations := atomic(rand.New(rand.NewPCG(1, 8)).Int64N, shape{processes: 5, operations: 5000, think: 500})
	changed := 0
	for i := len(operations) - 500; changed < 20; i-- { // reads that sooner or later can't be right
		if o := &operations[i]; o.Kind == history.Get && o.Found {
			o.Value = fmt.Sprint("v", changed%4)
			changed++
		}
	}
	v := check.Linearizable(operations, check.Options{})
	if v.OK || v.Unknown || len(v.Operations) > 6 || !strings.Contains(v.Explanation, "whatever k held at 1.") {
		t.Errorf("%+v", v)
	}
}

// With too few steps the verdict is unknown and says so; it never guesses.
func TestBudget(t *testing.T) {
	operations := []history.Operation{{ID: 99, Kind: history.Put, Key: "k", Value: "0", Outcome: history.OK, Returned: 100}}
	for i := range 40 { // 40 concurrent swaps around a circle, in no order
		operations = append(operations, history.Operation{ID: uint64(i), Kind: history.CompareAndSet, Key: "k", Outcome: history.OK,
			Expected: fmt.Sprint(i % 7), Value: fmt.Sprint((i*3 + 1) % 7), Invoked: 0, Returned: 100})
	}
	v := check.Linearizable(operations, check.Options{Steps: 2000})
	if v.OK || !v.Unknown || !strings.Contains(v.Explanation, "after 2000 steps") {
		t.Errorf("%+v", v)
	}
	again := check.Linearizable(operations, check.Options{Steps: 2000})
	if again.Explanation != v.Explanation {
		t.Error("the verdict differs the second time")
	}
}

// What clients write may be hostile: it is quoted, and cut.
func TestHostileValues(t *testing.T) {
	v := check.Linearizable([]history.Operation{{ID: 1, Kind: history.Get, Key: "k\x1b[2J", Found: true,
		Value: strings.Repeat("\xff", 1<<20), Outcome: history.OK, Client: "\x1b]0;x\a"}}, check.Options{})
	if v.OK || strings.ContainsAny(v.Explanation, "\x1b\a") || !utf8.ValidString(v.Explanation) || len(v.Explanation) > 1000 {
		t.Errorf("%.200q", v.Explanation)
	}
}

// legalByForce is an independent definition: try every order.
func legalByForce(operations []history.Operation) bool {
	var sure, maybe []history.Operation
	for _, o := range operations {
		switch {
		case o.Outcome == history.OK:
			sure = append(sure, o)
		case o.Outcome == history.Info && o.Kind != history.Get:
			o.Returned = math.MaxInt64
			maybe = append(maybe, o)
		}
	}
	for subset := range 1 << len(maybe) { // which of them happened
		all := slices.Clone(sure)
		for i, o := range maybe {
			if subset>>i&1 == 1 {
				all = append(all, o)
			}
		}
		if place(all, "") {
			return true
		}
	}
	return false
}

// place puts one more operation next. The state "" is nothing.
func place(left []history.Operation, state string) bool {
	if len(left) == 0 {
		return true
	}
	for i, o := range left {
		if slices.ContainsFunc(left, func(p history.Operation) bool { return p.Returned < o.Invoked }) {
			continue // p must come first
		}
		after := state
		switch o.Kind {
		case history.Get:
			if o.Found != (state != "") || o.Value != state {
				continue
			}
		case history.CompareAndSet:
			if state != o.Expected {
				continue
			}
			after = o.Value
		case history.Put:
			after = o.Value
		case history.Delete:
			after = ""
		}
		if place(slices.Delete(slices.Clone(left), i, i+1), after) {
			return true
		}
	}
	return false
}

func sortByCall(operations []history.Operation) {
	slices.SortFunc(operations, func(a, b history.Operation) int {
		return cmp.Or(cmp.Compare(a.Invoked, b.Invoked), cmp.Compare(a.ID, b.ID))
	})
}
