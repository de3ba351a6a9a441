package engine

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/scenario"
)

const wholeSystem = `
scenario: whole
seed: 3
components:
  users: {kind: client, rate: 80/s, reads: 70%, keys: "zipf(200, 0.9)", to: edge}
  edge:  {kind: balancer, to: web}
  web:   {kind: service, instances: 3, zones: [a, b, c], time: "exp(5ms)", calls: [hot, jobs]}
  hot:   {kind: cache, capacity: 50, ttl: 5s, of: store}
  store: {kind: kv, nodes: 5, zones: [a, b, c], replicas: 3, read: 2, write: 2}
  jobs:  {kind: queue, visibility-timeout: 2s}
  crew:  {kind: worker, instances: 3, time: "exp(40ms)", from: jobs}
network: {latency: "lognormal(1ms, 0.3)", between-zones: 2ms, loss: 0.5%, duplicate: 1%, reorder: 1%}
steps:
  - put cart milk via store-1
  - wait 1s
  - partition store-1 | store-2 store-3 store-4 store-5
  - crash crew-1
  - wait 2s
  - heal
  - pause store-3 for 1s
  - spike users x4 for 1s
  - slow web-1 by 30ms
  - wait 2s
  - restart crew-1
  - flush hot
  - add store
  - wait until quiet
  - check converged
  - check no-lost-writes
  - check at-least-once
`

func do(t testing.TB, c *Cluster, text string) uint64 {
	t.Helper()
	step, err := scenario.ParseStep(text)
	if err != nil {
		t.Fatal(err)
	}
	op, err := c.Do(step)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return op
}

// try does a step that may be refused, as a random schedule's may.
func try(t testing.TB, c *Cluster, text string) {
	t.Helper()
	step, err := scenario.ParseStep(text)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = c.Do(step)
}

// TestWholeSystemPasses runs everything that part 1 has in one system and
// breaks it: what was acknowledged survives.
func TestWholeSystemPasses(t *testing.T) {
	for seed := uint64(1); seed <= 20; seed++ {
		r, err := Run(parse(t, wholeSystem), Options{Seed: &seed})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range r.Steps {
			if s.State != "done" {
				t.Errorf("seed %d: %s: %s: %s", seed, s.Step, s.State, s.Message)
			}
		}
		if r.Operations.OK == 0 || r.Metrics["jobs.acknowledged"] == 0 || r.Metrics["hot.hits"] == 0 {
			t.Errorf("seed %d: nothing happened: %+v", seed, r.Operations)
		}
	}
}

// TestSameSeedSameRun is the promise that all else rests on.
func TestSameSeedSameRun(t *testing.T) {
	hash := func(seed uint64) string {
		r, err := Run(parse(t, wholeSystem), Options{Seed: &seed})
		if err != nil {
			t.Fatal(err)
		}
		return r.TraceHash
	}
	seen := map[string]uint64{}
	for seed := uint64(1); seed <= 10; seed++ {
		first := hash(seed)
		if again := hash(seed); again != first {
			t.Fatalf("seed %d: %s, then %s", seed, first, again)
		}
		if other, ok := seen[first]; ok {
			t.Fatalf("seeds %d and %d give the same run", seed, other)
		}
		seen[first] = seed
	}
}

// TestPiecesDoNotMatter advances one run at once and another in small pieces.
func TestPiecesDoNotMatter(t *testing.T) {
	whole, pieces := start(t, wholeSystem, 0), start(t, wholeSystem, 0)
	for _, c := range []*Cluster{whole, pieces} {
		do(t, c, "partition store-1 store-2 | store-3 store-4 store-5")
		do(t, c, "pause web-2 for 300ms")
	}
	whole.Advance(3 * time.Second)
	for range 3000 {
		pieces.Advance(time.Millisecond)
	}
	if whole.TraceHash() != pieces.TraceHash() {
		t.Fatal("the run depends on how time is cut up")
	}
}

// TestSeekAndFork goes back and forth: every moment is as it was.
func TestSeekAndFork(t *testing.T) {
	c := start(t, wholeSystem, 0)
	hashes := map[clock.Time]string{}
	steps := []string{"put cart milk", "crash store-2", "put cart eggs via store-1", "partition store-1 | store-3 store-4", "restart store-2", "heal", "wait until quiet"}
	for i, s := range steps {
		c.Advance(time.Duration(100*i) * time.Millisecond)
		for range i {
			c.StepEvent()
		}
		do(t, c, s)
		hashes[c.Now()] = c.TraceHash()
	}
	end := c.Now()
	last := c.TraceHash()
	// A moment may hold several events; those before a step are compared.
	if err := c.Seek(0); err != nil {
		t.Fatal(err)
	}
	if len(c.Recording()) != 1 { // the step at time zero happens again
		t.Fatalf("at the start %d steps are done, want 1", len(c.Recording()))
	}
	if err := c.Seek(end); err != nil {
		t.Fatal(err)
	}
	if c.TraceHash() != last {
		t.Fatal("after going back and forth the run is another")
	}
	f := c.Fork()
	if f.TraceHash() != last {
		t.Fatal("a fork is not the same run")
	}
	do(t, f, "crash store-5")
	f.Advance(time.Second)
	c.Advance(time.Second)
	if f.TraceHash() == c.TraceHash() {
		t.Fatal("a fork changes its original")
	}
	if got := len(c.Recording()); got != len(steps) {
		t.Fatalf("%d steps are recorded, want %d", got, len(steps))
	}
}

