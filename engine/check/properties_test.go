package check_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"netsplit/engine/check"
	"netsplit/engine/clock"
	"netsplit/engine/history"
)

func TestNoLostWrites(t *testing.T) {
	for _, c := range []struct {
		name, history string
		final         map[string]check.FinalState
		ok            bool
		want          string
		operations    []uint64
	}{
		{"nothing happened", ``, nil, true, "0 acknowledged writes on 0 keys", nil},
		{"it is there", `1 a 1-2 put cart milk`, held("milk"), true, "1 acknowledged write on 1 key: each is still there", nil},
		{"a key that was only read does not count", `
			1 a 1-2 put cart milk
			2 a 3-4 get shelf none`, held("milk"), true, "1 acknowledged write on 1 key: each is still there", nil},
		{"it is one of the siblings", `
			1 a 1-2 put cart milk
			2 b 1-2 put cart eggs`, held("eggs", "milk"), true, "", nil},
		{"a newer one is there", `
			1 a 1-2 put cart milk
			2 b 3-4 put cart eggs`, held("eggs"), true, "", nil},
		{"a concurrent one is there", `
			1 a 1-3 put cart milk
			2 b 2-4 put cart eggs`, held("milk"), true, "", nil},
		{"one that may have happened later is there", `
			1 a 1-? put cart milk
			2 b 2-4 put cart eggs`, held("milk"), true, "", nil},
		{"one that returned as it began is there", `
			1 a 1-2 put cart milk
			2 b 2-3 put cart eggs`, held("milk"), true, "", nil},
		{"only the older one is there", `
			1 a 1-2 put cart milk
			2 b 3-4 put cart eggs`, held("milk"), false,
			"put cart eggs by b (op 2) had been acknowledged at 4.000 s, but in the end cart holds milk, which is older: put cart milk by a (op 1) had returned at 2.000 s", []uint64{1, 2}},
		{"it is gone", `1 a 1-2 put cart milk`, nil, false,
			"put cart milk by a (op 1) had been acknowledged at 2.000 s, but in the end cart holds nothing, and nobody deleted it since", []uint64{1}},
		{"it was deleted", `
			1 a 1-2 put cart milk
			2 a 3-4 delete cart`, nil, true, "", nil},
		{"it was perhaps deleted", `
			1 a 1-2 put cart milk
			2 a 3-? delete cart`, nil, true, "", nil},
		{"it was deleted before", `
			1 a 1-2 delete cart
			2 a 3-4 put cart milk`, nil, false, "put cart milk by a (op 2)", []uint64{2}},
		{"the delete failed", `
			1 a 1-2 put cart milk
			2 a 3-4! delete cart`, nil, false, "put cart milk by a (op 1)", []uint64{1}},
		{"a deleted value is back", `
			1 a 1-2 put cart milk
			2 a 3-4 delete cart`, held("milk"), false, "delete cart by a (op 2) had been acknowledged at 4.000 s, but in the end cart holds milk, which is older", []uint64{1, 2}},
		{"a swap is lost", `
			1 a 1-2 put cart milk
			2 a 3-4 cas cart milk eggs`, held("milk"), false, "cas cart milk eggs by a (op 2)", []uint64{1, 2}},
		{"a failed write is there instead", `
			1 a 1-2 put cart milk
			2 a 3-4! put cart eggs`, held("eggs"), false, "put cart milk by a (op 1) had been acknowledged at 2.000 s, but in the end cart holds eggs, of put cart eggs by a (op 2), which had failed with no-quorum", []uint64{1, 2}},
		{"something strange is there", `1 a 1-2 put cart milk`, held("ham"), false, "put cart milk by a (op 1) had been acknowledged at 2.000 s, but in the end cart holds ham, which nobody wrote", []uint64{1}},
		{"failed writes may be gone", `1 a 1-2! put cart milk`, nil, true, "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := check.NoLostWrites(parse(t, c.history), c.final)
			if v.OK != c.ok || !strings.HasPrefix(v.Explanation, c.want) || !slices.Equal(v.Operations, c.operations) {
				t.Errorf("%+v", v)
			}
		})
	}
}

func held(values ...string) map[string]check.FinalState {
	return map[string]check.FinalState{"cart": {Values: values, Found: true}}
}

// A real register loses nothing; forget its newest value and it is found.
func TestNoLostWritesOnAnAtomicRegister(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 22))
	lost := 0
	for range 500 {
		operations := atomic(random.Int64N, shape{processes: 3, operations: 30, unique: true, think: 2000})
		end := operations[0].Invoked
		for _, o := range operations {
			end = max(end, o.Returned)
		}
		// A last read, after everything, is what the replicas hold.
		puts := slices.DeleteFunc(slices.Clone(operations), func(o history.Operation) bool { return o.Kind != history.Put })
		if len(puts) < 2 {
			continue
		}
		slices.SortFunc(puts, func(a, b history.Operation) int { return cmp.Compare(a.Returned, b.Returned) })
		newest := puts[len(puts)-1]
		possible := func(p history.Operation) bool { // nothing surely came after it
			return !slices.ContainsFunc(puts, func(q history.Operation) bool { return p.Returned < q.Invoked })
		}
		for _, p := range puts {
			v := check.NoLostWrites(operations, map[string]check.FinalState{"k": {Values: []string{p.Value}, Found: true}})
			if v.OK != possible(p) {
				t.Fatalf("%s is left: %+v\n%s", p.Value, v, listing(operations))
			}
			if !v.OK {
				lost++
			}
		}
		if !possible(newest) {
			t.Fatal("the newest put is not possible: the test is wrong")
		}
	}
	if lost < 500 {
		t.Errorf("only %d losses", lost)
	}
}

