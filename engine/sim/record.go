package sim

import "netsplit/engine/clock"

// RecordKind is what a record tells of.
type RecordKind uint8

// The kinds of records.
const (
	Sent RecordKind = iota
	Delivered
	Dropped // Node: who did not get it, Peer: the sender
	Fired   // a timer
	Started
	Halted // crashed, paused or removed: see State
	Noted
)

// Drop is why a message was lost.
type Drop uint8

// The reasons.
const (
	NotDropped  Drop = iota
	DropCut          // the link is cut
	DropLoss         // the link lost it by chance
	DropCrashed      // nobody there: it is down
	DropFull         // a paused node's buffers are full
	DropByHand
	DropGone // who it was for has been removed
)

// Record is one thing that happened.
type Record struct {
	Number    uint64
	Time      clock.Time
	Kind      RecordKind
	Reason    Drop
	State     State
	Node      NodeID
	Peer      NodeID
	Fault     int
	Operation uint64
	Message   uint64
	Payload   Payload
	Fact      Fact
}

// Weight says how much attention a fact deserves.
type Weight uint8

// The weights.
const (
	Quiet   Weight = iota // kept with its operation, not in the log
	Notable               // worth a line
	Warning
	Trouble
)

// Fact is a decision of a node, told in words.
type Fact interface {
	Sentence(name func(NodeID) string) string
	Weight() Weight
}

func (s *Simulation) observe(r Record) {
	s.records++
	r.Number, r.Time = s.records, s.now
	if s.observer != nil {
		s.observer.Observe(r)
	}
}
