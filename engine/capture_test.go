package engine

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

const capturedShards = `
scenario: captured
components:
  users: {kind: client, rate: 60/s, reads: 10%%, keys: uniform(40), to: store, timeout: 150ms, retries: 3, backoff: 30ms}
  store: {kind: sql, nodes: 2, shards: 2, %s, replication: sync, detect: 300ms, heartbeat: 50ms, takeover: 50ms, timeout: 300ms, changes: feed}
  feed:  {kind: stream, partitions: 3}
  copier: {kind: worker, from: [feed], time: exp(2ms), calls: [copy], instances: 2, deduplicate: true}
  copy:  {kind: sql, nodes: 2, copy-of: store, replication: sync, detect: 300ms, heartbeat: 50ms, takeover: 50ms}
network: {latency: "lognormal(2ms, 0.8)", duplicate: 2%%, reorder: 5%%}
`

// Whatever fails while keys move, changes are read from the logs, carried by the
// stream and written into a copy: the copy ends up as the store, and nothing was
// missed.
func TestCopyConvergesUnderFaults(t *testing.T) {
	seeds := 60
	if testing.Short() {
		seeds = 8
	}
	for _, how := range []string{"placement: ring", "shard-by: range", "shard-by: directory"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			again := 0
			for seed := range uint64(seeds) {
				c := start(t, fmt.Sprintf(capturedShards, how), seed)
				r := rand.New(rand.NewPCG(seed, 13))
				names := []string{"store-1", "store-2", "store-3", "store-4", "store-capture", "store-capture", "feed", "copier-1", "copier-2", "copy-1", "copy-2"}
				node := func() string { return names[r.IntN(len(names))] }
				c.Advance(time.Second)
				for range 14 {
					c.Advance(time.Duration(r.IntN(400)) * time.Millisecond)
					switch r.IntN(8) {
					case 0:
						try(t, c, "split store-1")
					case 1:
						try(t, c, "merge shard store-3 into store-1")
					case 2, 3:
						try(t, c, "crash "+node())
					case 4, 5:
						try(t, c, "restart "+node())
					case 6:
						try(t, c, fmt.Sprintf("pause %s for %dms", node(), 50+r.IntN(900)))
					default:
						if a, b := node(), node(); a != b {
							try(t, c, "partition "+a+" | "+b)
						}
					}
				}
				try(t, c, "set users.rate 0/s")
				try(t, c, "heal")
				for _, n := range c.Snapshot().Nodes {
					if n.State != Removed {
						try(t, c, "restart "+n.Name)
					}
				}
				try(t, c, "wait until quiet")
				source, copied := c.world.parts["store"].(*sqlPart), c.world.parts["copy"].(*sqlPart)
				if n := copied.differingKeys(c.world); n > 0 || source.capture.books.Skipped > 0 {
					t.Errorf("seed %d: %d keys differ, %d changes were missed, at rest: %v", seed, n, source.capture.books.Skipped, source.quiet(c.world))
					mine, theirs := copied.finals(c.world), source.finals(c.world)
					for k, v := range theirs { // order-free: a message
						if mine[k] != v {
							t.Logf("%s: store %q copy %q", k, v, mine[k])
						}
					}
				}
				if left, _ := source.behind(c.world); left > 0 {
					t.Errorf("seed %d: %d changes are not in the stream", seed, left)
				}
				if t.Failed() {
					t.Fatalf("the steps were:\n%v", c.Recording())
				}
				again += source.capture.books.Changes
			}
			if again == 0 {
				t.Error("no change was captured")
			}
		})
	}
}
