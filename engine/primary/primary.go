// Package primary is a replicated store with a leader per share of the keys:
// primary-backup replication with a log, as databases do it. Alsberg and Day,
// "A Principle for Resilient Sharing of Distributed Resources", ICSE 1976, is
// the origin; Gray and Reuter, "Transaction Processing", 1993, section 12, and
// Kleppmann, "Designing Data-Intensive Applications", 2017, chapter 5, describe
// what is built here.
//
// The leader takes all writes, gives each a place in its log, and confirms it
// once enough replicas have it on disk: all of them (sync), some (semi-sync) or
// none (async). Replicas copy the log from the leader or from each other (a
// tree), and carry it out one entry after the other, so they lag.
//
// A monitor decides who leads. Every member tells it each heartbeat that it is
// there. When the leader is silent for too long, the monitor gives the next
// epoch to the replica that has most of the log. With fencing, a leader acts
// only while it holds a lease: of the monitor, or, should the monitor be away,
// of every other member (Gray and Cheriton, "Leases", SOSP 1989). The next
// epoch begins when the lease has run out, so two never lead at once. Without
// fencing nobody stops the old leader, and both take writes: split brain.
//
// What only the old leader had is lost when another takes over: its log is cut
// back to where the histories part. Sync replication leaves nothing there;
// semi-sync neither, while fewer members are out at a time than have each write.
//
//	layout := primary.NewLayout(primary.Config{…}, 1)
//	id := simulation.Add("sql-1", func() sim.Node { return primary.New(layout) })
//	layout.Found([]sim.NodeID{id, …})
package primary

import (
	"slices"
	"time"

	"github.com/cespare/xxhash/v2"

	"netsplit/engine/clock"
	"netsplit/engine/network"
	"netsplit/engine/shard"
	"netsplit/engine/sim"
)

// Replication says who must have a write on disk before it is confirmed.
type Replication string

// The modes of replication.
const (
	Async    Replication = "async"     // the leader
	SemiSync Replication = "semi-sync" // the leader and some replicas
	Sync     Replication = "sync"      // the leader and all replicas
)

// Reads says who answers reads.
type Reads string

// The readers' choices.
const (
	ReadLeader  Reads = "leader"
	ReadReplica Reads = "replica" // any member, with what it has
	ReadSession Reads = "session" // any member that has what the session saw before
)

// Failover says who replaces a leader that is silent.
type Failover string

// The ways.
const (
	Auto   Failover = "auto"   // the monitor
	Manual Failover = "manual" // the monitor tells, somebody promotes
	Off    Failover = "off"    // nobody
)

// Config is what a store's operator chooses.
type Config struct {
	Replication Replication
	Acks        int           // replicas that must have a write, when semi-sync
	DropAfter   time.Duration // silence after which a write goes on without a replica, when sync; 0: never
	FanOut      int           // replicas that copy from one member at most; 0: all copy from the leader
	Reads       Reads
	Forward     bool                 // who does not lead passes requests on; else it answers who leads
	Apply       network.Distribution // how long a replica takes to carry out an entry
	Heartbeat   time.Duration
	Detect      time.Duration // silence after which a leader counts as gone; also the length of a lease
	Failover    Failover
	Cold        bool          // replicas only store the log, and must be started before they can lead
	Boot        time.Duration // how long that takes
	Takeover    time.Duration // until the clients' address points to a new leader
	Fencing     bool
	Timeout     time.Duration        // how long a request may take before it is refused
	Keep        int                  // entries of the log that a member keeps
	Backup      time.Duration        // between two backups; 0: never
	Ship        time.Duration        // between two shipments of the log to where the backups are; 0: never
	Size        float64              // bytes of the database beside the keys of the run
	Exchange    time.Duration        // between the messages of several leaders to each other
	Merge       bool                 // a conflict between leaders keeps both values; else the later
	Work        network.Distribution // how long a node works on a request; constantly 0: capacity has no bound
	RowWork     time.Duration        // longer, for each further row of a request
	LookUpWork  network.Distribution // how long a directory works on a question; constantly 0: capacity has no bound
	Concurrency int                  // requests that it works on at once
	Queue       int                  // requests that wait for that, at most
	Rate        float64              // bytes a second at which it is copied, backed up and restored
	Connections Connections
}

