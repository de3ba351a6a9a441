package engine

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"netsplit/engine/scenario"
)

// bigSystem has every kind of component and composes them as a real design
// does: clients, DNS, CDN, gateway, proxy, balancer, services and a function,
// caches, all stores, a queue, a topic, a stream, workers and a schedule.
const bigSystem = `
scenario: big
seed: 3
components:
  users:  {kind: client, zone: eu/a, rate: 60/s, reads: 70%, keys: "zipf(50, 0.9)", retries: 2, backoff: "exponential(20ms, 2, 1s)", jitter: full, deadline: 2s, size: 1KB, to: name}
  mobile: {kind: client, zone: us/a, access: nearest, rate: 20/s, path: /api, keys: uniform(9), hedge-after: 50ms, to: name}
  site:   {kind: client, zone: us/a, rate: 20/s, path: /static, to: near}
  buyers: {kind: client, clients: 3, think: 50ms, path: /buy, keys: uniform(9), to: door}
  name:   {kind: dns, to: [near, door], policy: failover, ttl: 1s, check-every: 500ms}
  near:   {kind: cdn, origin: door, points: 2, zones: [eu/a, us/a], ttl: 500ms, keep: 20, shield: true, stale-if-error: 2s, fallback: true}
  door:   {kind: gateway, to: front, routes: {/api: code, /buy: shop}, rate: 200/s, per: user, cache: 200ms, nodes: 2, zones: [eu/a, eu/b]}
  front:  {kind: proxy, to: lb, cache: 200ms, compress: 30%, per-user: 20, handshake: 1ms}
  lb:     {kind: balancer, policy: two-choices, health: both, check-every: 200ms, slow-start: 500ms, nodes: 2, takeover: 300ms, to: web}
  web:    {kind: service, instances: 3, max-instances: 5, scale: vms, look-every: 1s, boot-delay: 500ms, cool-down: 1s, zones: [eu/a, eu/b], concurrency: 4, queue: 10, time: "exp(4ms)", calls: [hot, jobs, news, clicks], retries: 1, breaker: 50%, breaker-cool-off: 500ms, bulkhead: 5, fallback: cached, rate-limit: 500/s, shed: wait, sessions: shared, sessions-in: bank}
  shop:   {kind: service, instances: 2, time: 2ms, calls: [behind, books, jobs], order: parallel}
  code:   {kind: function, time: "exp(5ms)", cold-start: 50ms, limit: 5, expiry: 1s, provisioned: 1, calls: [bank]}
  hot:    {kind: cache, nodes: 2, capacity: 20, ttl: 1s, ttl-jitter: 20%, negative-ttl: 200ms, stampede: single-flight, of: store}
  behind: {kind: cache, strategy: write-behind, capacity: 20, ttl: 1s, of: store}
  store:  {kind: kv, nodes: 5, zones: [eu/a, eu/b, us/a], replicas: 3, read: 2, write: 2, quorum: sloppy}
  bank:   {kind: raft, nodes: 3, zones: [eu/a, eu/b, us/a], snapshot-after: 20}
  books:  {kind: sql, nodes: 3, replication: semi-sync, reads: session, detect: 400ms, backup: 1s, ship: 300ms}
  jobs:   {kind: queue, visibility-timeout: 300ms, max-receives: 3, capacity: 30, deduplicate: 2s}
  news:   {kind: topic, to: [jobs, clicks, log], buffer: 5, when-full: disconnect, timeout: 200ms}
  log:    {kind: service, time: 2ms}
  clicks: {kind: stream, partitions: 3, retention: 5s, session-timeout: 400ms, rebalance-delay: 100ms}
  crew:   {kind: worker, instances: 2, time: "exp(15ms)", fails: 5%, poison: 2%, max-instances: 4, target-depth: 3, boot-delay: 200ms, cool-down: 400ms, calls: [books], from: jobs}
  count:  {kind: worker, instances: 2, time: "exp(5ms)", window: 500ms, tries: 3, from: clicks}
  mail:   {kind: worker, time: "exp(10ms)", from: news}
  tick:   {kind: worker, every: 300ms, time: "exp(50ms)", calls: [jobs, store]}
network: {latency: "lognormal(1ms, 0.4)", between-zones: 2ms, between-regions: 20ms, loss: 0.5%, duplicate: 1%, reorder: 1%}
`

