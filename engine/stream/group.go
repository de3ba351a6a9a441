package stream

import (
	"slices"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// group is the members of a consumer group, and which partitions each has. It
// is memory: after a crash of the broker the members join again.
type group struct {
	name       string
	generation int
	sharing    bool     // a rebalance is under way
	because    sim.Fact // of what
	members    map[sim.NodeID]*member
	fetches    []waiting
}

type member struct {
	session    uint64
	heard      clock.Time
	released   bool // ready for the next generation
	partitions []int
}

// waiting is a fetch that found nothing.
type waiting struct {
	member sim.NodeID
	fetch  *Fetch
}

// beat notes that a member is alive; a new one makes the group share anew.
func (n *Node) beat(env *sim.Env, from sim.NodeID, b *Beat) {
	g := n.group(b.Group)
	m := g.members[from]
	if m == nil || m.session < b.Session {
		g.generation = max(g.generation, b.Generation) // of an earlier life of the broker
		g.members[from] = &member{session: b.Session, heard: env.Now()}
		joined := Joined{Stream: env.Self(), Member: from, Group: g.name}
		env.Note(0, joined)
		n.rebalance(env, g, joined)
		return
	}
	if m.session > b.Session {
		return
	}
	m.heard = env.Now()
	switch {
	case g.sharing && !m.released:
		env.Send(from, 0, &Revoke{g.generation}) // the first one was lost
	case !g.sharing && b.Generation != g.generation:
		n.assign(env, g, from)
	case !g.sharing:
		for _, p := range b.Positions {
			n.commit(g, from, b.Generation, p)
		}
	}
}

// rebalance takes all partitions back: nobody works on them until all members
// have let go, or are known to be gone. This is the eager protocol.
func (n *Node) rebalance(env *sim.Env, g *group, because sim.Fact) {
	if g.generation++; !g.sharing {
		g.because = because // what comes meanwhile only makes it longer
	}
	n.stats.Rebalances++
	g.sharing = true
	g.fetches = nil
	for _, id := range g.order() {
		m := g.members[id]
		m.released, m.partitions = false, nil
		env.Send(id, 0, &Revoke{g.generation})
	}
	env.After(n.config.RebalanceDelay, shareTimer, n.index(g.name))
}

func (g *group) order() []sim.NodeID {
	var ids []sim.NodeID
	for id := range g.members { // order-free: sorted below
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func (n *Node) released(env *sim.Env, from sim.NodeID, r *Released) {
	g := n.group(r.Group)
	if m := g.members[from]; m != nil && r.Generation == g.generation {
		m.released, m.heard = true, env.Now()
	}
}

// share ends a rebalance, if all members are ready.
func (n *Node) share(env *sim.Env, g *group) {
	if !g.sharing {
		return
	}
	ids := g.order()
	for _, id := range ids {
		if !g.members[id].released {
			env.After(100*time.Millisecond, shareTimer, n.index(g.name))
			return
		}
	}
	g.sharing = false
	if len(ids) == 0 {
		return
	}
	for p := range n.log.Partitions {
		m := g.members[ids[p%len(ids)]]
		m.partitions = append(m.partitions, p)
	}
	env.Note(0, Shared{Stream: env.Self(), Group: g.name, Generation: g.generation, Members: ids})
	n.ledger.Shared(g.name, Sharing{At: env.Now(), Generation: g.generation, Because: g.because, Positions: slices.Clone(n.log.Positions(g.name))})
	for _, id := range ids {
		n.assign(env, g, id)
	}
}

func (n *Node) assign(env *sim.Env, g *group, to sim.NodeID) {
	a := &Assigned{Generation: g.generation}
	for _, p := range g.members[to].partitions {
		a.Positions = append(a.Positions, Position{p, n.log.Positions(g.name)[p]})
	}
	env.Send(to, 0, a)
}

// remove takes a member out.
func (n *Node) remove(env *sim.Env, g *group, id sim.NodeID, silent time.Duration) {
	if g.members[id] == nil {
		return
	}
	delete(g.members, id)
	left := Left{Stream: env.Self(), Member: id, Group: g.name, Silent: silent}
	env.Note(0, left)
	n.rebalance(env, g, left)
}

// reap takes members out that were not heard of for too long.
func (n *Node) reap(env *sim.Env) {
	for _, name := range n.names {
		g := n.groups[name]
		for _, id := range g.order() {
			if silent := env.Now().Sub(g.members[id].heard); silent > n.config.SessionTimeout {
				n.remove(env, g, id, silent)
			}
		}
	}
	env.After(max(n.config.SessionTimeout/4, time.Millisecond), reapTimer, 0)
}

// commit notes how far a group is. Only who has the partition now may say so.
func (n *Node) commit(g *group, from sim.NodeID, generation int, p Position) {
	m := g.members[from]
	if m == nil || g.sharing || generation != g.generation || !slices.Contains(m.partitions, p.Partition) {
		n.stats.Fenced++
		return
	}
	at := n.log.Positions(g.name)
	// A late copy does not turn it back.
	at[p.Partition] = min(max(at[p.Partition], p.Offset), n.log.Partitions[p.Partition].End())
}
