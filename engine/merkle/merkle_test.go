package merkle

import (
	"testing"

	"pgregory.net/rapid"
)

// TestTreesAgreeWithSets: trees are equal where the sets are, at every node,
// whatever the order of the updates; and they differ where one item does.
func TestTreesAgreeWithSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := rapid.SliceOfNDistinct(rapid.Uint64Min(1), 1, 60, rapid.ID[uint64]).Draw(t, "items")
		var a, b Tree
		for _, x := range items {
			a.Update(Leaf(x), 0, x)
		}
		for _, x := range rapid.Permutation(items).Draw(t, "order") {
			b.Update(Leaf(x), 0, x^1)
			b.Update(Leaf(x), x^1, x)
		}
		if a != b {
			t.Fatal("the same set gives other trees")
		}
		changed := items[0]
		b.Update(Leaf(changed), changed, changed+1)
		differ := 0
		for i := range Leaves {
			if a.Node(Depth, i) != b.Node(Depth, i) {
				differ++
			}
		}
		if differ != 1 || a.Node(0, 0) == b.Node(0, 0) || a.Node(1, Leaf(changed)/Fanout) == b.Node(1, Leaf(changed)/Fanout) {
			t.Fatalf("one item changed and %d leaves differ", differ)
		}
	})
}

// TestInnerNodesSumTheirChildren checks the invariant that comparing relies on.
func TestInnerNodesSumTheirChildren(t *testing.T) {
	var tree Tree
	x := uint64(1)
	for range 10_000 {
		x = x*6364136223846793005 + 1442695040888963407
		tree.Update(Leaf(x), 0, x)
	}
	root := uint64(0)
	for i := range Fanout {
		sum := uint64(0)
		for j := range Fanout {
			sum ^= tree.Node(2, i*Fanout+j)
		}
		if sum != tree.Node(1, i) {
			t.Fatalf("child %d is not the sum of its leaves", i)
		}
		root ^= sum
	}
	if root != tree.Node(0, 0) {
		t.Fatal("the root is not the sum of its children")
	}
}
