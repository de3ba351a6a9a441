package cache

import (
	"netsplit/engine/ring"
	"netsplit/engine/sim"
)

// Scheme says which node keeps a key.
type Scheme string

// The schemes.
const (
	Modulo     Scheme = "modulo"     // hash(key) mod n: simple, and nearly every key moves when n changes
	Consistent Scheme = "consistent" // a ring: only the keys of the node that came or went move
)

// places is how many each node has on the ring.
const places = 100

// Placement is the list of nodes that all users of the cache share. A node that
// is down stays in it: its keys are not cached until it is back, or taken out.
type Placement struct {
	scheme Scheme
	ids    []sim.NodeID
	ring   *ring.Ring
}

// NewPlacement has no nodes.
func NewPlacement(s Scheme) *Placement { return &Placement{scheme: s} }

// Set replaces the nodes. Names place them on the ring.
func (p *Placement) Set(ids []sim.NodeID, name func(sim.NodeID) string) {
	p.ids = append([]sim.NodeID(nil), ids...)
	p.ring = ring.New(places)
	for _, id := range ids {
		p.ring.Add(name(id), 1, "")
	}
}

// Owner is the node that keeps a key.
func (p *Placement) Owner(key string) (sim.NodeID, bool) {
	if len(p.ids) == 0 {
		return sim.Nobody, false
	}
	hash := ring.HashKey(key)
	if p.scheme == Modulo {
		return p.ids[hash%uint64(len(p.ids))], true
	}
	return p.ids[p.ring.OwnerIndex(hash)], true
}

// Owns reports whether a node keeps a key.
func (p *Placement) Owns(id sim.NodeID, key string) bool {
	owner, ok := p.Owner(key)
	return ok && owner == id
}
