package ring_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"netsplit/engine/ring"
)

func newRing(virtual, nodes int) *ring.Ring {
	r := ring.New(virtual)
	for i := range nodes {
		r.Add(fmt.Sprintf("store-%d", i+1), 1, "")
	}
	return r
}

func keys(n int) []string {
	keys := make([]string, n)
	for i := range keys {
		keys[i] = fmt.Sprintf("key-%d", i)
	}
	return keys
}

// Adding a node takes keys from the others and gives them to it, and never
// moves one between nodes that were there before. Removing it undoes that.
func TestAddMovesKeysOnlyToTheNewNode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRing(rapid.IntRange(1, 40).Draw(t, "virtual"), rapid.IntRange(1, 8).Draw(t, "nodes"))
		weight := rapid.Float64Range(0.1, 4).Draw(t, "weight")
		all := keys(200)
		before := owners(r, all)
		old := r.Clone()

		r.Add("new", weight, "")
		for i, owner := range owners(r, all) {
			if owner != before[i] && owner != "new" {
				t.Fatalf("%s moved from %s to %s, not to the new node", all[i], before[i], owner)
			}
		}
		moves := ring.Diff(old, r)
		if len(moves) == 0 {
			t.Fatalf("the new node took nothing")
		}
		for _, m := range moves {
			if m.To != "new" {
				t.Fatalf("a part of the circle moved from %s to %s", m.From, m.To)
			}
		}

		r.Remove("new")
		if after := owners(r, all); !slices.Equal(before, after) {
			t.Fatalf("adding a node and removing it again left keys elsewhere")
		}
	})
}

func TestRemoveMovesOnlyTheKeysOfTheNode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		nodes := rapid.IntRange(2, 8).Draw(t, "nodes")
		r := newRing(rapid.IntRange(1, 40).Draw(t, "virtual"), nodes)
		gone := fmt.Sprintf("store-%d", rapid.IntRange(1, nodes).Draw(t, "gone"))
		all := keys(200)
		before := owners(r, all)
		old := r.Clone()
		if !r.Remove(gone) {
			t.Fatal("the node was not there")
		}
		for i, owner := range owners(r, all) {
			if (owner != before[i]) != (before[i] == gone) {
				t.Fatalf("%s: from %s to %s when %s left", all[i], before[i], owner, gone)
			}
		}
		share := old.Shares()[old.Index(gone)]
		if moved := ring.Moved(old, r); math.Abs(moved-share) > 1e-9 {
			t.Fatalf("moved %g of the circle, but %s owned %g", moved, gone, share)
		}
	})
}

func owners(r *ring.Ring, keys []string) []string {
	owners := make([]string, len(keys))
	for i, k := range keys {
		owners[i] = r.Owner(k)
	}
	return owners
}

// The share of a node is a sum of V of nV gaps between random points, so it
// has the Beta(V, nV-V) distribution, of which the relative standard deviation
// is sqrt((n-1)/(nV+1)). 200 rings of different names must show it.
func TestLoadSpreadAgreesWithTheClosedForm(t *testing.T) {
	for _, c := range []struct{ nodes, virtual int }{
		{3, 32}, {5, 32}, {5, 128}, {10, 16}, {10, 100}, {20, 1}, {20, 8}, {50, 40},
	} {
		t.Run(fmt.Sprintf("%d nodes of %d tokens", c.nodes, c.virtual), func(t *testing.T) {
			n, sum := float64(c.nodes), 0.0
			const rings = 200
			for i := range rings {
				r := ring.New(c.virtual)
				for j := range c.nodes {
					r.Add(fmt.Sprintf("ring-%d-store-%d", i, j), 1, "")
				}
				for _, share := range r.Shares() {
					sum += (share*n - 1) * (share*n - 1)
				}
			}
			got := math.Sqrt(sum / (rings * n))
			want := math.Sqrt((n - 1) / (n*float64(c.virtual) + 1))
			if math.Abs(got/want-1) > 0.05 {
				t.Errorf("relative standard deviation %.4f, the closed form says %.4f (%+.1f %%)", got, want, 100*(got/want-1))
			}
		})
	}
}

func TestWeightsShareTheCircle(t *testing.T) {
	r := ring.New(1000)
	r.Add("small", 1, "")
	r.Add("large", 3, "")
	r.Add("drained", 0, "")
	r.Add("odd", math.NaN(), "")
	shares := r.Shares()
	if math.Abs(shares[0]-0.25) > 0.02 || math.Abs(shares[1]-0.75) > 0.02 {
		t.Errorf("weights 1 and 3 own %.3f and %.3f of the circle", shares[0], shares[1])
	}
	if shares[2] != 0 || shares[3] != 0 {
		t.Errorf("nodes without weight own %v", shares[2:])
	}
	for _, k := range keys(50) {
		if list := r.PreferenceList(k, 4); len(list) != 2 {
			t.Fatalf("%s is kept by %v, which includes a drained node", k, list)
		}
	}
	r.Add("small", 3, "") // a new weight for a known node
	if got := len(r.Tokens()); got != 6000 || r.Len() != 4 {
		t.Errorf("%d tokens of %d nodes after a change of weight", got, r.Len())
	}
	r.Add("huge", math.Inf(1), "")
	if got := len(r.Tokens()); got != 6000+ring.MaxTokens {
		t.Errorf("%d tokens with an infinite weight", got)
	}
}

