package engine

import (
	"testing"
	"time"

	"netsplit/engine/clock"
)

// TestTimePasses runs what repeats itself at once, or is switched off while it
// waits for its next turn: the clock has to move all the same.
func TestTimePasses(t *testing.T) {
	for name, c := range map[string]struct{ source, step string }{
		"sessions that never pause, on a network without latency": {source: `
network: {latency: 0ms}
components:
  users: {kind: client, clients: 1, think: 0s, to: store}
  store: {kind: kv, nodes: 1, replicas: 1, read: 1, write: 1, anti-entropy: 0s}`},
		"tombstones forgotten at once":                    {source: "\ncomponents:\n  store: {kind: kv, anti-entropy: 0s, purge-tombstones: 2us}"},
		"purging switched off while the system runs":      {"\ncomponents:\n  store: {kind: kv, purge-tombstones: 8ms}", "set store.purge-tombstones 0s"},
		"anti-entropy switched off while the system runs": {"\ncomponents:\n  store: {kind: kv, anti-entropy: 8ms}", "set store.anti-entropy 0s"},
	} {
		t.Run(name, func(t *testing.T) {
			run := start(t, "scenario: standstill"+c.source, 1)
			if c.step != "" {
				do(t, run, c.step)
			}
			const enough = 200_000
			events := 0
			for end := clock.FromDuration(20 * time.Millisecond); run.Now() < end && run.StepEvent(); events++ {
				if events > enough {
					t.Fatalf("%d events, and it is still %s", events, run.Now())
				}
			}
		})
	}
}
