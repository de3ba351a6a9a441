package explain

import (
	"fmt"
	"math"
	"slices"

	"netsplit/engine/clock"
	"netsplit/engine/consensus"
	"netsplit/engine/dns"
	"netsplit/engine/replica"
	"netsplit/engine/request"
	"netsplit/engine/service"
	"netsplit/engine/sim"
)

// failure goes from the error code to what lies behind it.
func failure(e Evidence) []Cause {
	if chain := gaveUp(e); chain != nil {
		return chain
	}
	switch e.Answer.Code {
	case request.NoQuorum:
		if chain := missedQuorum(e); chain != nil {
			return chain
		}
		if chain := missedMajority(e); chain != nil {
			return chain
		}
	case request.Overloaded, request.Unauthorised, request.TooLarge, request.DataLost, request.NoConnection:
		return refusals(e)
	case request.NoAddress:
		return unresolved(e)
	case request.Full:
		return []Cause{{Time: e.ended(), Text: "The queue is bounded: it refuses rather than grow without end."}}
	case request.Abandoned:
		return append([]Cause{{Time: e.ended(), Node: e.Operation.Client, Text: e.Operation.Client + " lost its memory, and with it the wait for this answer."}}, e.root(e.slowFault(e.Asker))...)
	case request.Shed, request.Throttled, request.CircuitOpen, request.BulkheadFull, request.SessionLost, request.DeadlineExceeded, request.CutOff:
		if chain := refusals(e); chain != nil {
			return chain
		}
		return refusal(e)
	case request.Unsupported, request.NotLeader, request.Mismatch:
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
		chain := silent(e, r, q.Coordinator, q.Silent)
		for _, r := range e.Records {
			if f, ok := r.Fact.(replica.Narrowed); ok {
				return slices.Insert(chain, 0, narrowed(e, r, f))
			}
		}
		return chain
	}
	return nil
}

// missedMajority tells which members did not answer a leader, or one who looks
// for a leader, and why. The first who gave up knows best: the others only
// waited for it.
func missedMajority(e Evidence) []Cause {
	for _, r := range e.Records {
		if q, ok := r.Fact.(consensus.NoMajority); ok {
			return silent(e, r, q.Node, q.Silent)
		}
	}
	return nil
}

// silent tells for which nodes one waited in vain until it gave up.
func silent(e Evidence, gaveUp sim.Record, by sim.NodeID, ids []sim.NodeID) []Cause {
	chain := hops(e, by)
	chain = append(chain, Cause{Time: gaveUp.Time, Node: e.NameOf(by), Text: gaveUp.Fact.Sentence(e.NameOf) + "."})
	return append(append(chain, exchanges(e, by, ids)...), silentRoots(e, by, ids)...)
}

// unresolved tells which name servers a resolver asked in vain, and why.
func unresolved(e Evidence) []Cause {
	for _, r := range slices.Backward(e.Records) {
		if f, ok := r.Fact.(dns.Unresolved); ok {
			return silent(e, r, f.Resolver, f.Servers)
		}
	}
	return nil
}

// exchanges tells what became of the messages to each silent node: those with
// the same fate in one sentence.
func exchanges(e Evidence, by sim.NodeID, ids []sim.NodeID) []Cause {
	type fate struct {
		reason sim.Drop
		to     bool // lost on the way there, not back
		fault  int
		kind   string
	}
	together := map[fate][]sim.NodeID{}
	var chain []Cause
	for _, id := range ids {
		r, dropped := loss(e, by, id)
		if !dropped {
			text, at, _ := exchange(e, by, id)
			chain = append(chain, Cause{Time: at, Node: e.NameOf(id), Text: text})
			continue
		}
		f := fate{r.Reason, r.Node == id, r.Fault, r.Payload.Kind()}
		together[f] = append(together[f], id)
		if len(together[f]) == 1 {
			// Its place in the chain; the text follows when all are known.
			chain = append(chain, Cause{Time: r.Time, Node: e.NameOf(id), Text: lost(e, r)})
			continue
		}
		for i := range chain {
			if chain[i].Node == e.NameOf(together[f][0]) {
				chain[i].Text = lostTogether(e, r, by, together[f])
			}
		}
	}
	return chain
}

// loss is the record of a message between two nodes that was lost.
func loss(e Evidence, a, b sim.NodeID) (sim.Record, bool) {
	for _, r := range e.Records {
		if r.Kind == sim.Dropped && (r.Node == a && r.Peer == b || r.Node == b && r.Peer == a) {
			return r, true
		}
	}
	return sim.Record{}, false
}

