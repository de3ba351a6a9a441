package engine

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"netsplit/engine/history"
	"netsplit/engine/primary"
)

const sweptSQL = `
scenario: swept
components:
  users: {kind: client, rate: 60/s, reads: 40%%, keys: uniform(10), to: store, timeout: 400ms}
  store: {kind: sql, nodes: 3, replication: %s, detect: 300ms, heartbeat: 50ms, takeover: 50ms, timeout: 300ms, apply: exp(5ms)}
network: {latency: "lognormal(2ms, 0.8)", duplicate: 2%%, reorder: 5%%}
`

// failSQL breaks a database at random for a while, then mends all: the same
// faults as for the other stores, to the monitor too, and promotions by hand.
func failSQL(t testing.TB, c *Cluster, r *rand.Rand) {
	names := []string{"store-1", "store-2", "store-3", "store-monitor"}
	node := func() string { return names[r.IntN(len(names))] }
	for range 6 + r.IntN(8) {
		c.Advance(time.Duration(r.IntN(500)) * time.Millisecond)
		switch r.IntN(11) {
		case 0, 1:
			try(t, c, "crash "+node())
		case 2:
			try(t, c, "restart "+node())
		case 3:
			try(t, c, fmt.Sprintf("pause %s for %dms", node(), 50+r.IntN(900)))
		case 4, 5:
			perm := r.Perm(len(names))
			cut := 1 + r.IntN(len(names)-1)
			var sides [2][]string
			for i, n := range perm {
				side := 0
				if i >= cut {
					side = 1
				}
				sides[side] = append(sides[side], names[n])
			}
			try(t, c, "partition "+strings.Join(sides[0], " ")+" | "+strings.Join(sides[1], " "))
		case 6:
			if a, b := node(), node(); a != b {
				try(t, c, fmt.Sprintf("cut %s -> %s", a, b))
			}
		case 7:
			try(t, c, fmt.Sprintf("loss store store %d%%", 5+r.IntN(40)))
		case 8:
			try(t, c, fmt.Sprintf("slow %s by %dms", node(), r.IntN(400)))
		case 9:
			try(t, c, "heal")
		case 10:
			try(t, c, "promote "+names[r.IntN(3)])
		}
	}
	try(t, c, "heal")
	for _, n := range names {
		try(t, c, "restart "+n)
		try(t, c, fmt.Sprintf("slow %s by 0s", n))
	}
	try(t, c, "wait until quiet")
}

// agreed checks what must hold for a fenced database after every schedule.
func agreed(t *testing.T, seed uint64, c *Cluster) *sqlPart {
	t.Helper()
	p := c.world.parts["store"].(*sqlPart)
	for _, name := range []string{"converged", "one-leader"} {
		if v := c.world.check(name); !v.OK {
			t.Errorf("seed %d: %s", seed, v)
		}
	}
	if !p.quiet(c.world) {
		t.Errorf("seed %d: not quiet: %s", seed, c.world.unrest())
	}
	if n := p.acting(c.world); n != 1 {
		t.Errorf("seed %d: %d members lead", seed, n)
	}
	return p
}

// tails holds the acknowledged writes of a run against the entries of the log
// that lasts, one by one, and returns how many are not there. What is lost of
// an epoch must be its tail: nothing that lasts comes after it.
func tails(t *testing.T, seed uint64, c *Cluster, p *sqlPart) (lost, kept int) {
	t.Helper()
	g := p.layout.Groups()[0]
	lasting := map[primary.Position]string{}
	p.surviving(c.world, g).Each(func(at primary.Position, key, value string) { lasting[at] = key + "=" + value })
	last, first := map[uint64]uint64{}, map[uint64]uint64{} // that lasts, that is lost, by epoch
	for _, o := range c.world.operations.all {
		if o.Outcome != history.OK || o.pending || o.Kind == history.Get {
			continue
		}
		at, ok := primary.PositionOf(o.answer.Version)
		if !ok {
			t.Fatalf("seed %d: %s has no place in the log", seed, sentence(o))
		}
		if text, found := lasting[at]; found {
			kept++
			last[at.Epoch] = max(last[at.Epoch], at.Index)
			if want := o.Key + "=" + o.request.Value; text != want {
				t.Errorf("seed %d: %s is %s, acknowledged was %s", seed, at, text, want)
			}
			continue
		}
		lost++
		if n, ok := first[at.Epoch]; !ok || at.Index < n {
			first[at.Epoch] = at.Index
		}
	}
	for epoch, n := range first { // order-free: each by itself
		if n <= last[epoch] {
			t.Errorf("seed %d: entry %d of epoch %d is lost, and entry %d lasts", seed, n, epoch, last[epoch])
		}
	}
	m, err := c.world.measure("store.lost-writes")
	if err != nil || int(m.value()) != lost {
		t.Errorf("seed %d: %d writes are lost, the metric says %v, %v", seed, lost, m.value(), err)
	}
	told := 0
	for _, l := range g.Losses() {
		told += l.Writes
	}
	if told < lost {
		t.Errorf("seed %d: %d writes are lost, the log tells of %d", seed, lost, told)
	}
	return lost, kept
}

