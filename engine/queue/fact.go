package queue

import (
	"fmt"
	"time"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// TimedOut is the fact that no acknowledgement came for a job.
type TimedOut struct {
	Queue, Worker sim.NodeID
	Job           uint64
	Body          string
	After         time.Duration
}

// Sentence implements sim.Fact.
func (t TimedOut) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s heard nothing from %s about job %d (%s) for %s and makes it visible again",
		name(t.Queue), name(t.Worker), t.Job, t.Body, request.Span(t.After))
}

// Weight implements sim.Fact.
func (TimedOut) Weight() sim.Weight { return sim.Warning }

// Redelivered is the fact that a job was handed out again.
type Redelivered struct {
	Queue, Worker sim.NodeID
	Job           uint64
	Body          string
	Receives      int
}

// Sentence implements sim.Fact.
func (r Redelivered) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s handed job %d (%s) to %s: its delivery number %d", name(r.Queue), r.Job, r.Body, name(r.Worker), r.Receives)
}

// Weight implements sim.Fact.
func (Redelivered) Weight() sim.Weight { return sim.Notable }

// Buried is the fact that a job became a dead letter.
type Buried struct {
	Queue    sim.NodeID
	Job      uint64
	Body     string
	Receives int
}

// Sentence implements sim.Fact.
func (b Buried) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s gave job %d (%s) up after %d deliveries: it is a dead letter", name(b.Queue), b.Job, b.Body, b.Receives)
}

// Weight implements sim.Fact.
func (Buried) Weight() sim.Weight { return sim.Trouble }
