package replica

import (
	"slices"

	"netsplit/engine/network"
	"netsplit/engine/sim"
)

// leg is one of the four messages of a quorum operation.
type leg uint8

const (
	legWrite leg = iota
	legAck
	legRead
	legResponse
)

// sendLeg sends a message of a quorum operation: with the latency of its leg,
// if the store has such, else with the link's. Far says that the replica and
// the coordinator are in different places.
func (n *Node) sendLeg(env *sim.Env, l leg, far bool, to sim.NodeID, operation uint64, p sim.Payload) {
	legs := n.layout.Legs
	if legs == nil {
		env.Send(to, operation, p)
		return
	}
	d := [...]network.Distribution{legs.W, legs.A, legs.R, legs.S}[l].Sample(env.Rand())
	if far {
		d += legs.Remote
	}
	env.SendTaking(d, to, operation, p)
}

// nearest is the replica that an operation is beside, where legs have a far
// end: this node if it keeps the key, else any of those that do, since the
// paper's requests start in a data centre at random.
func (n *Node) nearest(env *sim.Env, replicas []sim.NodeID) sim.NodeID {
	if n.layout.Legs == nil || n.layout.Legs.Remote == 0 || len(replicas) == 0 || slices.Contains(replicas, env.Self()) {
		return env.Self()
	}
	return replicas[env.Rand().IntN(len(replicas))]
}
