package spelling_test

import (
	"testing"

	"netsplit/calc/spelling"
)

func TestSlips(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "raft", 4},
		{"quorum", "quorum", 0},
		{"quorm", "quorum", 1},   // dropped
		{"quorrum", "quorum", 1}, // inserted
		{"quorun", "quorum", 1},  // changed
		{"qourum", "quorum", 1},  // swapped
		{"kitten", "sitting", 3}, // Wagner and Fischer's example
		{"ca", "abc", 3},         // no letter takes part twice
		{"café", "cafe", 1},      // letters, not bytes
	} {
		if got, back := spelling.Slips(c.a, c.b), spelling.Slips(c.b, c.a); got != c.want || back != c.want {
			t.Errorf("%q and %q: %d and %d slips, want %d", c.a, c.b, got, back, c.want)
		}
	}
}
