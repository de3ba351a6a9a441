package engine

import (
	"testing"
	"time"
)

// What is set while the system runs acts at once: a metric, one second before
// and some time after.
func TestSetActsAtOnce(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		design, step, metric string
		before, after        float64 // at most
		least                float64 // after
	}{
		"a slower disk": {`
  users: {kind: client, rate: 20/s, keys: uniform(50), to: store, timeout: 10s}
  store: {kind: disk, level: 1, disks: 2, time: 2ms}`,
			"set store.time 30ms", "users.recent-p50", 0.012, 0.2, 0.025},
		"a short line": {`
  users: {kind: client, rate: 100/s, reads: 0%, keys: uniform(50), to: store, timeout: 10s}
  store: {kind: disk, level: 1, disks: 2, time: 50ms, queue: 100k}`,
			"set store.queue 5", "store.refused", 0, 10_000, 300},
		"idempotent from now on": {`
  jobs: {kind: queue, visibility-timeout: 200ms}
  crew: {kind: worker, instances: 4, time: "constant(500ms)", from: jobs}
  users: {kind: client, rate: 2/s, reads: 0%, to: jobs}`,
			"set crew.deduplicate true", "crew.skipped", 0, 100, 5},
		"fewer copies at the edge": {`
  users: {kind: client, rate: 500/s, keys: uniform(200), reads: 100%, to: edge}
  edge:  {kind: cdn, origin: store, points: 1, keep-absent: 1h, ttl: 1h}
  store: {kind: kv, nodes: 1, replicas: 1, read: 1, write: 1}`,
			"set edge.keep 20", "edge.copies", 200, 20, 20},
		"fewer answers at the gateway": {`
  users: {kind: client, rate: 500/s, keys: uniform(200), reads: 100%, to: door}
  door:  {kind: gateway, to: web, cache: 1h, keep-absent: 1h}
  web:   {kind: service, calls: store, time: 1ms}
  store: {kind: kv, nodes: 1, replicas: 1, read: 1, write: 1}`,
			"set door.keep 20", "door.kept", 200, 20, 20},
		"a longer wait for what is late": {`
  clicks: {kind: stream, partitions: 1}
  count:  {kind: worker, time: "constant(1ms)", window: 1s, from: clicks}
  users:  {kind: client, rate: 50/s, reads: 0%, to: clicks}`,
			"set count.lateness 1h", "count.windows", 10, 5, 3},
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t, "scenario: set\nnetwork: {latency: 1ms}\ncomponents:"+x.design+"\n", 1)
			c.Advance(5 * time.Second)
			if got := metricOf(t, c, x.metric); got > x.before {
				t.Errorf("before: %v, want at most %v", got, x.before)
			}
			if _, err := c.Do(*stepOf(t, x.step)); err != nil {
				t.Fatal(err)
			}
			c.Advance(10 * time.Second)
			if got := metricOf(t, c, x.metric); got > x.after || got < x.least {
				t.Errorf("after: %v, want %v to %v", got, x.least, x.after)
			}
		})
	}
}

// A job's own delay takes the place of the queue's.
func TestOwnDelay(t *testing.T) {
	t.Parallel()
	c := start(t, `
scenario: delay
components:
  jobs: {kind: queue, delay: 5s}
  crew: {kind: worker, time: "constant(1ms)", from: jobs}
network: {latency: 1ms}
`, 1)
	try(t, c, "send jobs a after 1s")
	try(t, c, "send jobs b after 10s")
	try(t, c, "send jobs c")
	for _, x := range []struct {
		at   time.Duration
		done float64
	}{{900 * time.Millisecond, 0}, {1500 * time.Millisecond, 1}, {4900 * time.Millisecond, 1}, {5500 * time.Millisecond, 2}, {10500 * time.Millisecond, 3}} {
		c.Advance(x.at - c.Now().Duration())
		if got := metricOf(t, c, "crew.done"); got != x.done {
			t.Errorf("at %s: %v done, want %v", x.at, got, x.done)
		}
	}
}
