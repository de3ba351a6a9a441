package shard_test

import (
	"slices"
	"testing"

	"netsplit/engine/shard"
)

func owned(p shard.Placement, list []string) map[int]int {
	counts := map[int]int{}
	for _, key := range list {
		counts[p.Owner(key)]++
	}
	return counts
}

// A split takes half of one shard and nothing else; a merge gives it back; a
// shard that is given up leaves what was before it came.
func TestSplitMergeShrink(t *testing.T) {
	all := keys(20_000)
	for name, four := range map[string]shard.Hashed{"modulo": shard.NewModulo(4), "ring": shard.NewRing(4)} {
		split := four.Split(2, 4).Split(4, 5)
		before, after := owned(four, all), owned(split, all)
		for i := range 4 {
			if i != 2 && before[i] != after[i] {
				t.Errorf("%s: the split of shard 2 changed shard %d", name, i)
			}
		}
		if half := before[2] / 2; after[2] < half*9/10 || after[2] > half*11/10 || after[4] < half*4/10 || after[5] < half*4/10 {
			t.Errorf("%s: of %d keys the split left %v", name, before[2], after)
		}
		merged := split.Merge(5, 4).Merge(4, 2)
		grown := four.Grow(6).Shrink(6)
		shrunk := split.Shrink(5).Shrink(4)
		for _, key := range all {
			for what, p := range map[string]shard.Placement{"split and merged": merged, "grown and shrunk": grown, "split and shrunk": shrunk} {
				if p.Owner(key) != four.Owner(key) {
					t.Fatalf("%s: %s: %s is at %d and was at %d", name, what, key, p.Owner(key), four.Owner(key))
				}
			}
		}
		if got := split.Shrink(2).Owners(); slices.Contains(got, 2) {
			t.Errorf("%s: shard 2 was given up, and is in %v", name, got)
		}
	}
}

// Ranges that are split and merged again are the ranges from before.
func TestMergeRanges(t *testing.T) {
	r := shard.NewRanges([]string{"f", "m", "t"})
	s, ok := r.Split(1, "h", 4)
	if !ok {
		t.Fatal("not split")
	}
	if got := s.Beside(1); !slices.Equal(got, []int{0, 4}) {
		t.Errorf("beside shard 1 are %v", got)
	}
	for key, want := range map[string]int{"a": 0, "f": 1, "g": 1, "h": 4, "l": 4, "m": 2, "z": 3} {
		if got := s.Owner(key); got != want {
			t.Errorf("%s is at %d, want %d", key, got, want)
		}
	}
	m, _ := s.Merge(4, 1).(shard.Ranges)
	if m.Describe() != r.Describe() || !slices.Equal(m.Owners(), r.Owners()) {
		t.Errorf("merged: %s, %v", m.Describe(), m.Owners())
	}
	if all, _ := m.Merge(1, 0).Merge(2, 0).Merge(3, 0).(shard.Ranges); all.Extent(0) != "all keys" {
		t.Errorf("all in one: %q", all.Extent(0))
	}
}

// Even moves as few keys as it can, and leaves no shard with two more than another.
func TestEven(t *testing.T) {
	all := keys(101)
	d := shard.NewDirectory(3)
	before := owned(d, all)
	moves := shard.Even(all, d.Owner, []int{0, 1, 2, 7})
	after := owned(d.With(moves), all)
	for _, s := range []int{0, 1, 2, 7} {
		if after[s] < 25 || after[s] > 26 {
			t.Errorf("shard %d has %d keys", s, after[s])
		}
	}
	surplus := 0
	for s, n := range before {
		surplus += max(0, n-after[s])
	}
	if len(moves) != surplus {
		t.Errorf("%d keys move, and %d would do", len(moves), surplus)
	}
	merged := d.With(moves).Merge(7, 1)
	for _, key := range all {
		if o := d.With(moves).Owner(key); o == 7 && merged.Owner(key) != 1 || o != 7 && merged.Owner(key) != o {
			t.Errorf("%s was at %d, and is at %d after the merge", key, o, merged.Owner(key))
		}
	}
}
