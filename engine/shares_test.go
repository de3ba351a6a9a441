package engine

import (
	"fmt"
	"math"
	"testing"
	"time"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// shared is a balancer in front of so many servers, with more of its parameters.
func shared(t *testing.T, servers int, more string) *Cluster {
	t.Helper()
	return start(t, fmt.Sprintf(`
scenario: shared
components:
  users: {kind: client, rate: 400/s, sessions: 200, to: lb}
  lb:    {kind: balancer, to: web, %s}
  web:   {kind: service, instances: %d, time: 5ms, concurrency: 50}
network: {latency: "constant(500us)"}
`, more, servers), 2)
}

// sent is what the balancer sent to each instance since the start.
func sent(c *Cluster) map[string]int {
	n := map[string]int{}
	for _, b := range c.Snapshot().Balancers[0].Targets {
		n[b.Node] = b.Sent
	}
	return n
}

// TestWeightsAreShares: weights of 3 and 1 give three quarters and one quarter.
func TestWeightsAreShares(t *testing.T) {
	c := shared(t, 2, "policy: weighted, weights: [3, 1]")
	c.Advance(10 * time.Second)
	n := sent(c)
	if ratio := float64(n["web-1"]) / float64(n["web-2"]); math.Abs(ratio-3) > 0.05 {
		t.Errorf("%v: the ratio is %.2f, not 3", n, ratio)
	}
}

// TestSlowMemberGetsLess: by latency, a member that answers ten times as late
// gets a small share, and an even one again when it has recovered.
func TestSlowMemberGetsLess(t *testing.T) {
	c := shared(t, 4, "policy: latency")
	c.Advance(5 * time.Second)
	even := sent(c)
	do(t, c, "slow web-2 by 50ms")
	c.Advance(10 * time.Second)
	slow := sent(c)
	share := func(from, to map[string]int) float64 {
		all := 0
		for name := range to { // order-free: a sum
			all += to[name] - from[name]
		}
		return float64(to["web-2"]-from["web-2"]) / float64(all)
	}
	if s := share(map[string]int{}, even); math.Abs(s-0.25) > 0.05 {
		t.Errorf("as fast as the others it gets %.2f of the requests", s)
	}
	if s := share(even, slow); s > 0.12 || s == 0 {
		t.Errorf("when it is slow it gets %.2f of the requests", s)
	}
	do(t, c, "slow web-2 by 0s")
	c.Advance(10 * time.Second)
	before := sent(c)
	c.Advance(10 * time.Second)
	if s := share(before, sent(c)); math.Abs(s-0.25) > 0.07 {
		t.Errorf("when it has recovered it gets %.2f of the requests", s)
	}
}

// TestNewMemberStartsSlowly: with slow-start a new member's share grows from
// little to its full fifth; without, it has that at once.
func TestNewMemberStartsSlowly(t *testing.T) {
	early := map[string]int{}
	for _, slow := range []string{"0s", "10s"} {
		c := shared(t, 4, "slow-start: "+slow)
		c.Advance(15 * time.Second)
		do(t, c, "add web")
		c.Advance(3 * time.Second)
		early[slow] = sent(c)["web-5"]
		c.Advance(12 * time.Second)
		before := sent(c)["web-5"]
		c.Advance(5 * time.Second)
		if late := sent(c)["web-5"] - before; math.Abs(float64(late)-400) > 40 {
			t.Errorf("slow-start %s: a new member gets %d of 2000 requests in the end", slow, late)
		}
	}
	if early["10s"] == 0 || 2*early["10s"] > early["0s"] {
		t.Errorf("requests in the first 3 s: %v", early)
	}
}

// TestHashMovesFewUsers: when one of five members leaves, only its own users
// get another one.
func TestHashMovesFewUsers(t *testing.T) {
	c := shared(t, 5, "policy: hash")
	homes := map[int]string{}
	moved, strayed := map[int]bool{}, 0
	gone := "web-3"
	left := false
	c.world.trace.sink = func(w *world, r sim.Record) {
		q, ok := r.Payload.(*request.Request)
		if !ok || r.Kind != sim.Delivered {
			return
		}
		node := w.sim.Name(r.Node)
		if len(node) != len(gone) || node[:4] != "web-" {
			return
		}
		home, known := homes[q.Session]
		if known && home != node {
			moved[q.Session] = true
			if !left || home != gone {
				strayed++
			}
		}
		homes[q.Session] = node
	}
	c.Advance(20 * time.Second)
	users := 0
	for _, home := range homes { // order-free: a count
		if home == gone {
			users++
		}
	}
	do(t, c, "remove "+gone)
	left = true
	c.Advance(20 * time.Second)
	if users < 10 || len(moved) < users/2 || len(moved) > users || strayed > 0 {
		t.Errorf("%d of %d users were at the one that left; %d moved, %d times from one that stayed", users, len(homes), len(moved), strayed)
	}
}

// TestRemoveDrains: a member that is taken out by hand finishes what it has,
// gets nothing new, and no request fails.
func TestRemoveDrains(t *testing.T) {
	for _, policy := range []string{"round-robin", "least-connections", "cookie", "latency"} {
		c := start(t, fmt.Sprintf(`
scenario: drained
components:
  users: {kind: client, rate: 100/s, to: lb}
  lb:    {kind: balancer, policy: %s, to: web}
  web:   {kind: service, instances: 3, time: 200ms, concurrency: 50}
`, policy), 1)
		c.Advance(5 * time.Second)
		busy := c.Snapshot().Services[0].Instances[1].Busy
		do(t, c, "remove web-2")
		began := false
		c.world.trace.sink = func(w *world, r sim.Record) {
			if _, ok := r.Payload.(*request.Request); ok && r.Kind == sim.Sent && w.sim.Name(r.Peer) == "web-2" {
				began = true
			}
		}
		c.Advance(5 * time.Second)
		u := c.Snapshot().Clients[0]
		if busy < 2 || began || u.Failed+u.Unknown > 0 {
			t.Errorf("%s: it had %d requests when it left; new ones came: %t; %d failed", policy, busy, began, u.Failed+u.Unknown)
		}
	}
}
