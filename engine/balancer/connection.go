package balancer

import (
	"slices"

	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// pinned is the member that a session's connection leads to. A new connection
// picks one; one whose member is down breaks, and the user connects anew. A
// member that was removed keeps the connections that it has while it drains, but
// not those who listen: it has told them that it is going away.
func (n *Node) pinned(env *sim.Env, healthy []sim.NodeID, f forwarded) sim.NodeID {
	r := f.request
	member, ok := n.pins[r.Session]
	if !ok || f.fresh || !slices.Contains(healthy, member) && (r.Verb.Listens() || !n.drains(member)) {
		if len(n.pins) >= maxPins {
			clear(n.pins)
		}
		member = n.pick(env, healthy, r)
		n.pins[r.Session] = member
	}
	n.target(env, member).used = env.Now()
	return member
}

// drains reports whether a member was removed and still answers on the
// connections that it has.
func (n *Node) drains(member sim.NodeID) bool {
	t := n.targets[member]
	return t != nil && t.draining && !(n.config.Checks.Passive && n.caller.Suspected(member))
}

// Holds reports whether a member that was removed is still needed here: the
// balancer drains it, and a connection leads to it.
func (n *Node) Holds(member sim.NodeID, now clock.Time) bool {
	if !n.drains(member) {
		return false
	}
	used := n.targets[member].used
	return used != never && (n.config.Idle == 0 || now.Sub(used) <= n.config.Idle)
}

// maxPins bounds the table of layer 4. When it is full all users are spread
// anew.
const maxPins = 100_000
