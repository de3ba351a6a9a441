package primary

import (
	"fmt"
	"slices"

	"netsplit/calc/noun"
	"netsplit/calc/order"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Peer is a node of a store with several leaders: each takes writes for every
// key, confirms them at once, and sends the others later what is new. Two that
// write a key without knowing of each other are in conflict. Version vectors
// tell: Parker et al., "Detection of Mutual Inconsistency in Distributed
// Systems", IEEE Transactions on Software Engineering, 1983.
type Peer struct {
	layout *Layout
	self   sim.NodeID
	disk   *PeerDisk
	sent   map[sim.NodeID]uint64 // changes that each of the others has confirmed
}

// NewPeer returns a node with empty memory.
func NewPeer(l *Layout) *Peer { return &Peer{layout: l, sent: map[sim.NodeID]uint64{}} }

// PeerDisk is a peer's stable storage.
type PeerDisk struct {
	keys    []string // in the order in which they came
	rows    map[string]Row
	changes uint64                // of rows so far
	got     map[sim.NodeID]uint64 // changes of each of the others
}

// PeerDiskOf is the disk of a peer, nil if nothing is on it.
func PeerDiskOf(d *sim.Disk) *PeerDisk {
	disk, _ := d.Content.(*PeerDisk)
	return disk
}

// Get is a key's row.
func (d *PeerDisk) Get(key string) (Row, bool) {
	r, ok := d.rows[key]
	return r, ok
}

// Keys lists the keys that were ever written.
func (d *PeerDisk) Keys() []string { return d.keys }

// Init implements sim.Node.
func (n *Peer) Init(env *sim.Env) {
	n.self = env.Self()
	n.disk = PeerDiskOf(env.Disk())
	if n.disk == nil {
		n.disk = &PeerDisk{rows: map[string]Row{}, got: map[sim.NodeID]uint64{}}
		env.Disk().Content = n.disk
		if n.layout.lives[n.self] {
			env.Note(0, DiskLost{Node: n.self, Serves: true})
			// Numbers that the others have seen are not used again.
			n.disk.changes = uint64(env.Now())
		}
	}
	n.layout.lives[n.self] = true
	env.After(n.layout.Exchange, beatTimer, 0)
}

func (n *Peer) others() []sim.NodeID {
	return slices.DeleteFunc(slices.Clone(n.layout.nodes), func(id sim.NodeID) bool { return id == n.self })
}

// mostRows bounds the rows of one message.
const mostRows = 200

// Timeout implements sim.Node: it is time to send the others what is new.
func (n *Peer) Timeout(env *sim.Env, _ sim.Timer) {
	for _, id := range n.others() {
		env.Send(id, 0, &Received{Upto: n.disk.got[id]})
		news := &News{}
		for _, key := range n.disk.keys {
			if r := n.disk.rows[key]; r.change > n.sent[id] {
				news.rows = append(news.rows, r)
			}
		}
		// The oldest first, so that what is confirmed has no gap.
		order.By(news.rows, func(a, b Row) int { return int(int64(a.change) - int64(b.change)) })
		news.rows = news.rows[:min(len(news.rows), mostRows)]
		if len(news.rows) > 0 {
			news.Upto = news.rows[len(news.rows)-1].change
			env.Send(id, 0, news)
		}
	}
	env.After(n.layout.Exchange, beatTimer, 0)
}

// Receive implements sim.Node.
func (n *Peer) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Ping:
		request.Answer(env, m)
	case *request.Request:
		n.serve(env, m, p)
	case *News:
		for _, r := range p.rows {
			n.take(env, r)
		}
		n.disk.got[m.From] = max(n.disk.got[m.From], p.Upto)
		env.Send(m.From, 0, &Received{Upto: n.disk.got[m.From]})
	case *Received:
		n.sent[m.From] = p.Upto // less than before: it has lost its disk
	}
}

// take merges a row that another has.
func (n *Peer) take(env *sim.Env, theirs Row) {
	mine, found := n.disk.rows[theirs.key]
	if !found {
		n.put(env, theirs)
		return
	}
	switch compare(mine.vector, theirs.vector) {
	case after, same:
		return
	case before:
		n.put(env, theirs)
		return
	}
	joined := join(mine, theirs, n.layout.Merge)
	if n.layout.conflict(mine, theirs) {
		env.Note(0, Conflict{Node: n.self, Key: mine.key, Mine: mine.text(), Theirs: theirs.text(), Kept: joined.text(), Merged: n.layout.Merge})
	}
	n.put(env, joined)
}

func (n *Peer) put(env *sim.Env, r Row) {
	if _, known := n.disk.rows[r.key]; !known {
		n.disk.keys = append(n.disk.keys, r.key)
	}
	n.disk.changes++
	r.change = n.disk.changes
	n.disk.rows[r.key] = r
	n.layout.Changed = env.Now()
}

// serve answers a request from what is here.
func (n *Peer) serve(env *sim.Env, m sim.Message, r *request.Request) {
	switch r.Verb {
	case request.Get, request.Put, request.Delete, request.CompareAndSet:
	default:
		env.Send(m.From, m.Operation, request.Fail(r, request.Unsupported, "a store can't "+r.Verb.String(), false))
		return
	}
	if request.DropLate(env, m.From, m.Operation, r) {
		return
	}
	row := n.disk.rows[r.Key]
	answer := &request.Response{ID: r.ID, Verb: r.Verb, Key: r.Key, Found: true, Value: r.Value}
	switch {
	case r.Verb == request.Get:
		answer.Found, answer.Value, answer.Version = len(row.values) > 0, row.text(), row.version
	case row.wrote(m.Operation):
		answer.Version = row.version // a copy of the request
	case r.Verb == request.CompareAndSet && row.text() != r.Expected:
		answer = request.Fail(r, request.Mismatch, fmt.Sprintf("%s did not hold %q", r.Key, r.Expected), false)
	default:
		row = row.written(n.self, env.Clock(), r, m.Operation)
		n.put(env, row)
		answer.Version = row.version
	}
	env.Send(m.From, m.Operation, answer)
}

// Behind counts the rows that another has not confirmed.
func (n *Peer) Behind(id sim.NodeID) int {
	if n.sent[id] >= n.disk.changes {
		return 0
	}
	behind := 0
	for _, key := range n.disk.keys {
		if n.disk.rows[key].change > n.sent[id] {
			behind++
		}
	}
	return behind
}

// Detail is the node in a line.
func (n *Peer) Detail() string { return noun.Count(len(n.disk.keys), "key") }
