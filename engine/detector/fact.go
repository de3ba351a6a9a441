package detector

import (
	"fmt"
	"time"

	"netsplit/engine/sim"
)

// Silent is the fact that a node suspects another after a silence.
type Silent struct {
	By, Of sim.NodeID
	For    time.Duration
	Phi    float64 // the threshold reached, 0: a time-out
	Via    Kind
}

// Event implements Judgement.
func (s Silent) Event() Event { return Event{By: s.By, Of: s.Of, Verdict: Suspicion} }

// Sentence implements sim.Fact.
func (s Silent) Sentence(name func(sim.NodeID) string) string {
	head := fmt.Sprintf("%s suspects %s: no heartbeat of it for %s", name(s.By), name(s.Of), span(s.For))
	switch {
	case s.Via == Phi:
		return head + fmt.Sprintf(", phi reached %g", s.Phi)
	case s.Via == Gossip:
		return head + ", neither from it nor through others"
	}
	return head
}

// Weight implements sim.Fact.
func (Silent) Weight() sim.Weight { return sim.Warning }

// HeardAgain is the fact that a suspected node gave a sign of life.
type HeardAgain struct {
	By, Of sim.NodeID
	After  time.Duration
}

// Event implements Judgement.
func (h HeardAgain) Event() Event { return Event{By: h.By, Of: h.Of, Verdict: Trust} }

// Sentence implements sim.Fact.
func (h HeardAgain) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s trusts %s again: its heartbeat came after %s", name(h.By), name(h.Of), span(h.After))
}

// Weight implements sim.Fact.
func (HeardAgain) Weight() sim.Weight { return sim.Notable }

// Unanswered is the fact that a node begins to suspect another because a
// request or a probe of it got no answer: what a node goes by that has no
// detector.
type Unanswered struct{ By, Of sim.NodeID }

// Event implements Judgement.
func (u Unanswered) Event() Event { return Event{By: u.By, Of: u.Of, Verdict: Suspicion} }

// Sentence implements sim.Fact.
func (u Unanswered) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s suspects %s, which did not answer", name(u.By), name(u.Of))
}

// Weight implements sim.Fact.
func (Unanswered) Weight() sim.Weight { return sim.Quiet }

// span is a duration with three significant digits.
func span(d time.Duration) string {
	if d >= time.Second {
		return fmt.Sprintf("%.3g s", d.Seconds())
	}
	return fmt.Sprintf("%.3g ms", float64(d)/float64(time.Millisecond))
}
