package engine

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"netsplit/engine/replay"
)

// A cache that is given another bound holds no more from that moment on, and
// one that is given another policy keeps what it holds and goes by the new one.
func TestCacheChangesWhileItRuns(t *testing.T) {
	t.Parallel()
	const skew = 0.8
	c := start(t, fmt.Sprintf(`
scenario: change
components:
  users: {kind: client, rate: 2000/s, reads: 100%%, keys: "zipf(1000, %g)", to: hot}
  hot:   {kind: cache, policy: lru, capacity: 400, strategy: read-through, ttl: 0s, negative-ttl: 10h, of: store}
  store: {kind: kv, nodes: 1, replicas: 1, read: 1, write: 1, anti-entropy: 0s}
network: {latency: "constant(10us)"}
`, skew), 1)
	ratio := func() float64 {
		hits, misses := metricOf(t, c, "hot.hits"), metricOf(t, c, "hot.misses")
		c.Advance(15 * time.Second)
		hits, misses = metricOf(t, c, "hot.hits")-hits, metricOf(t, c, "hot.misses")-misses
		return hits / (hits + misses)
	}
	che := func(capacity int64) float64 { h, _ := replay.NewZipf(skew, 1000).Che(capacity); return h }
	c.Advance(5 * time.Second)
	wide := ratio()
	try(t, c, "set hot.capacity 50")
	if n, evicted := metricOf(t, c, "hot.entries"), metricOf(t, c, "hot.evictions"); n != 50 || evicted < 350 {
		t.Errorf("after a smaller capacity it holds %v, and %v were dropped", n, evicted)
	}
	narrow := ratio()
	for _, x := range []struct {
		capacity int64
		got      float64
	}{{400, wide}, {50, narrow}} {
		if want := che(x.capacity); math.Abs(x.got-want) > 0.02 {
			t.Errorf("capacity %d: %.4f, Che says %.4f", x.capacity, x.got, want)
		}
	}
	evicted := metricOf(t, c, "hot.evictions")
	try(t, c, "set hot.policy sieve")
	if metricOf(t, c, "hot.entries") != 50 || metricOf(t, c, "hot.evictions") != evicted {
		t.Error("another policy dropped values")
	}
	if sieve := ratio(); sieve < narrow+0.03 {
		t.Errorf("SIEVE %.4f, LRU %.4f before", sieve, narrow)
	}
	try(t, c, "set hot.capacity 400")
	if again := ratio(); again < wide {
		t.Errorf("with its room again it hits %.4f, LRU %.4f", again, wide)
	}
	if got := c.Snapshot().Caches[0]; got.Policy != "sieve" || got.Capacity != 400 || got.Size != 400 {
		t.Errorf("shown as %s, %d of %d", got.Policy, got.Size, got.Capacity)
	}
}

// A bound in bytes takes the place of one in values, and back.
func TestCacheChangesFromValuesToBytes(t *testing.T) {
	t.Parallel()
	c := start(t, `
scenario: bytes
components:
  users: {kind: client, rate: 500/s, reads: 0%, keys: uniform(50), size: 100B, to: hot}
  hot:   {kind: cache, nodes: 2, capacity: 20, strategy: write-through, ttl: 0s, of: store}
  store: {kind: kv, nodes: 1, replicas: 1, read: 1, write: 1}
`, 1)
	c.Advance(3 * time.Second)
	if n := metricOf(t, c, "hot.entries"); n != 40 {
		t.Fatalf("%v entries", n)
	}
	try(t, c, "set hot.capacity 5")
	try(t, c, "crash hot-1")
	try(t, c, "set hot.capacity 7")
	try(t, c, "restart hot-1")
	c.Advance(3 * time.Second)
	if n := metricOf(t, c, "hot.entries"); n != 14 {
		t.Errorf("%v entries of 14", n)
	}
	_, err := c.Do(*stepOf(t, "set hot.bytes 1kB"))
	if err == nil || !strings.Contains(err.Error(), "bytes or by capacity") {
		t.Errorf("both bounds: %v", err)
	}
}
