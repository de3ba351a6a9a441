package explain

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"netsplit/calc/order"
	"netsplit/engine/cache"
	"netsplit/engine/consensus"
	"netsplit/engine/primary"
	"netsplit/engine/queue"
	"netsplit/engine/replica"
	"netsplit/engine/request"
	"netsplit/engine/service"
	"netsplit/engine/sim"
	"netsplit/engine/topic"
	"netsplit/engine/worker"
	"netsplit/engine/workload"
)

// path tells how an operation went that ended well: who was asked, what took
// longest, and which replicas missed the write.
func path(e Evidence) []Cause {
	var chain []Cause
	for _, r := range e.Records {
		switch p := r.Payload.(type) {
		case *request.Request:
			if r.Kind == sim.Delivered {
				chain = append(chain, Cause{Time: r.Time, Node: e.NameOf(r.Node), Text: fmt.Sprintf("%s asked %s: %s.", e.NameOf(r.Peer), e.NameOf(r.Node), p)})
			}
		case *replica.Ack:
			if r.Kind == sim.Delivered {
				chain = append(chain, Cause{Time: r.Time, Node: e.NameOf(r.Peer), Text: fmt.Sprintf("%s acknowledged to %s.", e.NameOf(r.Peer), e.NameOf(r.Node))})
			}
		case *consensus.Message:
			if r.Kind == sim.Delivered && r.Time <= e.ended() && p.Acknowledges() {
				chain = append(chain, Cause{Time: r.Time, Node: e.NameOf(r.Peer), Text: fmt.Sprintf("%s told %s: %s.", e.NameOf(r.Peer), e.NameOf(r.Node), p)})
			}
		case *replica.Reply:
			if r.Kind == sim.Delivered {
				chain = append(chain, Cause{Time: r.Time, Node: e.NameOf(r.Peer), Text: fmt.Sprintf("%s %s.", e.NameOf(r.Peer), p)})
			}
		case *primary.Report:
			if r.Kind == sim.Delivered && r.Time <= e.ended() && p.Acknowledges() {
				chain = append(chain, Cause{Time: r.Time, Node: e.NameOf(r.Peer), Text: fmt.Sprintf("%s told %s: %s %s.", e.NameOf(r.Peer), e.NameOf(r.Node), e.NameOf(p.Member), p)})
			}
		}
		if r.Kind == sim.Dropped && r.Payload != nil {
			chain = append(chain, Cause{Time: r.Time, Node: e.NameOf(r.Node), Text: lost(e, r)})
		}
		switch f := r.Fact.(type) {
		case replica.Narrowed:
			chain = append(chain, narrowed(e, r, f))
		case topic.Dropped:
			chain = append(chain, Cause{Time: r.Time, Node: e.NameOf(r.Node), Text: f.Sentence(e.NameOf) + "."})
			chain = append(chain, missing(e, r, f.Members)...)
		case topic.CutOff, topic.GivenUp, queue.TimedOut, queue.GivenBack, queue.Redelivered, queue.Buried, worker.Skipped, worker.PassedOver, worker.CallFailed:
			chain = append(chain, Cause{Time: r.Time, Node: e.NameOf(r.Node), Text: f.Sentence(e.NameOf) + "."})
		case service.Waited, replica.Repaired, replica.PassedOver, request.Unanswered, service.NotInvalidated, service.Degraded, service.ColdStart, workload.Hedged, primary.ReadHere, primary.WaitsForEntry:
			chain = append(chain, Cause{Time: r.Time, Node: e.NameOf(r.Node), Text: f.Sentence(e.NameOf) + "."})
		}
	}
	if c, ok := longest(e); ok {
		chain = append(chain, c)
	}
	return append(chain, slowness(e)...)
}

// missing tells which of those who were to get a message could not take it.
func missing(e Evidence, r sim.Record, ids []sim.NodeID) []Cause {
	var chain []Cause
	told := map[int]bool{}
	for _, id := range ids {
		if number := e.slowFault(id); number != 0 && !told[number] {
			told[number] = true
			chain = append(chain, Cause{Time: r.Time, Node: e.NameOf(id), Text: e.NameOf(id) + " was slow, frozen or down meanwhile."})
			chain = append(chain, e.root(number)...)
		}
	}
	return chain
}

// worthTelling is the latency from which on one asks why it was so slow.
const worthTelling = 20 * time.Millisecond

// slowness names the faults that slowed the nodes that took part, while they
// did.
func slowness(e Evidence) []Cause {
	if e.latency() < worthTelling {
		return nil
	}
	var chain []Cause
	asked, told := map[sim.NodeID]bool{}, map[int]bool{}
	for _, r := range e.Records {
		if r.Time > e.ended() {
			break
		}
		if asked[r.Node] {
			continue
		}
		asked[r.Node] = true
		if number := e.slowFault(r.Node); number != 0 && !told[number] {
			told[number] = true
			chain = append(chain, Cause{Time: r.Time, Node: e.NameOf(r.Node), Text: e.NameOf(r.Node) + " was slow, frozen or down meanwhile."})
			chain = append(chain, e.root(number)...)
		}
	}
	return chain
}

