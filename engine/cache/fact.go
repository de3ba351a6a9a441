package cache

import (
	"fmt"
	"time"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// ServedStale is the fact that a copy was given out that is older than an
// acknowledged write.
type ServedStale struct {
	Cache      sim.NodeID
	Key, Value string
	For        time.Duration
}

// Sentence implements sim.Fact.
func (s ServedStale) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s answered from its copy %s=%s, which had been out of date for %s", name(s.Cache), s.Key, s.Value, request.Span(s.For))
}

// Weight implements sim.Fact.
func (ServedStale) Weight() sim.Weight { return sim.Quiet }
