// Package consensus is a consistent replicated key-value store on Raft: Ongaro
// and Ousterhout, "In Search of an Understandable Consensus Algorithm", USENIX
// ATC 2014, and Ongaro's dissertation, "Consensus: Bridging Theory and
// Practice", Stanford 2014. The protocol itself is go.etcd.io/raft/v3.
//
// One member leads. It puts every write into a log, copies the log to the
// others and confirms the write once a majority has it on disk; all apply the
// log in the same order. Reads are linearizable too: the leader first asks a
// majority whether it still leads (ReadIndex, section 6.4 of the
// dissertation). A member without a majority can therefore only refuse.
//
// The library draws its own election time-outs from a source that no seed
// governs. So followers are never ticked: each node has its own election
// timer, drawn from its seeded stream, and calls Campaign. A pre-vote comes
// before each vote, so that a node that could not win does not raise the term.
// A leader that is cut off does not give up by itself (no CheckQuorum): it
// stays, unable to do anything, until it hears of a later term.
//
// A member whose disk was lost may have forgotten a vote or entries that it
// confirmed. Going on as if nothing had happened, it could elect a leader that
// lacks them. So it comes back as another member: the old one is removed, the
// new one is added as a learner, catches up by a snapshot, and votes from then
// on. If a majority of the disks is lost, nobody can agree to that any more,
// and the store refuses for good: better than to forget what it confirmed.
//
//	layout := consensus.NewLayout(consensus.Config{Timeout: 500 * time.Millisecond, …})
//	id := simulation.Add("store-1", func() sim.Node { return consensus.New(layout) })
//	layout.Found([]sim.NodeID{id, …})
package consensus

import (
	"slices"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/network"
	"netsplit/engine/sim"
)

// Config is what a store's operator chooses.
type Config struct {
	Heartbeat     time.Duration        // between the messages that keep followers from electing another leader
	Election      network.Distribution // how long a follower hears from no leader before it calls an election
	Timeout       time.Duration        // how long a request may take before it is refused
	Forward       bool                 // a follower passes requests on to the leader; else it answers who leads
	SnapshotAfter int                  // applied entries after which the log is cut off behind a snapshot
}

// Stats count what happened in the store.
type Stats struct {
	Elections int // that somebody won
	Snapshots int // sent to members that the log could not bring up to date
}

// Layout is what every node of a store knows: the configuration, and who its
// nodes are. It stands for a directory that all see at once. Who votes is not
// in it: that is decided through the log.
type Layout struct {
	Config
	Stats   Stats
	Changed clock.Time // when some member last applied an entry, or a role changed

	nodes    []sim.NodeID
	founders []sim.NodeID
	lives    map[sim.NodeID]uint64 // how many disks each node has had
	leaving  []sim.NodeID
	leaders  map[uint64]sim.NodeID // by term
	broken   []SecondLeader
}

// NewLayout returns the layout of a store without nodes.
func NewLayout(c Config) *Layout {
	return &Layout{Config: c, lives: map[sim.NodeID]uint64{}, leaders: map[uint64]sim.NodeID{}}
}

// Found makes the nodes the first members. It is called before they start.
func (l *Layout) Found(ids []sim.NodeID) {
	l.founders, l.nodes = slices.Clone(ids), slices.Clone(ids)
}

// Join adds a node that will ask to become a member when it starts.
func (l *Layout) Join(id sim.NodeID) { l.nodes = append(l.nodes, id) }

// Leave asks the leader to remove a node from the members.
func (l *Layout) Leave(id sim.NodeID) {
	if !slices.Contains(l.leaving, id) {
		l.leaving = append(l.leaving, id)
	}
}

// Left reports whether a node that was to leave is no member any more.
func (l *Layout) Left(id sim.NodeID) bool { return !slices.Contains(l.leaving, id) }

// Leaving counts nodes that are still to be removed.
func (l *Layout) Leaving() int { return len(l.leaving) }

// left forgets a node that is no member any more.
func (l *Layout) left(id sim.NodeID) {
	same := func(o sim.NodeID) bool { return o == id }
	l.leaving = slices.DeleteFunc(l.leaving, same)
	l.nodes = slices.DeleteFunc(l.nodes, same)
}

// Terms counts the terms that had a leader.
func (l *Layout) Terms() int { return len(l.leaders) }

// SecondLeaders lists what must never happen: two leaders in one term.
func (l *Layout) SecondLeaders() []SecondLeader { return l.broken }

// elected enters a leader in the book; a second one in a term is returned.
func (l *Layout) elected(id sim.NodeID, term uint64) (SecondLeader, bool) {
	l.Stats.Elections++
	first, known := l.leaders[term]
	if !known {
		l.leaders[term] = id
	}
	if !known || first == id {
		return SecondLeader{}, false
	}
	s := SecondLeader{Term: term, First: first, Second: id}
	l.broken = append(l.broken, s)
	return s, true
}

// A member is known to Raft by the node and by how many disks the node has
// had: with another disk it is another member.
const lifeBits = 32

func memberID(node sim.NodeID, life uint64) uint64 { return life<<lifeBits | uint64(node+1) }

// nodeOf is the node behind a member; none is Nobody.
func nodeOf(member uint64) sim.NodeID { return sim.NodeID(uint32(member)) - 1 }
