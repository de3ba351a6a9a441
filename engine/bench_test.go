package engine

import (
	"testing"
	"time"

	"netsplit/engine/scenario"
)

const fiveNodes = `
scenario: bench
seed: 1
components:
  users: {kind: client, rate: 2000/s, reads: 80%, keys: "zipf(1000, 0.99)", to: store}
  store: {kind: kv, nodes: 5, replicas: 3, read: 2, write: 2}
`

func parse(t testing.TB, text string) *scenario.Scenario {
	t.Helper()
	sc, err := scenario.Parse("test.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return sc
}

func start(t testing.TB, text string, seed uint64) *Cluster {
	t.Helper()
	c, err := New(parse(t, text), seed)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// BenchmarkEvents measures trace events a second: the budget is a million on
// one core for a five-node store with three replicas.
func BenchmarkEvents(b *testing.B) {
	c := start(b, fiveNodes, 1)
	c.Advance(time.Second)
	before := c.world.sim.Records()
	b.ResetTimer()
	for b.Loop() {
		c.Advance(100 * time.Millisecond)
	}
	b.ReportMetric(float64(c.world.sim.Records()-before)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkSnapshot measures what a screen costs the engine each frame.
func BenchmarkSnapshot(b *testing.B) {
	c := start(b, fiveNodes, 1)
	c.Advance(10 * time.Second)
	b.ResetTimer()
	for b.Loop() {
		_ = c.Snapshot()
	}
}

// BenchmarkLongSnapshot is a frame after more than an hour.
func BenchmarkLongSnapshot(b *testing.B) {
	c := start(b, wholeSystem, 1)
	c.Advance(4000 * time.Second)
	b.ResetTimer()
	for b.Loop() {
		_ = c.Snapshot()
	}
}
