package engine

import (
	"fmt"
	"testing"
	"time"
)

// TestAbsentAnswersAreKept: requests for what does not exist go through every
// cache of answers, unless it keeps for a while that there is nothing. What is
// written meanwhile elsewhere is seen when that time is over.
func TestAbsentAnswersAreKept(t *testing.T) {
	for _, front := range []string{"cdn, points: 1, origin: web", "proxy, cache: 1m, to: web", "gateway, cache: 1m, to: web"} {
		for _, keep := range []time.Duration{0, 2 * time.Second} {
			c := start(t, fmt.Sprintf(`
scenario: absent
components:
  bots:  {kind: client, rate: 100/s, reads: 100%%, keys: uniform(5), to: front}
  front: {kind: %s, keep-absent: %s}
  web:   {kind: service, time: 1ms, calls: [store]}
  store: {kind: kv}
network: {latency: "constant(1ms)"}
`, front, keep), 1)
			c.Advance(10 * time.Second)
			served, err := c.world.measure("web.served")
			if err != nil {
				t.Fatal(err)
			}
			if n := served.value(); keep == 0 && n < 850 || keep > 0 && n > 40 {
				t.Errorf("%s keeps absence for %s: the service had %v requests of 1000", front, keep, n)
			}
			do(t, c, "put key-1 new via web")
			c.Advance(2500 * time.Millisecond)
			do(t, c, "get key-1 via front")
			c.Advance(100 * time.Millisecond)
			do(t, c, "expect value new")
		}
	}
}
