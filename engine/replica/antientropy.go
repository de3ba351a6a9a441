package replica

import (
	"slices"
	"time"

	"netsplit/calc/order"
	"netsplit/engine/merkle"
	"netsplit/engine/sim"
)

func (n *Node) scheduleAntiEntropy(env *sim.Env, first bool) {
	d := n.layout.AntiEntropy
	if d <= 0 {
		return
	}
	if first { // nodes that start together should not all talk at once
		d = time.Duration(env.Rand().Int64N(int64(d)) + 1)
	}
	n.comparing = env.After(d, antiEntropyTimer, 0)
}

// antiEntropyRound opens an exchange with every peer of higher number, so
// that each pair meets once a round.
func (n *Node) antiEntropyRound(env *sim.Env) {
	shared := n.sharedArcs(env.Self())
	for i, peer := range n.layout.current.ids {
		if peer > env.Self() && len(shared[i]) > 0 {
			n.sendDigests(env, peer, shared[i])
		}
	}
}

// sharedArcs lists, by index of the peer, the roots of the arcs that it keeps
// too.
func (n *Node) sharedArcs(self sim.NodeID) [][]branch {
	p := n.layout.current
	shared := make([][]branch, len(p.ids))
	mine := slices.Index(p.ids, self)
	for arc, token := range p.ring.Tokens() {
		n.layout.indexes = p.ring.PreferenceIndexes(token.Hash, n.layout.Replicas, n.layout.indexes)
		if !slices.Contains(n.layout.indexes, mine) {
			continue
		}
		for _, i := range n.layout.indexes {
			shared[i] = append(shared[i], branch{Arc: int32(arc)})
		}
	}
	return shared
}

func (n *Node) sendDigests(env *sim.Env, peer sim.NodeID, branches []branch) {
	d := &Digests{Epoch: n.layout.epoch, Branches: branches, Sums: make([]uint64, len(branches))}
	for i, b := range branches {
		d.Sums[i] = n.table.digest(n.layout, b)
	}
	n.layout.Stats.AntiEntropyBytes += d.Size()
	env.Send(peer, 0, d)
}

// compareDigests goes one level down where the digests differ; at the leaves
// it sends what it holds there.
func (n *Node) compareDigests(env *sim.Env, from sim.NodeID, d *Digests) {
	if d.Epoch != n.layout.epoch {
		return // the ring changed meanwhile: the next round will do
	}
	var below, leaves []branch
	for i, b := range d.Branches {
		switch {
		case n.table.digest(n.layout, b) == d.Sums[i]:
		case b.Level == merkle.Depth:
			leaves = append(leaves, b)
		default:
			for child := range int32(merkle.Fanout) {
				below = append(below, branch{Arc: b.Arc, Level: b.Level + 1, Index: b.Index*merkle.Fanout + child})
			}
		}
	}
	if len(below) > 0 {
		n.sendDigests(env, from, below)
	}
	if len(leaves) == 0 {
		return
	}
	order.By(leaves, branch.compare)
	v := &Inventory{Epoch: d.Epoch, Leaves: leaves}
	for _, e := range n.table.on(n.layout, leaves) {
		v.Held = append(v.Held, held(e.Key, e.Record))
	}
	n.layout.Stats.AntiEntropyBytes += v.Size()
	env.Send(from, 0, v)
}

// compareInventory sends what the peer misses and asks for what it has beyond.
func (n *Node) compareInventory(env *sim.Env, from sim.NodeID, v *Inventory) {
	if v.Epoch != n.layout.epoch {
		return
	}
	theirs := make(map[string]Held, len(v.Held))
	var want []string
	for _, h := range v.Held {
		theirs[h.Key] = h
		if r, ok := n.table.Get(h.Key); !ok || r.lacks(h) {
			want = append(want, h.Key)
		}
	}
	var give []Entry
	for _, e := range n.table.on(n.layout, v.Leaves) {
		if h, ok := theirs[e.Key]; !ok || h.lacks(e.Record) {
			give = append(give, e)
		}
	}
	if len(give) > 0 {
		n.sendRecords(env, from, give, false)
	}
	if len(want) > 0 {
		env.Send(from, 0, &Want{Keys: want})
	}
}

// batch is how many records travel in one message.
const batch = 100

func (n *Node) sendRecords(env *sim.Env, to sim.NodeID, entries []Entry, stream bool) {
	for len(entries) > batch {
		env.Send(to, 0, &Records{Entries: entries[:batch], Stream: stream})
		entries = entries[batch:]
	}
	if len(entries) > 0 || stream {
		env.Send(to, 0, &Records{Entries: entries, Stream: stream, Last: stream})
	}
}

func (n *Node) takeRecords(env *sim.Env, from sim.NodeID, r *Records) {
	taken := 0
	for _, e := range r.Entries {
		if n.apply(env, e) {
			taken++
		}
	}
	stats := &n.layout.Stats
	if r.Stream {
		stats.Streamed += taken
		if r.Last {
			n.pulled(env, from)
		}
		return
	}
	stats.AntiEntropy += taken
	stats.AntiEntropyBytes += r.Size()
	if taken > 0 {
		env.Note(0, CaughtUp{Node: env.Self(), From: from, Records: taken})
	}
}
