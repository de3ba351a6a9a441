package primary

import (
	"slices"

	"netsplit/engine/sim"
)

// Group is a share of the keys: the nodes that keep it, and the address that
// clients ask.
type Group struct {
	Number       int
	members      []sim.NodeID
	joining      []sim.NodeID // members that have never had all of the log
	address      sim.NodeID
	retired      bool // it had a shard's keys once
	addressEpoch uint64
	vault        *vault   // the latest backup
	older        []*vault // those before, oldest first
	book
}

func newGroup(number int) *Group {
	return &Group{Number: number, address: sim.Nobody, book: newBook()}
}

func (g *Group) found(ids []sim.NodeID) {
	g.members = slices.Clone(ids)
	g.address, g.addressEpoch = ids[0], 1
}

// Members lists the nodes that keep the share.
func (g *Group) Members() []sim.NodeID { return g.members }

// Address is the node that clients reach when they ask for the leader.
func (g *Group) Address() sim.NodeID { return g.address }

func (g *Group) has(id sim.NodeID) bool { return slices.Contains(g.members, id) }

func (g *Group) isJoining(id sim.NodeID) bool { return slices.Contains(g.joining, id) }

// joined notes that a member has had all of the log.
func (g *Group) joined(id sim.NodeID) {
	g.joining = slices.DeleteFunc(g.joining, func(o sim.NodeID) bool { return o == id })
}

// take moves the address to the leader of an epoch, unless a later one has it.
func (g *Group) take(id sim.NodeID, epoch uint64) bool {
	if epoch < g.addressEpoch {
		return false
	}
	moved := g.address != id
	g.address, g.addressEpoch = id, epoch
	return moved
}

// order lists the members in the order in which one that knows the leader
// copies from another: the leader, then the others.
func (g *Group) order(leader sim.NodeID) []sim.NodeID {
	out := []sim.NodeID{leader}
	for _, id := range g.members {
		if id != leader {
			out = append(out, id)
		}
	}
	return out
}
