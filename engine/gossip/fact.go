package gossip

import (
	"fmt"
	"strings"
	"time"

	"netsplit/engine/detector"
	"netsplit/engine/sim"
)

// Suspected is the fact that a member began to suspect another after its own
// probe.
type Suspected struct {
	By, Of  sim.NodeID
	Through []sim.NodeID // who was asked to ping it too
}

// Event implements detector.Judgement.
func (s Suspected) Event() detector.Event {
	return detector.Event{By: s.By, Of: s.Of, Verdict: detector.Suspicion}
}

// Sentence implements sim.Fact.
func (s Suspected) Sentence(name func(sim.NodeID) string) string {
	text := fmt.Sprintf("%s suspects %s: no answer to its probe", name(s.By), name(s.Of))
	if len(s.Through) == 0 {
		return text
	}
	names := make([]string, len(s.Through))
	for i, id := range s.Through {
		names[i] = name(id)
	}
	last := len(names) - 1
	if last == 0 {
		return text + ", nor through " + names[0]
	}
	return text + ", nor through " + strings.Join(names[:last], ", ") + " and " + names[last]
}

// Weight implements sim.Fact.
func (Suspected) Weight() sim.Weight { return sim.Warning }

// Declared is the fact that a member takes another for faulty.
type Declared struct {
	By, Of sim.NodeID
	After  time.Duration // of suspicion, without an objection
	Second bool          // the suspicion was another's
}

// Event implements detector.Judgement.
func (d Declared) Event() detector.Event {
	return detector.Event{By: d.By, Of: d.Of, Verdict: detector.Declaration}
}

// Sentence implements sim.Fact.
func (d Declared) Sentence(name func(sim.NodeID) string) string {
	if d.After == 0 {
		return fmt.Sprintf("%s declares %s faulty", name(d.By), name(d.Of))
	}
	return fmt.Sprintf("%s declares %s faulty: suspected for %.3g s without an objection", name(d.By), name(d.Of), d.After.Seconds())
}

// Weight implements sim.Fact. One line for each accuser is enough.
func (d Declared) Weight() sim.Weight {
	if d.Second {
		return sim.Quiet
	}
	return sim.Warning
}

// Refuted is the fact that a member heard it is suspected, and objected.
type Refuted struct {
	Member, From sim.NodeID
	State        State
	Incarnation  uint32
}

// Sentence implements sim.Fact.
func (r Refuted) Sentence(name func(sim.NodeID) string) string {
	what := "suspected"
	if r.State == Faulty {
		what = "taken for faulty"
	}
	return fmt.Sprintf("%s heard from %s that it is %s, and objects: it is alive, incarnation %d", name(r.Member), name(r.From), what, r.Incarnation)
}

// Weight implements sim.Fact.
func (Refuted) Weight() sim.Weight { return sim.Notable }

// Heard is the fact that a member took over what others say of another.
type Heard struct {
	By, Of        sim.NodeID
	State, Before State
}

// Event implements detector.Judgement. That a member has left is no verdict
// on it.
func (h Heard) Event() detector.Event {
	e := detector.Event{By: h.By, Of: h.Of, Heard: true, Verdict: detector.Trust}
	switch h.State {
	case Suspect:
		e.Verdict = detector.Suspicion
	case Faulty:
		e.Verdict = detector.Declaration
	}
	return e
}

// Sentence implements sim.Fact.
func (h Heard) Sentence(name func(sim.NodeID) string) string {
	switch {
	case h.State == Alive && h.Before == Left:
		return fmt.Sprintf("%s heard that %s has joined", name(h.By), name(h.Of))
	case h.State == Left:
		return fmt.Sprintf("%s heard that %s has left", name(h.By), name(h.Of))
	}
	return fmt.Sprintf("%s heard that %s is %s", name(h.By), name(h.Of), h.State)
}

// Weight implements sim.Fact.
func (Heard) Weight() sim.Weight { return sim.Quiet }
