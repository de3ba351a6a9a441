package engine

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"netsplit/engine/consensus"
	"netsplit/engine/sim"
)

const sweptRaft = `
scenario: swept
components:
  users: {kind: client, rate: 60/s, reads: 50%, keys: uniform(10), to: store}
  store: {kind: raft, nodes: 5, timeout: 300ms, snapshot-after: 40}
network: {latency: "lognormal(2ms, 0.8)", duplicate: 2%, reorder: 5%}
`

// sound checks what must hold for a raft store after every schedule, once all
// is mended.
func sound(t *testing.T, seed uint64, c *Cluster) {
	t.Helper()
	for _, name := range []string{"linearizable", "sessions", "no-lost-writes", "converged", "one-leader"} {
		if v := c.world.check(name); !v.OK {
			t.Errorf("seed %d: %s", seed, v)
		}
	}
	p := c.world.parts["store"].(*raftPart)
	if n := c.world.operations.stale["store"]; n > 0 {
		t.Errorf("seed %d: %d stale reads", seed, n)
	}
	if !p.quiet(c.world) {
		t.Errorf("seed %d: not quiet", seed)
	}
	id, leader := p.leader(c.world)
	for _, o := range p.ids {
		if s := p.status(c.world, o); s.Leader != id || s.Applied != leader.Last {
			t.Errorf("seed %d: %s is %+v, the leader is %+v", seed, c.world.sim.Name(o), s, leader)
		}
	}
}

// TestRaftIsLinearizable under random faults: crashes, pauses, partitions,
// one-way cuts, loss, slow nodes. Nothing acknowledged is lost, no read is
// stale, no term has two leaders, and all members agree in the end.
func TestRaftIsLinearizable(t *testing.T) {
	t.Parallel()
	seeds, writes, failures, elections, snapshots := 0, 0, 0, 0, 0
	sweep(t, 2000, sweptRaft, func(seed uint64, c *Cluster) {
		seeds++
		sound(t, seed, c)
		for _, o := range c.world.operations.all {
			if o.Kind == "put" && o.answer.OK() && !o.pending {
				writes++
			}
			if !o.answer.OK() {
				failures++
			}
		}
		stats := c.world.parts["store"].(*raftPart).layout.Stats
		elections += stats.Elections
		snapshots += stats.Snapshots
	})
	t.Logf("%d writes, %d failures, %d elections, %d snapshots", writes, failures, elections, snapshots)
	if elections <= seeds || snapshots == 0 || writes < 10*seeds || failures < seeds {
		t.Errorf("%d writes, %d failures, %d elections, %d snapshots: the schedules test nothing", writes, failures, elections, snapshots)
	}
}

const changingRaft = `
scenario: changing
components:
  users: {kind: client, rate: 60/s, reads: 40%, keys: uniform(5), retries: 1, to: store}
  store: {kind: raft, nodes: 3, timeout: 300ms, snapshot-after: 20}
network: {latency: "lognormal(2ms, 0.8)", duplicate: 5%, reorder: 5%, loss: 1%}
`

// TestRaftMembersChange while clients write, nodes crash and one disk at a
// time is lost: nothing acknowledged is lost all the same.
func TestRaftMembersChange(t *testing.T) {
	t.Parallel()
	seeds := uint64(200)
	if testing.Short() {
		seeds = 20
	}
	swaps := 0
	for seed := uint64(1); seed <= seeds; seed++ {
		c := start(t, changingRaft, seed)
		r := rand.New(rand.NewPCG(seed, 7))
		change(t, c, r)
		sound(t, seed, c)
		for _, o := range c.world.operations.all {
			if o.Kind == "cas" && o.answer.OK() && !o.pending {
				swaps++
			}
		}
		if t.Failed() {
			t.Fatalf("seed %d; the steps were:\n%v", seed, c.Recording())
		}
	}
	if swaps == 0 {
		t.Error("no compare-and-set succeeded: the schedules test nothing")
	}
}

// change adds, removes, wipes, crashes and cuts off members, and compares and
// sets meanwhile; then it mends all.
func change(t testing.TB, c *Cluster, r *rand.Rand) {
	p := c.world.parts["store"].(*raftPart)
	member := func() string { return c.world.sim.Name(p.ids[r.IntN(len(p.ids))]) }
	whole := func() bool { // every member runs and votes: one disk may go
		for _, id := range p.ids {
			if s := p.status(c.world, id); s.Role == consensus.Down || s.Role == consensus.Learner {
				return false
			}
		}
		return p.layout.Leaving() == 0
	}
	for range 10 + r.IntN(8) {
		c.Advance(time.Duration(r.IntN(400)) * time.Millisecond)
		switch r.IntN(9) {
		case 0:
			if len(p.ids) > 2 && whole() {
				name := member()
				try(t, c, "wipe "+name)
				try(t, c, "restart "+name)
			}
		case 1:
			if len(p.ids) < 6 {
				try(t, c, "add store")
			}
		case 2:
			if len(p.ids) > 2 && whole() {
				try(t, c, "remove "+member())
			}
		case 3:
			try(t, c, "crash "+member())
		case 4, 5:
			try(t, c, "restart "+member())
		case 6:
			if a := member(); len(p.ids) > 1 {
				for _, id := range p.ids {
					if b := c.world.sim.Name(id); b != a {
						try(t, c, fmt.Sprintf("cut %s -> %s", a, b))
					}
				}
			}
		case 7:
			try(t, c, "heal")
		case 8:
			for i := range 3 {
				key := fmt.Sprintf("k%d", r.IntN(2))
				try(t, c, fmt.Sprintf("cas %s v%d v%d as s%d", key, r.IntN(3), r.IntN(3), i))
				try(t, c, fmt.Sprintf("put %s v%d as t%d", key, r.IntN(3), i))
			}
		}
	}
	try(t, c, "heal")
	for _, id := range p.ids {
		if s, _, _ := c.world.sim.State(id); s != sim.Up {
			try(t, c, "restart "+c.world.sim.Name(id))
		}
	}
	do(t, c, "wait until quiet")
}

