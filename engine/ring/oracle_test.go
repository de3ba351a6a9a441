package ring_test

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"testing"

	"github.com/cespare/xxhash/v2"
	"pgregory.net/rapid"

	"netsplit/engine/ring"
)

// naive is a second ring, written to be obviously right: it sorts all tokens
// by their distance from the key, and counts zones afresh for every choice.
type naive struct {
	virtual int
	nodes   []naiveNode
}

type naiveNode struct {
	name, zone string
	weight     float64
}

func mixed(s string) uint64 {
	h := xxhash.Sum64String(s)
	h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9
	h = (h ^ (h >> 27)) * 0x94d049bb133111eb
	return h ^ (h >> 31)
}

func (n naive) clockwise(key string) []naiveNode {
	type place struct {
		distance uint64
		node     naiveNode
	}
	var places []place
	for _, node := range n.nodes {
		count := int(math.Round(node.weight * float64(n.virtual)))
		if node.weight > 0 && count == 0 {
			count = 1
		}
		for v := 0; v < count; v++ {
			places = append(places, place{mixed(node.name+"#"+strconv.Itoa(v)) - mixed(key), node})
		}
	}
	sort.Slice(places, func(i, j int) bool { return places[i].distance < places[j].distance })
	var met []naiveNode
	for _, p := range places {
		if !slices.Contains(met, p.node) {
			met = append(met, p.node)
		}
	}
	return met
}

// preferenceList chooses, again and again, the first node clockwise among
// those whose zone was used least; zones come in the order they were met.
func (n naive) preferenceList(key string, count int) []string {
	left := n.clockwise(key)
	used := map[string]int{}
	var list []string
	var zoneOrder []string
	for _, node := range left {
		if !slices.Contains(zoneOrder, node.zone) {
			zoneOrder = append(zoneOrder, node.zone)
		}
	}
	for len(list) < count && len(left) > 0 {
		best, bestRank := -1, 0
		for i, node := range left {
			rank := used[node.zone]*1000 + slices.Index(zoneOrder, node.zone)
			if best < 0 || rank < bestRank {
				best, bestRank = i, rank
			}
		}
		node := left[best]
		left = slices.Delete(left, best, best+1)
		used[node.zone]++
		list = append(list, node.name)
	}
	return list
}

// The ring agrees with the naive one through any series of changes.
func TestRingAgreesWithANaiveOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		virtual := rapid.IntRange(1, 12).Draw(t, "virtual")
		r, oracle := ring.New(virtual), naive{virtual: virtual}
		for range rapid.IntRange(1, 12).Draw(t, "changes") {
			name := fmt.Sprint("store-", rapid.IntRange(1, 7).Draw(t, "node"))
			i := slices.IndexFunc(oracle.nodes, func(n naiveNode) bool { return n.name == name })
			if rapid.Bool().Draw(t, "add") || len(oracle.nodes) < 3 {
				node := naiveNode{name,
					rapid.SampledFrom([]string{"", "a", "b", "c"}).Draw(t, "zone"),
					rapid.SampledFrom([]float64{0, 0.01, 0.5, 1, 2}).Draw(t, "weight")}
				r.Add(name, node.weight, node.zone)
				if i >= 0 {
					oracle.nodes[i] = node
				} else {
					oracle.nodes = append(oracle.nodes, node)
				}
			} else {
				if r.Remove(name) != (i >= 0) {
					t.Fatalf("Remove(%s) was wrong", name)
				}
				if i >= 0 {
					oracle.nodes = slices.Delete(oracle.nodes, i, i+1)
				}
			}
			compare(t, r, oracle)
		}
	})
}

func compare(t *rapid.T, r *ring.Ring, oracle naive) {
	t.Helper()
	names := r.Nodes()
	var out []int
	for _, key := range keys(12) {
		owner := ""
		if met := oracle.clockwise(key); len(met) > 0 {
			owner = met[0].name
		}
		if got := r.Owner(key); got != owner {
			t.Fatalf("%s is owned by %q, want %q", key, got, owner)
		}
		for n := 1; n <= 6; n++ { // more lengths than the ring keeps
			want := oracle.preferenceList(key, n)
			if got := r.PreferenceList(key, n); !slices.Equal(got, want) {
				t.Fatalf("%d replicas of %s are %v, want %v", n, key, got, want)
			}
			out = r.PreferenceIndexes(ring.HashKey(key), n, out)
			for i, index := range out {
				if names[index] != want[i] {
					t.Fatalf("replica %d of %s is index %d, %s, want %s", i, key, index, names[index], want[i])
				}
			}
			if len(out) != len(want) {
				t.Fatalf("%d indexes of %v", len(out), want)
			}
		}
	}
}

// The share that moves, measured with keys, agrees with the exact one.
func TestMovedAgreesWithCountedKeys(t *testing.T) {
	before, after := newRing(50, 5), newRing(50, 6)
	moved, all := 0, keys(20000)
	for _, k := range all {
		if before.Owner(k) != after.Owner(k) {
			moved++
		}
	}
	exact, counted := ring.Moved(before, after), float64(moved)/float64(len(all))
	if math.Abs(exact-counted) > 0.01 {
		t.Errorf("%.4f of the circle moved, but %.4f of the keys", exact, counted)
	}
}