// TestRecordingRunsAsScript saves a session and runs it headless: the same
// faults at the same times.
func TestRecordingRunsAsScript(t *testing.T) {
	c := start(t, wholeSystem, 0)
	for _, s := range []string{"put cart milk via store-1", "crash store-1", "put cart eggs via store-2"} {
		do(t, c, s)
		c.Advance(500 * time.Millisecond)
	}
	text := scenario.Format(c.Scenario(), c.Recording())
	sc, err := scenario.Parse("saved.yaml", text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	r, err := Run(sc, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !r.Passed() || len(r.Steps) != 3 {
		t.Fatalf("%+v", r.Steps)
	}
}

func TestWhyEndsAtTheFault(t *testing.T) {
	c := start(t, `
scenario: why
seed: 2
components:
  store: {kind: kv, nodes: 3, replicas: 3, read: 2, write: 2}
`, 0)
	do(t, c, "put cart milk via store-2")
	c.Advance(time.Second)
	do(t, c, "partition store-1 | store-2 store-3")
	op := do(t, c, "put cart eggs via store-1")
	c.Advance(time.Second)
	o, ok := c.Operation(op)
	if !ok || o.Outcome != Unknown || o.Code != "no-quorum" {
		t.Fatalf("%+v", o)
	}
	chain := c.Why(op).Chain
	if first := chain[0].Text; !strings.Contains(first, "no-quorum") {
		t.Errorf("the symptom comes first, got %q", first)
	}
	if last := chain[len(chain)-1].Text; !strings.Contains(last, "partition store-1 | store-2 store-3") {
		t.Errorf("the root comes last, got %q\n%s", last, c.Why(op))
	}
	for _, want := range []string{"store-2", "store-3", "nothing passes from store-1"} {
		if !strings.Contains(c.Why(op).String(), want) {
			t.Errorf("no %q in\n%s", want, c.Why(op))
		}
	}
	if s := c.WhyNode("store-1"); !strings.Contains(s.String(), "store-2, store-3") {
		t.Errorf("%s", s)
	}
}

// TestStaleReadIsFound: with one replica each to read and write, a read misses
// a write that was acknowledged, the checker names both, and why ends at the cut.
func TestStaleReadIsFound(t *testing.T) {
	c := start(t, `
scenario: stale
seed: 2
components:
  store: {kind: kv, nodes: 3, replicas: 3, read: 1, write: 1}
`, 0)
	do(t, c, "put cart milk via store-1")
	c.Advance(time.Second)
	do(t, c, "partition store-1 | store-2 store-3")
	write := do(t, c, "put cart eggs via store-1")
	c.Advance(time.Second)
	read := do(t, c, "get cart via store-2")
	c.Advance(time.Second)
	o, _ := c.Operation(read)
	if !o.Stale || o.Value != "milk" {
		t.Fatalf("%+v", o)
	}
	v := c.world.check("linearizable")
	if v.OK || !slices.Contains(v.Operations, write) || !slices.Contains(v.Operations, read) {
		t.Errorf("%+v, want operations %d and %d among them", v, write, read)
	}
	why := c.Why(read).String()
	if !strings.Contains(why, "put cart eggs") || !strings.Contains(why, "partition") {
		t.Errorf("%s", why)
	}
}

// TestTraceIsWhole: a trace has every record that the report counts, from the
// first on.
func TestTraceIsWhole(t *testing.T) {
	var first, count uint64
	r, err := Run(parse(t, wholeSystem), Options{Trace: func(l Line) {
		if count == 0 {
			first = l.Number
		}
		count++
	}})
	if err != nil {
		t.Fatal(err)
	}
	if first != 1 || count != r.Events {
		t.Errorf("the trace begins with record %d and has %d of %d", first, count, r.Events)
	}
}

// TestObjectivesAreMeasured: the same promises are met by a healthy run and
// missed by a broken one, so they come from the run.
func TestObjectivesAreMeasured(t *testing.T) {
	const text = `
scenario: promised
seed: 2
components:
  users: {kind: client, rate: 50/s, to: store}
  store: {kind: kv, nodes: 3}
objectives: {availability: 99%%, p99: 100ms, stale-reads: 0, lost-writes: 0, rto: 2s}
steps:
%s
  - wait 10s
`
	verdicts := func(step string) map[string]bool {
		r, err := Run(parse(t, fmt.Sprintf(text, "  - "+step)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		met := map[string]bool{}
		for _, o := range r.Objectives {
			met[o.Name] = o.Met
			if !o.Measured {
				t.Errorf("%+v", o)
			}
		}
		return met
	}
	well, ill := verdicts("wait 1s"), verdicts("partition store-1 | store-2 | store-3")
	if !well["availability"] || !well["p99"] || !well["stale-reads"] || !well["lost-writes"] || !well["rto"] || len(well) != 5 {
		t.Errorf("healthy: %v", well)
	}
	if ill["availability"] || ill["rto"] {
		t.Errorf("broken: %v", ill)
	}
}
