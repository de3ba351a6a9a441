package primary

import (
	"fmt"

	"netsplit/calc/noun"
	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// overhead is what headers and framing add to a message, in bytes.
const overhead = 100

// Status is what a member tells the monitor every heartbeat.
type Status struct {
	Group   int
	Epoch   uint64
	Last    Position
	Serving bool         // it leads, and may act
	Working bool         // it is about to lead, or hands over: give it time
	Blank   bool         // it has no copy of the data
	Drained bool         // it leads, and takes no more writes
	Stamp   clock.Time   // when it was sent
	Ordered clock.Time   // when the latest order was sent that it has
	Out, In []sim.NodeID // of a leader, when sync: replicas that it wants to go on without, or waits for again
}

// Kind implements sim.Payload.
func (*Status) Kind() string { return "status" }

// Size implements sim.Payload.
func (*Status) Size() int { return overhead }

// String implements sim.Payload.
func (s *Status) String() string {
	switch {
	case s.Serving:
		return fmt.Sprintf("I lead in epoch %d, at entry %d", s.Epoch, s.Last.Index)
	case s.Blank:
		return "I am here, without data"
	}
	return fmt.Sprintf("I am here, at entry %d", s.Last.Index)
}

// Orders is what the monitor answers: who leads.
type Orders struct {
	Group   int
	Epoch   uint64
	Leader  sim.NodeID
	Stamp   clock.Time   // of the status that it answers: where a lease begins
	Sent    clock.Time   // an order to drain, or to go on, that a later one has overtaken is void
	Lease   bool         // the leader may act for a while from then on
	Demote  bool         // whoever led before must follow
	Drain   bool         // the leader must take no more writes
	Drained bool         // the old leader acts no more: there is nothing to wait for
	Moment  clock.Time   // to which the leader must first restore the data; 0: it leads with what it has
	InSync  []sim.NodeID // who may lead next, when sync: all that writes wait for
}

// Kind implements sim.Payload.
func (*Orders) Kind() string { return "orders" }

// Size implements sim.Payload.
func (*Orders) Size() int { return overhead }

// String implements sim.Payload.
func (o *Orders) String() string {
	switch {
	case o.Moment > 0:
		return fmt.Sprintf("epoch %d: begins with the data of %s", o.Epoch, o.Moment)
	case o.Drain:
		return fmt.Sprintf("epoch %d: take no more writes", o.Epoch)
	case o.Lease:
		return fmt.Sprintf("epoch %d: you may lead on", o.Epoch)
	}
	return fmt.Sprintf("who leads in epoch %d", o.Epoch)
}

// Beat is a leader's heartbeat to the other members.
type Beat struct {
	Group int
	Epoch uint64
	Stamp clock.Time
}

// Kind implements sim.Payload.
func (*Beat) Kind() string { return "beat" }

// Size implements sim.Payload.
func (*Beat) Size() int { return overhead }

// String implements sim.Payload.
func (b *Beat) String() string { return fmt.Sprintf("heartbeat of epoch %d", b.Epoch) }

// Confirm answers a heartbeat: the member follows that leader, or knows of a
// later epoch.
type Confirm struct {
	Group  int
	Epoch  uint64
	Leader sim.NodeID
	Stamp  clock.Time // of the heartbeat
	Blank  bool       // it has nothing, so its word counts for nothing
}

// Kind implements sim.Payload.
func (*Confirm) Kind() string { return "confirm" }

// Size implements sim.Payload.
func (*Confirm) Size() int { return overhead }

// String implements sim.Payload.
func (c *Confirm) String() string { return fmt.Sprintf("heard, in epoch %d", c.Epoch) }

// Report says how far a member's log goes. It asks the receiver for what comes
// after, and passes on up the tree, so that the leader learns what to confirm.
type Report struct {
	Group   int
	Member  sim.NodeID
	Epoch   uint64
	Last    Position
	Applied uint64
	Blank   bool
	Follows bool // it copies from the receiver: Member is the sender
	Ack     bool // it answers a piece of the log
}

// Kind implements sim.Payload.
func (*Report) Kind() string { return "report" }

// Size implements sim.Payload.
func (*Report) Size() int { return overhead }

// String implements sim.Payload.
func (r *Report) String() string {
	if r.Blank {
		return "has no data yet"
	}
	return fmt.Sprintf("has the log up to entry %d", r.Last.Index)
}

// Acknowledges reports whether it says that a member has an entry on disk.
func (r *Report) Acknowledges() bool { return !r.Blank }

// Append is a piece of the log.
type Append struct {
	Group   int
	Epoch   uint64
	Leader  sim.NodeID
	history history
	Prev    uint64 // the entry before the first
	entries []entry
}

// Kind implements sim.Payload.
func (*Append) Kind() string { return "log" }

// Size implements sim.Payload.
func (a *Append) Size() int {
	n := overhead + 16*len(a.history.segments)
	for _, e := range a.entries {
		n += e.size()
	}
	return n
}

// String implements sim.Payload.
func (a *Append) String() string {
	switch n := len(a.entries); n {
	case 0:
		return fmt.Sprintf("the log ends at entry %d", a.history.end)
	case 1:
		return fmt.Sprintf("entry %d: %s %s", a.Prev+1, a.entries[0].id.verb, a.entries[0].id.key)
	default:
		return fmt.Sprintf("entries %d to %d", a.Prev+1, a.Prev+uint64(n))
	}
}

// Copy is all data, for a member that the log can't bring up to date.
type Copy struct {
	Group   int
	Epoch   uint64
	Leader  sim.NodeID
	history history
	table   *Table
}

// Kind implements sim.Payload.
func (*Copy) Kind() string { return "copy" }

// Size implements sim.Payload.
func (c *Copy) Size() int { return overhead + c.table.bytes() }

// String implements sim.Payload.
func (c *Copy) String() string {
	return fmt.Sprintf("a full copy: %s, as of entry %d", noun.Count(len(c.table.keys), "key"), c.history.end)
}
