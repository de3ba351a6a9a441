package primary

import (
	"fmt"
	"strings"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Reason is why a node gave up on a request.
type Reason uint8

// The reasons.
const (
	TooFewCopies Reason = iota + 1
	NoLease
	NoLeader
	LeaderSilent
	HandsOver
	GettingReady
)

// GaveUp is the fact that a node gave up on a request.
type GaveUp struct {
	Node         sim.NodeID
	Verb         request.Verb
	Key          string
	Why          Reason
	Epoch, Entry uint64
	Need         int
	Have, Silent []sim.NodeID
	Asked        sim.NodeID
	Since        clock.Time
	Waited       time.Duration
}

// Short is the fact without the node: what a client is told.
func (g GaveUp) Short(name func(sim.NodeID) string) string {
	switch g.Why {
	case TooFewCopies:
		s := fmt.Sprintf("needed entry %d on %d replicas, got %d", g.Entry, g.Need, len(g.Have))
		if len(g.Have) > 0 {
			s += " (" + Names(g.Have, name) + ")"
		}
		if len(g.Silent) > 0 {
			s += "; nothing from " + Names(g.Silent, name)
		}
		return s
	case NoLease:
		return fmt.Sprintf("%s leads in epoch %d and is fenced: its lease ran out at %s, so another may lead", name(g.Node), g.Epoch, g.Since)
	case LeaderSilent:
		return name(g.Asked) + ", the leader as far as it knows, did not answer"
	case HandsOver:
		return name(g.Node) + " hands over to another leader"
	case GettingReady:
		return fmt.Sprintf("%s is about to lead in epoch %d, and not ready yet", name(g.Node), g.Epoch)
	}
	return fmt.Sprintf("%s does not lead, and does not know who does since epoch %d", name(g.Node), g.Epoch)
}

// Sentence implements sim.Fact.
func (g GaveUp) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s gave up on %s %s after %s: %s", name(g.Node), g.Verb, g.Key, request.Span(g.Waited), g.Short(name))
}

// Weight implements sim.Fact.
func (GaveUp) Weight() sim.Weight { return sim.Quiet }

// ReadHere is the fact that a replica answered a read with what it had.
type ReadHere struct {
	Node         sim.NodeID
	Key          string
	Carried, Log uint64
}

// Sentence implements sim.Fact.
func (r ReadHere) Sentence(name func(sim.NodeID) string) string {
	s := fmt.Sprintf("%s, a replica, answered the read itself: it has carried out entry %d", name(r.Node), r.Carried)
	if r.Log > r.Carried {
		s += fmt.Sprintf(" of the %d that it has", r.Log)
	}
	return s
}

// Weight implements sim.Fact.
func (ReadHere) Weight() sim.Weight { return sim.Quiet }

// WaitsForEntry is the fact that a read waits until a replica has what its
// session has seen.
type WaitsForEntry struct {
	Node    sim.NodeID
	Carried Position
	Seen    string
}

// Sentence implements sim.Fact.
func (w WaitsForEntry) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s has carried out %s, and the session has seen %s: the read waits", name(w.Node), w.Carried, w.Seen)
}

// Weight implements sim.Fact.
func (WaitsForEntry) Weight() sim.Weight { return sim.Quiet }

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
