package engine

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"netsplit/engine/check"
	"netsplit/engine/replica"
	"netsplit/engine/sim"
)

// TestMain lets garbage grow: the sweeps make much of it and keep little.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}

// schedule breaks a five-node store at random for a while, then mends all.
// Clocks stay right and disks stay whole: those faults lose writes by design.
func schedule(t testing.TB, c *Cluster, r *rand.Rand) {
	node := func() string { return fmt.Sprintf("store-%d", 1+r.IntN(5)) }
	for range 4 + r.IntN(6) {
		c.Advance(time.Duration(r.IntN(400)) * time.Millisecond)
		switch r.IntN(9) {
		case 0:
			try(t, c, "crash "+node())
		case 1:
			try(t, c, "restart "+node())
		case 2:
			try(t, c, fmt.Sprintf("pause %s for %dms", node(), 50+r.IntN(800)))
		case 3, 4:
			perm := r.Perm(5)
			cut := 1 + r.IntN(4)
			groups := [2][]string{}
			for i, n := range perm {
				g := 0
				if i >= cut {
					g = 1
				}
				groups[g] = append(groups[g], fmt.Sprintf("store-%d", n+1))
			}
			try(t, c, "partition "+strings.Join(groups[0], " ")+" | "+strings.Join(groups[1], " "))
		case 5:
			a, b := node(), node()
			if a != b {
				try(t, c, fmt.Sprintf("cut %s -> %s", a, b))
			}
		case 6:
			try(t, c, fmt.Sprintf("loss store store %d%%", 5+r.IntN(40)))
		case 7:
			try(t, c, fmt.Sprintf("slow %s by %dms", node(), r.IntN(300)))
		case 8:
			try(t, c, "heal")
		}
	}
	try(t, c, "heal")
	for i := range 5 {
		try(t, c, fmt.Sprintf("restart store-%d", i+1))
		try(t, c, fmt.Sprintf("slow store-%d by 0s", i+1))
	}
	try(t, c, "wait until quiet")
}

const swept = `
scenario: swept
components:
  users: {kind: client, rate: 60/s, reads: 50%%, keys: uniform(10), to: store}
  store: {kind: kv, nodes: 5, replicas: 3, read: %d, write: %d, read-repair: %s, anti-entropy: 1s, timeout: 200ms}
network: {latency: "lognormal(2ms, 0.8)", duplicate: 2%%, reorder: 5%%}
`

// sweep runs many seeds and calls verdict after each. Faults that the schedule
// does not have come first.
func sweep(t *testing.T, seeds int, text string, verdict func(seed uint64, c *Cluster), first ...func(testing.TB, *Cluster, *rand.Rand)) {
	t.Helper()
	if testing.Short() {
		seeds = max(40, seeds/20)
	}
	for seed := uint64(1); seed <= uint64(seeds); seed++ {
		c := start(t, text, seed)
		r := rand.New(rand.NewPCG(seed, 99))
		for _, f := range first {
			f(t, c, r)
		}
		schedule(t, c, r)
		verdict(seed, c)
		if t.Failed() {
			t.Fatalf("seed %d; the steps were:\n%v", seed, c.Recording())
		}
	}
}

// TestAcknowledgedWritesSurvive: with R+W>N and a strict quorum, two thousand
// random fault schedules lose no acknowledged write, and replicas converge.
func TestAcknowledgedWritesSurvive(t *testing.T) {
	t.Parallel()
	writes, failures := 0, 0
	sweep(t, 2000, fmt.Sprintf(swept, 2, 2, "async"), func(seed uint64, c *Cluster) {
		for _, check := range []string{"no-lost-writes", "converged"} {
			if v := c.world.check(check); !v.OK {
				t.Errorf("seed %d: %s", seed, v)
			}
		}
		for _, o := range c.world.operations.all {
			if o.Kind == "put" && o.answer.OK() && !o.pending {
				writes++
			}
			if !o.answer.OK() {
				failures++
			}
		}
	})
	if writes < 1000 || failures < 100 {
		t.Errorf("only %d writes were acknowledged and %d operations failed: the schedules test nothing", writes, failures)
	}
}

// TestSyncRepairIsLinearizable: a quorum alone is not (see the next test);
// with values written back before they are returned it is, while clocks are right.
func TestSyncRepairIsLinearizable(t *testing.T) {
	t.Parallel()
	sweep(t, 2000, fmt.Sprintf(swept, 2, 2, "sync"), func(seed uint64, c *Cluster) {
		if v := c.world.check("linearizable"); !v.OK {
			t.Errorf("seed %d: %s", seed, v)
		}
	})
}

