package detector

import (
	"netsplit/calc/noun"
	"netsplit/engine/sim"
)

// Bytes on the wire: the headers of IP and UDP, and a member's number with its
// count.
const (
	header    = 28
	entrySize = 12
)

// Beat is a heartbeat: the sender is there.
type Beat struct{ Count uint64 }

// Kind implements sim.Payload.
func (*Beat) Kind() string { return "heartbeat" }

// Size implements sim.Payload.
func (*Beat) Size() int { return header + entrySize }

// String implements sim.Payload.
func (b *Beat) String() string { return "I am here" }

// Table is the latest heartbeat of each member that the sender knows of.
type Table struct{ Entries []Count }

// Count is a member and how many heartbeats it has sent.
type Count struct {
	Node  sim.NodeID
	Count uint64
}

// Kind implements sim.Payload.
func (*Table) Kind() string { return "heartbeats" }

// Size implements sim.Payload.
func (t *Table) Size() int { return header + entrySize*len(t.Entries) }

// String implements sim.Payload.
func (t *Table) String() string { return "heartbeats of " + noun.Count(len(t.Entries), "member") }
