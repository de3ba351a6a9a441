package noun_test

import (
	"strconv"
	"testing"

	"netsplit/calc/noun"
)

// One is singular, everything else plural, by the regular forms of English.
func TestCount(t *testing.T) {
	for _, c := range []struct {
		n          int
		noun, want string
	}{
		{1, "key", "1 key"},
		{0, "key", "0 keys"},
		{2, "key", "2 keys"},
		{-1, "key", "-1 keys"},
		{1, "entry", "1 entry"},
		{3, "entry", "3 entries"},
		{2, "try", "2 tries"},
		{2, "miss", "2 misses"},
		{2, "branch", "2 branches"},
		{2, "epoch", "2 epochs"},
		{2, "cache", "2 caches"},
		{2, "acknowledged write", "2 acknowledged writes"},
	} {
		if got := noun.Of(strconv.Itoa(c.n), c.noun); got != c.want {
			t.Errorf("%d %s is %q, want %q", c.n, c.noun, got, c.want)
		}
		if got := noun.Count(c.n, c.noun); got != c.want {
			t.Errorf("%d %s is %q, want %q", c.n, c.noun, got, c.want)
		}
	}
}
