package shard_test

import (
	"fmt"
	"math"
	"testing"

	"netsplit/engine/shard"
)

func keys(n int) (list []string) {
	for i := range n {
		list = append(list, fmt.Sprintf("key-%d", i+1))
	}
	return list
}

// What moves when a shard is added to n: by modulo all but 1/(n+1) of the keys,
// on a ring 1/(n+1), by a range half of one shard's, 1/(2n).
func TestMovedShare(t *testing.T) {
	const total = 40_000
	all := keys(total)
	for _, n := range []int{2, 4, 9} {
		size := float64(n)
		ranges := shard.NewRanges(shard.Points(all, n))
		half, ok := ranges.Split(0, all[total/n/2], n)
		if !ok {
			t.Fatal("the first range was not split")
		}
		for _, test := range []struct {
			name          string
			before, after shard.Placement
			want, within  float64
		}{
			{"modulo", shard.NewModulo(n), shard.NewModulo(n + 1), size / (size + 1), 0.01},
			{"ring", shard.NewRing(n), shard.NewRing(n + 1), 1 / (size + 1), 0.15 / (size + 1)},
			{"range", ranges, half, 1 / (2 * size), 0.0005},
		} {
			moved := 0
			for _, key := range all {
				b, a := test.before.Owner(key), test.after.Owner(key)
				if b == a {
					continue
				}
				if moved++; test.name != "modulo" && a != n {
					t.Fatalf("%s: %s moves from %d to %d, which was there before", test.name, key, b, a)
				}
			}
			if got := float64(moved) / total; math.Abs(got-test.want) > test.within {
				t.Errorf("%s of %d: %.4f of the keys move, in theory %.4f", test.name, n, got, test.want)
			}
		}
	}
}

// By hash modulo n every shard has a binomial number of keys: none is further
// from the mean than five standard deviations, and not all are at the mean.
func TestHashSpread(t *testing.T) {
	const total, n = 40_000, 8
	counts := make([]float64, n)
	p := shard.NewModulo(n)
	for _, key := range keys(total) {
		counts[p.Owner(key)]++
	}
	mean := float64(total) / n
	deviation := math.Sqrt(mean * (1 - 1.0/n))
	square := 0.0
	for i, c := range counts {
		square += (c - mean) * (c - mean) / mean
		if math.Abs(c-mean) > 5*deviation {
			t.Errorf("shard %d has %.0f keys, the mean is %.0f ± %.0f", i, c, mean, deviation)
		}
	}
	// Chi square of 7 degrees of freedom: 24.3 has a probability of 0.1%, 0.6 too.
	if square < 0.6 || square > 24.3 {
		t.Errorf("chi square is %.2f", square)
	}
}

// Equal ranges have equal numbers of keys; what lies beyond the last key is the
// last range's: keys that grow all end there.
func TestRanges(t *testing.T) {
	all := keys(100)
	r := shard.NewRanges(shard.Points(all, 4))
	counts := make([]int, 4)
	for _, key := range all {
		counts[r.Owner(key)]++
	}
	for i, c := range counts {
		if c != 25 {
			t.Errorf("range %d has %d keys", i, c)
		}
	}
	for _, key := range []string{"key-101", "key-5000", "zoo"} {
		if o := r.Owner(key); o != 3 {
			t.Errorf("%s is in range %d", key, o)
		}
	}
	if _, ok := r.Split(3, "key-10", 4); ok {
		t.Error("a range was split at a key that is not in it")
	}
	s, ok := r.Split(0, "key-13", 4)
	if !ok || s.Owner("key-12") != 0 || s.Owner("key-13") != 4 || s.Owner("key-26") != 1 {
		t.Errorf("split: %v %v", s, ok)
	}
}

// While keys move each has one owner: the old one until it crosses or its shard
// has nothing left to give, and then the new one.
func TestCrossing(t *testing.T) {
	m := shard.NewMap(shard.NewModulo(2))
	all := keys(50)
	if err := m.Begin(shard.NewModulo(3)); err != nil {
		t.Fatal(err)
	}
	if m.Begin(shard.NewModulo(4)) == nil {
		t.Error("two moves at once")
	}
	before, after := shard.NewModulo(2), shard.NewModulo(3)
	for i, key := range all {
		if m.Owner(key) != before.Owner(key) || m.Turn(key) != 0 {
			t.Errorf("%s has gone before it crossed", key)
		}
		if i%2 == 0 {
			m.Cross(key)
			m.Cross(key)
			if m.Owner(key) != after.Owner(key) || m.Turn(key) != 1 {
				t.Errorf("%s has crossed to %d on turn %d", key, m.Owner(key), m.Turn(key))
			}
		}
	}
	if m.Empty(0) || !m.Emptied(0) || m.Emptied(1) {
		t.Error("one of two shards is done")
	}
	for i, key := range all {
		want := before.Owner(key)
		if i%2 == 0 || want == 0 {
			want = after.Owner(key)
		}
		if m.Owner(key) != want {
			t.Errorf("%s is at %d, want %d", key, m.Owner(key), want)
		}
	}
	if !m.Empty(1) || m.Moving() {
		t.Error("both are done, and it goes on")
	}
}