// longest names the gap between two records that took most of the time, if
// one stands out.
func longest(e Evidence) (Cause, bool) {
	at := e.Operation.Invoked
	var gap time.Duration
	var before, after sim.Record
	previous := sim.Record{Time: at}
	for _, r := range e.Records {
		if r.Time > e.ended() {
			break
		}
		if d := r.Time.Sub(previous.Time); d > gap {
			gap, before, after = d, previous, r
		}
		previous = r
	}
	if gap < worthTelling || gap*2 < e.latency() {
		return Cause{}, false
	}
	return Cause{Time: after.Time, Node: e.NameOf(after.Node), Text: fmt.Sprintf("Most of the time, %s of %s, passed between %s and %s.",
		request.Span(gap), request.Span(e.latency()), tell(e, before), tell(e, after))}, true
}

// tell is a record in half a sentence.
func tell(e Evidence, r sim.Record) string {
	switch {
	case r.Number == 0:
		return "the start"
	case r.Fact != nil:
		return "the moment when " + r.Fact.Sentence(e.NameOf)
	case r.Payload == nil:
		return "a timer of " + e.NameOf(r.Node)
	}
	verb := map[sim.RecordKind]string{sim.Sent: "sent to", sim.Delivered: "got from", sim.Dropped: "never got from"}[r.Kind]
	return fmt.Sprintf("what %s %s %s (%s)", e.NameOf(r.Node), verb, e.NameOf(r.Peer), r.Payload)
}

// staleness explains a read that missed a newer write: who answered the read,
// and what kept the write from them.
func staleness(e Evidence) []Cause {
	var chain []Cause
	answered := map[sim.NodeID]bool{}
	copied := false
	var served *cache.ServedStale
	for _, r := range e.Records {
		if s, ok := r.Fact.(cache.ServedStale); ok {
			served = &s
		}
		if r.Time > e.ended() || r.Kind != sim.Delivered {
			continue
		}
		switch p := r.Payload.(type) {
		case *replica.Reply:
			answered[r.Peer] = true
			chain = append(chain, Cause{Time: r.Time, Node: e.NameOf(r.Peer), Text: fmt.Sprintf("%s answered the read: it %s.", e.NameOf(r.Peer), p)})
		case *request.Response:
			if p.Verb == request.CacheGet && p.Found {
				copied = true
				chain = append(chain, Cause{Time: r.Time, Node: e.NameOf(r.Peer), Text: fmt.Sprintf("%s had a copy, so the store was not asked: %s.", e.NameOf(r.Peer), p)})
			}
		case *request.Request:
			// The coordinator may be a replica itself and answer from its own disk.
			if p.Verb == request.Get {
				answered[r.Node] = true
			}
		}
	}
	if e.Newer == nil {
		return chain
	}
	if served != nil && !copied { // the cache itself answered: it stands before the store
		chain = []Cause{{Time: e.ended(), Node: e.NameOf(served.Cache), Text: fmt.Sprintf("%s had a copy, so the store was not asked: %s=%s.", e.NameOf(served.Cache), served.Key, served.Value)}}
		return append(append(chain, missed(*e.Newer, nil)...), Cause{Time: e.Newer.Operation.Invoked, Node: e.Newer.Operation.Via, Operation: e.Newer.Operation.ID,
			Text: fmt.Sprintf("The write went to %s, past the cache. Only the time to live ends this copy.", e.Newer.Operation.Via)})
	}
	chain = append(chain, missed(*e.Newer, answered)...)
	chain = append(chain, lagging(e)...)
	if copied {
		chain = append(chain, notDeleted(*e.Newer)...)
	}
	return chain
}

// notDeleted tells why a cached copy outlived the write.
func notDeleted(w Evidence) []Cause {
	for _, r := range w.Records {
		p, ok := r.Payload.(*request.Request)
		if !ok || p.Verb != request.CacheDelete {
			continue
		}
		switch r.Kind {
		case sim.Dropped:
			return append([]Cause{{Time: r.Time, Node: w.NameOf(r.Node), Text: lost(w, r)}}, w.root(r.Fault)...)
		case sim.Delivered:
			return []Cause{{Time: r.Time, Node: w.NameOf(r.Node), Text: fmt.Sprintf("%s was told to delete its copy at %s. A read that had asked the store before put the old value in afterwards.", w.NameOf(r.Node), r.Time)}}
		}
	}
	return []Cause{{Time: w.Operation.Invoked, Node: w.Operation.Via, Operation: w.Operation.ID,
		Text: fmt.Sprintf("The write went to %s, past the service that deletes cached copies. Only the time to live ends this one.", w.Operation.Via)}}
}