func TestConverged(t *testing.T) {
	cells := func(versions ...string) []check.Cell {
		var list []check.Cell
		for i, v := range versions {
			list = append(list, check.Cell{Node: fmt.Sprint("store-", i+1), Version: v, Missing: v == ""})
		}
		return list
	}
	for _, c := range []struct {
		keys []check.KeyState
		ok   bool
		want string
	}{
		{nil, true, "the replicas of all 0 keys agree"},
		{[]check.KeyState{{"cart", cells("v1", "v1", "v1")}, {"list", cells("", "")}, {"none", nil}}, true, "the replicas of all 3 keys agree"},
		{[]check.KeyState{{"cart", cells("v1", "v2", "v1")}}, false, "the replicas of cart differ: store-1 holds v1, store-2 holds v2, store-3 holds v1"},
		{[]check.KeyState{{"cart", cells("v1", "")}, {"list", cells("", "v1")}, {"x", cells("v1", "v1")}}, false, "the replicas of cart differ: store-1 holds v1, store-2 holds nothing (and 1 more like it)"},
	} {
		if v := check.Converged(c.keys); v.OK != c.ok || v.Explanation != c.want || v.Name != "converged" {
			t.Errorf("%+v", v)
		}
	}
}

// In these histories an operation ends with its process and its version.
func TestGuarantees(t *testing.T) {
	for _, c := range []struct {
		name, history string
		broken        string // the guarantee, "" for none
		want          string
		operations    []uint64
	}{
		{"nothing happened", ``, "", "", nil},
		{"all is well", `
			1 a 1-2 put cart milk 1 v1
			2 a 3-4 get cart milk 1 v1
			3 b 3-4 put cart eggs 2 v2
			4 a 5-6 get cart eggs 1 v2
			5 a 7-8 put cart ham 1 v3`, "", "", nil},
		{"its own write is not read", `
			1 a 1-2 put cart milk 1 v1
			2 a 3-4 put cart eggs 1 v2
			3 a 5-6 get cart milk 1 v1`, "read-your-writes",
			"get cart by a (op 3) at 5.000 s read milk (version v1), but in the same session put cart eggs by a (op 2) had been acknowledged at 4.000 s (version v2), which is newer", []uint64{2, 3}},
		{"another session may read an old value", `
			1 a 1-2 put cart milk 1 v1
			2 a 3-4 put cart eggs 1 v2
			3 b 5-6 get cart milk 2 v1`, "", "", nil},
		{"its own write is missing", `
			1 a 1-2 put cart milk 1 v1
			3 a 5-6 get cart - 1 `, "read-your-writes",
			"get cart by a (op 3) at 5.000 s read nothing, but in the same session put cart milk by a (op 1) had been acknowledged at 2.000 s (version v1)", []uint64{1, 3}},
		{"its own write was deleted by somebody", `
			1 a 1-2 put cart milk 1 v1
			2 b 3-? delete cart
			3 a 5-6 get cart - 1 `, "", "", nil},
		{"its own write was deleted before it", `
			1 b 1-2 delete cart
			2 a 3-4 put cart milk 1 v1
			3 a 5-6 get cart - 1 `, "read-your-writes", "get cart by a (op 3)", []uint64{2, 3}},
		{"its own write was deleted while it was written", `
			1 b 1-3.5 delete cart
			2 a 3-4 put cart milk 1 v1
			3 a 5-6 get cart - 1 `, "", "", nil},
		{"a write that has not returned promises nothing", `
			1 a 1-2 put cart milk 1 v1
			2 a 3-9 put cart eggs 1 v2
			3 a 5-6 get cart milk 1 v1
			4 a 10-11 get cart eggs 1 v2`, "", "", nil},
		{"reads go back", `
			1 b 1-2 put cart milk 2 v1
			2 b 3-4 put cart eggs 2 v2
			3 a 5-6 get cart eggs 1 v2
			4 a 7-8 get cart milk 1 v1`, "monotonic-reads",
			"get cart by a (op 4) at 7.000 s read milk (version v1), but in the same session get cart by a (op 3) had returned eggs at 6.000 s (version v2), which is newer", []uint64{3, 4}},
		{"reads go back in two steps", `
			1 a 1-2 get cart c 1 v3
			2 a 3-4 get cart b 1 v4
			3 a 5-6 get cart a 1 v4
			4 a 7-8 get cart c 1 v3`, "monotonic-reads", "get cart by a (op 4)", []uint64{3, 4}},
		{"reads of other keys do not matter", `
			1 a 1-2 get cart x 1 v9
			2 a 3-4 get list y 1 v1`, "", "", nil},
		{"a write sinks below the session's own", `
			1 a 1-2 put cart milk 1 v5
			2 a 3-4 put cart eggs 1 v4`, "monotonic-writes",
			"put cart eggs by a (op 2) at 3.000 s (version v4), but in the same session put cart milk by a (op 1) had been acknowledged at 2.000 s (version v5), which is not older: the write has no effect", []uint64{1, 2}},
		{"two writes have one version", `
			1 a 1-2 put cart milk 1 v5
			2 a 3-4 put cart eggs 1 v5`, "monotonic-writes", "put cart eggs by a (op 2)", []uint64{1, 2}},
		{"a write sinks below what was read", `
			1 a 1-2 get cart milk 1 v5
			2 a 3-4 put cart eggs 1 v4`, "writes-follow-reads", "put cart eggs by a (op 2)", []uint64{1, 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			operations := parse(t, c.history)
			var found string
			for _, v := range check.Guarantees(operations, strings.Compare) {
				if !v.OK {
					if found != "" || !strings.HasPrefix(v.Explanation, c.want) || !slices.Equal(v.Operations, c.operations) {
						t.Errorf("%+v", v)
					}
					found = v.Name
				}
			}
			if found != c.broken {
				t.Errorf("broken is %q, want %q", found, c.broken)
			}
			if v := check.Sessions(operations, strings.Compare); v.OK != (c.broken == "") || !strings.HasPrefix(v.Explanation, c.broken) {
				t.Errorf("%+v", v)
			}
		})
	}
}