func sweepSQL(t *testing.T, seeds int, mode string, verdict func(seed uint64, c *Cluster)) {
	t.Helper()
	if testing.Short() {
		seeds = max(20, seeds/20)
	}
	for seed := uint64(1); seed <= uint64(seeds); seed++ {
		c := start(t, fmt.Sprintf(sweptSQL, mode), seed)
		failSQL(t, c, rand.New(rand.NewPCG(seed, 55)))
		verdict(seed, c)
		if t.Failed() {
			t.Fatalf("seed %d; the steps were:\n%v", seed, c.Recording())
		}
	}
}

// TestSyncFailoverLosesNothing: whatever fails, every acknowledged write is on
// the disk of whoever leads next, and every answer fits one order.
func TestSyncFailoverLosesNothing(t *testing.T) {
	t.Parallel()
	kept, failovers := 0, 0
	sweepSQL(t, 2000, "sync", func(seed uint64, c *Cluster) {
		p := agreed(t, seed, c)
		for _, name := range []string{"linearizable", "no-lost-writes"} {
			if v := c.world.check(name); !v.OK {
				t.Errorf("seed %d: %s", seed, v)
			}
		}
		lost, n := tails(t, seed, c, p)
		if lost != 0 || c.world.operations.stale["store"] != 0 {
			t.Errorf("seed %d: %d writes are lost, %d reads stale", seed, lost, c.world.operations.stale["store"])
		}
		kept += n
		failovers += p.layout.Stats.Failovers
	})
	t.Logf("%d writes, %d failovers", kept, failovers)
	if kept < 1000 || failovers < 20 {
		t.Errorf("%d writes, %d failovers: the schedules test nothing", kept, failovers)
	}
}

// TestAsyncFailoverLosesItsTail: what the next leader had not got is lost, and
// nothing else.
func TestAsyncFailoverLosesItsTail(t *testing.T) {
	t.Parallel()
	lost, kept, split := 0, 0, 0
	sweepSQL(t, 2000, "async", func(seed uint64, c *Cluster) {
		p := agreed(t, seed, c)
		l, k := tails(t, seed, c, p)
		lost, kept, split = lost+l, kept+k, split+p.layout.Stats.SplitWrites
	})
	t.Logf("%d writes lost, %d kept", lost, kept)
	if lost == 0 || kept < 1000 {
		t.Errorf("%d writes lost, %d kept: the schedules test nothing", lost, kept)
	}
	if split != 0 {
		t.Errorf("%d writes were taken beside a later leader, although leaders are fenced", split)
	}
}

// TestUnfencedLeadersSplit: without fencing the same schedules have two leaders
// at once, and the check names them.
func TestUnfencedLeadersSplit(t *testing.T) {
	t.Parallel()
	split := 0
	text := strings.Replace(fmt.Sprintf(sweptSQL, "async"), "nodes: 3", "nodes: 3, fencing: false", 1)
	for seed := uint64(1); seed <= 60; seed++ {
		c := start(t, text, seed)
		failSQL(t, c, rand.New(rand.NewPCG(seed, 55)))
		p := c.world.parts["store"].(*sqlPart)
		v := c.world.check("one-leader")
		if v.OK != (p.layout.Stats.SplitWrites == 0) {
			t.Errorf("seed %d: %d writes of a second leader, the check says %s", seed, p.layout.Stats.SplitWrites, v)
		}
		if !v.OK {
			split++
		}
	}
	if split == 0 {
		t.Error("no schedule split the brain: they test nothing")
	}
}

// TestSQLRunsRepeat: a run that is sought back in and forked is the same run.
func TestSQLRunsRepeat(t *testing.T) {
	t.Parallel()
	for seed := uint64(1); seed <= 10; seed++ {
		run := func() *Cluster {
			c := start(t, fmt.Sprintf(sweptSQL, "semi-sync"), seed)
			failSQL(t, c, rand.New(rand.NewPCG(seed, 56)))
			return c
		}
		first := run()
		hash := first.TraceHash()
		if again := run().TraceHash(); again != hash {
			t.Fatalf("seed %d: %s, then %s", seed, hash, again)
		}
		end := first.Now()
		fork := first.Fork()
		if err := first.Seek(end / 2); err != nil {
			t.Fatal(err)
		}
		if err := first.Seek(end); err != nil {
			t.Fatal(err)
		}
		if back, forked := first.TraceHash(), fork.TraceHash(); back != hash || forked != hash {
			t.Errorf("seed %d: %s, after seeking %s, forked %s", seed, hash, back, forked)
		}
	}
}

