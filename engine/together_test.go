package engine

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"netsplit/engine/scenario"
)

// together are systems in which what listens, shards, pools, captures and gathers
// stands beside each other.
var together = []string{`
scenario: listening
components:
  sock:   {kind: client, updates: websocket, ping: 500ms, timeout: 300ms, clients: 6, to: name}
  stream: {kind: client, updates: event-stream, ping: 700ms, clients: 4, to: four}
  held:   {kind: client, updates: long-poll, hold: 2s, clients: 4, to: front}
  polls:  {kind: client, updates: poll, every: 300ms, clients: 4, to: door, transport: tls}
  writer: {kind: client, rate: 30/s, reads: 20%, keys: uniform(20), to: door, deadline: 400ms, retries: 1}
  poster: {kind: client, rate: 10/s, to: news}
  name:   {kind: dns, to: door, ttl: 1s, zones: [a, b]}
  door:   {kind: gateway, to: seven, nodes: 2, idle: 3s, zones: [a, b]}
  front:  {kind: proxy, to: seven, pool: 6, pool-queue: 5, zones: [a, b]}
  seven:  {kind: balancer, to: web, idle: 2s, drain: 1s, policy: least-connections, nodes: 2, zones: [a, b]}
  four:   {kind: balancer, layer: 4, to: web, idle: 2s, zones: [a]}
  web:    {kind: service, instances: 3, zones: [a, b], concurrency: 12, held-in: slot, feed: 40, memory: 300KB, idle: 4s, push-time: 1ms, time: "exp(3ms)", calls: [store]}
  store:  {kind: kv, nodes: 3, zones: [a, b]}
  news:   {kind: topic, to: [web]}
network: {latency: "lognormal(1ms, 0.4)", loss: 1%, duplicate: 1%, reorder: 1%}
`, `
scenario: shards
components:
  users:  {kind: client, rate: 80/s, reads: 50%, keys: "zipf(60, 0.9)", to: shop, retries: 2, backoff: 20ms, hedge: 90%, deadline: 900ms}
  pages:  {kind: client, rate: 5/s, page: "/user > /posts /friends > /author*4", to: shop}
  direct: {kind: client, rate: 20/s, reads: 50%, keys: uniform(60), to: front}
  front:  {kind: proxy, to: books, pool: 4, pool-queue: 10, nodes: 2}
  shop:   {kind: service, instances: 3, zones: [a, b], time: "exp(2ms)", concurrency: 20, calls: [books, lists, code], rows: 3, rows-in: lists, fetch: batch, write-rows: one, sub-keys: 3, hot-keys: [key-1], answers: "/user=2KB"}
  code:   {kind: function, time: "exp(2ms)", calls: [pooled], zones: [a, b], provisioned: 2, expiry: 1s}
  pooled: {kind: proxy, to: lists, pool: 3, pool-queue: 4, zones: [b]}
  books:  {kind: sql, nodes: 2, shards: 2, shard-by: directory, directories: 2, look-up-ttl: 1s, routing: tier, connections: 70, connection-queue: 5, connection-idle: 2s, connect: "exp(5ms)", changes: feed, zones: [a, b], detect: 300ms}
  lists:  {kind: sql, nodes: 2, shards: 2, shard-by: hash, shard-key: prefix, routing: any-node, row-work: 100us, connections: 80, connection-idle: 3s, zones: [a, b], detect: 300ms}
  feed:   {kind: stream, partitions: 2, zones: [a, b]}
  copier: {kind: worker, from: [feed], time: constant(1ms), calls: [copy], instances: 2}
  copy:   {kind: sql, nodes: 1, copy-of: books}
  news:   {kind: topic, filter: "mail=key-1*|key-2 other=key-3*"}
  post:   {kind: client, rate: 20/s, keys: uniform(30), to: news}
  mail:   {kind: worker, from: news, time: 1ms}
  other:  {kind: worker, from: news, time: 1ms}
network: {latency: "lognormal(1ms, 0.4)", loss: 0.5%, duplicate: 1%, reorder: 1%}
`, `
scenario: ranges
components:
  users:  {kind: client, rate: 60/s, reads: 40%, keys: "zipf(60, 0.9)", to: shop, timeout: 300ms}
  shop:   {kind: service, instances: 2, time: "exp(2ms)", calls: [books], rows: 2, hops: 2, fetch: join, read-rows: all, write-rows: all}
  books:  {kind: sql, nodes: 3, shards: 2, shard-by: range, split-at: [key-3], routing: tier, routers: 2, connections: 60, connection-queue: 20, connection-idle: 1s, changes: feed, detect: 300ms, zones: [a, b]}
  feed:   {kind: stream, partitions: 1}
  copier: {kind: worker, from: [feed], time: constant(1ms), calls: [copy]}
  copy:   {kind: sql, nodes: 2, copy-of: books, shards: 2}
network: {latency: "exp(1ms)", loss: 0.5%, duplicate: 1%, reorder: 1%}
`}

// TestNewBesideOld takes random steps, and changes every parameter at random, in
// systems of all that stays open, moves and is shared: nothing panics, no
// measure is senseless, requests are accounted for, and going back in time gives
// the same run.
func TestNewBesideOld(t *testing.T) {
	seeds := uint64(4)
	if testing.Short() {
		seeds = 2
	}
	for i, text := range together {
		for seed := uint64(1); seed <= seeds; seed++ {
			t.Run(fmt.Sprintf("%d seed %d", i, seed), func(t *testing.T) {
				t.Parallel()
				wreck(t, text, seed)
			})
		}
	}
}

