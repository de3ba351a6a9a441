package engine

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// everything is a design with every protection and every kind of scaling.
const everything = `
scenario: everything
components:
  users:  {kind: client, rate: 200/s, reads: 80%%, retries: 2, backoff: "exponential(20ms, 2, 1s)", jitter: full, retry-budget: 20%%, deadline: 800ms, hedge: 95%%, size: 2KB, to: lb}
  others: {kind: client, curve: "bursts(300/s, 1s, 20/s, 2s)", reads: 100%%, timeout: 300ms, path: /search, to: lb}
  lb:     {kind: balancer, policy: cookie, to: web}
  web:    {kind: service, instances: 2, max-instances: 6, concurrency: 8, queue: 50, time: "exp(10ms)", endpoints: "/search=exp(40ms)", calls: [store, advice, code], order: %s, sessions: %s,
           breaker: 50%%, breaker-cool-off: 1s, bulkhead: 6, connections: 4, retries: 1, hedge: 90%%, fallback: %s, optional: [advice], rate-limit: 400/s, limiter: %s, burst: 20,
           shed: %s, discipline: %s, scale: %s, look-every: 1s, boot-delay: 2s, cool-down: 3s, per-host: 2, interference: 50%%, cost: 1}
  advice: {kind: service, instances: 2, concurrency: 4, queue: 10, time: "exp(10ms)"}
  code:   {kind: function, time: "exp(5ms)", cold-start: 100ms, limit: 20, expiry: 1s, provisioned: 2}
  store:  {kind: kv, nodes: 3, replicas: 3, read: 2, write: 2}
network: {latency: "lognormal(500us, 0.3)", loss: 0.5%%, duplicate: 0.5%%}
`

// Goal: with everything on and broken at random, the same seed gives the same
// run, every request ends, and nothing that the guards hold leaks.
func TestTrafficUnderRandomFaults(t *testing.T) {
	seeds := uint64(12)
	if testing.Short() {
		seeds = 3
	}
	for seed := uint64(1); seed <= seeds; seed++ {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			a, b := stormy(t, seed), stormy(t, seed)
			if a.TraceHash() != b.TraceHash() {
				t.Error("the same seed gave two runs")
			}
			for _, i := range a.Snapshot().Services {
				for _, n := range i.Instances {
					if n.Busy != 0 || n.Waiting != 0 {
						t.Errorf("%s still has %d requests, and %d wait", n.Node, n.Busy, n.Waiting)
					}
				}
			}
			for _, c := range a.Snapshot().Clients {
				if c.OK == 0 {
					t.Errorf("nothing of %s ended well", c.Component)
				}
			}
		})
	}
}

func stormy(t *testing.T, seed uint64) *Cluster {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 7))
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	c := start(t, fmt.Sprintf(everything, pick("sequence", "parallel"), pick("none", "local"), pick("empty", "cached"),
		pick("token-bucket", "leaky-bucket"), pick("none", "wait", "deadline", "age"), pick("fifo", "lifo"), pick("vms", "pods")), seed)
	for range 15 {
		c.Advance(time.Duration(r.IntN(1500)) * time.Millisecond)
		try(t, c, pick("crash advice-1", "restart advice-1", "crash web-1", "slow advice-2 by 300ms", "slow advice-2 by 0s", "slow store-1 by 50ms",
			"pause web-2 for 1s", "resize web 2x", "resize web 0.5x", "crash code", "restart code", "spike users x4 for 2s", "partition web-1 | store-1", "heal",
			"set web.breaker 0%", "set web.breaker 30%", "set web.bulkhead 2", "set web.connections 1", "set users.curve ramp(10/s, 300/s, 2s)", "scale web 3", "remove advice-2"))
	}
	for _, end := range []string{"heal", "set users.retries 0", "restart code"} {
		try(t, c, end)
	}
	// Nobody sends any more: what the clients gave up is still worked on for a while.
	c.world.hold(true)
	c.Advance(20 * time.Second)
	return c
}
