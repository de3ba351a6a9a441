package queue

import (
	"fmt"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// TimedOut is the fact that no acknowledgement came for a job.
type TimedOut struct {
	Queue, Worker sim.NodeID
	Job           uint64
	Body          string
	After         time.Duration
	Last          bool // it is not handed out again
}

// Sentence implements sim.Fact.
func (t TimedOut) Sentence(name func(sim.NodeID) string) string {
	text := fmt.Sprintf("%s heard nothing from %s about job %d (%s) for %s", name(t.Queue), name(t.Worker), t.Job, t.Body, request.Span(t.After))
	if t.Last {
		return text
	}
	return text + " and makes it visible again"
}

// Weight implements sim.Fact.
func (TimedOut) Weight() sim.Weight { return sim.Warning }

// GivenBack is the fact that a worker could not do a job.
type GivenBack struct {
	Queue, Worker sim.NodeID
	Job           uint64
	Body          string
	Pause         time.Duration // until it is handed out again
}

// Sentence implements sim.Fact.
func (g GivenBack) Sentence(name func(sim.NodeID) string) string {
	when := "at once"
	if g.Pause > 0 {
		when = "in " + request.Span(g.Pause)
	}
	return fmt.Sprintf("%s could not do job %d (%s): %s hands it out again %s", name(g.Worker), g.Job, g.Body, name(g.Queue), when)
}

// Weight implements sim.Fact.
func (GivenBack) Weight() sim.Weight { return sim.Warning }

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
	return fmt.Sprintf("%s gave job %d (%s) up after %s: it is a dead letter", name(b.Queue), b.Job, b.Body, noun.Count(b.Receives, "delivery"))
}

// Weight implements sim.Fact.
func (Buried) Weight() sim.Weight { return sim.Trouble }

// Copied is the fact that a message came a second time and was dropped.
type Copied struct {
	Queue sim.NodeID
	Job   uint64
	Body  string
}

// Sentence implements sim.Fact.
func (c Copied) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s has that message already, as job %d (%s): the copy is dropped", name(c.Queue), c.Job, c.Body)
}

// Weight implements sim.Fact.
func (Copied) Weight() sim.Weight { return sim.Notable }

// HeldBack is the fact that a full queue lets a sender wait.
type HeldBack struct {
	Queue, Sender sim.NodeID
	Jobs          int
}

// Sentence implements sim.Fact.
func (h HeldBack) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s holds %s, all it may: %s waits for room", name(h.Queue), noun.Count(h.Jobs, "job"), name(h.Sender))
}

// Weight implements sim.Fact.
func (HeldBack) Weight() sim.Weight { return sim.Quiet }