// TestLeadersConverge: several leaders that are cut off from each other take
// writes all the same. Healed, they hold the same, whichever way conflicts are
// settled, and with clocks that are right nothing acknowledged is lost to an
// older write.
func TestLeadersConverge(t *testing.T) {
	t.Parallel()
	seeds, conflicts := uint64(1000), 0
	if testing.Short() {
		seeds = 10
	}
	for _, way := range []string{"last-writer-wins", "merge"} {
		text := strings.Replace(fmt.Sprintf(sweptSQL, "async"), "nodes: 3", "nodes: 3, mode: multi-leader, conflicts: "+way, 1)
		for seed := uint64(1); seed <= seeds; seed++ {
			c := start(t, text, seed)
			failSQL(t, c, rand.New(rand.NewPCG(seed, 57)))
			for _, name := range []string{"converged", "no-lost-writes"} {
				if v := c.world.check(name); !v.OK {
					t.Errorf("%s, seed %d: %s", way, seed, v)
				}
			}
			conflicts += c.world.parts["store"].(*peersPart).layout.Stats.Conflicts
			if t.Failed() {
				t.Fatalf("the steps were:\n%v", c.Recording())
			}
		}
	}
	if conflicts == 0 {
		t.Error("no conflict: the schedules test nothing")
	}
}

// TestBuddiesKeepEachOther: each node leads its own share, and a failed one's is
// taken over. With sync replication nothing is lost.
func TestBuddiesKeepEachOther(t *testing.T) {
	t.Parallel()
	text := strings.Replace(fmt.Sprintf(sweptSQL, "sync"), "nodes: 3", "nodes: 3, mode: buddy", 1)
	seeds, failovers := uint64(150), 0
	if testing.Short() {
		seeds = 10
	}
	for seed := uint64(1); seed <= seeds; seed++ {
		c := start(t, text, seed)
		failSQL(t, c, rand.New(rand.NewPCG(seed, 58)))
		for _, name := range []string{"converged", "no-lost-writes", "one-leader", "linearizable"} {
			if v := c.world.check(name); !v.OK {
				t.Errorf("seed %d: %s", seed, v)
			}
		}
		failovers += c.world.parts["store"].(*sqlPart).layout.Stats.Failovers
		if t.Failed() {
			t.Fatalf("the steps were:\n%v", c.Recording())
		}
	}
	if failovers == 0 {
		t.Error("no failover: the schedules test nothing")
	}
}

// TestWipedLeaderIsReplaced: a leader that comes back at once with an empty disk
// does not go on as if it had written nothing. A replica takes over; without
// one, a backup is restored, in an epoch of its own.
func TestWipedLeaderIsReplaced(t *testing.T) {
	for seed := uint64(1); seed <= 20; seed++ {
		c := start(t, fmt.Sprintf(sweptSQL, "sync"), seed)
		do(t, c, "wait 2s")
		do(t, c, "wipe store-1")
		do(t, c, "restart store-1")
		do(t, c, "wait 3s")
		do(t, c, "wait until quiet")
		p := agreed(t, seed, c)
		if lost, kept := tails(t, seed, c, p); lost != 0 || kept < 20 {
			t.Errorf("seed %d: %d lost, %d kept", seed, lost, kept)
		}
		if v := c.world.check("linearizable"); !v.OK {
			t.Errorf("seed %d: %s", seed, v)
		}
	}
	c := start(t, `
scenario: alone
components:
  users: {kind: client, rate: 20/s, reads: 0%, to: store}
  store: {kind: sql, nodes: 1, backup: 5s, ship: 1s}
`, 3)
	c.Advance(8500 * time.Millisecond)
	do(t, c, "wipe store-1")
	do(t, c, "restart store-1")
	do(t, c, "wait 4s")
	for name, ok := range map[string]func(float64) bool{
		"store.epoch":       func(v float64) bool { return v == 2 },
		"store.rpo":         func(v float64) bool { return v > 0.3 && v <= 0.5 },
		"store.lost-writes": func(v float64) bool { return v >= 3 && v < 25 },
	} {
		if m, err := c.world.measure(name); err != nil || !ok(m.value()) {
			t.Errorf("%s is %v, %v", name, m.value(), err)
		}
	}
}
