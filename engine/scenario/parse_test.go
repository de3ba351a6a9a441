package scenario

import "testing"

// The document of the design reads as it was meant.
const designDocument = `scenario: quorum-keeps-reads-fresh
title: Two of three replicas are enough, until they are not
seed: 7
components:
  users: {kind: client, rate: 50/s, reads: 80%, keys: "zipf(1000, 0.99)", timeout: 1s, to: edge}
  edge:  {kind: balancer, policy: least-connections, to: web}
  web:   {kind: service, instances: 3, zones: [a, b, c], time: "exp(5ms)", concurrency: 8, calls: [hot]}
  hot:   {kind: cache, policy: lru, capacity: 500, strategy: cache-aside, ttl: 30s, of: store}
  store: {kind: kv, nodes: 5, zones: [a, b, c], replicas: 3, read: 2, write: 2, virtual-nodes: 32}
network: {latency: "lognormal(1ms, 0.3)", between-zones: 2ms, loss: 0%}
objectives: {availability: 99.95%, p99: 100ms, stale-reads: 0, rpo: 0s, rto: 60s}
steps:
  - put cart milk via store-1
  - partition store-1 store-2 | store-3 store-4 store-5
  - put cart eggs via store-3
  - get cart via store-1
  - expect error no-quorum
  - heal
  - get cart via store-1
  - expect value eggs
  - check linearizable
  - at 20s crash web-2
  - at 40s expect users.availability >= 99.9%
`

func TestDesignDocument(t *testing.T) {
	sc, err := Parse("quorum.yaml", []byte(designDocument))
	if err != nil {
		t.Fatal(err)
	}
	store := sc.Component("store")
	if got := store.Int("nodes"); got != 5 {
		t.Errorf("nodes = %d, want 5", got)
	}
	if got := store.Text("read-repair"); got != "async" {
		t.Errorf("read-repair = %q, want the default async", got)
	}
	users := sc.Component("users")
	if got := users.Keys("keys"); got != (KeyLaw{Kind: "zipf", N: 1000, Skew: 0.99}) {
		t.Errorf("keys = %+v", got)
	}
	if got := users.Text("to"); got != "edge" {
		t.Errorf("to = %q", got)
	}
	if got := users.Rate("rate"); got != 50 {
		t.Errorf("rate = %v", got)
	}
	if len(sc.Steps) != 11 || sc.Steps[9].Line != 22 || sc.Steps[9].At.Seconds() != 20 {
		t.Errorf("steps = %+v", sc.Steps)
	}
	if a := sc.Objectives.Availability; a == nil || *a != 0.9995 {
		t.Errorf("availability = %v", a)
	}
}

// What Format writes parses to the same scenario.
func TestFormatParsesBack(t *testing.T) {
	sc, err := Parse("a.yaml", []byte(designDocument))
	if err != nil {
		t.Fatal(err)
	}
	text := Format(sc, sc.Steps)
	again, err := Parse("b.yaml", text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if second := Format(again, again.Steps); string(second) != string(text) {
		t.Errorf("written again:\n%s\nfirst:\n%s", second, text)
	}
}
