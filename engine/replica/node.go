package replica

import (
	"fmt"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/clock"
	"netsplit/engine/detector"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Node is one node of the store: a replica of some keys and a coordinator of
// any request.
type Node struct {
	layout  *Layout
	table   *Table
	next    uint64
	pending map[uint64]*coordination
	written map[string]uint64 // how many writes of a key it coordinated, where siblings are kept
	pulling []sim.NodeID
	health  *request.Health

	comparing, purging sim.TimerID // the next round of anti-entropy, the next purge; 0: off
}

// Timers of a node.
const (
	coordinationTimer uint8 = iota
	antiEntropyTimer
	pullTimer
	pullDeadline
	healthTimer
	standInTimer
	hintTimer
	purgeTimer
	detectorTimer
)

// New returns a node with empty memory.
func New(l *Layout) *Node {
	n := &Node{layout: l, pending: map[uint64]*coordination{}, written: map[string]uint64{}, health: request.NewHealth(healthTimer)}
	n.health.Count(&l.Probes)
	if l.Detection != nil {
		n.health.Follow(l.Detection.Attach(detectorTimer))
	}
	return n
}

// Leave tells the others that the node goes for good.
func (n *Node) Leave(env *sim.Env) { n.health.Leave(env) }

// Belief is what the node holds of another.
func (n *Node) Belief(now clock.Time, id sim.NodeID) detector.Belief { return n.health.Belief(now, id) }

// Init implements sim.Node.
func (n *Node) Init(env *sim.Env) {
	n.table = TableOf(env.Disk())
	n.scheduleAntiEntropy(env, true)
	n.watchHints(env)
	n.schedulePurge(env)
	n.health.Start(env)
}

// Resume goes on with the work in the background that was switched off when
// its turn came.
func (n *Node) Resume(env *sim.Env) {
	if n.comparing == 0 {
		n.scheduleAntiEntropy(env, true)
	}
	if n.purging == 0 {
		n.schedulePurge(env)
	}
}

// schedulePurge looks again after a quarter of the age, as long as tombstones
// are forgotten at all. The least is what the clock counts in: less would
// look for ever at the same moment.
func (n *Node) schedulePurge(env *sim.Env) {
	if p := n.layout.Purge; p > 0 {
		n.purging = env.After(max(p/4, time.Microsecond), purgeTimer, 0)
	}
}

// purge forgets old tombstones, by the node's own clock. It may have been
// switched off meanwhile.
func (n *Node) purge(env *sim.Env) {
	n.purging = 0
	if n.layout.Purge <= 0 {
		return
	}
	if purged := n.table.Purge(env.Clock().Add(-n.layout.Purge)); purged > 0 {
		n.layout.Stats.Purged += purged
		env.Note(0, Purged{Node: env.Self(), Tombstones: purged})
	}
	n.schedulePurge(env)
}

// TableOf is the table on a disk; an empty disk gets one.
func TableOf(d *sim.Disk) *Table {
	t, ok := d.Content.(*Table)
	if !ok {
		t = NewTable()
		d.Content = t
	}
	return t
}

// Receive implements sim.Node.
func (n *Node) Receive(env *sim.Env, m sim.Message) {
	if n.health.Receive(env, m) {
		return
	}
	switch p := m.Payload.(type) {
	case *request.Ping:
		request.Answer(env, m)
	case *request.Request:
		n.coordinate(env, m, p)
	case *request.Pong:
		if owner, ok := n.health.Alive(p); ok {
			n.handOver(env, owner)
		}
	case *Write:
		n.store(env, m, p)
	case *Read:
		r, found := n.table.newest(p.Key)
		n.sendLeg(env, legResponse, p.Far, m.From, m.Operation, &Reply{ID: p.ID, Found: found, Entry: Entry{Key: p.Key, Record: r}})
	case *Ack:
		n.acknowledged(env, m.From, p)
	case *Reply:
		n.replied(env, m.From, p)
	case *Digests:
		n.compareDigests(env, m.From, p)
	case *Inventory:
		n.compareInventory(env, m.From, p)
	case *Want:
		n.sendRecords(env, m.From, n.entries(p.Keys), false)
	case *Records:
		n.takeRecords(env, m.From, p)
	case *Pull:
		n.sendFuture(env, m.From)
	case *Handoff:
		n.takeHandoff(env, m.From, p)
	case *HandoffTaken:
		n.forget(env, m.From, p)
	}
}

// store takes a record as its owner, or keeps it as a hint.
func (n *Node) store(env *sim.Env, m sim.Message, w *Write) {
	if w.Hint {
		if !n.keepHint(env, m.Operation, Hint{For: w.For, Entry: w.Entry}) {
			return // no acknowledgement: it is not kept
		}
	} else {
		n.apply(env, w.Entry)
	}
	if w.ID != 0 {
		n.sendLeg(env, legAck, w.Far, m.From, m.Operation, &Ack{ID: w.ID, Key: w.Entry.Key})
	}
}

// Timeout implements sim.Node.
func (n *Node) Timeout(env *sim.Env, t sim.Timer) {
	switch t.Kind {
	case coordinationTimer:
		n.coordinationExpired(env, t.Key)
	case antiEntropyTimer:
		n.comparing = 0
		if n.layout.AntiEntropy > 0 { // it may have been switched off meanwhile
			n.antiEntropyRound(env)
			n.scheduleAntiEntropy(env, false)
		}
	case pullTimer:
		n.pull(env)
	case pullDeadline:
		n.stopPulling(env)
	case healthTimer:
		n.adoptOrphans(env)
		n.health.Expired(env, t, n.layout.member)
	case standInTimer:
		n.callStandIns(env, t.Key)
	case purgeTimer:
		n.purge(env)
	case hintTimer:
		n.hintsDue(env, sim.NodeID(t.Key))
	case detectorTimer:
		n.health.Timeout(env, t)
	}
}

func (n *Node) apply(env *sim.Env, e Entry) bool {
	changed := n.table.Apply(e.Key, e.Record)
	if changed {
		n.layout.Changed = env.Now()
	}
	return changed
}

func (n *Node) entries(keys []string) []Entry {
	var out []Entry
	for _, k := range keys {
		if r, ok := n.table.Get(k); ok {
			out = append(out, Entry{Key: k, Record: r})
		}
	}
	return out
}

// Coordinating counts the requests that the node coordinates now.
func (n *Node) Coordinating() int { return len(n.pending) }

// Detail is the node in a line.
func (n *Node) Detail() string {
	return fmt.Sprintf("%s, coordinates %d", noun.Count(n.table.Len(), "key"), len(n.pending))
}
