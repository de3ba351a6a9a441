package replica

import (
	"slices"
	"time"

	"netsplit/engine/ring"
	"netsplit/engine/sim"
)

// Hint is a write that a stand-in keeps for an owner that did not answer.
type Hint struct {
	For   sim.NodeID
	Entry Entry
}

// hintPatience is how long a holder waits before it looks whether what it
// handed over was taken.
const hintPatience = 2 * time.Second

// Hints are the hints on a disk, the oldest first.
func (t *Table) Hints() []Hint { return t.hints }

// keep takes a hint, or replaces an older one for the same key. False: there
// is no room.
func (t *Table) keep(h Hint, limit int) bool {
	for i, old := range t.hints {
		if old.For == h.For && old.Entry.Key == h.Entry.Key {
			t.hints[i].Entry.Record = Merge(old.Entry.Record, h.Entry.Record)
			return true
		}
	}
	if len(t.hints) >= limit {
		return false
	}
	t.hints = append(t.hints, h)
	return true
}

// newest is what the node's own record and its hints of a key come to: a
// stand-in answers reads with what it keeps for others.
func (t *Table) newest(key string) (Record, bool) {
	r, found := t.Get(key)
	for _, h := range t.hints {
		if h.Entry.Key == key {
			r, found = Merge(r, h.Entry.Record), true
		}
	}
	return r, found
}

// keepHint stores a hint and begins to watch for its owner.
func (n *Node) keepHint(env *sim.Env, operation uint64, h Hint) bool {
	before := len(n.table.hints)
	if !n.table.keep(h, n.layout.Hints) {
		n.layout.Stats.HintsRefused++
		env.Note(operation, HintRefused{Holder: env.Self(), For: h.For, Key: h.Entry.Key})
		return false
	}
	if len(n.table.hints) > before {
		n.layout.Stats.HintsKept++
	} else {
		n.layout.Stats.HintsReplaced++
	}
	n.layout.Changed = env.Now()
	env.Note(operation, HintKept{Holder: env.Self(), For: h.For, Key: h.Entry.Key})
	n.health.Suspect(env, h.For)
	return true
}

// watchHints asks for the owners of the hints that survived a restart.
func (n *Node) watchHints(env *sim.Env) {
	for _, h := range n.table.hints {
		n.health.Suspect(env, h.For)
	}
}

// handOver sends an owner that is back what was kept for it.
func (n *Node) handOver(env *sim.Env, owner sim.NodeID) {
	var entries []Entry
	for _, h := range n.table.hints {
		if h.For == owner && len(entries) < batch {
			entries = append(entries, h.Entry)
		}
	}
	if len(entries) == 0 {
		return
	}
	env.Send(owner, 0, &Handoff{Entries: entries})
	env.After(hintPatience, hintTimer, uint64(owner))
}

// takeHandoff is the owner's side.
func (n *Node) takeHandoff(env *sim.Env, from sim.NodeID, h *Handoff) {
	for _, e := range h.Entries {
		n.apply(env, e)
	}
	env.Note(0, HandedOver{From: from, To: env.Self(), Hints: len(h.Entries)})
	env.Send(from, 0, &HandoffTaken{Entries: h.Entries})
}

// forget drops the hints that their owner has taken, and hands over the rest.
func (n *Node) forget(env *sim.Env, owner sim.NodeID, taken *HandoffTaken) {
	before := len(n.table.hints)
	n.table.hints = slices.DeleteFunc(n.table.hints, func(h Hint) bool {
		return h.For == owner && slices.ContainsFunc(taken.Entries, func(e Entry) bool {
			return e.Key == h.Entry.Key && Same(e.Record, h.Entry.Record)
		})
	})
	n.layout.Stats.HintsDelivered += before - len(n.table.hints)
	n.handOver(env, owner)
}

// hintsDue looks whether hints for an owner are still there some time after
// they were sent.
func (n *Node) hintsDue(env *sim.Env, owner sim.NodeID) {
	if slices.ContainsFunc(n.table.hints, func(h Hint) bool { return h.For == owner }) {
		n.health.Suspect(env, owner)
	}
}

// adoptOrphans readdresses the hints for nodes that have left: to those that
// keep the key now. A hint was acknowledged, so it must not be lost with the
// node that it was for.
func (n *Node) adoptOrphans(env *sim.Env) {
	var orphans []Entry
	n.table.hints = slices.DeleteFunc(n.table.hints, func(h Hint) bool {
		gone := !n.layout.member(h.For)
		if gone {
			orphans = append(orphans, h.Entry)
		}
		return gone
	})
	n.layout.Stats.HintsReaddressed += len(orphans)
	for _, e := range orphans {
		for _, owner := range n.layout.Owners(ring.HashKey(e.Key), nil) {
			if owner == env.Self() {
				n.apply(env, e)
				continue
			}
			// It took the place of a hint, so it needs no leave of the limit.
			before := len(n.table.hints)
			n.table.keep(Hint{For: owner, Entry: e}, before+1)
			n.layout.Stats.HintsKept += len(n.table.hints) - before
			n.health.Suspect(env, owner)
		}
	}
}
