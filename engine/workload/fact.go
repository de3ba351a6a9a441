package workload

import (
	"fmt"
	"time"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Hedged is the fact that a slow request was sent to another server as well.
type Hedged struct {
	By, Slow, Second sim.NodeID
	After            time.Duration
}

// Sentence implements sim.Fact.
func (h Hedged) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s heard nothing from %s for %s and asked %s as well", name(h.By), name(h.Slow), request.Span(h.After), name(h.Second))
}

// Weight implements sim.Fact.
func (Hedged) Weight() sim.Weight { return sim.Quiet }
