// Package explain answers why: from what a client saw back to what somebody
// did.
//
// An answer is a chain, symptom first, root cause last. Every link of it is
// read off the records of the run: a message that was sent, lost or late, a
// decision that a node noted, a fault in the book. Nothing is inferred from
// the configuration.
//
//	chain := explain.Operation(evidence)
//	for _, c := range chain {
//		fmt.Println(c.Time, c.Text)
//	}
package explain

import (
	"fmt"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/fault"
	"netsplit/engine/history"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Cause is one link of a chain.
type Cause struct {
	Time      clock.Time
	Text      string
	Node      string
	Operation uint64
}

// Evidence is what the run kept of an operation.
type Evidence struct {
	Operation history.Operation
	Name      string // in the words of a step
	Answer    request.Response
	Pending   bool
	Asker     sim.NodeID
	Now       clock.Time
	Records   []sim.Record // of the operation, in order; empty: not kept any more
	NameOf    func(sim.NodeID) string
	Fault     func(number int) (fault.Fault, bool)
	Link      func(from, to sim.NodeID) int // the fault that slows a link now; 0: none
	Condition func(sim.NodeID) int          // the fault that made a node slow, frozen or dead meanwhile; 0: none

	Family func(sim.NodeID) []sim.NodeID // the other members of a node's component

	Stale bool      // a read that missed a newer acknowledged write
	Newer *Evidence // that write, if the read is stale

	Beside []Evidence // the writes of the values that were read side by side
}

// Operation explains what came of an operation.
func Operation(e Evidence) []Cause {
	chain := []Cause{{Time: e.ended(), Text: symptom(e), Node: e.Operation.Via, Operation: e.Operation.ID}}
	if len(e.Records) == 0 {
		return append(chain, Cause{Time: e.Operation.Invoked, Text: "What happened to it is no longer kept: only the latest operations are, and the latest of those that failed."})
	}
	switch {
	case e.Pending:
		chain = append(chain, waiting(e)...)
	case e.Answer.Code != "":
		chain = append(chain, failure(e)...)
	case e.Stale:
		chain = append(chain, staleness(e)...)
		chain = append(chain, beside(e)...)
	default:
		chain = append(chain, path(e)...)
		chain = append(chain, beside(e)...)
	}
	return chain
}

func (e Evidence) ended() clock.Time {
	if e.Pending {
		return e.Now
	}
	return e.Operation.Returned
}

func (e Evidence) latency() time.Duration { return e.ended().Sub(e.Operation.Invoked) }

func symptom(e Evidence) string {
	o := e.Operation
	who := o.Client + ": " + e.Name
	took := request.Span(e.latency())
	switch {
	case e.Pending:
		return who + " is still in progress after " + took + "."
	case e.Answer.Code != "":
		text := who + " failed after " + took + " with " + o.Code + ": " + e.Answer.Detail + "."
		if o.Outcome == history.Info {
			text += " The client can't know whether it happened."
		}
		return text
	case e.Stale:
		return who + " read " + o.Value + " after " + took + ", although a newer value was acknowledged before the read began."
	case o.Kind == history.Get && !o.Found:
		return who + " found nothing, after " + took + "."
	case o.Kind == history.Get:
		return who + " read " + o.Value + " after " + took + "."
	case o.Kind == history.Poll:
		return fmt.Sprintf("%s was answered after %s, with %d updates.", who, took, len(e.Answer.Updates))
	}
	return who + " succeeded after " + took + "."
}

// root names the fault behind something, if there is one in the book.
func (e Evidence) root(number int) []Cause {
	f, ok := e.Fault(number)
	if !ok {
		return nil
	}
	text := "Step: " + f.Text + ", taken at " + f.Since.String() + "."
	if !f.Active {
		text += " It ended at " + f.Ended.String() + "."
	}
	return []Cause{{Time: f.Since, Text: text}}
}
