package engine

import "testing"

// TestNothingIsFreshAfterAPurge reads a deleted key when every replica has
// forgotten the tombstone: it finds nothing, which is right, and not stale.
func TestNothingIsFreshAfterAPurge(t *testing.T) {
	c := start(t, "scenario: purged\ncomponents:\n  store: {kind: kv, purge-tombstones: 1s}", 1)
	for _, step := range []string{"put cart milk", "wait 1s", "delete cart", "wait 5s", "expect store.tombstones-purged == 3", "get cart", "wait 1s",
		"expect none", "expect store.stale-reads == 0"} {
		do(t, c, step)
	}
}
