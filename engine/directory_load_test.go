package engine

import (
	"math"
	"strings"
	"testing"
	"time"
)

// A directory that works on one question at a time is an M/M/1 queue: what
// waits at it is what theory says, and its utilisation is rate times work.
func TestDirectoryIsAQueue(t *testing.T) {
	t.Parallel()
	c := start(t, `
scenario: mm1
components:
  users: {kind: client, rate: 600/s, arrivals: poisson, keys: uniform(1000), to: store, timeout: 5s}
  store: {kind: sql, nodes: 1, shards: 4, shard-by: directory, look-up-work: exp(1ms), concurrency: 1, queue: 10k}
network: {latency: "constant(100us)"}
`, 3)
	c.Advance(5 * time.Minute)
	if u := metricOf(t, c, "store.look-up-utilisation"); math.Abs(u-0.6) > 0.01 {
		t.Errorf("utilisation %.4f, want 0.6", u)
	}
	// W = rho / (mu - lambda) = 0.6 / 400 a second.
	if got, want := metricOf(t, c, "store.look-up-wait"), 0.6/400; math.Abs(got-want) > 0.06*want {
		t.Errorf("waits %.3f ms, M/M/1 %.3f ms", 1000*got, 1000*want)
	}
}

// A directory that is asked more than it can answer refuses; who keeps its
// answers asks less, and a second directory shares the questions.
func TestDirectoryIsABottleneck(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		store string
		step  string
		ok    float64 // share of the requests that succeed
		busy  float64
	}{
		"one":       {"", "", 250.0 / 400, 1},
		"two":       {", directories: 2", "", 1, 0.8},
		"kept":      {", look-up-ttl: 1h", "", 1, 0},
		"in time":   {"", "set store.concurrency 2", 1, 0.8},
		"unbounded": {"", "set store.look-up-work constant(0s)", 1, 0},
	} {
		c := start(t, `
scenario: bottleneck
components:
  users: {kind: client, rate: 400/s, keys: uniform(100), to: store, timeout: 1s}
  store: {kind: sql, nodes: 1, shards: 4, shard-by: directory, look-up-work: constant(4ms), concurrency: 1, queue: 50`+x.store+`}
network: {latency: "constant(100us)"}
`, 3)
		if x.step != "" {
			try(t, c, x.step)
		}
		c.Advance(60 * time.Second)
		if got := metricOf(t, c, "users.availability"); math.Abs(got-x.ok) > 0.02 {
			t.Errorf("%s: %.3f succeed, want %.3f", name, got, x.ok)
		}
		if got := metricOf(t, c, "store.look-up-utilisation"); math.Abs(got-x.busy) > 0.02 {
			t.Errorf("%s: utilisation %.3f, want %.3f", name, got, x.busy)
		}
		refused, waiting := metricOf(t, c, "store.look-ups-refused"), metricOf(t, c, "store.look-ups-waiting")
		if (x.ok < 1) != (refused > 8000 && waiting > 40) {
			t.Errorf("%s: %v refused, %v wait", name, refused, waiting)
		}
		if x.ok < 1 {
			for _, o := range c.world.operations.all {
				if o.answer.Code == "overloaded" {
					if why := c.Why(o.ID).String(); !strings.Contains(why, "store-directory-1 works on 1 question, and 50 more wait") {
						t.Errorf("%s: why says\n%s", name, why)
					}
					break
				}
			}
			try(t, c, "crash store-directory-1")
			c.Advance(10 * time.Second)
			if got := metricOf(t, c, "store.look-up-utilisation"); math.Abs(got-6.0/7) > 0.02 {
				t.Errorf("%s: a directory that is down counts as busy: %.3f", name, got)
			}
		}
	}
}