// Without versions nothing is claimed.
// Goal: a node that goes back in what it answers is found, whoever asks; a node
// that was always behind is not.
func TestMonotonicReplicas(t *testing.T) {
	read := func(id uint64, via string, version string, at clock.Time) history.Operation {
		return history.Operation{ID: id, Process: int(id), Client: "you", Kind: history.Get, Key: "cart", Found: true, Value: "v" + version,
			Version: version, Via: via, Outcome: history.OK, Invoked: at, Returned: at + 1}
	}
	for _, c := range []struct {
		name       string
		history    []history.Operation
		ok         bool
		operations []uint64
	}{
		{"one node is behind another", []history.Operation{read(1, "a", "2", 10), read(2, "b", "1", 20), read(3, "a", "2", 30)}, true, nil},
		{"a node goes back", []history.Operation{read(1, "a", "2", 10), read(2, "b", "2", 20), read(3, "a", "1", 30)}, false, []uint64{1, 3}},
		{"reads that overlap say nothing", []history.Operation{read(1, "a", "2", 10), read(2, "a", "1", 10)}, true, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := check.MonotonicReplicas(c.history, strings.Compare)
			if v.OK != c.ok || !slices.Equal(v.Operations, c.operations) {
				t.Errorf("%+v", v)
			}
			if !c.ok && !strings.Contains(v.Explanation, "at the same node, get cart by you (op 1)") {
				t.Errorf("the explanation is %q", v.Explanation)
			}
		})
	}
}

func TestGuaranteesWithoutVersions(t *testing.T) {
	operations := parse(t, `
		1 a 1-2 put cart milk
		2 a 3-4 put cart eggs
		3 a 5-6 get cart milk`)
	if v := check.Sessions(operations, nil); v.OK || !v.Unknown {
		t.Errorf("%+v", v)
	}
	if v := check.Guarantees(operations[1:], nil)[0]; v.OK || !v.Unknown {
		t.Errorf("%+v", v)
	}
	operations[2].Value = "eggs" // its own value is never old
	if v := check.Guarantees(operations, nil)[0]; !v.OK {
		t.Errorf("%+v", v)
	}
}

// An atomic register keeps all session guarantees, with the moments of the
// writes as versions.
func TestAnAtomicRegisterKeepsSessions(t *testing.T) {
	random := rand.New(rand.NewPCG(31, 32))
	for range 300 {
		operations := atomic(random.Int64N, shape{processes: 4, operations: 40, unique: true, think: 300})
		versionByReads(operations)
		if v := check.Sessions(operations, strings.Compare); !v.OK {
			t.Fatalf("%v\n%s", v, listing(operations))
		}
	}
}

// versionByReads names versions in the order in which atomic applied the
// writes: it kept that order in Code.
func versionByReads(operations []history.Operation) {
	version := map[string]string{}
	for _, o := range operations {
		if o.Kind == history.Put {
			version[o.Value] = o.Code
		}
	}
	for i := range operations {
		o := &operations[i]
		if o.Kind == history.Put || o.Found {
			o.Version = version[o.Value]
		}
	}
}

func TestVerdictString(t *testing.T) {
	for want, v := range map[string]check.Verdict{
		"x: ok: fine":      {Name: "x", OK: true, Explanation: "fine"},
		"x: failed: bad":   {Name: "x", Explanation: "bad"},
		"x: unknown: hmmm": {Name: "x", Unknown: true, Explanation: "hmmm"},
	} {
		if got := v.String(); got != want {
			t.Errorf("%q", got)
		}
	}
}
