package request

import (
	"fmt"
	"time"

	"netsplit/engine/metric"
	"netsplit/engine/sim"
)

// Unanswered is the fact that a call got no answer in time.
type Unanswered struct {
	By, Target sim.NodeID
	Request    *Request
	After      time.Duration
}

// Sentence implements sim.Fact.
func (u Unanswered) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s waited %s for %s (%s) and got no answer", name(u.By), Span(u.After), name(u.Target), u.Request)
}

// Weight implements sim.Fact.
func (Unanswered) Weight() sim.Weight { return sim.Quiet }

// Refusal is the fact that a node turned a request away.
type Refusal interface {
	sim.Fact
	// Because says in a sentence which limit was met.
	Because() string
}

// Span is a duration with three significant digits at most: "250 ms", "1.2 s".
func Span(d time.Duration) string { return metric.FormatDuration(d) }
