package engine

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

const sweptShards = `
scenario: resharded
components:
  users: {kind: client, rate: 80/s, reads: 40%%, keys: uniform(40), to: store, timeout: 150ms, retries: 3, backoff: 30ms}
  store: {kind: sql, nodes: 2, shards: 2, %s, replication: sync, detect: 300ms, heartbeat: 50ms, takeover: 50ms, timeout: 300ms, apply: exp(2ms), size: 20MB}
network: {latency: "lognormal(2ms, 0.8)", duplicate: 2%%, reorder: 5%%}
`

// reshardUnderFaults adds shards while nodes of them crash, freeze and are cut
// off, and then mends all.
func reshardUnderFaults(t testing.TB, c *Cluster, r *rand.Rand) {
	names := []string{"store-1", "store-2", "store-3", "store-4", "store-monitor"}
	node := func() string { return names[r.IntN(len(names))] }
	c.Advance(time.Second)
	at := r.IntN(4)
	for i := range 6 + r.IntN(6) {
		if i == at {
			try(t, c, "set store.shards 3")
			names = append(names, "store-5", "store-6")
		}
		c.Advance(time.Duration(r.IntN(300)) * time.Millisecond)
		switch r.IntN(9) {
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
			try(t, c, fmt.Sprintf("loss store store %d%%", 5+r.IntN(40)))
		case 7:
			try(t, c, "heal")
		case 8:
			try(t, c, "promote "+names[r.IntN(4)])
		}
	}
	try(t, c, "heal")
	for _, n := range names {
		try(t, c, "restart "+n)
	}
	try(t, c, "wait until quiet")
}

// Whatever fails while keys move to a new shard: nothing confirmed is lost,
// every answer fits one order, and in the end each key is where it must be.
func TestReshardUnderFaults(t *testing.T) {
	seeds := 180
	if testing.Short() {
		seeds = 20
	}
	for _, how := range []string{"placement: modulo", "placement: ring", "shard-by: range"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			moved, tried := 0, 0
			for seed := range uint64(seeds) {
				c := start(t, fmt.Sprintf(sweptShards, how), seed)
				reshardUnderFaults(t, c, rand.New(rand.NewPCG(seed, 7)))
				p := settled(t, c, seed)
				n := 0
				p.gone(c.world, func(*operation, time.Duration) { n++ })
				if n > 0 {
					t.Errorf("seed %d: %d writes are gone", seed, n)
				}
				if t.Failed() {
					t.Fatalf("the steps were:\n%v", c.Recording())
				}
				moved += p.layout.Moves.Moved
				tried += p.layout.Moves.Retries
			}
			if moved == 0 || tried == 0 {
				t.Errorf("%d keys moved and %d tries failed: the faults met nothing", moved, tried)
			}
			t.Logf("%d keys moved, %d tries failed", moved, tried)
		})
	}
}

// reshapeUnderFaults splits, merges, adds and gives up shards again and again
// while nodes of them, directories and routers crash, freeze and are cut off.
func reshapeUnderFaults(t testing.TB, c *Cluster, r *rand.Rand) {
	names := func() []string {
		var list []string
		for _, n := range c.Snapshot().Nodes {
			if n.Component == "store" && n.State != Removed {
				list = append(list, n.Name)
			}
		}
		return list
	}
	c.Advance(time.Second)
	for range 16 {
		c.Advance(time.Duration(r.IntN(500)) * time.Millisecond)
		list := names()
		node := func() string { return list[r.IntN(len(list))] }
		switch r.IntN(14) {
		case 0, 1:
			try(t, c, "split "+node())
		case 2, 3:
			try(t, c, "merge shard "+node()+" into "+node())
		case 4:
			try(t, c, fmt.Sprintf("set store.shards %d", 1+r.IntN(4)))
		case 5:
			try(t, c, fmt.Sprintf("move key-%d to %s", 1+r.IntN(30), node()))
		case 6:
			try(t, c, "crash "+node())
		case 7, 8:
			try(t, c, "restart "+node())
		case 9:
			try(t, c, fmt.Sprintf("pause %s for %dms", node(), 50+r.IntN(900)))
		case 10:
			cut := 1 + r.IntN(len(list)-1)
			r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			try(t, c, "partition "+strings.Join(list[:cut], " ")+" | "+strings.Join(list[cut:], " "))
		case 11:
			try(t, c, fmt.Sprintf("loss store store %d%%", 5+r.IntN(40)))
		default:
			try(t, c, "heal")
		}
	}
	try(t, c, "heal")
	for _, n := range names() {
		try(t, c, "restart "+n)
	}
	try(t, c, "wait until quiet")
}

// Whatever fails while shards are split, merged, added and given up: nothing
// confirmed is lost or there twice, every answer fits one order, each key is
// where it must be, and every directory says so.
func TestReshapeUnderFaults(t *testing.T) {
	seeds := 60
	if testing.Short() {
		seeds = 8
	}
	for _, how := range []string{"placement: modulo", "placement: ring", "shard-by: range", "shard-by: directory, directories: 2, look-up-ttl: 500ms",
		"shard-by: directory, routing: tier", "placement: ring, routing: any-node"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			moves, moved := 0, 0
			for seed := range uint64(seeds) {
				c := start(t, fmt.Sprintf(sweptShards, how), seed)
				reshapeUnderFaults(t, c, rand.New(rand.NewPCG(seed, 11)))
				p := settled(t, c, seed)
				lost := 0
				p.gone(c.world, func(*operation, time.Duration) { lost++ })
				if wrong := p.wrongEntries(c.world); lost > 0 || wrong > 0 {
					t.Errorf("seed %d: %d writes are gone, %d entries are wrong", seed, lost, wrong)
				}
				p.onlyOnce(t, c.world, seed)
				if t.Failed() {
					t.Fatalf("the steps were:\n%v", c.Recording())
				}
				moves += p.layout.Moves.Number
				moved += p.layout.Moves.Moved
			}
			if moves < seeds || moved == 0 {
				t.Errorf("%d moves of %d keys in %d runs: too little happened", moves, moved, seeds)
			}
			t.Logf("%d moves, %d keys in the last of each run", moves, moved)
		})
	}
}

// onlyOnce reports keys that two shards hold.
func (p *sqlPart) onlyOnce(t *testing.T, w *world, seed uint64) {
	for _, g := range p.layout.Groups() {
		for _, id := range g.Members() {
			d := p.disk(w, g, id)
			if d == nil {
				continue
			}
			for _, key := range d.Table().Keys() {
				if o := p.layout.GroupOf(key); o != g {
					t.Errorf("seed %d: %s has %s, which belongs to shard %d", seed, w.sim.Name(id), key, o.Number+1)
				}
			}
		}
	}
}

// settled checks what holds of a sharded store once every move is done.
func settled(t *testing.T, c *Cluster, seed uint64) *sqlPart {
	t.Helper()
	for _, name := range []string{"linearizable", "no-lost-writes", "converged", "one-leader"} {
		if v := c.world.check(name); !v.OK {
			t.Errorf("seed %d: %s", seed, v)
		}
	}
	p := c.world.parts["store"].(*sqlPart)
	if p.layout.Shards.Moving() || !p.quiet(c.world) {
		t.Errorf("seed %d: not at rest: %s", seed, c.world.unrest())
	}
	return p
}
