package balancer

import (
	"fmt"
	"time"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// TargetDown is the fact that the checks take a member out of service.
type TargetDown struct {
	Balancer, Target sim.NodeID
	Fails            int
}

// Sentence implements sim.Fact.
func (f TargetDown) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s sends nothing to %s any more: it failed %d health checks in a row", name(f.Balancer), name(f.Target), f.Fails)
}

// Weight implements sim.Fact.
func (TargetDown) Weight() sim.Weight { return sim.Warning }

// TargetUp is the fact that a member is in service again.
type TargetUp struct {
	Balancer, Target sim.NodeID
	Passes           int
}

// Sentence implements sim.Fact.
func (f TargetUp) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s sends requests to %s: it passed %d health checks in a row", name(f.Balancer), name(f.Target), f.Passes)
}

// Weight implements sim.Fact.
func (TargetUp) Weight() sim.Weight { return sim.Notable }

// TookOver is the fact that a standby has the address now.
type TookOver struct {
	Balancer, From sim.NodeID
	Silent         time.Duration
}

// Sentence implements sim.Fact.
func (f TookOver) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s takes the address over from %s, which it has not heard for %s", name(f.Balancer), name(f.From), request.Span(f.Silent))
}

// Weight implements sim.Fact.
func (TookOver) Weight() sim.Weight { return sim.Warning }

// Saturated is the fact that the balancer itself is too small.
type Saturated struct {
	Balancer sim.NodeID
	Capacity float64
}

// Sentence implements sim.Fact.
func (f Saturated) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s refuses a request: it is sized for %.0f a second, and grows only slowly", name(f.Balancer), f.Capacity)
}

// Because implements request.Refusal.
func (Saturated) Because() string {
	return "A managed balancer is sized for the traffic it has had: ask for a larger one before a crowd comes."
}

// Weight implements sim.Fact.
func (Saturated) Weight() sim.Weight { return sim.Quiet }
