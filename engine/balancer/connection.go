package balancer

import (
	"slices"

	"netsplit/engine/sim"
)

// pinned is the member that a session's connection leads to. A new connection
// picks one; one whose member is gone or down breaks, and the user connects
// anew.
func (n *Node) pinned(env *sim.Env, healthy []sim.NodeID, f forwarded) sim.NodeID {
	r := f.request
	member, ok := n.pins[r.Session]
	if !ok || f.fresh || !slices.Contains(healthy, member) {
		if len(n.pins) >= maxPins {
			clear(n.pins)
		}
		member = n.pick(env, healthy, r)
		n.pins[r.Session] = member
	}
	return member
}

// maxPins bounds the table of layer 4. When it is full all users are spread
// anew.
const maxPins = 100_000
