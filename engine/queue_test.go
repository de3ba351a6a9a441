package engine

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// sabotage breaks the nodes of a messaging system at random for a while, then
// mends everything and lets the work end.
func sabotage(t testing.TB, c *Cluster, r *rand.Rand, nodes ...string) {
	node := func() string { return nodes[r.IntN(len(nodes))] }
	for range 3 + r.IntN(6) {
		c.Advance(time.Duration(r.IntN(300)) * time.Millisecond)
		switch r.IntN(8) {
		case 0, 1:
			try(t, c, "crash "+node())
		case 2, 3:
			try(t, c, "restart "+node())
		case 4:
			try(t, c, fmt.Sprintf("pause %s for %dms", node(), 50+r.IntN(1500)))
		case 5:
			a, b := node(), node()
			if a != b {
				try(t, c, fmt.Sprintf("partition %s | %s", a, b))
			}
		case 6:
			try(t, c, fmt.Sprintf("slow %s by %dms", node(), r.IntN(300)))
		case 7:
			try(t, c, "heal")
		}
	}
	try(t, c, "heal")
	for _, n := range nodes {
		try(t, c, "restart "+n)
		try(t, c, "slow "+n+" by 0s")
	}
	c.Advance(time.Second)
	try(t, c, "wait until quiet")
}

// seeds runs a test on many seeds, a few at once.
func seeds(t *testing.T, n int, run func(t *testing.T, seed uint64)) {
	if testing.Short() {
		n = max(20, n/20)
	}
	const lanes = 8
	for lane := range lanes {
		t.Run(fmt.Sprintf("lane-%d", lane), func(t *testing.T) {
			t.Parallel()
			for seed := uint64(1 + lane); seed <= uint64(n); seed += lanes {
				run(t, seed)
				if t.Failed() {
					t.Fatalf("seed %d", seed)
				}
			}
		})
	}
}

const sabotagedQueue = `
scenario: sabotaged
components:
  users: {kind: client, rate: 60/s, timeout: 200ms, retries: 2, to: jobs}
  jobs:  {kind: queue, visibility-timeout: 500ms, retry-delay: 20ms MORE}
  crew:  {kind: worker, instances: 3, time: "exp(20ms)", prefetch: 2, fails: 5%, from: jobs}
network: {latency: "lognormal(2ms, 0.8)", loss: 2%, duplicate: 2%, reorder: 5%}
`

// TestQueueNeverLoses: whatever crashes, every job that a sender was promised
// is done or still kept; and those accepted are those done, dead or waiting.
func TestQueueNeverLoses(t *testing.T) {
	seeds(t, 2000, func(t *testing.T, seed uint64) {
		more := ""
		if seed%2 == 0 {
			more = ", max-receives: 3, capacity: 60"
		}
		c := start(t, strings.Replace(sabotagedQueue, " MORE", more, 1), seed)
		sabotage(t, c, rand.New(rand.NewPCG(seed, 41)), "jobs", "crew-1", "crew-2", "crew-3")
		if v := c.world.check("at-least-once"); !v.OK {
			t.Errorf("seed %d: %s\n%v", seed, v, c.Recording())
		}
		p := c.world.parts["jobs"].(*queuePart)
		contents := p.contents(c.world)
		if sent, there := p.stats.Sent, p.stats.Acknowledged+len(contents.Dead())+contents.Total(); sent != there {
			t.Errorf("seed %d: %d jobs were accepted, but %d are done, %d dead and %d there", seed, sent, p.stats.Acknowledged, len(contents.Dead()), contents.Total())
		}
		if p.stats.Sent < 10 {
			t.Errorf("seed %d: only %d jobs", seed, p.stats.Sent)
		}
		if p.lost(c.world) != 0 {
			t.Errorf("seed %d: the metric says that %d are lost", seed, p.lost(c.world))
		}
	})
}

