package cache

import (
	"cmp"
	"slices"

	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// buffer holds what was acknowledged and is not in the store yet. It is memory:
// a crash loses it.
type buffer struct {
	dirty map[string]*dirty
	turn  uint64
	stamp clock.Time // of the newest version given or seen
}

// dirty is a key whose newest value the store does not have.
type dirty struct {
	row       Row
	request   request.Request
	operation uint64
	turn      uint64 // when it got into the buffer
	state     uint64 // counts the writes of the key
	sent      uint64 // the state that is on its way to the store; 0: none
}

func newBuffer() buffer { return buffer{dirty: map[string]*dirty{}} }

// unsent reports whether only this memory has the newest value. What is on its
// way to the store arrives though the node crash.
func (d *dirty) unsent() bool { return d.sent != d.state }

// row is the value of a key that waits for the store.
func (b *buffer) row(key string) (Row, bool) {
	d := b.dirty[key]
	if d == nil {
		return Row{}, false
	}
	return d.row, true
}

// writeBehind acknowledges a write at once. When the buffer is full it writes
// through: slower, and nothing is refused.
func (n *Node) writeBehind(env *sim.Env, w waiter) {
	r := w.request
	d := n.buffer.dirty[r.Key]
	switch {
	case r.Verb == request.CompareAndSet:
		n.refuse(env, w, "compare-and-set needs the value of the store, and a write-behind cache may hold a newer one: use another strategy")
		return
	case d == nil && len(n.buffer.dirty) >= n.config.Buffer:
		n.passOn(env, w)
		return
	case d == nil:
		n.buffer.turn++
		d = &dirty{turn: n.buffer.turn}
		n.buffer.dirty[r.Key] = d
	case d.unsent():
		n.stats.WritesSaved++
		n.stats.Unwritten--
	}
	n.stats.Unwritten++
	d.request, d.operation = *r, w.operation
	d.state++
	d.row = Row{Key: r.Key, Value: r.Value, Version: n.buffer.version(env, n.config.Clocked), Body: r.Body, Absent: r.Verb == request.Delete}
	n.invalidate(r.Key)
	answer := n.done(r)
	answer.Found, answer.Value, answer.Version = true, r.Value, d.row.Version
	n.reply(env, w, answer)
}

// version orders a write before the store does: by the node's clock where the
// store goes by clocks, else after the newest entry that it has seen.
func (b *buffer) version(env *sim.Env, clocked bool) request.Version {
	if clocked {
		b.stamp = max(b.stamp+1, env.Clock())
	}
	return request.Version{Stamp: b.stamp, Node: env.Self()}
}

// flushBuffer sends the store all that waits, the longest first.
func (n *Node) flushBuffer(env *sim.Env) {
	var due []*dirty
	for _, d := range n.buffer.dirty { // order-free: sorted below
		if d.sent == 0 {
			due = append(due, d)
		}
	}
	slices.SortFunc(due, func(a, b *dirty) int { return cmp.Compare(a.turn, b.turn) })
	for _, d := range due {
		d.sent = d.state
		n.stats.Unwritten--
		id := n.number()
		n.writes[id] = &write{back: d, sent: d.state}
		r := d.request
		r.Deadline, r.Sticky = 0, 0 // nobody waits for it any more
		n.askStore(env, d.operation, id, r)
	}
}

// writtenBack takes the store's answer to a write of the buffer. One that
// failed is sent again at the next flush.
func (n *Node) writtenBack(env *sim.Env, w *write, r *request.Response) {
	d := w.back
	d.sent = 0
	if !r.OK() {
		if d.state == w.sent {
			n.stats.Unwritten++
		}
		return
	}
	n.stats.WrittenBack++
	n.buffer.stamp = max(n.buffer.stamp, r.Version.Stamp)
	if d.state == w.sent {
		row := d.row
		row.Version = r.Version
		delete(n.buffer.dirty, row.Key)
		n.keep(env, n.name(row.Key), []Row{row}, 0)
	}
}

// Waiting counts the keys whose newest value the store has not confirmed.
func (n *Node) Waiting() int { return len(n.buffer.dirty) }

// WriteBack sends the store all that waits, before the node leaves.
func (n *Node) WriteBack(env *sim.Env) { n.flushBuffer(env) }
