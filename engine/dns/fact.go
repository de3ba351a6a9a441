package dns

import (
	"fmt"

	"netsplit/engine/sim"
)

// Changed is the fact that a name server changed its mind about a record.
type Changed struct {
	Server       sim.NodeID
	Name, Record string
	Healthy      bool
	Rounds       int
}

// Sentence implements sim.Fact.
func (f Changed) Sentence(name func(sim.NodeID) string) string {
	if f.Healthy {
		return fmt.Sprintf("%s answers %s for %s again: its members are back", name(f.Server), f.Record, f.Name)
	}
	return fmt.Sprintf("%s does not answer %s for %s any more: no member answered %d health checks in a row", name(f.Server), f.Record, f.Name, f.Rounds)
}

// Weight implements sim.Fact.
func (f Changed) Weight() sim.Weight {
	if f.Healthy {
		return sim.Notable
	}
	return sim.Warning
}

// Unresolved is the fact that no name server could be reached.
type Unresolved struct {
	Resolver sim.NodeID
	Name     string
	Servers  []sim.NodeID // that were asked
}

// Sentence implements sim.Fact.
func (f Unresolved) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s could not find out who answers for %s: no name server answered", name(f.Resolver), f.Name)
}

// Weight implements sim.Fact.
func (Unresolved) Weight() sim.Weight { return sim.Quiet }
