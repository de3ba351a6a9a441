package engine

import (
	"testing"
	"time"
)

// TestMoreSlotsDrainTheLine gives an instance more slots while requests wait:
// they are worked on as soon as one ends, not one for every one that ends.
func TestMoreSlotsDrainTheLine(t *testing.T) {
	c := start(t, `
scenario: slots
network: {latency: 1ms}
components:
  users: {kind: client, rate: 1000/s, timeout: 1m, to: web}
  web:   {kind: service, concurrency: 1, queue: 1000, time: 100ms}
`, 1)
	c.Advance(95 * time.Millisecond)
	do(t, c, "set users.rate 0")
	do(t, c, "set web.concurrency 500")
	c.Advance(15 * time.Millisecond)
	do(t, c, "expect web.waiting == 0")
}
