package replica

import (
	"slices"

	"netsplit/engine/ring"
	"netsplit/engine/sim"
)

// pullPatience is how many coordinator timeouts a node waits for old owners
// that don't answer before it takes its place without them. Anti-entropy
// brings what it still misses.
const pullPatience = 20

// Join makes the node pull the keys it will own under the next ring. It waits
// first until every write that was coordinated without it is over.
func (n *Node) Join(env *sim.Env) { env.After(n.layout.Timeout, pullTimer, 0) }

func (n *Node) pull(env *sim.Env) {
	if n.layout.next == nil {
		return
	}
	n.pulling = nil
	for _, id := range n.layout.current.ids {
		if id != env.Self() {
			n.pulling = append(n.pulling, id)
			env.Send(id, 0, &Pull{})
		}
	}
	env.After(pullPatience*n.layout.Timeout, pullDeadline, 0)
}

// sendFuture gives the peer what it will own and does not own yet.
func (n *Node) sendFuture(env *sim.Env, peer sim.NodeID) {
	var entries []Entry
	if n.layout.next != nil {
		var owners, future []sim.NodeID
		n.table.Each(func(e Entry) {
			hash := ring.HashKey(e.Key)
			owners = n.layout.Owners(hash, owners[:0])
			future = n.layout.Future(hash, 0, owners, future[:0])
			if slices.Contains(owners, env.Self()) && slices.Contains(future, peer) {
				entries = append(entries, e)
			}
		})
	}
	n.sendRecords(env, peer, entries, true)
}

func (n *Node) pulled(env *sim.Env, from sim.NodeID) {
	n.pulling = slices.DeleteFunc(n.pulling, func(id sim.NodeID) bool { return id == from })
	if len(n.pulling) == 0 {
		n.stopPulling(env)
	}
}

func (n *Node) stopPulling(env *sim.Env) {
	if n.layout.next == nil {
		return
	}
	missing := n.pulling
	n.pulling = nil
	env.Note(0, Joined{Node: env.Self(), Missing: missing})
	n.layout.Done(env.Self())
}
