package engine

import (
	"testing"
	"time"
)

// TestLowRates sends as rarely as the scenario says, and at once more often
// when somebody raises the rate.
func TestLowRates(t *testing.T) {
	c := start(t, `
scenario: rare
components:
  users: {kind: client, rate: 0.001/s, arrivals: constant, to: store}
  idle:  {kind: client, rate: 0, to: store}
  store: {kind: kv, anti-entropy: 0s}
`, 1)
	c.Advance(2500 * time.Second)
	do(t, c, "expect users.total == 2")
	do(t, c, "expect idle.total == 0")
	do(t, c, "set users.rate 10/s")
	do(t, c, "set idle.rate 10/s")
	do(t, c, "set users.rate 20/s") // hastened twice: one arrival, not two
	c.Advance(10 * time.Second)
	do(t, c, "expect users.total >= 199")
	do(t, c, "expect users.total <= 202")
	do(t, c, "expect idle.total >= 50")
}
