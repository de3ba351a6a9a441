package engine

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"netsplit/engine/request"
)

// TestAnswersToAnEarlierLife crashes a coordinator while an acknowledgement is
// on its way to it. After the restart it must not count for another write,
// which the replica never got.
func TestAnswersToAnEarlierLife(t *testing.T) {
	c := start(t, `
scenario: earlier-life
network: {latency: 10ms}
components:
  store: {kind: kv, nodes: 2, replicas: 2, read: 1, write: 2, anti-entropy: 0s}
`, 1)
	do(t, c, "slow store-2 by 60ms")
	do(t, c, "put cart milk via store-1")
	c.Advance(25 * time.Millisecond)
	do(t, c, "crash store-1")
	do(t, c, "restart store-1")
	do(t, c, "cut store-1 -> store-2")
	op := do(t, c, "put fruit apples via store-1")
	c.Advance(time.Second)
	if o, _ := c.Operation(op); o.Code != "no-quorum" {
		t.Errorf("%s: %s %s; store-2 never got the write:\n%s", o.Name, o.Outcome, o.Code, c.Why(op))
	}
}

// TestQuietAfterAClientRestarted crashes a client in the middle of its
// operations. Nobody waits for their answers any more, also once it is back.
func TestQuietAfterAClientRestarted(t *testing.T) {
	c := start(t, `
scenario: forgotten
network: {latency: 50ms}
components:
  users: {kind: client, rate: 100/s, to: store}
  store: {kind: kv, anti-entropy: 0s}
`, 1)
	do(t, c, "wait 1s")
	for _, step := range []string{"crash users", "restart users", "wait until quiet timeout 30s"} {
		do(t, c, step)
	}
}

// Goal: whatever crashes, and however far its clock is set back meanwhile, a
// coordinator never gives out a stamp twice, and each is later than the one
// before: a later write of its own wins.
func TestStampsNeverRepeat(t *testing.T) {
	for seed := uint64(1); seed <= 50; seed++ {
		c := start(t, `
scenario: stamps
network: {latency: 1ms}
components:
  store: {kind: kv, nodes: 3, replicas: 3, read: 2, write: 2}
`, seed)
		r := rand.New(rand.NewPCG(seed, 5))
		var latest request.Version
		var last string
		for i := range 12 {
			switch r.IntN(3) {
			case 0:
				do(t, c, "crash store-1")
				do(t, c, fmt.Sprintf("skew store-1 by -%dms", 1+r.IntN(20000)))
				do(t, c, "restart store-1")
			case 1:
				do(t, c, fmt.Sprintf("skew store-1 by %dms", r.IntN(20000)-10000))
			}
			last = fmt.Sprintf("v%d", i)
			number := do(t, c, "put cart "+last+" via store-1")
			c.Advance(20 * time.Millisecond)
			op := c.world.operations.get(number)
			if v := op.answer.Version; v.Compare(latest) <= 0 {
				t.Fatalf("seed %d: write %d got the stamp %v after %v; the steps were:\n%v", seed, i, v, latest, c.Recording())
			}
			latest = op.answer.Version
		}
		do(t, c, "wait until quiet")
		do(t, c, "get cart via store-2 with r=3")
		c.Advance(20 * time.Millisecond)
		do(t, c, "expect value "+last)
	}
}
