package engine

import (
	"testing"
	"time"
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
