package worker

import (
	"fmt"

	"netsplit/calc/noun"
	"netsplit/engine/sim"
)

// Skipped is the fact that work was passed over because it was done before.
type Skipped struct {
	Worker sim.NodeID
	Body   string
}

// Sentence implements sim.Fact.
func (s Skipped) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s passes over %s: it was done before", name(s.Worker), s.Body)
}

// Weight implements sim.Fact.
func (Skipped) Weight() sim.Weight { return sim.Notable }

// PassedOver is the fact that a record was given up, so that those behind it
// can go on.
type PassedOver struct {
	Worker sim.NodeID
	Body   string
	Tries  int
}

// Sentence implements sim.Fact.
func (p PassedOver) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s passes over %s after %s: what stands behind it can go on", name(p.Worker), p.Body, noun.Count(p.Tries, "try"))
}

// Weight implements sim.Fact.
func (PassedOver) Weight() sim.Weight { return sim.Trouble }

// CallFailed is the fact that work failed because something that it needs did.
type CallFailed struct {
	Worker    sim.NodeID
	Body, Why string
}

// Sentence implements sim.Fact.
func (c CallFailed) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s could not finish %s (%s)", name(c.Worker), c.Body, c.Why)
}

// Weight implements sim.Fact.
func (CallFailed) Weight() sim.Weight { return sim.Quiet }
