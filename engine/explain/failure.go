package explain

import (
	"fmt"
	"slices"

	"netsplit/engine/clock"
	"netsplit/engine/replica"
	"netsplit/engine/request"
	"netsplit/engine/service"
	"netsplit/engine/sim"
)

// failure goes from the error code to what lies behind it.
func failure(e Evidence) []Cause {
	switch e.Answer.Code {
	case request.NoQuorum:
		if chain := missedQuorum(e); chain != nil {
			return chain
		}
	case request.Overloaded:
		return refusals(e)
	case request.Full:
		return []Cause{{Time: e.ended(), Text: "The queue is bounded: it refuses rather than grow without end. Its workers do not keep up."}}
	case request.Unsupported:
		return nil // the detail says it all
	}
	return silence(e)
}

// missedQuorum tells which replicas did not answer the coordinator, and why.
func missedQuorum(e Evidence) []Cause {
	// The last one counts: earlier ones belong to attempts that were repeated.
	for _, r := range slices.Backward(e.Records) {
		q, ok := r.Fact.(replica.QuorumMissed)
		if !ok {
			continue
		}
		chain := hops(e, q.Coordinator)
		chain = append(chain, Cause{Time: r.Time, Node: e.NameOf(q.Coordinator), Text: q.Sentence(e.NameOf) + "."})
		seen := map[int]bool{}
		var roots []Cause
		for _, id := range q.Silent {
			text, at, number := exchange(e, q.Coordinator, id)
			chain = append(chain, Cause{Time: at, Node: e.NameOf(id), Text: text})
			if number != 0 && !seen[number] {
				seen[number] = true
				roots = append(roots, e.root(number)...)
			}
		}
		return append(chain, roots...)
	}
	return nil
}

// hops tells how the request got to a node, when it was not asked directly.
func hops(e Evidence, to sim.NodeID) []Cause {
	var chain []Cause
	for _, r := range e.Records {
		req, ok := r.Payload.(*request.Request)
		if !ok || r.Kind != sim.Delivered {
			continue
		}
		chain = append(chain, Cause{Time: r.Time, Node: e.NameOf(r.Node), Text: fmt.Sprintf("%s asked %s: %s.", e.NameOf(r.Peer), e.NameOf(r.Node), req)})
		if r.Node == to {
			break
		}
	}
	if len(chain) < 2 {
		return nil // asked directly
	}
	return chain
}

// exchange tells what became of the messages between two nodes, and the fault
// behind it.
func exchange(e Evidence, a, b sim.NodeID) (text string, at clock.Time, number int) {
	var sent, back *sim.Record
	for i, r := range e.Records {
		pair := r.Node == a && r.Peer == b || r.Node == b && r.Peer == a
		if !pair {
			continue
		}
		switch r.Kind {
		case sim.Dropped:
			return lost(e, r), r.Time, r.Fault
		case sim.Sent:
			if r.Node == a {
				sent = &e.Records[i]
			} else {
				back = &e.Records[i]
			}
		}
	}
	switch {
	case back != nil:
		return fmt.Sprintf("%s answered %s only %s after it was asked: too late.", e.NameOf(b), e.NameOf(a), request.Span(back.Time.Sub(start(sent, back)))), back.Time, e.slowFault(b)
	case sent != nil:
		return fmt.Sprintf("%s got the message from %s late or is frozen: no answer came back.", e.NameOf(b), e.NameOf(a)), sent.Time, e.slowFault(b)
	}
	return fmt.Sprintf("Nothing is recorded between %s and %s.", e.NameOf(a), e.NameOf(b)), e.Operation.Invoked, 0
}

func start(sent, back *sim.Record) clock.Time {
	if sent != nil {
		return sent.Time
	}
	return back.Time
}

// lost says how a message was lost.
func lost(e Evidence, r sim.Record) string {
	from, to := e.NameOf(r.Peer), e.NameOf(r.Node)
	what := fmt.Sprintf("The message from %s to %s (%s)", from, to, r.Payload)
	switch r.Reason {
	case sim.DropCut:
		return what + fmt.Sprintf(" was lost: nothing passes from %s to %s.", from, to)
	case sim.DropLoss:
		return what + " was lost on the way."
	case sim.DropCrashed:
		return what + fmt.Sprintf(" found nobody: %s was down.", to)
	case sim.DropFull:
		return what + fmt.Sprintf(" found the buffers of %s full: it is frozen.", to)
	}
	return what + " was dropped by hand."
}

// refusals tells which instance had no room.
func refusals(e Evidence) []Cause {
	var chain []Cause
	for _, r := range e.Records {
		if f, ok := r.Fact.(service.Refused); ok {
			chain = append(chain, Cause{Time: r.Time, Node: e.NameOf(f.Instance), Text: f.Sentence(e.NameOf) + "."})
		}
	}
	return append(chain, Cause{Time: e.Operation.Invoked, Text: "More work arrives than the instances finish: the line in front of them is full."})
}

// silence finds the one who did not answer: the last call that timed out, and
// what became of its messages.
func silence(e Evidence) []Cause {
	for _, r := range slices.Backward(e.Records) {
		u, ok := r.Fact.(request.Unanswered)
		if !ok {
			continue
		}
		chain := []Cause{{Time: r.Time, Node: e.NameOf(u.By), Text: u.Sentence(e.NameOf) + "."}}
		return append(chain, between(e, u.By, u.Target)...)
	}
	return waiting(e)
}

// between explains why a call got no answer: its messages were lost, or the
// one asked was itself waiting.
func between(e Evidence, by, target sim.NodeID) []Cause {
	for _, r := range e.Records {
		pair := r.Node == target && r.Peer == by || r.Node == by && r.Peer == target
		if pair && r.Kind == sim.Dropped {
			return append([]Cause{{Time: r.Time, Node: e.NameOf(target), Text: lost(e, r)}}, e.root(r.Fault)...)
		}
	}
	// The target got it. Did one that it depends on fail it?
	for _, r := range e.Records {
		if r.Kind == sim.Dropped && (r.Node == target || r.Peer == target) {
			return append([]Cause{{Time: r.Time, Node: e.NameOf(r.Node), Text: lost(e, r)}}, e.root(r.Fault)...)
		}
	}
	if q := missedQuorum(e); q != nil {
		return q
	}
	return append([]Cause{stuck(e, target)}, e.root(e.slowFault(target))...)
}

// stuck says where a request stayed.
func stuck(e Evidence, target sim.NodeID) Cause {
	for _, r := range e.Records {
		if f, ok := r.Fact.(service.Waited); ok && f.Instance == target {
			return Cause{Time: r.Time, Node: e.NameOf(target), Text: "On " + e.NameOf(target) + " " + f.Sentence(e.NameOf) + "."}
		}
	}
	last := e.Records[len(e.Records)-1]
	return Cause{Time: last.Time, Node: e.NameOf(target),
		Text: fmt.Sprintf("%s has the request and did not answer in time: it is frozen, slow, or waits in line.", e.NameOf(target))}
}

// waiting explains an operation that has not ended.
func waiting(e Evidence) []Cause {
	for _, r := range slices.Backward(e.Records) {
		if r.Kind == sim.Dropped {
			return append([]Cause{{Time: r.Time, Node: e.NameOf(r.Node), Text: lost(e, r)}}, e.root(r.Fault)...)
		}
	}
	last := e.Records[len(e.Records)-1]
	text := fmt.Sprintf("The latest that happened: %s at %s.", tell(e, last), last.Time)
	return append([]Cause{{Time: last.Time, Node: e.NameOf(last.Node), Text: text}}, e.root(e.slowFault(last.Node))...)
}