// TestRaftRunsRepeat: the library draws from a source that no seed governs,
// and nothing of it may be seen. A run that is taken in pieces, sought back in
// and forked is the same run.
func TestRaftRunsRepeat(t *testing.T) {
	seen := map[string]uint64{}
	for seed := uint64(1); seed <= 50; seed++ {
		run := func() *Cluster {
			c := start(t, changingRaft, seed)
			change(t, c, rand.New(rand.NewPCG(seed, 8)))
			return c
		}
		first := run()
		hash := first.TraceHash()
		if again := run().TraceHash(); again != hash {
			t.Fatalf("seed %d: %s, then %s", seed, hash, again)
		}
		if other, ok := seen[hash]; ok {
			t.Fatalf("seeds %d and %d give the same run", seed, other)
		}
		seen[hash] = seed
		if seed > 10 {
			continue
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

// TestCopiesAreProposedOnce: the network delivers every message twice, and
// still every write is in the log once.
func TestCopiesAreProposedOnce(t *testing.T) {
	for seed := uint64(1); seed <= 20; seed++ {
		c := start(t, `
scenario: copies
components:
  store: {kind: raft, nodes: 3, timeout: 2s}
network: {latency: "lognormal(5ms, 1)", duplicate: 100%, reorder: 20%}
`, seed)
		const writes = 20
		for i := range writes {
			do(t, c, fmt.Sprintf("put k%d v%d", i%4, i))
			c.Advance(time.Duration(i%3) * 20 * time.Millisecond)
		}
		do(t, c, "wait until quiet")
		for _, o := range c.world.operations.all {
			if !o.answer.OK() {
				t.Fatalf("seed %d: %s", seed, sentence(o))
			}
		}
		p := c.world.parts["store"].(*raftPart)
		id, leader := p.leader(c.world)
		// One entry for the foundation, one for each leader.
		if want := uint64(1 + p.layout.Stats.Elections + writes); leader.Committed != want {
			t.Errorf("seed %d: %s has %d entries, want %d", seed, c.world.sim.Name(id), leader.Committed, want)
		}
	}
}

// TestLostSnapshotIsSentAgain: a member that was away for long catches up over
// a link that loses most of what is sent.
func TestLostSnapshotIsSentAgain(t *testing.T) {
	again := 0
	for seed := uint64(1); seed <= 20; seed++ {
		c := start(t, `
scenario: snapshots
components:
  users: {kind: client, rate: 100/s, reads: 0%, keys: uniform(20), to: store}
  store: {kind: raft, nodes: 3, snapshot-after: 10}
`, seed)
		do(t, c, "crash store-3")
		c.Advance(3 * time.Second)
		do(t, c, "loss store-3 store 70%")
		do(t, c, "restart store-3")
		c.Advance(5 * time.Second)
		do(t, c, "heal")
		do(t, c, "wait until quiet")
		sound(t, seed, c)
		p := c.world.parts["store"].(*raftPart)
		if n := p.layout.Stats.Snapshots; n == 0 {
			t.Errorf("seed %d: no snapshot was sent", seed)
		} else if n > 1 {
			again++
		}
		for _, id := range p.ids {
			if s := p.status(c.world, id); s.Log > 20 {
				t.Errorf("seed %d: %s keeps %d entries, although every 10 make a snapshot", seed, c.world.sim.Name(id), s.Log)
			}
		}
	}
	if again == 0 {
		t.Error("no snapshot was ever lost: the schedules test nothing")
	}
}

// TestNobodyLeadsWithoutAMajority: whatever is cut, only members that reach a
// majority confirm writes.
func TestNobodyLeadsWithoutAMajority(t *testing.T) {
	for seed := uint64(1); seed <= 20; seed++ {
		c := start(t, "scenario: m\ncomponents:\n  store: {kind: raft, nodes: 5}\n", seed)
		c.Advance(time.Second)
		do(t, c, "partition store-1 store-2 | store-3 store-4 | store-5")
		for i := range 5 {
			do(t, c, fmt.Sprintf("put k v%d via store-%d", i, i+1))
			do(t, c, fmt.Sprintf("get k via store-%d", i+1))
			c.Advance(time.Second)
		}
		for _, o := range c.world.operations.all {
			if o.answer.OK() || o.Code != "no-quorum" {
				t.Errorf("seed %d: %s", seed, sentence(o))
			}
			if chain := c.Why(o.ID).Chain; !strings.Contains(chain[len(chain)-1].Text, "Step: partition") {
				t.Errorf("seed %d: %s", seed, c.Why(o.ID))
			}
		}
	}
}

// BenchmarkRaftEvents measures trace events a second of a five-node store.
func BenchmarkRaftEvents(b *testing.B) {
	c := start(b, `
scenario: bench
components:
  users: {kind: client, rate: 2000/s, to: store}
  store: {kind: raft, nodes: 5}
`, 1)
	for b.Loop() {
		c.Advance(100 * time.Millisecond)
	}
	b.ReportMetric(float64(c.world.sim.Records())/b.Elapsed().Seconds(), "events/s")
}
