package topic

import (
	"fmt"

	"netsplit/calc/noun"
	"netsplit/engine/sim"
)

// Loss is a fact after which a subscriber never gets a message.
type Loss interface {
	sim.Fact
	Of() string // the subscriber
}

// Dropped is the fact that a subscriber will never get a message.
type Dropped struct {
	Topic            sim.NodeID
	Subscriber, Body string
	Members          []sim.NodeID // of the subscriber
	Waiting          int          // in its buffer
	Cut              bool         // it was cut off
}

// Sentence implements sim.Fact.
func (d Dropped) Sentence(name func(sim.NodeID) string) string {
	if d.Cut {
		return fmt.Sprintf("%s drops %s for %s, which is cut off until it has caught up", name(d.Topic), d.Body, d.Subscriber)
	}
	return fmt.Sprintf("%s drops %s for %s: its buffer is full, %d wait there", name(d.Topic), d.Body, d.Subscriber, d.Waiting)
}

// Of implements Loss.
func (d Dropped) Of() string { return d.Subscriber }

// Weight implements sim.Fact.
func (Dropped) Weight() sim.Weight { return sim.Warning }

// CutOff is the fact that a subscriber is not sent to any more.
type CutOff struct {
	Topic      sim.NodeID
	Subscriber string
	Dropped    int
}

// Sentence implements sim.Fact.
func (c CutOff) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s cuts %s off, which is too slow, and drops the %s in its buffer", name(c.Topic), c.Subscriber, noun.Count(c.Dropped, "message"))
}

// Weight implements sim.Fact.
func (CutOff) Weight() sim.Weight { return sim.Trouble }

// Emptied is the fact that a message was in the buffer of a subscriber that was
// cut off.
type Emptied struct {
	Topic            sim.NodeID
	Subscriber, Body string
}

// Sentence implements sim.Fact.
func (e Emptied) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s drops %s with the buffer of %s, which it cuts off", name(e.Topic), e.Body, e.Subscriber)
}

// Of implements Loss.
func (e Emptied) Of() string { return e.Subscriber }

// Weight implements sim.Fact.
func (Emptied) Weight() sim.Weight { return sim.Quiet }

// Connected is the fact that a subscriber that was cut off is sent to again.
type Connected struct {
	Topic      sim.NodeID
	Subscriber string
}

// Sentence implements sim.Fact.
func (c Connected) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s has caught up: %s sends to it again", c.Subscriber, name(c.Topic))
}

// Weight implements sim.Fact.
func (Connected) Weight() sim.Weight { return sim.Notable }

// GivenUp is the fact that a message was tried in vain as often as it may be.
type GivenUp struct {
	Topic            sim.NodeID
	Subscriber, Body string
	Tries            int
}

// Sentence implements sim.Fact.
func (g GivenUp) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s gives %s for %s up after %s", name(g.Topic), g.Body, g.Subscriber, noun.Count(g.Tries, "try"))
}

// Of implements Loss.
func (g GivenUp) Of() string { return g.Subscriber }

// Weight implements sim.Fact.
func (GivenUp) Weight() sim.Weight { return sim.Trouble }

// HeldBack is the fact that a publisher waits for a slow subscriber.
type HeldBack struct {
	Topic, Publisher sim.NodeID
	Subscriber       string
}

// Sentence implements sim.Fact.
func (h HeldBack) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s waits: the buffer of %s at %s is full", name(h.Publisher), h.Subscriber, name(h.Topic))
}

// Weight implements sim.Fact.
func (HeldBack) Weight() sim.Weight { return sim.Quiet }
