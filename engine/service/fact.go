package service

import (
	"fmt"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/request"
	"netsplit/engine/resilience"
	"netsplit/engine/sim"
)

// Refused is the fact that an instance had no room for a request.
type Refused struct {
	Instance      sim.NodeID
	Busy, Waiting int
}

// Sentence implements sim.Fact.
func (r Refused) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s refused the request: all its slots were busy (%d), and %d more waited", name(r.Instance), r.Busy, r.Waiting)
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

// Shedded is the fact that a request was refused early.
type Shedded struct {
	Instance sim.NodeID
	Waiting  int
	Wait     time.Duration
	How      Shed
}

// Sentence implements sim.Fact.
func (s Shedded) Sentence(name func(sim.NodeID) string) string {
	if s.How == ShedAge {
		return fmt.Sprintf("%s shed the request: it had waited %s, and the line does not empty", name(s.Instance), request.Span(s.Wait))
	}
	return fmt.Sprintf("%s shed the request: %d waited before it, so its turn would come in about %s", name(s.Instance), s.Waiting, request.Span(s.Wait))
}

// Weight implements sim.Fact.
func (Shedded) Weight() sim.Weight { return sim.Quiet }

// BreakerTurned is the fact that a circuit breaker opened or closed.
type BreakerTurned struct {
	Instance  sim.NodeID
	Component string
	To        resilience.BreakerState
	CoolOff   time.Duration
}

// Sentence implements sim.Fact.
func (b BreakerTurned) Sentence(name func(sim.NodeID) string) string {
	if b.To == resilience.Closed {
		return fmt.Sprintf("%s got an answer from %s again and closes the circuit: all calls pass", name(b.Instance), b.Component)
	}
	return fmt.Sprintf("%s opens the circuit to %s: too many calls failed, so it asks no more for %s", name(b.Instance), b.Component, request.Span(b.CoolOff))
}

// Weight implements sim.Fact.
func (b BreakerTurned) Weight() sim.Weight {
	if b.To == resilience.Closed {
		return sim.Notable
	}
	return sim.Warning
}

// BulkheadFull is the fact that a call was not made because too many were
// under way.
type BulkheadFull struct {
	Instance  sim.NodeID
	Component string
	Slots     int
}

// Sentence implements sim.Fact.
func (b BulkheadFull) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s did not ask %s: the bulkhead allows %s to it at a time, all of them under way", name(b.Instance), b.Component, noun.Count(b.Slots, "call"))
}

// Weight implements sim.Fact.
func (BulkheadFull) Weight() sim.Weight { return sim.Quiet }

// Degraded is the fact that a fallback took the place of an answer.
type Degraded struct {
	Instance  sim.NodeID
	Component string
	Fallback  Fallback
	Code      string
}

// Sentence implements sim.Fact.
func (d Degraded) Sentence(name func(sim.NodeID) string) string {
	with := "the last answer that it knew"
	if d.Fallback == EmptyFallback {
		with = "nothing"
	}
	return fmt.Sprintf("%s failed (%s), and %s answered with %s in its place", d.Component, d.Code, name(d.Instance), with)
}

// Weight implements sim.Fact.
func (Degraded) Weight() sim.Weight { return sim.Quiet }

// Unknown is the fact that a session was not where its request went.
type Unknown struct {
	Instance sim.NodeID
	Session  int
}

// Sentence implements sim.Fact.
func (u Unknown) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s does not have session %d in its memory", name(u.Instance), u.Session)
}

// Weight implements sim.Fact.
func (Unknown) Weight() sim.Weight { return sim.Quiet }

// Limited is the fact that a request was above the limit of the rate.
type Limited struct {
	Instance sim.NodeID
	Limit    Limit
}

// Sentence implements sim.Fact.
func (l Limited) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s takes %g requests a second, %d at once, and this one was above that", name(l.Instance), l.Limit.Rate, l.Limit.Burst)
}

// Weight implements sim.Fact.
func (Limited) Weight() sim.Weight { return sim.Quiet }

// NotAsked is the fact that an open circuit breaker kept a call back.
type NotAsked struct {
	Instance  sim.NodeID
	Component string
}

// Sentence implements sim.Fact.
func (n NotAsked) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s did not ask %s: calls to it failed too often lately, so the circuit is open", name(n.Instance), n.Component)
}

// Weight implements sim.Fact.
func (NotAsked) Weight() sim.Weight { return sim.Quiet }