// TestFIFONeverRepeatsOrReorders: with deduplication of what senders repeat and
// workers that know what they did, each message takes effect once, and those of
// a group in order, whatever crashes.
func TestFIFONeverRepeatsOrReorders(t *testing.T) {
	text := strings.Replace(strings.Replace(sabotagedQueue, " MORE", ", fifo: true, deduplicate: 10m", 1), "prefetch: 2", "prefetch: 2, deduplicate: true", 1)
	text = strings.Replace(text, "to: jobs", "keys: uniform(8), to: jobs", 1)
	seeds(t, 2000, func(t *testing.T, seed uint64) {
		c := start(t, text, seed)
		sabotage(t, c, rand.New(rand.NewPCG(seed, 43)), "jobs", "crew-1", "crew-2", "crew-3")
		for _, check := range []string{"at-least-once", "exactly-once", "ordered"} {
			if v := c.world.check(check); !v.OK {
				t.Errorf("seed %d: %s\n%v", seed, v, c.Recording())
			}
		}
		p := c.world.parts["jobs"].(*queuePart)
		if p.ledger.duplicates+p.ledger.disorder > 0 || p.ledger.worked < 10 {
			t.Errorf("seed %d: %d done, %d twice, %d out of order", seed, p.ledger.worked, p.ledger.duplicates, p.ledger.disorder)
		}
	})
}

// TestPlainQueueRepeatsAndReorders: without those measures it does both, so
// the test before tests something.
func TestPlainQueueRepeatsAndReorders(t *testing.T) {
	twice, disorder := 0, 0
	for seed := uint64(1); seed <= 20; seed++ {
		c := start(t, strings.Replace(sabotagedQueue, " MORE", "", 1), seed)
		sabotage(t, c, rand.New(rand.NewPCG(seed, 43)), "jobs", "crew-1", "crew-2", "crew-3")
		if v := c.world.check("exactly-once"); !v.OK && len(v.Operations) > 0 {
			twice++
		}
		if p := c.world.parts["jobs"].(*queuePart); p.ledger.disorder > 0 {
			disorder++
		}
	}
	if twice == 0 || disorder == 0 {
		t.Errorf("of 20 runs %d repeated work and %d were out of order", twice, disorder)
	}
}

// TestWorkersFollowTheDepth: a pool grows with the work that waits, not before
// its boot delay, and shrinks when it is done; no job is lost by that.
func TestWorkersFollowTheDepth(t *testing.T) {
	c := start(t, `
scenario: scaled
seed: 3
components:
  users: {kind: client, rate: 20/s, arrivals: constant, to: jobs}
  jobs:  {kind: queue}
  crew:  {kind: worker, instances: 1, time: "constant(100ms)", max-instances: 6, target-depth: 10, boot-delay: 5s, cool-down: 10s, from: jobs}
network: {latency: 1ms}
`, 0)
	p := c.world.parts["crew"].(*workerPart)
	c.Advance(4 * time.Second)
	if len(p.ids) != 1 || p.pool.booting == 0 {
		t.Errorf("after 4 s %d run and %d boot", len(p.ids), p.pool.booting)
	}
	c.Advance(20 * time.Second)
	if len(p.ids) < 3 || p.pool.peak > 6 {
		t.Errorf("after 24 s %d run, at most %d", len(p.ids), p.pool.peak)
	}
	do(t, c, "set users.rate 1/s")
	c.Advance(3 * time.Minute)
	if len(p.ids) != 1 {
		t.Errorf("in the end %d run", len(p.ids))
	}
	average := p.pool.instances.Overall(c.Now())
	if average <= 1 || average >= 6 {
		t.Errorf("%.2f instances on average", average)
	}
	if v := c.world.check("exactly-once"); !v.OK {
		t.Error(v)
	}
}

// TestWorkingTimeIsMeasured: two workers that are busy half of the time are
// half used, whatever crashes meanwhile.
func TestWorkingTimeIsMeasured(t *testing.T) {
	c := start(t, `
scenario: used
seed: 3
components:
  users: {kind: client, rate: 10/s, arrivals: constant, to: jobs}
  jobs:  {kind: queue}
  crew:  {kind: worker, instances: 2, time: "constant(100ms)", from: jobs}
network: {latency: 0ms}
`, 0)
	do(t, c, "wait 100s")
	m, err := c.world.measure("crew.utilisation")
	if err != nil {
		t.Fatal(err)
	}
	if u := m.value(); u < 0.49 || u > 0.51 {
		t.Errorf("utilisation %.3f", u)
	}
	do(t, c, "crash crew")
	if busy := c.world.parts["crew"].(*workerPart).config.Use.Busy(); busy != 0 {
		t.Errorf("%d slots of crashed workers are busy", busy)
	}
}
