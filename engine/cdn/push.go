package cdn

import (
	"fmt"
	"time"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Push gives a point a new version.
type Push struct {
	Request *request.Request // that it answers
	Answer  request.Response
}

// Kind implements sim.Payload.
func (*Push) Kind() string { return "push" }

// Size implements sim.Payload.
func (p *Push) Size() int { return p.Answer.Size() + len(p.Request.Path) + len(p.Request.Key) }

// String implements sim.Payload.
func (p *Push) String() string { return "publish " + p.Request.Key + "=" + p.Answer.Value }

// SentStale is the fact that a point sent an old copy rather than an error.
type SentStale struct {
	Point   sim.NodeID
	Key     string
	Age     time.Duration
	Because string
}

// Sentence implements sim.Fact.
func (f SentStale) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s sent its copy of %s, which is %s old, since the origin failed (%s)", name(f.Point), f.Key, request.Span(f.Age), f.Because)
}

// Weight implements sim.Fact.
func (SentStale) Weight() sim.Weight { return sim.Quiet }
