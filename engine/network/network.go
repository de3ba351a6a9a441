// Package network decides what becomes of a message between two nodes: how
// long it takes, whether it is lost, doubled or overtaken, and whether the
// link is cut.
//
// Every directed link has its own random stream, so a fault on one link does
// not change what happens on another.
//
//	n := network.New(seed, network.Profile{Latency: network.Constant(time.Millisecond)})
//	n.Cut(3, a, b) // fault number 3: nothing passes from a to b
package network

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// Profile is how links behave when nothing is wrong.
type Profile struct {
	Latency      Distribution  // one way
	BetweenZones time.Duration // added between nodes of different zones
	// BetweenRegions is added on top between nodes of different regions.
	BetweenRegions time.Duration
	Loss           float64
	Duplicate      float64
	Reorder        float64 // share delayed so much that later ones overtake them
	Bandwidth      float64 // bytes a second and link, 0: unlimited
}

// Effect is what a fault does to one directed link. A zero field does nothing.
type Effect struct {
	Cut       bool
	Loss      float64
	Duplicate float64
	Reorder   float64
	Bandwidth float64
}

// Network holds every link's state.
type Network struct {
	seed    uint64
	profile Profile
	zones   []string // by node
	links   [][]*link
	faulty  int // links with effects: none means the fast path
}

// link is one direction between two nodes.
type link struct {
	rand    *rand.Rand // nil until something is sent
	free    clock.Time // when its bandwidth is free again
	effects []applied
}

type applied struct {
	fault  int
	effect Effect
}

// New returns a network where every link follows the profile.
func New(seed uint64, p Profile) *Network { return &Network{seed: seed, profile: p} }

// Place says in which zone a node is. Nodes are placed in order of creation.
func (n *Network) Place(id sim.NodeID, zone string) {
	for len(n.zones) <= int(id) {
		n.zones = append(n.zones, "")
		n.links = append(n.links, nil)
	}
	n.zones[id] = zone
}

// link is the state of a direction, made when it is needed first: a thousand
// nodes have a million directions.
func (n *Network) link(from, to sim.NodeID) *link {
	row := n.links[from]
	if int(to) >= len(row) {
		row = append(row, make([]*link, len(n.zones)-len(row))...)
		n.links[from] = row
	}
	if row[to] == nil {
		row[to] = &link{}
	}
	return row[to]
}

// effects are what faults do to a direction now.
func (n *Network) effects(from, to sim.NodeID) []applied {
	if row := n.links[from]; n.faulty > 0 && int(to) < len(row) && row[to] != nil {
		return row[to].effects
	}
	return nil
}

// Slowed is the fault that makes messages from one node to another late now, the
// latest one; 0: none.
func (n *Network) Slowed(from, to sim.NodeID) int {
	for _, a := range slices.Backward(n.link(from, to).effects) {
		if a.effect.Bandwidth > 0 || a.effect.Reorder > 0 {
			return a.fault
		}
	}
	return 0
}

// Plan implements sim.Network.
func (n *Network) Plan(from, to sim.NodeID, bytes int, now clock.Time, travel time.Duration) sim.Fate {
	l := n.link(from, to)
	if l.rand == nil {
		l.rand = sim.Stream(n.seed, fmt.Sprintf("link %d>%d", from, to))
	}
	loss, duplicate, reorder, bandwidth := n.profile.Loss, n.profile.Duplicate, n.profile.Reorder, n.profile.Bandwidth
	lossFault := 0
	for _, a := range l.effects {
		if a.effect.Cut {
			return sim.Fate{Reason: sim.DropCut, Fault: a.fault}
		}
		if a.effect.Loss > 0 {
			loss, lossFault = 1-(1-loss)*(1-a.effect.Loss), a.fault
		}
		duplicate = max(duplicate, a.effect.Duplicate)
		reorder = max(reorder, a.effect.Reorder)
		if b := a.effect.Bandwidth; b > 0 && (bandwidth == 0 || b < bandwidth) {
			bandwidth = b
		}
	}
	if loss > 0 && l.rand.Float64() < loss {
		return sim.Fate{Reason: sim.DropLoss, Fault: lossFault}
	}
	fate := sim.Fate{Copies: 1}
	if duplicate > 0 && l.rand.Float64() < duplicate {
		fate.Copies = 2
	}
	wire := l.transmit(bytes, bandwidth, now)
	for i := range fate.Copies {
		if travel >= 0 {
			fate.Delays[i] = wire + travel
		} else {
			fate.Delays[i] = wire + n.latency(from, to, l)
		}
		if reorder > 0 && l.rand.Float64() < reorder {
			// Held back by a few times the usual delay: enough for others to pass.
			fate.Delays[i] += max(n.latency(from, to, l), leastHold) * time.Duration(1+l.rand.IntN(4))
		}
	}
	return fate
}

