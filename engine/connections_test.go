package engine

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// callers of all kinds share a database with few connections, directly and
// through a pool.
const callers = `
scenario: callers
components:
  users:  {kind: client, rate: 120/s, reads: 70%, deadline: 900ms, to: web}
  others: {kind: client, rate: 80/s, reads: 100%, timeout: 400ms, retries: 1, to: code}
  nobody: {kind: client, rate: 20/s, reads: 50%, timeout: 300ms, to: db}
  web:    {kind: service, instances: 3, concurrency: 8, connections: 4, retries: 1, hedge: 90%, time: "exp(5ms)", calls: [db], timeout: 300ms}
  code:   {kind: function, time: "exp(20ms)", cold-start: 50ms, limit: 60, expiry: 2s, calls: [pool], timeout: 300ms}
  pool:   {kind: proxy, nodes: 2, pool: 5, pool-queue: 20, timeout: 250ms, to: db}
  db:     {kind: sql, nodes: 3, connections: 20, connection-queue: 10, connection-idle: 2s, connect: "exp(3ms)", work: "exp(6ms)", reads: replica, detect: 300ms, heartbeat: 50ms, timeout: 300ms}
network: {latency: "lognormal(1ms, 0.5)", duplicate: 1%, reorder: 2%}
`

// Goal: whatever breaks, no node has more connections open than it may; when all
// is over none is at work, nobody waits, and those that were lost are closed.
// The same seed gives the same run.
func TestConnectionsUnderRandomFaults(t *testing.T) {
	seeds := uint64(10)
	if testing.Short() {
		seeds = 3
	}
	for seed := uint64(1); seed <= seeds; seed++ {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			a, b := exhausted(t, seed), exhausted(t, seed)
			if a.TraceHash() != b.TraceHash() {
				t.Error("the same seed gave two runs")
			}
			for metric, most := range map[string]float64{"db.busy-connections": 0, "db.connections-waiting": 0, "pool.pool-in-use": 0, "pool.pool-waiting": 0, "db.connections": 0} {
				if v := metricOf(t, a, metric); v > most {
					t.Errorf("%s is %v when all is over", metric, v)
				}
			}
			if metricOf(t, a, "db.connections-dropped") == 0 {
				t.Error("no connection was closed for lying idle")
			}
		})
	}
}

func exhausted(t *testing.T, seed uint64) *Cluster {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 9))
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	c := start(t, callers, seed)
	for range 15 {
		c.Advance(time.Duration(r.IntN(1200)) * time.Millisecond)
		try(t, c, pick("crash web-1", "restart web-1", "crash code", "restart code", "crash pool-1", "restart pool-1", "pause web-2 for 1s", "pause pool-2 for 1s",
			"crash db-1", "restart db-1", "crash db-2", "restart db-2", "pause db-1 for 500ms", "slow db-1 by 100ms", "slow db-1 by 0s", "partition web-1 pool-1 | db-1", "heal",
			"set db.connections 5", "set db.connections 20", "set pool.pool 2", "set pool.pool 5", "set pool.pool-queue 0", "loss web db 20%", "spike users x4 for 2s", "set db.connect 20ms"))
		if v := metricOf(t, c, "db.peak-connections"); v > 20 {
			t.Fatalf("%v connections at one node, of 20", v)
		}
	}
	for _, end := range []string{"heal", "restart web-1", "restart code", "restart pool-1", "restart db-1", "restart db-2"} {
		try(t, c, end)
	}
	c.world.hold(true) // nobody sends any more
	c.Advance(20 * time.Second)
	return c
}

// Goal: the number of connections that functions need without a pool is that of
// their environments, by Little's law the arrivals times the time each takes,
// however short the query is; through a pool it is the queries under way.
func TestConnectionsFollowLittle(t *testing.T) {
	const system = `
scenario: little
components:
  users: {kind: client, rate: 100/s, arrivals: constant, reads: 100%%, timeout: 5s, to: code}
  code:  {kind: function, time: 1s, cold-start: 0s, limit: 1000, calls: [%s]}
  pool:  {kind: proxy, pool: 50, to: db}
  db:    {kind: sql, nodes: 1, connections: 1000, work: 10ms, concurrency: 100}
network: {latency: constant(100us)}
`
	for _, test := range []struct {
		calls       string
		least, most float64
	}{{"db", 100, 103}, {"pool", 1, 3}} {
		c := start(t, fmt.Sprintf(system, test.calls), 1)
		c.Advance(20 * time.Second)
		if v := metricOf(t, c, "db.connections"); v < test.least || v > test.most {
			t.Errorf("calls %s: %v connections, want %v to %v", test.calls, v, test.least, test.most)
		}
	}
}

// Goal: a cache that asks its store itself, and workers, use their connections
// again, as services do: the database opens as many as calls were under way.
func TestCachesAndWorkersKeepConnections(t *testing.T) {
	c := start(t, `
scenario: keepers
components:
  users: {kind: client, rate: 100/s, reads: 90%, keys: uniform(100000), to: hot}
  hot:   {kind: cache, strategy: read-through, of: db}
  post:  {kind: client, rate: 50/s, to: jobs}
  jobs:  {kind: queue}
  crew:  {kind: worker, instances: 2, from: jobs, time: 5ms, calls: [db]}
  db:    {kind: sql, nodes: 1, connections: 50, connect: "constant(3ms)", work: "exp(4ms)"}
`, 1)
	c.Advance(20 * time.Second)
	if opened, refused := countOf(t, c, "db.connections-opened"), countOf(t, c, "db.connections-refused"); opened > 20 || opened < 3 || refused > 0 {
		t.Errorf("%d connections were opened for about 3000 calls, and %d refused", opened, refused)
	}
}