func wreck(t *testing.T, text string, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 11))
	c := start(t, text, seed)
	c.Advance(time.Second)
	fork, changed := c, 0
	for n := range 45 {
		line := hostile(r, c)
		step, err := scenario.ParseStep(line)
		if err != nil {
			continue
		}
		if _, err := c.Do(step); err == nil && strings.HasPrefix(line, "set") {
			changed++
		}
		c.Advance(time.Duration(r.IntN(400)) * time.Millisecond)
		if n%9 == 0 {
			sensible(t, c, line)
			checkSnapshot(t, c)
		}
		if n == 20 {
			fork = c.Fork()
		}
	}
	if changed < 1 {
		t.Errorf("only %d parameters were changed", changed)
	}
	sensible(t, c, "all steps")
	balanceBeside(t, c, "all steps")
	hash, now := c.TraceHash(), c.Now()
	if fork.Now() >= now {
		t.Error("the fork went on with it")
	}
	again, err := c.repeat(nil)
	if err != nil || again.TraceHash() != hash {
		t.Errorf("the same again is another run: %v", err)
	}
	if err := c.Seek(now / 2); err != nil {
		t.Fatal(err)
	}
	if err := c.Seek(now); err != nil || c.TraceHash() != hash {
		t.Errorf("going back and forth gives another run (%v):\n%v", err, c.Recording())
	}
	c.world.hold(true)
	c.Advance(40 * time.Second)
	balanceBeside(t, c, "the end")
}

// balanceBeside is balance where operations were begun by hand as well.
func balanceBeside(t *testing.T, c *Cluster, after string) {
	t.Helper()
	counts, ended, waiting, pending, manual := c.world.operations.counts, 0, 0, 0, 0
	for id := uint64(1); id <= lastOf(c); id++ {
		o := c.world.operations.get(id)
		switch {
		case o == nil, o.request.Verb.Listens(): // who listens is always in the middle of it
		case o.manual:
			manual++
		case o.pending:
			pending++
		}
	}
	for _, u := range clientsOf(c) {
		ended += u.series.Total()
		waiting += len(waited(c, u))
	}
	if counts.OK+counts.Failed+counts.Unknown != counts.Total || ended+waiting+manual != counts.Total || pending != waiting {
		t.Errorf("after %s, of %d operations %d have ended, %d are waited for, %d are pending, %d were by hand: %+v", after, counts.Total, ended, waiting, pending, manual, counts)
	}
}

// sensible checks that measures are numbers, and none that counts is negative.
func sensible(t *testing.T, c *Cluster, after string) {
	t.Helper()
	for _, m := range c.Snapshot().Metrics {
		if math.IsNaN(m.Value) && strings.HasSuffix(m.Name, ".failover-seconds") {
			continue // there was none
		}
		if math.IsNaN(m.Value) || math.IsInf(m.Value, 0) || m.Value < 0 {
			t.Errorf("after %s, %s is %v", after, m.Name, m.Value)
		}
	}
}

// hostile is a random step: one of those of any system, one that moves keys, or
// a new value of any parameter.
func hostile(r *rand.Rand, c *Cluster) string {
	names := c.Names()
	name := func() string { return names[r.IntN(len(names))] }
	switch r.IntN(8) {
	case 0, 1:
		return randomStep(r, c)
	case 2:
		return "split " + name()
	case 3:
		return []string{"merge shard " + name() + " into " + name(), "move key-1 to " + name(), "move key-2 to " + name(), "split " + name() + " at key-2"}[r.IntN(4)]
	case 4:
		return fmt.Sprintf("restore %s to %dms", name(), r.IntN(1500))
	}
	parts := c.world.order
	spec := parts[r.IntN(len(parts))].base().spec
	kind, _ := scenario.FindKind(spec.Kind)
	p := kind.Params[r.IntN(len(kind.Params))]
	return fmt.Sprintf("set %s.%s %s", spec.Name, p.Name, anyValue(r, p))
}

// anyValue is one that a parameter may have.
func anyValue(r *rand.Rand, p scenario.Param) string {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	if r.IntN(4) == 0 && p.Default != "" {
		return p.Default
	}
	switch p.Type {
	case scenario.TypeText:
		if len(p.Allowed) > 0 {
			return pick(p.Allowed...)
		}
	case scenario.TypeBool:
		return pick("true", "false")
	case scenario.TypeInt:
		return pick("0", "1", "2", "3", "7", "40")
	case scenario.TypeDuration:
		return pick("0s", "1ms", "50ms", "1s", "20s")
	case scenario.TypeDistribution:
		return pick("1ms", "exp(20ms)", "0s")
	case scenario.TypeRate:
		return pick("0/s", "5/s", "100/s")
	case scenario.TypeRatio:
		return pick("0%", "30%", "100%")
	case scenario.TypeBytes, scenario.TypeBandwidth:
		return pick("0B", "100B", "20KB", "1MB")
	case scenario.TypeFloat:
		return pick("0", "0.5", "2")
	}
	return pick("none", "exp(1ms)", "x", "/a=1ms")
}
