package engine

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"netsplit/engine/scenario"
)

const messagingSystem = `
scenario: messaging
seed: 3
components:
  users:  {kind: client, rate: 60/s, keys: uniform(9), retries: 2, timeout: 300ms, to: news}
  shop:   {kind: client, rate: 40/s, keys: uniform(9), priority: 3, to: jobs}
  site:   {kind: client, rate: 60/s, keys: uniform(9), to: clicks}
  web:    {kind: service, instances: 2, time: 1ms, calls: [jobs, news, clicks]}
  writes: {kind: client, rate: 10/s, reads: 0%, to: web}
  news:   {kind: topic, to: [jobs, clicks, log], buffer: 5, when-full: disconnect, timeout: 300ms}
  log:    {kind: service, time: 2ms}
  jobs:   {kind: queue, fifo: true, deduplicate: 10s, capacity: 50, when-full: hold, visibility-timeout: 300ms, max-receives: 3, retry-delay: 10ms}
  clicks: {kind: stream, partitions: 3, retention: 5s, session-timeout: 500ms, rebalance-delay: 100ms}
  mail:   {kind: worker, instances: 2, time: "exp(10ms)", from: news}
  crew:   {kind: worker, instances: 2, time: "exp(20ms)", prefetch: 2, concurrency: 2, fails: 10%, poison: 2%, max-instances: 5, target-depth: 3, boot-delay: 300ms, cool-down: 500ms, calls: [store], from: jobs}
  count:  {kind: worker, instances: 2, time: "exp(5ms)", fails: 5%, window: 1s, tries: 3, deduplicate: true, from: clicks}
  tick:   {kind: worker, every: 300ms, time: "exp(200ms)", overlap: skip, missed: all, calls: [jobs], instances: 2}
  store:  {kind: kv, nodes: 3, replicas: 3, read: 2, write: 2}
network: {latency: "lognormal(1ms, 0.5)", loss: 1%, duplicate: 1%, reorder: 2%}
`

func messagingStep(r *rand.Rand) string {
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	node := func() string {
		return pick("news", "jobs", "clicks", "mail-1", "mail-2", "crew-1", "crew-2", "crew-3", "count-1", "count-2", "tick-1", "store-1", "web-1", "log-1")
	}
	pool := func() string { return pick("mail", "crew", "count", "tick", "jobs", "clicks") }
	return pick(
		"crash "+node(), "restart "+node(), "wipe "+node(), fmt.Sprintf("pause %s for %dms", node(), r.IntN(900)),
		"partition "+node()+" | "+node(), "heal", "restart "+node(), "restart "+node(),
		fmt.Sprintf("slow %s by %dms", node(), r.IntN(200)), fmt.Sprintf("skew tick-1 by %dms", r.IntN(2000)-1000),
		"redrive jobs", "redrive news", fmt.Sprintf("replay count from %d", r.IntN(40)), fmt.Sprintf("replay count from %dms", r.IntN(3000)),
		"replay crew from 0", "add "+pool(), "remove "+node(), fmt.Sprintf("scale %s %d", pool(), 1+r.IntN(4)),
		"send jobs poison group a priority 4 after 50ms", "send jobs x id y", "publish news hello key a", "append clicks z key b late 2s",
		"set crew.concurrency 3", "set jobs.capacity 5", "set news.when-full block", "set crew.max-instances 3", "set clicks.retention 1s",
		"set count.time 1ms", "set crew.acknowledge before", "set jobs.fifo false", "hot-key shop k 90%", "spike site x3 for 300ms",
		"check at-least-once", "check exactly-once", "check ordered",
	)
}

// TestMessagingStepsInAnyOrder takes random steps on everything that carries
// messages: each is done or refused with a reason, nothing panics, and a replay
// from the seed is the same run.
func TestMessagingStepsInAnyOrder(t *testing.T) {
	refused, done := 0, 0
	for seed := uint64(1); seed <= 25; seed++ {
		r := rand.New(rand.NewPCG(seed, 71))
		c := start(t, messagingSystem, seed)
		for range 60 {
			step, err := scenario.ParseStep(messagingStep(r))
			if err != nil {
				continue // the same node on both sides
			}
			if _, err := c.Do(step); err != nil {
				refused++
			} else {
				done++
			}
			c.Advance(time.Duration(r.IntN(200)) * time.Millisecond)
			if r.IntN(10) == 0 {
				checkSnapshot(t, c)
			}
		}
		hash, now := c.TraceHash(), c.Now()
		if err := c.Seek(now / 2); err != nil {
			t.Fatal(err)
		}
		if err := c.Seek(now); err != nil {
			t.Fatal(err)
		}
		if c.TraceHash() != hash {
			t.Errorf("seed %d: another run after going back", seed)
		}
	}
	if refused < 50 || done < 500 {
		t.Errorf("%d steps refused, %d done: the steps test little", refused, done)
	}
}