// lostTogether says how messages between a coordinator and several replicas
// were lost.
func lostTogether(e Evidence, r sim.Record, coordinator sim.NodeID, ids []sim.NodeID) string {
	names, c := replica.Names(ids, e.NameOf), e.NameOf(coordinator)
	what, way := fmt.Sprintf("The messages from %s to %s (%s)", c, names, r.Payload), "from "+c+" to them"
	if r.Peer != coordinator {
		what, way = fmt.Sprintf("The messages from %s to %s (%s)", names, c, r.Payload), "from them to "+c
	}
	switch r.Reason {
	case sim.DropCut:
		return what + " were lost: nothing passes " + way + "."
	case sim.DropLoss:
		return what + " were lost on the way."
	case sim.DropCrashed:
		return what + " found nobody: they were down."
	case sim.DropGone:
		return what + " found nobody: they have been removed."
	case sim.DropFull:
		return what + " found full buffers: they are frozen."
	}
	return what + " were dropped by hand."
}

// silentRoots are the faults behind the silence, each once.
func silentRoots(e Evidence, by sim.NodeID, ids []sim.NodeID) []Cause {
	seen := map[int]bool{}
	var roots []Cause
	for _, id := range ids {
		if _, _, number := exchange(e, by, id); number != 0 && !seen[number] {
			seen[number] = true
			roots = append(roots, e.root(number)...)
		}
	}
	return roots
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
	if r, dropped := loss(e, a, b); dropped {
		return lost(e, r), r.Time, r.Fault
	}
	var sent, back *sim.Record
	for i, r := range e.Records {
		switch {
		case r.Kind == sim.Sent && r.Node == a && r.Peer == b:
			sent = &e.Records[i]
		case r.Kind == sim.Sent && r.Node == b && r.Peer == a:
			back = &e.Records[i]
		}
	}
	switch {
	case back != nil && e.ended() < arrival(e, back):
		return fmt.Sprintf("The answer of %s to %s was still on its way.", e.NameOf(b), e.NameOf(a)), back.Time, e.slowFault(b)
	case back != nil:
		return fmt.Sprintf("%s answered %s only %s after it was asked: too late.", e.NameOf(b), e.NameOf(a), request.Span(back.Time.Sub(start(sent, back)))), back.Time, e.slowFault(b)
	case sent != nil:
		return fmt.Sprintf("%s got the message from %s late or is frozen: no answer came back.", e.NameOf(b), e.NameOf(a)), sent.Time, e.slowFault(b)
	}
	return fmt.Sprintf("Nothing is recorded between %s and %s.", e.NameOf(a), e.NameOf(b)), e.Operation.Invoked, 0
}

// arrival is when a message got there: after everything, if it is not known to
// have arrived.
func arrival(e Evidence, sent *sim.Record) clock.Time {
	for _, r := range e.Records {
		if r.Kind == sim.Delivered && r.Message == sent.Message {
			return r.Time
		}
	}
	return math.MaxInt64
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
	case sim.DropGone:
		return what + fmt.Sprintf(" found nobody: %s has been removed.", to)
	case sim.DropFull:
		return what + fmt.Sprintf(" found the buffers of %s full: it is frozen.", to)
	}
	return what + " was dropped by hand."
}

// refusals tells which instance had no room.
func refusals(e Evidence) []Cause {
	var chain []Cause
	for _, r := range e.Records {
		if f, ok := r.Fact.(request.Refusal); ok {
			chain = append(chain, Cause{Time: r.Time, Node: e.NameOf(r.Node), Text: f.Sentence(e.NameOf) + "."},
				Cause{Time: r.Time, Node: e.NameOf(r.Node), Text: f.Because()})
		}
	}
	return chain
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
	if q := missedMajority(e); q != nil {
		return q
	}
	return stayed(e, by, target)
}

// faultBehind is the fault behind a wait: that of the node, or else those of the
// others it shares its work with.
func faultBehind(e Evidence, target sim.NodeID) []Cause {
	if number := e.slowFault(target); number != 0 || e.Family == nil {
		return e.root(number)
	}
	return missing(e, e.Records[len(e.Records)-1], e.Family(target))
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
		Text: fmt.Sprintf("%s has the request and did not answer in time: it is frozen or slow, waits in line, or its work takes longer than that.", e.NameOf(target))}
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
