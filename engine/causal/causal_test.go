package causal

import (
	"testing"

	"pgregory.net/rapid"

	"netsplit/engine/sim"
)

// TestContextsAreSets compares contexts with plain sets of dots, for any dots
// in any order.
func TestContextsAreSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dots := func(label string) (Context, map[Dot]bool) {
			set, c := map[Dot]bool{}, Context{}
			for range rapid.IntRange(0, 30).Draw(t, label) {
				d := Dot{sim.NodeID(rapid.IntRange(0, 3).Draw(t, "node")), rapid.Uint64Range(1, 12).Draw(t, "count")}
				set[d], c = true, c.With(d)
			}
			return c, set
		}
		a, inA := dots("a")
		b, inB := dots("b")
		both := a.Join(b)
		includes := true
		for node := range sim.NodeID(4) {
			for count := uint64(1); count <= 13; count++ {
				d := Dot{node, count}
				if a.Covers(d) != inA[d] || both.Covers(d) != (inA[d] || inB[d]) {
					t.Fatalf("%v: in a %v, in both %v; the sets say %v and %v", d, a.Covers(d), both.Covers(d), inA[d], inA[d] || inB[d])
				}
				includes = includes && (!inB[d] || inA[d])
			}
		}
		if a.Includes(b) != includes || !both.Includes(a) || !both.Includes(b) {
			t.Fatalf("a includes b: %v, the sets say %v", a.Includes(b), includes)
		}
	})
}

// TestRunsAreOneSpan: what was seen without gaps costs one span a node.
func TestRunsAreOneSpan(t *testing.T) {
	var c Context
	for _, count := range []uint64{1, 2, 5, 3, 4, 6} {
		c = c.With(Dot{Node: 1, Count: count})
	}
	if c.Spans() != 1 || c.Covers(Dot{1, 7}) || c.Covers(Dot{2, 1}) || !c.Covers(Dot{1, 6}) {
		t.Errorf("%+v", c)
	}
}
