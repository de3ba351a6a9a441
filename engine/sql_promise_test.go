package engine

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// promised are the ways to replicate that lose nothing while one member at a
// time is out, or without its disk, and is mended before the next fails. Semi-sync
// promises just that: with one acknowledgement each confirmed write is on two
// disks, and the one that is left is heard when the next leader is chosen.
var promised = []struct {
	name, how string
	nodes     int
}{
	{"sync", "replication: sync", 3},
	{"semi-sync", "replication: semi-sync, acks: 1", 3},
	{"a tree, sync", "replication: sync, fan-out: 1", 4},
	{"a tree, semi-sync", "replication: semi-sync, acks: 1, fan-out: 2", 5},
	{"buddies, sync", "mode: buddy, replication: sync", 3},
	{"buddies, semi-sync", "mode: buddy, replication: semi-sync, acks: 1", 3},
}

const onceFailed = `
scenario: promised
components:
  users: {kind: client, rate: 60/s, reads: 40%%, keys: uniform(8), to: store, timeout: 300ms}
  store: {kind: sql, nodes: %d, %s, detect: 200ms, heartbeat: 50ms, takeover: 20ms, timeout: 200ms, apply: exp(3ms)}
network: {latency: "lognormal(2ms, 0.8)", duplicate: 2%%, reorder: 5%%}
`

// failOneAtATime takes a member out in some way, mends it, and waits until it
// has caught up; then another.
func failOneAtATime(t testing.TB, c *Cluster, r *rand.Rand, nodes int) {
	t.Helper()
	for range 2 {
		c.Advance(time.Duration(50+r.IntN(250)) * time.Millisecond)
		node := fmt.Sprintf("store-%d", 1+r.IntN(nodes))
		if r.IntN(2) == 0 {
			node = "store-1" // who leads at first
		}
		switch r.IntN(5) {
		case 0:
			try(t, c, "crash "+node)
		case 1, 2:
			try(t, c, "wipe "+node)
		case 3:
			try(t, c, "pause "+node)
		case 4:
			others := "store-monitor"
			for i := 1; i <= nodes; i++ {
				if o := fmt.Sprintf("store-%d", i); o != node {
					others += " " + o
				}
			}
			try(t, c, "partition "+node+" | "+others)
		}
		c.Advance(time.Duration(r.IntN(500)) * time.Millisecond)
		try(t, c, "heal")
		try(t, c, "restart "+node)
		try(t, c, "wait until quiet")
	}
}

// TestPromises: after every such schedule all that was confirmed is there, on
// every member, and no two led at once.
func TestPromises(t *testing.T) {
	t.Parallel()
	for _, p := range promised {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			failovers := sweepPromise(t, 2000, p.nodes, p.how, func(seed uint64, c *Cluster) {
				for _, name := range []string{"no-lost-writes", "converged", "one-leader"} {
					if v := c.world.check(name); !v.OK {
						t.Errorf("seed %d: %s", seed, v)
					}
				}
				if m, err := c.world.measure("store.lost-writes"); err != nil || m.value() != 0 {
					t.Errorf("seed %d: %v writes are lost, %v", seed, m.value(), err)
				}
			})
			if failovers == 0 {
				t.Error("no failover: the schedules test nothing")
			}
		})
	}
}

// TestAsyncBreaksThePromise: the same schedules lose writes when only the
// leader had them.
func TestAsyncBreaksThePromise(t *testing.T) {
	t.Parallel()
	lost := 0.0
	sweepPromise(t, 100, 3, "replication: async", func(_ uint64, c *Cluster) {
		m, err := c.world.measure("store.lost-writes")
		if err != nil {
			t.Fatal(err)
		}
		lost += m.value()
	})
	if lost == 0 {
		t.Error("nothing is lost: the schedules test nothing")
	}
}

func sweepPromise(t *testing.T, seeds, nodes int, how string, verdict func(seed uint64, c *Cluster)) (failovers int) {
	t.Helper()
	if testing.Short() {
		seeds = max(20, seeds/50)
	}
	for seed := uint64(1); seed <= uint64(seeds); seed++ {
		c := start(t, fmt.Sprintf(onceFailed, nodes, how), seed)
		failOneAtATime(t, c, rand.New(rand.NewPCG(seed, 59)), nodes)
		verdict(seed, c)
		failovers += c.world.parts["store"].(*sqlPart).layout.Stats.Failovers
		if t.Failed() {
			t.Fatalf("seed %d; the steps were:\n%v", seed, c.Recording())
		}
	}
	return failovers
}