// bigStep writes a step for the big system: what fits its parts, or one of the
// steps that fit any system.
func bigStep(r *rand.Rand, c *Cluster) string {
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	if r.IntN(3) > 0 {
		return randomStep(r, c)
	}
	return pick(
		"crash "+pick("name", "near", "door", "front", "lb", "web", "shop", "code", "hot", "behind", "bank", "books", "jobs", "news", "clicks", "crew", "tick"),
		"restart "+pick("name", "near", "door", "front", "lb", "web", "shop", "code", "hot", "behind", "bank", "books", "jobs", "news", "clicks", "crew", "tick"),
		"fail zone "+pick("eu", "us", "eu/a", "eu/b", "us/a"), "restore zone "+pick("eu", "us", "eu/a", "eu/b", "us/a"), "restore zone eu",
		"partition "+pick("door", "front", "lb", "web")+" | "+pick("hot", "store", "bank", "books"), "heal",
		"redrive jobs", "redrive news", fmt.Sprintf("replay count from %d", r.IntN(30)), "send jobs poison", "publish news hello key a", "append clicks z key b late 1s",
		"flush "+pick("near", "door", "front", "hot", "behind")+pick("", " key-3"),
		fmt.Sprintf("scale %s %d", pick("web", "shop", "crew", "lb", "door", "near", "hot", "count", "front", "name"), 1+r.IntN(4)),
		"remove "+pick("web-2", "lb-1", "door-1", "near-1", "hot-1", "books-2", "bank-2", "name-1", "shop-1"),
		"promote "+pick("books-2", "books-3", "bank-2", "lb-2"), "wipe "+pick("books-1", "bank-1", "clicks-1", "clicks", "jobs"), "resize "+pick("web", "shop", "code", "bank")+pick(" 2x", " 0.5x"),
		"swizzle "+pick("bank", "books", "web", "lb"), fmt.Sprintf("spike users x%d for 500ms", 2+r.IntN(9)), "hot-key users k 80%",
		"set name.ttl "+pick("0s", "100ms", "5s"), "set name.policy "+pick("simple", "geo", "latency", "weighted"), "set near.ttl "+pick("0s", "100ms"), "set near.mode push", "set near.shield false",
		"set lb.policy "+pick("random", "least-connections", "latency", "hash", "cookie", "weighted"), "set lb.layer "+pick("4", "7"), "set lb.health "+pick("off", "passive", "active"),
		"set door.rate "+pick("0/s", "5/s"), "set front.per-user "+pick("0", "1"), "set code.provisioned "+pick("0", "3"), "set code.limit 1", "set web.order parallel", "set web.scale "+pick("none", "pods"),
		"set hot.strategy "+pick("read-through", "write-through", "write-behind"), "set hot.policy "+pick("arc", "sieve", "s3-fifo"), "set hot.capacity "+pick("1", "100"), "set behind.strategy cache-aside",
		"set books.replication "+pick("sync", "async"), "set books.mode multi-leader", "set books.fencing false", "set bank.election "+pick("1s", "\"uniform(100ms, 200ms)\""),
		"set jobs.fifo true", "set jobs.capacity "+pick("0", "1"), "set news.when-full "+pick("block", "drop"), "set users.curve bursts(100/s, 500ms, 5/s, 500ms)",
	)
}

// TestBigSystemUnderAnySteps takes random steps, sensible and not, on a system
// of every kind: each is done or refused with a reason, nothing panics, and
// going back in time or forking gives the same run.
func TestBigSystemUnderAnySteps(t *testing.T) {
	seeds := uint64(200)
	if testing.Short() {
		seeds = 12
	}
	for part := range uint64(4) {
		t.Run(fmt.Sprintf("part %d", part+1), func(t *testing.T) {
			t.Parallel()
			refused, done := 0, 0
			for seed := 1 + part*seeds/4; seed <= (part+1)*seeds/4; seed++ {
				d, n := stir(t, seed)
				done, refused = done+d, refused+n
			}
			if int(seeds/4)*2 > refused || int(seeds/4)*8 > done {
				t.Errorf("%d refused, %d done: the steps are too tame", refused, done)
			}
		})
	}
}

func stir(t *testing.T, seed uint64) (done, refused int) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 23))
	c := start(t, bigSystem, seed)
	for range 16 {
		text := bigStep(r, c)
		step, err := scenario.ParseStep(text)
		if err != nil {
			continue // the same node on both sides
		}
		if _, err := c.Do(step); err == nil {
			done++
		} else if refused++; strings.TrimSpace(err.Error()) == "" {
			t.Fatalf("seed %d: %q is refused without a reason", seed, text)
		}
		c.Advance(time.Duration(r.IntN(200)) * time.Millisecond)
		if r.IntN(12) == 0 {
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
		t.Errorf("seed %d: another run after going back; the steps:\n%v", seed, c.Recording())
	}
	if seed%4 > 0 {
		return done, refused
	}
	f := c.Fork()
	f.Advance(200 * time.Millisecond)
	c.Advance(200 * time.Millisecond)
	if f.TraceHash() != c.TraceHash() {
		t.Errorf("seed %d: a fork is another run; the steps:\n%v", seed, c.Recording())
	}
	return done, refused
}