// leastHold is what a message is held back by where the network takes no time:
// without any, nothing could overtake it.
const leastHold = 100 * time.Microsecond

// transmit is the time until a message of that size has left the sender: the
// wait for those before it and its own bytes.
func (l *link) transmit(bytes int, bandwidth float64, now clock.Time) time.Duration {
	if bandwidth <= 0 {
		return 0
	}
	start := max(now, l.free)
	l.free = start.Add(time.Duration(float64(bytes) / bandwidth * float64(time.Second)))
	return l.free.Sub(now)
}

func (n *Network) latency(from, to sim.NodeID, l *link) time.Duration {
	d := n.profile.Latency.Sample(l.rand)
	switch DistanceBetween(n.zones[from], n.zones[to]) {
	case OtherZone:
		d += n.profile.BetweenZones
	case OtherRegion:
		d += n.profile.BetweenZones + n.profile.BetweenRegions
	}
	return d
}

// Blocked implements sim.Network.
func (n *Network) Blocked(from, to sim.NodeID) (int, bool) {
	for _, a := range n.effects(from, to) {
		if a.effect.Cut {
			return a.fault, true
		}
	}
	return 0, false
}

// Apply lays an effect on one direction, on account of a fault.
func (n *Network) Apply(fault int, from, to sim.NodeID, e Effect) {
	l := n.link(from, to)
	if len(l.effects) == 0 {
		n.faulty++
	}
	l.effects = append(l.effects, applied{fault, e})
}

// Lift takes the effects of the chosen faults off one direction and returns
// the numbers of the faults it took off.
func (n *Network) Lift(from, to sim.NodeID, chosen func(fault int) bool) []int {
	if len(n.effects(from, to)) == 0 {
		return nil
	}
	l := n.link(from, to)
	var lifted []int
	l.effects = slices.DeleteFunc(l.effects, func(a applied) bool {
		if chosen(a.fault) {
			lifted = append(lifted, a.fault)
			return true
		}
		return false
	})
	if len(l.effects) == 0 {
		n.faulty--
	}
	return lifted
}

// Condition is what a link does now beyond the profile, and the fault with
// the most effect.
func (n *Network) Condition(from, to sim.NodeID) (cut bool, loss float64, fault int) {
	loss = n.profile.Loss
	for _, a := range n.effects(from, to) {
		if a.effect.Cut {
			return true, 1, a.fault
		}
		if a.effect.Loss > 0 {
			loss = 1 - (1-loss)*(1-a.effect.Loss)
		}
		fault = a.fault
	}
	return false, loss, fault
}

// Zone is where a node is.
func (n *Network) Zone(id sim.NodeID) string { return n.zones[id] }

// SetProfile changes how links behave from now on.
func (n *Network) SetProfile(p Profile) { n.profile = p }

// Profile is how links behave when nothing is wrong.
func (n *Network) Profile() Profile { return n.profile }

// Carries reports whether a fault is on one direction.
func (n *Network) Carries(fault int, from, to sim.NodeID) bool {
	return slices.ContainsFunc(n.effects(from, to), func(a applied) bool { return a.fault == fault })
}