// missed tells how a write went past the replicas that answered a read.
func missed(w Evidence, answered map[sim.NodeID]bool) []Cause {
	chain := []Cause{{Time: w.ended(), Operation: w.Operation.ID, Node: w.Operation.Via,
		Text: fmt.Sprintf("The newer write was %s by %s, acknowledged at %s.", w.Name, w.Operation.Client, w.ended())}}
	seen := map[int]bool{}
	for _, r := range w.Records {
		if _, ok := r.Payload.(*replica.Write); ok && r.Kind == sim.Dropped && answered[r.Node] {
			chain = append(chain, Cause{Time: r.Time, Node: w.NameOf(r.Node), Text: lost(w, r)})
			if !seen[r.Fault] {
				seen[r.Fault] = true
				chain = append(chain, w.root(r.Fault)...)
			}
		}
	}
	chain = append(chain, leftOut(w, answered)...)
	if len(chain) == 1 && len(w.Records) > 0 {
		chain = append(chain, late(w, answered)...)
	}
	return chain
}

// narrowed tells that an operation was for fewer replicas than keep the key.
func narrowed(e Evidence, r sim.Record, f replica.Narrowed) Cause {
	return Cause{Time: r.Time, Node: e.NameOf(r.Node), Text: "The operation was not for all: " + f.Sentence(e.NameOf) + "."}
}

// leftOut tells that a write was for fewer replicas than keep the key, where
// those who answered the read are among the others.
func leftOut(w Evidence, answered map[sim.NodeID]bool) []Cause {
	for _, r := range w.Records {
		f, ok := r.Fact.(replica.Narrowed)
		if ok && slices.ContainsFunc(f.Rest, func(id sim.NodeID) bool { return answered[id] }) {
			return []Cause{{Time: r.Time, Node: w.NameOf(r.Node), Text: "That write went elsewhere: " + f.Sentence(w.NameOf) + "."}}
		}
	}
	return nil
}

// late tells that the write was only on its way to those who answered.
func late(w Evidence, answered map[sim.NodeID]bool) []Cause {
	var chain []Cause
	for _, r := range w.Records {
		if _, ok := r.Payload.(*replica.Write); ok && r.Kind == sim.Delivered && answered[r.Node] && r.Time > w.ended() {
			chain = append(chain, Cause{Time: r.Time, Node: w.NameOf(r.Node),
				Text: fmt.Sprintf("It reached %s only at %s, after it was acknowledged: fewer acknowledgements than replicas were needed.", w.NameOf(r.Node), r.Time)})
		}
	}
	return chain
}

// slowFault is the fault that slowed or stopped a node during the operation, 0
// if there was none.
func (e Evidence) slowFault(id sim.NodeID) int {
	if e.Condition == nil {
		return 0
	}
	return e.Condition(id)
}

// beside tells who wrote the values that were read side by side.
func beside(e Evidence) []Cause {
	if len(e.Answer.Siblings) < 2 && len(e.Beside) < 2 {
		return nil
	}
	var chain []Cause
	for _, w := range e.Beside {
		chain = append(chain, Cause{Time: w.Operation.Invoked, Operation: w.Operation.ID, Node: w.Operation.Via,
			Text: fmt.Sprintf("Of these, %s wrote one: %s.", w.Operation.Client, w.Name)})
	}
	order.By(chain, func(a, b Cause) int { return cmp.Compare(a.Time, b.Time) })
	return append(chain, Cause{Time: e.ended(), Node: e.Operation.Via,
		Text: fmt.Sprintf("None of these writers had read what the others wrote, so the store keeps all %d values. Who has read them can merge them.", max(len(e.Answer.Siblings), len(e.Beside)))})
}

// Missed tells how a write went past a replica that should have it.
func Missed(w Evidence, id sim.NodeID) []Cause {
	name := w.NameOf(id)
	chain := []Cause{{Time: w.Operation.Invoked, Operation: w.Operation.ID, Node: name, Text: fmt.Sprintf("It missed %s, asked by %s.", w.Name, w.Operation.Client)}}
	sent := false
	for _, r := range w.Records {
		if f, ok := r.Fact.(replica.Narrowed); ok && slices.Contains(f.Rest, id) {
			return append(chain, Cause{Time: r.Time, Node: name, Text: "That write went elsewhere: " + f.Sentence(w.NameOf) + "."})
		}
		p, ok := r.Payload.(*replica.Write)
		if !ok || p.Hint {
			continue
		}
		switch {
		case r.Kind == sim.Dropped && r.Node == id:
			return append(append(chain, Cause{Time: r.Time, Node: name, Text: lost(w, r)}), w.root(r.Fault)...)
		case r.Kind == sim.Sent && r.Peer == id:
			sent = true
		case r.Kind == sim.Delivered && r.Node == id:
			return append(chain, Cause{Time: r.Time, Node: name, Text: fmt.Sprintf("It had it at %s, and lost it with its disk.", r.Time)})
		}
	}
	text := "It was not asked to store it: the coordinator took it for down, or it did not keep the key then."
	if sent {
		text = "The message to it is still on its way."
	}
	return append(chain, Cause{Time: w.Operation.Invoked, Node: name, Text: text})
}
