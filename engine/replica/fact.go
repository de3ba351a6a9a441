package replica

import (
	"fmt"
	"strings"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// QuorumMissed is the fact that a coordinator gave up.
type QuorumMissed struct {
	Coordinator      sim.NodeID
	Key              string
	Verb             request.Verb
	Need             int
	Answered, Silent []sim.NodeID
	Waited           time.Duration
	Repair           bool // it read enough, but could not write the value back
}

// Short is the fact without the coordinator: what a client is told.
func (q QuorumMissed) Short(name func(sim.NodeID) string) string {
	what := "answers"
	if q.Verb.Writes() || q.Repair {
		what = "acknowledgements"
	}
	s := fmt.Sprintf("needed %d %s, got %d%s", q.Need, what, len(q.Answered), list(" (", q.Answered, ")", name))
	if len(q.Silent) > 0 {
		s += "; nothing from " + Names(q.Silent, name)
	}
	return s
}

// Sentence implements sim.Fact.
func (q QuorumMissed) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s gave up on %s %s after %s: %s", name(q.Coordinator), q.Verb, q.Key, request.Span(q.Waited), q.Short(name))
}

// Weight implements sim.Fact.
func (QuorumMissed) Weight() sim.Weight { return sim.Quiet }

// Narrowed is the fact that an operation goes to fewer replicas than keep the
// key, because who asked for it wanted so.
type Narrowed struct {
	Key        string
	Part, Rest []sim.NodeID
}

// Sentence implements sim.Fact.
func (n Narrowed) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("it was for %d of the %d replicas of %s: for %s, not for %s", len(n.Part), len(n.Part)+len(n.Rest), n.Key, Names(n.Part, name), Names(n.Rest, name))
}

// Weight implements sim.Fact.
func (Narrowed) Weight() sim.Weight { return sim.Quiet }

// Repaired is the fact that a read found replicas behind.
type Repaired struct {
	Coordinator sim.NodeID
	Key         string
	Stale       []sim.NodeID
}

// Sentence implements sim.Fact.
func (r Repaired) Sentence(name func(sim.NodeID) string) string {
	self := func(id sim.NodeID) string {
		if id == r.Coordinator {
			return "itself"
		}
		return name(id)
	}
	return fmt.Sprintf("%s found %s behind on %s and repaired it with the newer version (read repair)", name(r.Coordinator), Names(r.Stale, self), r.Key)
}

// Weight implements sim.Fact.
func (Repaired) Weight() sim.Weight { return sim.Quiet }

// CaughtUp is the fact that anti-entropy brought records.
type CaughtUp struct {
	Node, From sim.NodeID
	Records    int
}

// Sentence implements sim.Fact.
func (c CaughtUp) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s took %s from %s (anti-entropy)", name(c.Node), noun.Count(c.Records, "newer record"), name(c.From))
}

// Weight implements sim.Fact.
func (CaughtUp) Weight() sim.Weight { return sim.Notable }

// HintKept is the fact that a stand-in keeps a write for an owner.
type HintKept struct {
	Holder, For sim.NodeID
	Key         string
}

// Sentence implements sim.Fact.
func (h HintKept) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s keeps the write of %s for %s (a hint)", name(h.Holder), h.Key, name(h.For))
}

// Weight implements sim.Fact.
func (HintKept) Weight() sim.Weight { return sim.Quiet }

// PassedOver is the fact that a coordinator asked a stand-in at once, since it
// takes the owner for down.
type PassedOver struct {
	Coordinator, Owner, StandIn sim.NodeID
	Since                       clock.Time
}

// Sentence implements sim.Fact.
func (p PassedOver) Sentence(name func(sim.NodeID) string) string {
	if p.StandIn == p.Coordinator {
		return fmt.Sprintf("%s stood in itself for %s, which it suspects since %s", name(p.Coordinator), name(p.Owner), p.Since)
	}
	return fmt.Sprintf("%s asked %s in place of %s, which it suspects since %s", name(p.Coordinator), name(p.StandIn), name(p.Owner), p.Since)
}

// Weight implements sim.Fact.
func (PassedOver) Weight() sim.Weight { return sim.Quiet }

// HintRefused is the fact that a stand-in has no room for hints.
type HintRefused struct {
	Holder, For sim.NodeID
	Key         string
}

// Sentence implements sim.Fact.
func (h HintRefused) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s has no room for a hint: it does not keep the write of %s for %s", name(h.Holder), h.Key, name(h.For))
}

// Weight implements sim.Fact.
func (HintRefused) Weight() sim.Weight { return sim.Warning }

// HandedOver is the fact that hints reached their owner.
type HandedOver struct {
	From, To sim.NodeID
	Hints    int
}

// Sentence implements sim.Fact.
func (h HandedOver) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s handed %s over to %s (hinted handoff)", name(h.From), noun.Count(h.Hints, "hint"), name(h.To))
}

// Weight implements sim.Fact.
func (HandedOver) Weight() sim.Weight { return sim.Notable }

// Purged is the fact that a replica forgot deletes.
type Purged struct {
	Node       sim.NodeID
	Tombstones int
}

// Sentence implements sim.Fact.
func (p Purged) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s forgot %s", name(p.Node), noun.Count(p.Tombstones, "tombstone"))
}

// Weight implements sim.Fact.
func (Purged) Weight() sim.Weight { return sim.Notable }

// Joined is the fact that a node has its keys under the next ring.
type Joined struct {
	Node    sim.NodeID
	Missing []sim.NodeID // old owners that did not answer
}

// Sentence implements sim.Fact.
func (j Joined) Sentence(name func(sim.NodeID) string) string {
	s := name(j.Node) + " has pulled the keys that it owns on the new ring"
	if len(j.Missing) > 0 {
		s += ", without an answer from " + Names(j.Missing, name)
	}
	return s
}

// Weight implements sim.Fact.
func (Joined) Weight() sim.Weight { return sim.Notable }

// Names lists nodes in words: "a, b and c".
func Names(ids []sim.NodeID, name func(sim.NodeID) string) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = name(id)
	}
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

func list(open string, ids []sim.NodeID, end string, name func(sim.NodeID) string) string {
	if len(ids) == 0 {
		return ""
	}
	return open + Names(ids, name) + end
}
