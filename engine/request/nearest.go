package request

import (
	"netsplit/engine/network"
	"netsplit/engine/sim"
)

// Nearest keeps those members that are nearest to a place, in their order, out
// of those that are fit; when none is, out of all. It is what a name server
// does that answers by where the question comes from (GeoDNS), and what a
// caller does that prefers its own zone.
func Nearest(members []sim.NodeID, place string, placeOf func(sim.NodeID) string, fit func(sim.NodeID) bool) []sim.NodeID {
	var out []sim.NodeID
	least := network.OtherRegion
	for _, id := range members {
		d := network.DistanceBetween(place, placeOf(id))
		if !fit(id) || d > least {
			continue
		}
		if d < least {
			least, out = d, out[:0]
		}
		out = append(out, id)
	}
	if len(out) == 0 && len(members) > 0 {
		return Nearest(members, place, placeOf, func(sim.NodeID) bool { return true })
	}
	return out
}

// Place says in which zone a node is, "region/zone" or "zone".
func (d *Directory) Place(id sim.NodeID, zone string) { d.places[id] = zone }

// PlaceOf is a node's zone, "" if it has none.
func (d *Directory) PlaceOf(id sim.NodeID) string { return d.places[id] }

// PreferNearest makes the caller ask the nearest members that it does not
// suspect, instead of any.
func (c *Caller) PreferNearest(on bool) { c.nearest = on }

// candidates are the members that a caller may ask: the nearest, if it or the
// component wants that.
func (c *Caller) candidates(env *sim.Env, members []sim.NodeID, nearest bool) []sim.NodeID {
	if !c.nearest && !nearest {
		return members
	}
	return Nearest(members, c.directory.PlaceOf(env.Self()), c.directory.PlaceOf, func(id sim.NodeID) bool { return !c.Suspected(id) })
}

// Distance is how far a node is from the caller.
func (c *Caller) Distance(env *sim.Env, id sim.NodeID) network.Distance {
	return network.DistanceBetween(c.directory.PlaceOf(env.Self()), c.directory.PlaceOf(id))
}
