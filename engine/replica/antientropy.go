package replica

import (
	"slices"
	"time"

	"netsplit/engine/request"
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
	env.After(d, antiEntropyTimer, 0)
}

// antiEntropyRound opens an exchange with every peer of higher number, so
// that each pair meets once a round.
func (n *Node) antiEntropyRound(env *sim.Env) {
	shared := n.sharedArcs(env.Self())
	sums := n.table.Digests(n.layout)
	for i, peer := range n.layout.current.ids {
		if peer <= env.Self() || len(shared[i]) == 0 {
			continue
		}
		d := &Digest{Epoch: n.layout.epoch, Arcs: shared[i], Sums: make([]uint64, len(shared[i]))}
		for j, arc := range shared[i] {
			d.Sums[j] = sums[arc]
		}
		env.Send(peer, 0, d)
	}
}

// sharedArcs lists, by index of the peer, the arcs that it keeps too.
func (n *Node) sharedArcs(self sim.NodeID) [][]int {
	p := n.layout.current
	shared := make([][]int, len(p.ids))
	mine := slices.Index(p.ids, self)
	for arc, token := range p.ring.Tokens() {
		n.layout.indexes = p.ring.PreferenceIndexes(token.Hash, n.layout.Replicas, n.layout.indexes)
		if !slices.Contains(n.layout.indexes, mine) {
			continue
		}
		for _, i := range n.layout.indexes {
			shared[i] = append(shared[i], arc)
		}
	}
	return shared
}

func (n *Node) compareDigests(env *sim.Env, from sim.NodeID, d *Digest) {
	if d.Epoch != n.layout.epoch {
		return // the ring changed meanwhile: the next round will do
	}
	sums := n.table.Digests(n.layout)
	v := &Inventory{Epoch: d.Epoch}
	for i, arc := range d.Arcs {
		if sums[arc] != d.Sums[i] {
			v.Arcs = append(v.Arcs, arc)
		}
	}
	if len(v.Arcs) == 0 {
		return
	}
	for _, e := range n.table.In(n.layout, v.Arcs) {
		v.Held = append(v.Held, Held{e.Key, e.Version})
	}
	env.Send(from, 0, v)
}

// compareInventory sends what the peer misses and asks for what it has newer.
func (n *Node) compareInventory(env *sim.Env, from sim.NodeID, v *Inventory) {
	if v.Epoch != n.layout.epoch {
		return
	}
	theirs := make(map[string]request.Version, len(v.Held))
	var want []string
	for _, h := range v.Held {
		theirs[h.Key] = h.Version
		if r, ok := n.table.Get(h.Key); !ok || r.Version.Compare(h.Version) < 0 {
			want = append(want, h.Key)
		}
	}
	var give []Entry
	for _, e := range n.table.In(n.layout, v.Arcs) {
		if version, ok := theirs[e.Key]; !ok || version.Compare(e.Version) < 0 {
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
