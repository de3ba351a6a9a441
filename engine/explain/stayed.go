package explain

import (
	"fmt"
	"slices"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// deepest bounds how far a request is followed.
const deepest = 20

// stayed follows a request from who was asked to where it was when whoever
// waited gave up: at a node that waits for nobody, on a link, or lost.
func stayed(e Evidence, by, target sim.NodeID) []Cause {
	for range deepest {
		r, ok := flying(e, by, target)
		if ok && e.slowFault(target) != 0 {
			break // it lies before a node that is frozen or down
		}
		if ok {
			text := fmt.Sprintf("The message from %s to %s (%s) was still on its way %s after it was sent.", e.NameOf(by), e.NameOf(target), r.Payload, request.Span(e.ended().Sub(r.Time)))
			return append([]Cause{{Time: r.Time, Node: e.NameOf(by), Text: text}}, e.root(e.linkFault(by, target))...)
		}
		next, waits := awaited(e, target, by)
		if !waits {
			break
		}
		by, target = target, next
		if r, dropped := loss(e, by, target); dropped {
			return append([]Cause{{Time: r.Time, Node: e.NameOf(target), Text: lost(e, r)}}, e.root(r.Fault)...)
		}
	}
	return append([]Cause{stuck(e, target)}, faultBehind(e, target)...)
}

// flying is the latest message from one node to another, if it had not arrived
// when the operation ended.
func flying(e Evidence, from, to sim.NodeID) (sim.Record, bool) {
	for _, r := range slices.Backward(e.Records) {
		if r.Kind == sim.Sent && r.Node == from && r.Peer == to && r.Time <= e.ended() {
			return r, arrival(e, &r) > e.ended()
		}
	}
	return sim.Record{}, false
}

// awaited is whom a node had asked last and not heard from when the operation
// ended, other than who asked it.
func awaited(e Evidence, node, by sim.NodeID) (sim.NodeID, bool) {
	heard := map[sim.NodeID]bool{}
	for _, r := range slices.Backward(e.Records) {
		switch {
		case r.Time > e.ended():
		case r.Kind == sim.Delivered && r.Node == node:
			heard[r.Peer] = true
		case r.Kind == sim.Sent && r.Node == node && r.Peer != by && !heard[r.Peer]:
			return r.Peer, true
		}
	}
	return sim.Nobody, false
}

func (e Evidence) linkFault(from, to sim.NodeID) int {
	if e.Link == nil {
		return 0
	}
	return e.Link(from, to)
}