func TestReplicasSpreadOverZones(t *testing.T) {
	zones := map[string]string{"a1": "a", "a2": "a", "a3": "a", "a4": "a", "b1": "b", "b2": "b", "c1": "c"}
	r := ring.New(16)
	for _, n := range []string{"a1", "a2", "a3", "a4", "b1", "b2", "c1"} {
		r.Add(n, 1, zones[n])
	}
	for _, k := range keys(500) {
		for n, want := range map[int][3]int{2: {}, 3: {1, 1, 1}, 5: {2, 2, 1}, 6: {3, 2, 1}, 7: {4, 2, 1}, 9: {4, 2, 1}} {
			list := r.PreferenceList(k, n)
			if list[0] != r.Owner(k) {
				t.Fatalf("%s: the first of %v is not the owner %s", k, list, r.Owner(k))
			}
			var count [3]int
			for _, node := range list {
				count[zones[node][0]-'a']++
			}
			if n == 2 {
				if zones[list[0]] == zones[list[1]] {
					t.Fatalf("%s: both replicas %v in one zone", k, list)
				}
			} else if count != want {
				t.Fatalf("%s: %d replicas %v are %v in zones a, b, c, want %v", k, n, list, count, want)
			}
		}
	}
}

func TestOrderOfAdditionsDoesNotMatter(t *testing.T) {
	a, b := ring.New(8), ring.New(8)
	for i := range 9 {
		a.Add(fmt.Sprint("n", i), 1, fmt.Sprint("z", i%2))
		b.Add(fmt.Sprint("n", 8-i), 1, fmt.Sprint("z", (8-i)%2))
	}
	if ring.Moved(a, b) != 0 || !slices.Equal(a.Tokens(), b.Tokens()) {
		t.Error("the rings differ")
	}
	for _, k := range keys(100) {
		if x, y := a.PreferenceList(k, 4), b.PreferenceList(k, 4); !slices.Equal(x, y) {
			t.Fatalf("%s: %v and %v", k, x, y)
		}
	}
}

func TestRingsWithNothingOnThem(t *testing.T) {
	r := ring.New(0)
	if r.Owner("k") != "" || r.Arc("k") != -1 || r.PreferenceList("k", 3) != nil || len(r.PreferenceIndexes(1, 3, nil)) != 0 {
		t.Error("an empty ring has an owner")
	}
	if r.Remove("x") {
		t.Error("removed a node that was not there")
	}
	one := ring.New(1)
	one.Add("only", 1, "")
	if got := ring.Diff(r, one); !slices.Equal(got, []ring.Move{{To: "only", Share: 1}}) {
		t.Errorf("the first node moves %v", got)
	}
	if s := one.Shares(); s[0] != 1 {
		t.Errorf("the only node owns %v", s)
	}
	if got := one.ArcReplicas(5, 1); got != nil {
		t.Errorf("arc 5 of 1 is kept by %v", got)
	}
	if got := one.PreferenceList("k", -1); got != nil {
		t.Errorf("-1 replicas: %v", got)
	}
}

// Two hashes of the circle's ends and of each token's neighbourhood.
func TestEdgesOfArcs(t *testing.T) {
	r := newRing(64, 5)
	tokens := r.Tokens()
	for i, token := range tokens {
		next := (i + 1) % len(tokens)
		if got := r.ArcOf(token.Hash); got != i {
			t.Fatalf("a token is on arc %d, not its own %d", got, i)
		}
		if got := r.ArcOf(token.Hash + 1); got != next {
			t.Fatalf("just after token %d is arc %d, want %d", i, got, next)
		}
	}
	if r.ArcOf(math.MaxUint64) != 0 || r.ArcOf(0) != 0 {
		t.Error("the circle is not closed")
	}
	if p := ring.Position(math.MaxUint64); p >= 1 {
		t.Errorf("position %v is not below 1", p)
	}
}

func TestLookupsDoNotAllocate(t *testing.T) {
	r := newRing(64, 5)
	out := make([]int, 0, 3)
	hash := ring.HashKey("cart")
	r.PreferenceIndexes(hash, 3, out)
	if n := testing.AllocsPerRun(100, func() {
		r.Owner("cart")
		out = r.PreferenceIndexes(hash, 3, out)
	}); n != 0 {
		t.Errorf("%v allocations a lookup", n)
	}
}
