package explain

import (
	"netsplit/engine/request"
	"netsplit/engine/service"
	"netsplit/engine/sim"
)

// refusal tells who would not do it and why, for errors that somebody gave on
// purpose: the fact behind the code, and what the code means.
func refusal(e Evidence) []Cause {
	var chain []Cause
	for _, r := range e.Records {
		if behind(e.Answer.Code, r.Fact) {
			chain = append(chain, Cause{Time: r.Time, Node: e.NameOf(r.Node), Text: r.Fact.Sentence(e.NameOf) + "."})
		}
	}
	for _, c := range request.Codes() {
		if c[0] == e.Answer.Code {
			chain = append(chain, Cause{Time: e.Operation.Invoked, Text: "The error " + c[0] + " means: " + c[1] + "."})
		}
	}
	return chain
}

// behind reports whether a fact is why somebody answered with a code.
func behind(code string, f sim.Fact) bool {
	switch f.(type) {
	case service.Shedded:
		return code == request.Shed
	case service.Limited, service.Full:
		return code == request.Throttled
	case service.NotAsked:
		return code == request.CircuitOpen
	case service.BulkheadFull:
		return code == request.BulkheadFull
	case service.Unknown:
		return code == request.SessionLost
	case request.Dropped:
		return code == request.DeadlineExceeded
	}
	return false
}
