package order_test

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"netsplit/calc/order"
)

type pair struct{ key, place int }

// By does what slices.SortStableFunc does.
func TestLikeSortStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfN(rapid.IntRange(0, 5), 0, 40).Draw(t, "keys")
		list := make([]pair, len(keys))
		for i, k := range keys {
			list[i] = pair{k, i}
		}
		want := slices.Clone(list)
		byKey := func(a, b pair) int { return cmp.Compare(a.key, b.key) }
		slices.SortStableFunc(want, byKey)
		order.By(list, byKey)
		if !slices.Equal(list, want) {
			t.Fatalf("%v, want %v", list, want)
		}
	})
}
