// Package replica is a leaderless replicated store, as in DeCandia et al.,
// "Dynamo: Amazon's Highly Available Key-value Store", SOSP 2007.
//
// Any node coordinates any request. It sends it to the N nodes of the key's
// preference list (section 4.5) and answers the client once W of them
// acknowledged a write, or R answered a read. In a strict quorum only those N
// count; in a sloppy one healthy nodes stand in for those that don't answer.
//
// Versions are ordered by the coordinator's clock and the last writer wins, as
// in Cassandra; that is simple, and wrong when clocks are. Or a write carries
// what its writer had seen, and versions of which neither saw the other are
// kept side by side until somebody merges them (sections 4.4 and 6.1).
//
// Replicas that missed a write catch up by read repair and by anti-entropy:
// peers compare the Merkle trees of the arcs that both keep, and exchange the
// versions of a leaf only where its digests differ (section 4.7).
//
// When nodes join or leave, writes go to the old and the new owners, and must
// be acknowledged by W and by every new one; the new owners pull what they
// miss from the old ones; then all switch to the new ring.
//
//	layout := replica.NewLayout(replica.Config{Replicas: 3, Read: 2, Write: 2}, ring, ids)
//	id := simulation.Add("store-1", func() sim.Node { return replica.New(layout) })
package replica

import (
	"slices"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/detector"
	"netsplit/engine/network"
	"netsplit/engine/ring"
	"netsplit/engine/sim"
)

// RepairMode says when a read that met stale replicas repairs them.
type RepairMode string

// The modes. RepairSync repairs before the client is answered, until W
// replicas hold the value: then no later read can see an older one (the
// write-back of Attiya, Bar-Noy and Dolev, "Sharing Memory Robustly in
// Message-Passing Systems", JACM 1995).
const (
	RepairAsync RepairMode = "async"
	RepairSync  RepairMode = "sync"
	RepairOff   RepairMode = "off"
)

// Quorum says whose answers count.
type Quorum string

// The kinds of quorum. Strict: only the N owners of the key. Sloppy: the first
// N nodes of the walk around the ring that are believed to be up; a stand-in
// keeps a hint and hands it over when the owner is back (Dynamo, section 4.6).
const (
	Strict Quorum = "strict"
	Sloppy Quorum = "sloppy"
)

// Config is what a store's operator chooses.
type Config struct {
	Replicas    int // N
	Read, Write int // R, W
	Quorum      Quorum
	Versions    Versioning
	Hints       int // that one node keeps at most, for all others together
	Repair      RepairMode
	AntiEntropy time.Duration // between rounds; 0: never
	Timeout     time.Duration // how long a coordinator waits
	Legs        *network.Legs // nil: the network's latency
	Purge       time.Duration // age at which tombstones are forgotten; 0: never
}

// Stats count what the store did behind its clients' backs.
type Stats struct {
	ReadRepairs      int // records sent to stale replicas after reads
	AntiEntropy      int // records exchanged by anti-entropy
	AntiEntropyBytes int
	Streamed         int // records moved because nodes joined or left
	Purged           int // tombstones forgotten
	HintsKept        int // each is kept still, delivered, readdressed or lost
	HintsReplaced    int // taken into one kept before for the same key and owner
	HintsReaddressed int // to new owners, because the one it was for has left
	HintsLost        int // with the disk of their holder
	HintsDelivered   int
	HintsRefused     int // the holder was full
}

// Layout is what every node of a store knows: the configuration and the ring.
// It stands for a membership service that all see at once.
type Layout struct {
	Config
	Stats   Stats
	Changed clock.Time // when some replica last took a new version
	// Detection makes the nodes' failure detectors; nil: a node suspects who
	// did not answer a request. Probes counts what the nodes ask besides.
	Detection detector.Attacher
	Probes    detector.Stats

	current placement
	next    *placement // while nodes join or leave
	epoch   uint64     // counts rings
	joining []sim.NodeID
	indexes []int // scratch of owners
}

// placement is a ring and who its nodes are.
type placement struct {
	ring *ring.Ring
	ids  []sim.NodeID // by index on the ring
}

// NewLayout starts with a ring whose i-th node is ids[i].
func NewLayout(c Config, r *ring.Ring, ids []sim.NodeID) *Layout {
	return &Layout{Config: c, current: placement{r, slices.Clone(ids)}, epoch: 1}
}

// Ring is the ring in force.
func (l *Layout) Ring() *ring.Ring { return l.current.ring }

// Members lists the nodes of the ring in force.
func (l *Layout) Members() []sim.NodeID { return l.current.ids }

func (l *Layout) member(id sim.NodeID) bool { return slices.Contains(l.current.ids, id) }

// Changing reports whether nodes are joining or leaving.
func (l *Layout) Changing() bool { return l.next != nil }

// Owners appends the N nodes that keep a key, the first owner first.
func (l *Layout) Owners(hash uint64, out []sim.NodeID) []sim.NodeID {
	return l.current.owners(l, hash, out)
}

// Walk appends all nodes in the order in which a key's stand-ins are chosen:
// its owners first.
func (l *Layout) Walk(hash uint64, out []sim.NodeID) []sim.NodeID {
	l.indexes = l.current.ring.PreferenceIndexes(hash, len(l.current.ids), l.indexes)
	for _, i := range l.indexes {
		out = append(out, l.current.ids[i])
	}
	return out
}

// Future appends the owners under the next ring, if there is one, that are
// not owners now: the first most of them, or all for 0.
func (l *Layout) Future(hash uint64, most int, owners, out []sim.NodeID) []sim.NodeID {
	if l.next == nil {
		return out
	}
	next := l.next.owners(l, hash, nil)
	if most > 0 {
		next = next[:min(most, len(next))]
	}
	for _, id := range next {
		if !slices.Contains(owners, id) {
			out = append(out, id)
		}
	}
	return out
}

func (p *placement) owners(l *Layout, hash uint64, out []sim.NodeID) []sim.NodeID {
	l.indexes = p.ring.PreferenceIndexes(hash, l.Replicas, l.indexes)
	for _, i := range l.indexes {
		out = append(out, p.ids[i])
	}
	return out
}

// Begin starts a change to another ring. joining are the nodes that must have
// pulled their new keys before it comes into force; with none it does at once.
func (l *Layout) Begin(r *ring.Ring, ids, joining []sim.NodeID) {
	l.next = &placement{r, slices.Clone(ids)}
	l.joining = slices.Clone(joining)
	l.settle()
}

// Done takes a node off the list of those that the next ring waits for.
func (l *Layout) Done(id sim.NodeID) {
	if l.next == nil {
		return
	}
	l.joining = slices.DeleteFunc(l.joining, func(j sim.NodeID) bool { return j == id })
	l.settle()
}

func (l *Layout) settle() {
	if len(l.joining) == 0 {
		l.current, l.next = *l.next, nil
		l.epoch++
	}
}