// Layout is what every node of a store knows: the configuration, and who its
// nodes are. It stands for a directory that all see at once. It also keeps the
// book of what happened, which is measured and which no node reads.
type Layout struct {
	Config
	Stats   Stats
	Changed clock.Time // when some member last carried out an entry, or a role changed
	Monitor sim.NodeID
	Shards  *shard.Map // who has which key, when the store is sharded
	Moves   Moves
	Book    Listing // of the directory, where there is one

	nodes   []sim.NodeID
	groups  []*Group
	lives   map[sim.NodeID]bool // nodes that have been started before
	clashes map[clash]bool
}

// Stats count what happened in the store.
type Stats struct {
	Failovers   int // changes of leader that the monitor decided
	Promotions  int // planned changes of leader
	Copies      int // full copies to members that the log could not bring up to date
	SplitWrites int // taken by a leader when a later one was taking writes
	Dropped     int // entries that members gave up because they were in no surviving history
	Conflicts   int // between several leaders
	Backups     int
	Restores    int
	RowsRead    int
	RowsWritten int
	PassedOn    int // requests that a node without the key passed on to its shard

	ConnectionsOpened, ConnectionsRefused, ConnectionsDropped int // dropped: closed since nothing came over them
	ConnectionWaits                                           int // attempts that had to wait
	PeakConnections                                           int // open at one node at a time
}

// NewLayout returns the layout of a store without nodes, with its keys in a
// number of shares.
func NewLayout(c Config, shares int) *Layout {
	l := &Layout{Config: c, Monitor: sim.Nobody, lives: map[sim.NodeID]bool{}, clashes: map[clash]bool{}}
	for i := range shares {
		l.groups = append(l.groups, newGroup(i))
	}
	return l
}

// Found makes the nodes the first members, before they start. With several
// shares each node leads its own and keeps a copy of its neighbour's: buddies.
func (l *Layout) Found(ids []sim.NodeID) {
	l.nodes = slices.Clone(ids)
	if len(l.groups) == 1 {
		l.groups[0].found(ids)
		return
	}
	for i, g := range l.groups {
		g.found([]sim.NodeID{ids[i%len(ids)], ids[(i+1)%len(ids)]})
	}
}

// Join makes a node a member: it copies what there is.
func (l *Layout) Join(id sim.NodeID) {
	l.nodes = append(l.nodes, id)
	g := l.groups[0]
	g.members = append(g.members, id)
	g.joining = append(g.joining, id)
}

// FoundPeers makes the nodes leaders of all keys, before they start.
func (l *Layout) FoundPeers(ids []sim.NodeID) { l.nodes = slices.Clone(ids) }

// JoinPeer makes a node one of the leaders.
func (l *Layout) JoinPeer(id sim.NodeID) { l.nodes = append(l.nodes, id) }

// Leave makes a node no member any more.
func (l *Layout) Leave(id sim.NodeID) {
	same := func(o sim.NodeID) bool { return o == id }
	l.nodes = slices.DeleteFunc(l.nodes, same)
	for _, g := range l.groups {
		g.members = slices.DeleteFunc(g.members, same)
		g.joining = slices.DeleteFunc(g.joining, same)
	}
}

// Groups lists the shares of the keys.
//
//go:noinline
func (l *Layout) Groups() []*Group { return l.groups }

// GroupOf is the share that a key belongs to.
func (l *Layout) GroupOf(key string) *Group {
	if len(l.groups) == 1 {
		return l.groups[0]
	}
	if l.Shards != nil {
		return l.groups[l.Shards.Owner(key)]
	}
	return l.groups[xxhash.Sum64String(key)%uint64(len(l.groups))]
}

// copyTime is how long it takes to move the whole database.
func (l *Layout) copyTime(bytes int) time.Duration {
	seconds := (l.Size + float64(bytes)) / l.Rate
	return time.Duration(seconds*1e6) * time.Microsecond
}
