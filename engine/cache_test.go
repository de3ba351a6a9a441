package engine

import (
	"fmt"
	"math"
	"testing"
	"time"

	"netsplit/engine/replay"
)

// metricOf is a metric's value now.
func metricOf(t *testing.T, c *Cluster, name string) float64 {
	t.Helper()
	m, err := c.world.measure(name)
	if err != nil {
		t.Fatal(err)
	}
	return m.value()
}

// The cache component under Zipf hits as often as Che's approximation says,
// within one and a half percentage points over 30,000 requests.
func TestCacheFollowsChe(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		skew     float64
		capacity int64
	}{{0.9, 100}, {0.7, 300}, {1.1, 50}} {
		c := start(t, fmt.Sprintf(`
scenario: che
components:
  users: {kind: client, rate: 1000/s, reads: 100%%, keys: "zipf(1000, %g)", to: hot}
  hot:   {kind: cache, capacity: %d, strategy: read-through, ttl: 0s, negative-ttl: 10h, of: store}
  store: {kind: kv, nodes: 1, replicas: 1, read: 1, write: 1, anti-entropy: 0s}
network: {latency: "constant(10us)"}
`, test.skew, test.capacity), 1)
		c.Advance(10 * time.Second)
		hits, misses := metricOf(t, c, "hot.hits"), metricOf(t, c, "hot.misses")
		c.Advance(30 * time.Second)
		hits, misses = metricOf(t, c, "hot.hits")-hits, metricOf(t, c, "hot.misses")-misses
		want, _ := replay.NewZipf(test.skew, 1000).Che(test.capacity)
		if got := hits / (hits + misses); math.Abs(got-want) > 0.015 || hits+misses < 25_000 {
			t.Errorf("skew %g, %d of 1,000: %.4f of %.0f, Che says %.4f", test.skew, test.capacity, got, hits+misses, want)
		}
	}
}

// Whatever is done to it, a cache never holds more than it may, and without a
// write past it a write-through cache is never stale.
func TestCacheSurvivesFaults(t *testing.T) {
	t.Parallel()
	for _, strategy := range []string{"read-through", "refresh-ahead", "write-through", "write-behind"} {
		for _, cure := range []string{"none", "single-flight", "early-refresh", "stale-while-revalidate"} {
			seeds(t, 3, func(t *testing.T, seed uint64) {
				c := start(t, fmt.Sprintf(`
scenario: faults
components:
  users: {kind: client, rate: 200/s, reads: 60%%, keys: "zipf(60, 0.9)", to: hot}
  hot:   {kind: cache, nodes: 3, bytes: 300B, strategy: %s, stampede: %s, ttl: 1s, ttl-jitter: 20%%, negative-ttl: 1s, of: store}
  store: {kind: kv, nodes: 3}
network: {latency: "exp(2ms)"}
`, strategy, cure), seed)
				for _, step := range []string{"wait 2s", "crash hot-2", "wait 1s", "restart hot-2", "flush hot", "wait 1s", "pause store-1 for 500ms",
					"add hot", "wait 1s", "remove hot-1", "wait 1s", "spike users x5 for 1s", "partition hot-3 | store-1 store-2 store-3", "wait 1s", "heal", "wait 2s"} {
					do(t, c, step)
					for _, id := range c.Snapshot().Caches[0].Nodes {
						if id.Bytes > 300 {
							t.Fatalf("%s %s: %s holds %d of 300 bytes after %s", strategy, cure, id.Node, id.Bytes, step)
						}
					}
				}
				if strategy != "write-behind" && metricOf(t, c, "hot.lost-writes") != 0 {
					t.Errorf("%s %s: it lost writes", strategy, cure)
				}
				if metricOf(t, c, "hot.hits") == 0 || metricOf(t, c, "hot.misses") == 0 {
					t.Errorf("%s %s: no hits, or no misses", strategy, cure)
				}
			})
		}
	}
}

// One cache node on a quiet network, all writes through it: no read is stale.
func TestCacheBetweenIsFresh(t *testing.T) {
	t.Parallel()
	for _, strategy := range []string{"read-through", "write-through", "write-behind"} {
		c := start(t, fmt.Sprintf(`
scenario: fresh
components:
  users: {kind: client, rate: 500/s, reads: 60%%, keys: uniform(20), to: hot}
  hot:   {kind: cache, strategy: %s, capacity: 15, of: store}
  store: {kind: kv, nodes: 3}
network: {latency: "exp(2ms)"}
`, strategy), 2)
		c.Advance(20 * time.Second)
		if stale, total := metricOf(t, c, "hot.stale-reads"), metricOf(t, c, "hot.hits"); stale != 0 || total < 1000 {
			t.Errorf("%s: %g of %g hits were stale", strategy, stale, total)
		}
		if stale := metricOf(t, c, "users.stale-reads"); stale != 0 {
			t.Errorf("%s: users read %g old values", strategy, stale)
		}
	}
}
