package stream

import (
	"fmt"
	"time"

	"netsplit/calc/noun"
)

const overhead = 100

// Position is a place in a partition: the offset of the next record.
type Position struct {
	Partition int
	Offset    int64
}

// Beat says that a member of a group is alive, and how far it is. The first of
// a session joins the group.
type Beat struct {
	Group      string
	Session    uint64 // of the member; a new one has forgotten everything
	Generation int    // of the group, as the member knows it
	Positions  []Position
}

// Kind implements sim.Payload.
func (*Beat) Kind() string { return "beat" }

// Size implements sim.Payload.
func (b *Beat) Size() int { return overhead + 12*len(b.Positions) }

// String implements sim.Payload.
func (b *Beat) String() string { return "is a member of " + b.Group }

// Leave ends a membership in an orderly way.
type Leave struct{ Group string }

// Kind implements sim.Payload.
func (*Leave) Kind() string { return "leave" }

// Size implements sim.Payload.
func (*Leave) Size() int { return overhead }

// String implements sim.Payload.
func (l *Leave) String() string { return "leaves " + l.Group }

// Revoke takes all partitions away: the group is about to share them anew.
type Revoke struct{ Generation int }

// Kind implements sim.Payload.
func (*Revoke) Kind() string { return "revoke" }

// Size implements sim.Payload.
func (*Revoke) Size() int { return overhead }

// String implements sim.Payload.
func (r *Revoke) String() string { return fmt.Sprintf("rebalances, generation %d", r.Generation) }

// Released answers a Revoke: the member has let go of its partitions.
type Released struct {
	Group      string
	Generation int
}

// Kind implements sim.Payload.
func (*Released) Kind() string { return "released" }

// Size implements sim.Payload.
func (*Released) Size() int { return overhead }

// String implements sim.Payload.
func (r *Released) String() string { return fmt.Sprintf("is ready for generation %d", r.Generation) }

// Assigned gives a member its partitions, and where to go on in each.
type Assigned struct {
	Generation int
	Positions  []Position
}

// Kind implements sim.Payload.
func (*Assigned) Kind() string { return "assigned" }

// Size implements sim.Payload.
func (a *Assigned) Size() int { return overhead + 12*len(a.Positions) }

// String implements sim.Payload.
func (a *Assigned) String() string {
	return fmt.Sprintf("%s in generation %d", noun.Count(len(a.Positions), "partition"), a.Generation)
}

// Fetch asks for records. With none there, the answer waits for one.
type Fetch struct {
	Group      string
	Generation int
	From       Position
	Most       int
}

// Kind implements sim.Payload.
func (*Fetch) Kind() string { return "fetch" }

// Size implements sim.Payload.
func (*Fetch) Size() int { return overhead }

// String implements sim.Payload.
func (f *Fetch) String() string {
	return fmt.Sprintf("asks for partition %d from %d", f.From.Partition, f.From.Offset)
}

// Batch is the records of a partition from a place on.
type Batch struct {
	Generation int
	From       Position // what was asked for
	Records    []Record
}

// Kind implements sim.Payload.
func (*Batch) Kind() string { return "batch" }

// Size implements sim.Payload.
func (b *Batch) Size() int {
	size := overhead
	for _, r := range b.Records {
		size += r.size()
	}
	return size
}

// String implements sim.Payload.
func (b *Batch) String() string {
	return fmt.Sprintf("%s of partition %d", noun.Count(len(b.Records), "record"), b.From.Partition)
}

// Commit says that a group is done with a partition up to an offset.
type Commit struct {
	Group      string
	Generation int
	At         Position
}

// Kind implements sim.Payload.
func (*Commit) Kind() string { return "commit" }

// Size implements sim.Payload.
func (*Commit) Size() int { return overhead }

// String implements sim.Payload.
func (c *Commit) String() string {
	return fmt.Sprintf("is done with partition %d up to %d", c.At.Partition, c.At.Offset)
}

// Patience is how long a member waits for records before it asks again.
const Patience = 2 * time.Second
