package stream

import (
	"fmt"
	"strings"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Joined is the fact that a consumer became a member of its group.
type Joined struct {
	Stream, Member sim.NodeID
	Group          string
}

// Sentence implements sim.Fact.
func (j Joined) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s joins group %s of %s: the partitions are shared anew", name(j.Member), j.Group, name(j.Stream))
}

// Weight implements sim.Fact.
func (Joined) Weight() sim.Weight { return sim.Notable }

// Left is the fact that a consumer is no member any more.
type Left struct {
	Stream, Member sim.NodeID
	Group          string
	Silent         time.Duration // for which it was not heard of; 0: it said so
}

// Sentence implements sim.Fact.
func (l Left) Sentence(name func(sim.NodeID) string) string {
	if l.Silent == 0 {
		return fmt.Sprintf("%s leaves group %s of %s: the partitions are shared anew", name(l.Member), l.Group, name(l.Stream))
	}
	return fmt.Sprintf("%s has not heard of %s for %s and takes it out of group %s: the partitions are shared anew",
		name(l.Stream), name(l.Member), request.Span(l.Silent), l.Group)
}

// Weight implements sim.Fact.
func (Left) Weight() sim.Weight { return sim.Warning }

// Shared is the fact that a rebalance ended.
type Shared struct {
	Stream     sim.NodeID
	Group      string
	Generation int
	Members    []sim.NodeID
}

// Sentence implements sim.Fact.
func (s Shared) Sentence(name func(sim.NodeID) string) string {
	var names []string
	for _, id := range s.Members {
		names = append(names, name(id))
	}
	return fmt.Sprintf("%s shares its partitions among %s (generation %d of %s)", name(s.Stream), strings.Join(names, ", "), s.Generation, s.Group)
}

// Weight implements sim.Fact.
func (Shared) Weight() sim.Weight { return sim.Notable }

// Gone is the fact that records expired before a group had read them.
type Gone struct {
	Stream             sim.NodeID
	Group              string
	Partition, Records int
}

// Sentence implements sim.Fact.
func (g Gone) Sentence(name func(sim.NodeID) string) string {
	them := "them"
	if g.Records == 1 {
		them = "it"
	}
	return fmt.Sprintf("%s of partition %d of %s expired before %s had read %s", noun.Count(g.Records, "record"), g.Partition, name(g.Stream), g.Group, them)
}

// Weight implements sim.Fact.
func (Gone) Weight() sim.Weight { return sim.Trouble }

// Replayed is the fact that a group was set to other offsets by hand.
type Replayed struct {
	Stream sim.NodeID
	Group  string
}

// Sentence implements sim.Fact.
func (r Replayed) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("a replay set group %s of %s to other offsets: the partitions are shared anew", r.Group, name(r.Stream))
}

// Weight implements sim.Fact.
func (Replayed) Weight() sim.Weight { return sim.Notable }
