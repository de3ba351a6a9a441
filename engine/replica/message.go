package replica

import (
	"cmp"
	"fmt"

	"netsplit/calc/noun"
	"netsplit/engine/sim"
)

// overhead is what headers add to a message; key and version add their own.
const (
	overhead    = 60
	versionSize = 12
)

// Write asks a replica to store a record. ID 0 wants no acknowledgement.
type Write struct {
	ID     uint64
	Entry  Entry
	Repair bool
	Hint   bool // keep it for another node: For
	For    sim.NodeID
	Far    bool // the coordinator is in another place; so is the way back
}

// Kind implements sim.Payload.
func (w *Write) Kind() string {
	switch {
	case w.Hint:
		return "hint"
	case w.Repair:
		return "repair"
	}
	return "replica-write"
}

// Size implements sim.Payload.
func (w *Write) Size() int { return overhead + entrySize(w.Entry) }

// String implements sim.Payload.
func (w *Write) String() string { return "write " + w.Entry.String() }

// String is the entry as key=value.
func (e Entry) String() string {
	if e.Deleted && len(e.Siblings) == 0 {
		return e.Key + " " + deletedText
	}
	return e.Key + "=" + e.Text()
}

func entrySize(e Entry) int { return len(e.Key) + e.Record.size() }

// Ack says that a replica stored a record.
type Ack struct {
	ID  uint64
	Key string
}

// Kind implements sim.Payload.
func (*Ack) Kind() string { return "ack" }

// Size implements sim.Payload.
func (*Ack) Size() int { return overhead }

// String implements sim.Payload.
func (a *Ack) String() string { return "stored " + a.Key }

// Read asks a replica for its record.
type Read struct {
	ID  uint64
	Key string
	Far bool // as in Write
}

// Kind implements sim.Payload.
func (*Read) Kind() string { return "replica-read" }

// Size implements sim.Payload.
func (r *Read) Size() int { return overhead + len(r.Key) }

// String implements sim.Payload.
func (r *Read) String() string { return "read " + r.Key }

// Reply is a replica's record.
type Reply struct {
	ID    uint64
	Found bool
	Entry Entry
}

// Kind implements sim.Payload.
func (*Reply) Kind() string { return "replica-reply" }

// Size implements sim.Payload.
func (r *Reply) Size() int { return overhead + entrySize(r.Entry) }

// String implements sim.Payload.
func (r *Reply) String() string {
	if !r.Found {
		return "has no " + r.Entry.Key
	}
	return "has " + r.Entry.String()
}

// Digests is a step of anti-entropy: the sender's digests of branches of the
// arcs' trees. The first step has the roots of all shared arcs, each further
// one the children of those that differed.
type Digests struct {
	Epoch    uint64
	Branches []branch
	Sums     []uint64
}

// branch is a node of an arc's tree.
type branch struct {
	Arc          int32
	Level, Index int32
}

func (b branch) compare(o branch) int {
	return cmp.Or(cmp.Compare(b.Arc, o.Arc), cmp.Compare(b.Level, o.Level), cmp.Compare(b.Index, o.Index))
}

// Kind implements sim.Payload.
func (*Digests) Kind() string { return "digests" }

// Size implements sim.Payload: a branch takes 4 bytes, a digest 8.
func (d *Digests) Size() int { return overhead + 12*len(d.Sums) }

// String implements sim.Payload.
func (d *Digests) String() string { return "digests of " + noun.Count(len(d.Branches), "branch") }

// Inventory ends the comparison: what the sender holds on the leaves that
// differ.
type Inventory struct {
	Epoch  uint64
	Leaves []branch
	Held   []Held
}

// Kind implements sim.Payload.
func (*Inventory) Kind() string { return "inventory" }

// Size implements sim.Payload.
func (v *Inventory) Size() int {
	n := overhead + 4*len(v.Leaves)
	for _, h := range v.Held {
		n += versionSize*(1+len(h.Siblings)) + len(h.Key)
	}
	return n
}

// String implements sim.Payload.
func (v *Inventory) String() string {
	return fmt.Sprintf("versions of %s; leaves that differ: %d", noun.Count(len(v.Held), "key"), len(v.Leaves))
}

// Want asks for records.
type Want struct{ Keys []string }

// Kind implements sim.Payload.
func (*Want) Kind() string { return "want" }

// Size implements sim.Payload.
func (w *Want) Size() int {
	n := overhead
	for _, k := range w.Keys {
		n += len(k)
	}
	return n
}

// String implements sim.Payload.
func (w *Want) String() string { return "asks for " + noun.Count(len(w.Keys), "record") }

// Records carries records from replica to replica.
type Records struct {
	Entries []Entry
	Last    bool // the answer to a Pull is complete
	Stream  bool // because the ring changes, not anti-entropy
}

// Kind implements sim.Payload.
func (*Records) Kind() string { return "records" }

// Size implements sim.Payload.
func (r *Records) Size() int {
	n := overhead
	for _, e := range r.Entries {
		n += entrySize(e)
	}
	return n
}

// String implements sim.Payload.
func (r *Records) String() string { return noun.Count(len(r.Entries), "record") }

// Pull asks an old owner for what the sender will own under the next ring.
type Pull struct{}

// Kind implements sim.Payload.
func (*Pull) Kind() string { return "pull" }

// Size implements sim.Payload.
func (*Pull) Size() int { return overhead }

// String implements sim.Payload.
func (*Pull) String() string { return "asks for the keys it will own" }

// Handoff gives an owner that is back the writes kept for it.
type Handoff struct{ Entries []Entry }

// Kind implements sim.Payload.
func (*Handoff) Kind() string { return "handoff" }

// Size implements sim.Payload.
func (h *Handoff) Size() int { return (&Records{Entries: h.Entries}).Size() }

// String implements sim.Payload.
func (h *Handoff) String() string { return noun.Count(len(h.Entries), "hint") }

// HandoffTaken says which of them are stored.
type HandoffTaken struct{ Entries []Entry }

// Kind implements sim.Payload.
func (*HandoffTaken) Kind() string { return "handoff-taken" }

// Size implements sim.Payload.
func (h *HandoffTaken) Size() int { return overhead + (versionSize+8)*len(h.Entries) }

// String implements sim.Payload.
func (h *HandoffTaken) String() string { return "took " + noun.Count(len(h.Entries), "hint") }
