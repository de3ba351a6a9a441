package engine

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// Whatever disks break, as many at once as the level bears, and whenever the
// controller loses its power: nothing acknowledged is lost, and every key is
// like a register. When the new disks are filled, all are good again.
func TestArraysLoseNothing(t *testing.T) {
	t.Parallel()
	seeds := 400
	if testing.Short() {
		seeds = 20
	}
	arrays := []struct{ level, disks, bears int }{{1, 3, 2}, {5, 4, 1}, {6, 5, 2}, {10, 4, 1}}
	for seed := range seeds {
		a := arrays[seed%len(arrays)]
		c := start(t, fmt.Sprintf(`
scenario: array
components:
  users: {kind: client, rate: 60/s, keys: "uniform(12)", reads: 50%%, timeout: 3s, to: store}
  store: {kind: disk, level: %d, disks: %d, size: 4MB, time: "uniform(1ms, 3ms)", rebuild: 200/s, timeout: 40ms}
network: {latency: 1ms}
`, a.level, a.disks), uint64(seed+1))
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		for range 3 {
			c.Advance(time.Duration(r.IntN(700)) * time.Millisecond)
			broken := r.Perm(a.disks)[:1+r.IntN(a.bears)]
			for _, d := range broken {
				try(t, c, fmt.Sprintf("crash store-%d", d+1))
				c.Advance(time.Duration(r.IntN(100)) * time.Millisecond)
			}
			if r.IntN(3) == 0 {
				try(t, c, "crash store-controller")
				c.Advance(time.Duration(r.IntN(50)) * time.Millisecond)
				try(t, c, "restart store-controller")
			}
			c.Advance(300 * time.Millisecond)
			for _, d := range broken {
				try(t, c, fmt.Sprintf("restart store-%d", d+1))
			}
			try(t, c, "wait until quiet")
		}
		for _, check := range []string{"no-lost-writes", "linearizable"} {
			if v := c.world.check(check); !v.OK {
				t.Fatalf("seed %d, RAID %d: %s: %s", seed+1, a.level, check, v.Explanation)
			}
		}
		if m, _ := c.world.measure("store.good"); m.value() != float64(a.disks) {
			t.Fatalf("seed %d, RAID %d: %v of %d disks are good", seed+1, a.level, m.value(), a.disks)
		}
	}
}

// One disk more than the level bears loses data, and the check says so.
func TestOneDiskTooMany(t *testing.T) {
	c := start(t, `
scenario: array
components:
  users: {kind: client, rate: 60/s, keys: "uniform(12)", reads: 0%, to: store}
  store: {kind: disk, level: 5, disks: 4, timeout: 40ms, time: 1ms}
network: {latency: 1ms}
`, 1)
	c.Advance(2 * time.Second)
	try(t, c, "crash store-1")
	try(t, c, "crash store-2")
	c.Advance(time.Second)
	if v := c.world.check("no-lost-writes"); v.OK {
		t.Error("two broken disks of RAID 5 lost nothing")
	}
}
