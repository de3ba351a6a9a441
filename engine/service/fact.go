package service

import (
	"fmt"
	"time"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Refused is the fact that an instance had no room for a request.
type Refused struct {
	Instance      sim.NodeID
	Busy, Waiting int
}

// Sentence implements sim.Fact.
func (r Refused) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s refused the request: all %d slots were busy and %d requests waited", name(r.Instance), r.Busy, r.Waiting)
}

// Weight implements sim.Fact.
func (Refused) Weight() sim.Weight { return sim.Quiet }

// Because implements request.Refusal.
func (Refused) Because() string { return "The line in front of the instances is bounded, and full." }

// Waited is the fact that a request stood in line.
type Waited struct {
	Instance sim.NodeID
	For      time.Duration
}

// Sentence implements sim.Fact.
func (w Waited) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("it waited %s in %s's line, because all slots were busy", request.Span(w.For), name(w.Instance))
}

// Weight implements sim.Fact.
func (Waited) Weight() sim.Weight { return sim.Quiet }

// NotInvalidated is the fact that a cached copy outlived a write.
type NotInvalidated struct {
	Instance   sim.NodeID
	Cache, Key string
}

// Sentence implements sim.Fact.
func (n NotInvalidated) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s could not delete %s from %s after the write: the copy there is stale until it expires", name(n.Instance), n.Key, n.Cache)
}

// Weight implements sim.Fact.
func (NotInvalidated) Weight() sim.Weight { return sim.Warning }
