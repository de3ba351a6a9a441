package queue

import (
	"fmt"
	"time"

	"netsplit/engine/request"
)

const overhead = 100

// Patience is how long a worker that could take a job waits before it asks
// again: the queue may have crashed, or a message may be lost.
const Patience = 5 * time.Second

// Poll asks for jobs; the queue answers when it has some. Credit is how many
// jobs the worker has asked for since the session began, all in all: a copy of
// a poll, or one that is overtaken, asks for nothing more.
type Poll struct {
	Session uint64 // of the worker; a new one forgets what was asked before
	Credit  int
}

// Kind implements sim.Payload.
func (*Poll) Kind() string { return "poll" }

// Size implements sim.Payload.
func (*Poll) Size() int { return overhead }

// String implements sim.Payload.
func (*Poll) String() string { return "asks for jobs" }

// Delivery hands out a job.
type Delivery struct {
	Session  uint64 // of the worker
	Number   int    // within the session, from 1
	Job      uint64
	Body     string
	Terms    request.Terms
	Receives int
}

// Kind implements sim.Payload.
func (*Delivery) Kind() string { return "delivery" }

// Size implements sim.Payload.
func (d *Delivery) Size() int { return overhead + len(d.Body) }

// String implements sim.Payload.
func (d *Delivery) String() string { return fmt.Sprintf("job %d (%s)", d.Job, d.Body) }

// Done acknowledges a job.
type Done struct{ Job uint64 }

// Kind implements sim.Payload.
func (*Done) Kind() string { return "done" }

// Size implements sim.Payload.
func (*Done) Size() int { return overhead }

// String implements sim.Payload.
func (d *Done) String() string { return fmt.Sprintf("job %d is done", d.Job) }

// Failed gives a job back: it could not be done. Receives says which delivery
// of it failed.
type Failed struct {
	Job      uint64
	Receives int
}

// Kind implements sim.Payload.
func (*Failed) Kind() string { return "failed" }

// Size implements sim.Payload.
func (*Failed) Size() int { return overhead }

// String implements sim.Payload.
func (f *Failed) String() string { return fmt.Sprintf("job %d failed", f.Job) }
