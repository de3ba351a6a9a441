package engine

import "testing"

// TestBackgroundWorkCanBeSwitched turns anti-entropy and the purge of
// tombstones on, off and on again while the system runs.
func TestBackgroundWorkCanBeSwitched(t *testing.T) {
	c := start(t, `
scenario: switched
components:
  store: {kind: kv, nodes: 3, replicas: 3, write: 1, read: 1, read-repair: off, anti-entropy: 0s}
`, 1)
	miss := func(key, then string) {
		for _, step := range []string{"crash store-3", "put " + key + " v via store-1", "wait 1s", "delete " + key + " via store-1", "wait 1s", "restart store-3", then, "wait 10s"} {
			do(t, c, step)
		}
	}
	miss("a", "expect store.divergent-keys == 1")
	do(t, c, "expect store.divergent-keys == 1")
	do(t, c, "set store.anti-entropy 1s")
	do(t, c, "wait 5s")
	do(t, c, "expect store.divergent-keys == 0")

	miss("b", "set store.anti-entropy 0s")
	do(t, c, "expect store.divergent-keys == 1")
	do(t, c, "set store.anti-entropy 1s")
	do(t, c, "wait 5s")
	do(t, c, "expect store.divergent-keys == 0")

	do(t, c, "set store.purge-tombstones 2s")
	do(t, c, "set store.purge-tombstones 2s")
	do(t, c, "wait 5s")
	do(t, c, "expect store.tombstones-purged == 6")
	do(t, c, "expect store.keys == 0")
}
