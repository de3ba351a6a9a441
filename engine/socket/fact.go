package socket

import (
	"fmt"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// CutIdle is the fact that somebody between cut a connection that was quiet.
type CutIdle struct {
	By, Listener, Server sim.NodeID
	After                time.Duration
	Told                 bool
	Again                bool // one of many: not worth a line
}

// Sentence implements sim.Fact.
func (c CutIdle) Sentence(name func(sim.NodeID) string) string {
	text := fmt.Sprintf("%s cuts a connection of %s to %s: nothing passed for %s", name(c.By), name(c.Listener), name(c.Server), request.Span(c.After))
	if !c.Told {
		text += ", and nobody is told"
	}
	return text
}

// Weight implements sim.Fact.
func (c CutIdle) Weight() sim.Weight { return weight(c.Again) }

func weight(again bool) sim.Weight {
	if again {
		return sim.Quiet
	}
	return sim.Warning
}

// Broke is the fact that who listened found the connection broken.
type Broke struct {
	Listener, Server sim.NodeID
	Reader           int
	Why              string
	Again            bool // one of many: not worth a line
}

// Sentence implements sim.Fact.
func (b Broke) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("the connection of listener %d of %s to %s is broken: %s", b.Reader, name(b.Listener), name(b.Server), b.Why)
}

// Weight implements sim.Fact.
func (b Broke) Weight() sim.Weight { return weight(b.Again) }

// Burst tells the first of many like it from the others.
type Burst struct{ last clock.Time }

// Again reports whether there was another one within the last second.
func (b *Burst) Again(now clock.Time) bool {
	again := b.last > 0 && now.Sub(b.last) < time.Second
	b.last = max(now, 1)
	return again
}
