package quorum_test

import (
	"fmt"
	"math/bits"
	"testing"

	"pgregory.net/rapid"

	"netsplit/engine/quorum"
)

// Overlap, against every pair of sets of the sizes.
func TestOverlapIsTheLeastIntersectionOfAnyTwoSets(t *testing.T) {
	for n := range 7 {
		for r := -1; r <= n+1; r++ {
			for w := -1; w <= n+1; w++ {
				if got, want := quorum.Overlap(n, r, w), leastIntersection(n, min(max(r, 0), n), min(max(w, 0), n)); got != want {
					t.Errorf("Overlap(%d, %d, %d) = %d, want %d", n, r, w, got, want)
				}
			}
		}
	}
}

func leastIntersection(n, r, w int) int {
	least := n
	for a := range uint(1) << n {
		for b := range uint(1) << n {
			if bits.OnesCount(a) == r && bits.OnesCount(b) == w {
				least = min(least, bits.OnesCount(a&b))
			}
		}
	}
	return least
}

func TestMajorityIsTheLeastSizeThatOverlapsItself(t *testing.T) {
	for n := 1; n <= 20; n++ {
		m := quorum.Majority(n)
		if quorum.Overlap(n, m, m) == 0 || quorum.Overlap(n, m-1, m-1) != 0 {
			t.Errorf("Majority(%d) = %d", n, m)
		}
	}
}

func TestTolerates(t *testing.T) {
	for _, c := range [][3]int{{3, 2, 1}, {5, 3, 2}, {3, 3, 0}, {3, 4, -1}, {3, 0, 3}} {
		if got := quorum.Tolerates(c[0], c[1]); got != c[2] {
			t.Errorf("Tolerates(%d, %d) = %d, want %d", c[0], c[1], got, c[2])
		}
	}
}

// The tracker agrees with counting by hand, and its verdict is right: won and
// lost are final whatever comes after, pending can still end both ways.
func TestTrackerAgreesWithAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tracker := quorum.Tracker{Need: rapid.IntRange(-1, 9).Draw(t, "need"), Of: rapid.IntRange(0, 8).Draw(t, "of")}
		first := map[int]bool{}
		check(t, tracker, first)
		for range rapid.IntRange(0, 20).Draw(t, "answers") {
			node, ack := rapid.IntRange(-2, 70).Draw(t, "node"), rapid.Bool().Draw(t, "ack")
			_, answered := first[node]
			counts := node >= 0 && node < tracker.Of && !answered
			before := tracker.State()
			var got bool
			if ack {
				got = tracker.Ack(node)
			} else {
				got = tracker.Fail(node)
			}
			if got != counts {
				t.Fatalf("answer %v of node %d counted: %v, want %v", ack, node, got, counts)
			}
			if counts {
				first[node] = ack
			}
			if before != quorum.Pending && tracker.State() != before {
				t.Fatalf("%s became %s", before, tracker.State())
			}
			check(t, tracker, first)
		}
	})
}

func check(t *rapid.T, tracker quorum.Tracker, first map[int]bool) {
	t.Helper()
	acks := 0
	for _, ack := range first {
		if ack {
			acks++
		}
	}
	waiting := tracker.Of - len(first)
	want := quorum.Pending
	if acks >= tracker.Need {
		want = quorum.Won
	} else if acks+waiting < tracker.Need {
		want = quorum.Lost
	}
	if tracker.State() != want || tracker.Acks() != acks || tracker.Fails() != len(first)-acks || tracker.Waiting() != waiting {
		t.Fatalf("%v, but the answers are %v", &tracker, first)
	}
	for node := -1; node < 70; node++ {
		ack, answered := first[node]
		if tracker.Acked(node) != (answered && ack) || tracker.Failed(node) != (answered && !ack) {
			t.Fatalf("node %d: %v, but the answers are %v", node, &tracker, first)
		}
	}
}

func TestTrackerDoesNotAllocate(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() {
		tracker := quorum.Tracker{Need: 9, Of: 16}
		for i := range 16 {
			if i%2 == 0 {
				tracker.Ack(i)
			} else {
				tracker.Fail(i)
			}
		}
		if tracker.State() != quorum.Lost {
			t.Fatal(tracker.State())
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func ExampleTracker_Describe() {
	t := quorum.Tracker{Need: 2, Of: 3}
	t.Ack(0)
	fmt.Println(t.Describe([]string{"store-1", "store-2"}))
	t.Fail(2)
	t.Fail(1)
	fmt.Println(t.Describe([]string{"store-1", "store-2", "store-10"}))
	// Output:
	// needed 2 of 3, got 1, 0 failed, 2 waiting: pending
	//   [+] store-1  agreed
	//   [ ] store-2  waiting
	//   [ ] node 2   waiting
	// needed 2 of 3, got 1, 2 failed, 0 waiting: lost
	//   [+] store-1   agreed
	//   [x] store-2   failed
	//   [x] store-10  failed
}
