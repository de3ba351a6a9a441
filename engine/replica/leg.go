package replica

import (
	"netsplit/engine/network"
	"netsplit/engine/ring"
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
// if the store has such, else with the link's. replica is the one of the two
// ends that keeps the key.
func (n *Node) sendLeg(env *sim.Env, l leg, replica, to sim.NodeID, operation uint64, key string, p sim.Payload) {
	legs := n.layout.Legs
	if legs == nil {
		env.Send(to, operation, p)
		return
	}
	d := [...]network.Distribution{legs.W, legs.A, legs.R, legs.S}[l].Sample(env.Rand())
	if legs.Remote > 0 {
		// The first owner is near, the others are far.
		if owners := n.layout.Owners(ring.HashKey(key), nil); len(owners) > 0 && owners[0] != replica {
			d += legs.Remote
		}
	}
	env.SendTaking(d, to, operation, p)
}
