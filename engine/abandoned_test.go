package engine

import "testing"

// TestAbandonedOperationsEnd: what a client had asked when it crashed is not in
// progress for ever: it ends at that moment, and nobody knows what came of it.
func TestAbandonedOperationsEnd(t *testing.T) {
	c := start(t, `
scenario: abandoned
network: {latency: 50ms}
components:
  users: {kind: client, rate: 100/s, arrivals: constant, reads: 50%, to: store}
  store: {kind: kv}
`, 1)
	do(t, c, "wait 500ms")
	do(t, c, "crash users")
	ended := 0
	for _, o := range c.Snapshot().Operations {
		if o.Outcome == Pending {
			t.Errorf("%s is still in progress", o.Name)
		}
		if o.Code != "abandoned" {
			continue
		}
		ended++
		if chain := c.Why(o.ID).Chain; o.Outcome != Unknown || o.End != c.Now() || chain[len(chain)-1].Text != "Step: crash users, taken at 0.500 s." {
			t.Errorf("%s ended as %s at %s: %v", o.Name, o.Outcome, o.End, chain)
		}
	}
	if ended < 10 {
		t.Errorf("%d operations were abandoned", ended)
	}
}
