package queue

import "fmt"

const overhead = 100

// Poll asks for a job; the queue answers when it has one.
type Poll struct{ ID uint64 }

// Kind implements sim.Payload.
func (*Poll) Kind() string { return "poll" }

// Size implements sim.Payload.
func (*Poll) Size() int { return overhead }

// String implements sim.Payload.
func (*Poll) String() string { return "asks for a job" }

// Delivery hands out a job.
type Delivery struct {
	Job      uint64
	Body     string
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