// TestQuorumAloneIsNotLinearizable: R+W>N makes read and write sets overlap,
// no more. A write in progress, or one that failed, is seen by one read and
// missed by a later one.
func TestQuorumAloneIsNotLinearizable(t *testing.T) {
	t.Parallel()
	broken := 0
	// Few keys and late messages: a write is in progress for longer than a read takes.
	text := strings.NewReplacer("uniform(10)", "uniform(2)", "lognormal(2ms, 0.8)", "lognormal(4ms, 1.5)", "rate: 60", "rate: 150").Replace(fmt.Sprintf(swept, 2, 2, "off"))
	sweep(t, 40, text, func(seed uint64, c *Cluster) {
		if v := c.world.check("linearizable"); !v.OK && !v.Unknown {
			broken++
			if len(v.Operations) < 2 {
				t.Errorf("seed %d: it names %v: %s", seed, v.Operations, v.Explanation)
			}
		}
	})
	t.Logf("%d schedules showed it", broken)
	if broken == 0 {
		t.Error("no schedule showed it")
	}
}

// TestOneAndOneReadsStale: with R=W=1 acknowledged writes are missed by later
// reads, and the checker names the operations.
func TestOneAndOneReadsStale(t *testing.T) {
	t.Parallel()
	stale, named := 0, 0
	sweep(t, 40, fmt.Sprintf(swept, 1, 1, "off"), func(seed uint64, c *Cluster) {
		m, err := c.world.measure("store.stale-reads")
		if err != nil {
			t.Fatal(err)
		}
		stale += int(m.value())
		if v := c.world.check("linearizable"); !v.OK && len(v.Operations) >= 2 {
			named++
		}
	})
	if stale == 0 || named == 0 {
		t.Errorf("%d stale reads, %d verdicts that name operations", stale, named)
	}
}

// TestNodesJoinAndLeave while clients write: nothing acknowledged is lost.
func TestNodesJoinAndLeave(t *testing.T) {
	t.Parallel()
	for seed := uint64(1); seed <= 30; seed++ {
		c := start(t, fmt.Sprintf(swept, 2, 2, "async"), seed)
		for _, s := range []string{"add store", "wait 3s", "remove store-2", "wait 3s", "add store 2", "crash store-6", "wait 8s", "restart store-6", "wait until quiet"} {
			do(t, c, s)
		}
		for _, check := range []string{"no-lost-writes", "converged"} {
			if v := c.world.check(check); !v.OK {
				t.Errorf("seed %d: %s", seed, v)
			}
		}
		if n := len(c.world.parts["store"].base().ids); n != 7 {
			t.Errorf("seed %d: %d members", seed, n)
		}
		if c.world.parts["store"].(*kvPart).layout.Changing() {
			t.Errorf("seed %d: the move never ended", seed)
		}
	}
}

// TestSloppyWritesSurvive: stand-ins keep what owners miss, on disk, and hand
// it over. Reads may be stale meanwhile; nothing acknowledged is lost.
func TestSloppyWritesSurvive(t *testing.T) {
	t.Parallel()
	text := strings.Replace(fmt.Sprintf(swept, 2, 2, "off"), "replicas: 3", "replicas: 3, quorum: sloppy", 1)
	kept, stale := 0, 0
	sweep(t, 2000, text, func(seed uint64, c *Cluster) {
		p := c.world.parts["store"].(*kvPart)
		for _, v := range []check.Verdict{p.lost(c.world), p.converged(c.world)} {
			if !v.OK {
				t.Errorf("seed %d: %s", seed, v)
			}
		}
		if n := len(p.hints(c.world)); n > 0 {
			t.Errorf("seed %d: %d hints were never handed over", seed, n)
		}
		kept += p.layout.Stats.HintsKept
		stale += c.world.operations.stale["store"]
	})
	if kept == 0 || stale == 0 {
		t.Errorf("%d hints, %d stale reads: the schedules test nothing", kept, stale)
	}
}

// TestHintsOutliveTheirOwner: a write that a stand-in keeps for a node that is
// then removed reaches the key's new owners.
func TestHintsOutliveTheirOwner(t *testing.T) {
	c := start(t, `
scenario: orphans
seed: 4
network: {latency: 1ms}
components:
  store: {kind: kv, nodes: 6, replicas: 3, read: 2, write: 2, quorum: sloppy, read-repair: off, anti-entropy: 0s}
`, 0)
	p := c.world.parts["store"].(*kvPart)
	owners := p.owners("cart")
	for _, id := range owners[:2] {
		do(t, c, "crash "+c.world.sim.Name(id))
	}
	via := p.layout.Members()
	for _, id := range via {
		if state, _, _ := c.world.sim.State(id); state == sim.Up {
			do(t, c, "put cart eggs via "+c.world.sim.Name(id))
			break
		}
	}
	c.Advance(time.Second)
	if len(p.hints(c.world)) != 2 {
		t.Fatalf("hints %v", p.hints(c.world))
	}
	do(t, c, "remove "+c.world.sim.Name(owners[0]))
	do(t, c, "wait 5s")
	do(t, c, "restart "+c.world.sim.Name(owners[1]))
	do(t, c, "wait until quiet")
	if left := p.hints(c.world); len(left) > 0 {
		t.Errorf("hints are left: %v", left)
	}
	for _, id := range p.owners("cart") {
		if r, _ := replica.TableOf(c.world.sim.Disk(id)).Get("cart"); r.Value != "eggs" {
			t.Errorf("%s holds %q", c.world.sim.Name(id), r.Value)
		}
	}
}
