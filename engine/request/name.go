package request

import "netsplit/engine/sim"

// Anycast makes all callers of a component ask its nearest members: they share
// one address, and the network takes everybody to the nearest.
func (d *Directory) Anycast(component string) { d.anycast[component] = true }

// SetFallback makes callers who suspect all members of a component go to
// another one instead; "" is none.
func (d *Directory) SetFallback(component, other string) { d.fallback[component] = other }

// SetResolvers says that a word is a name, and who resolves it.
func (d *Directory) SetResolvers(name string, ids []sim.NodeID) { d.resolvers[name] = ids }

// members are those of the component, or of its fallback when all of them are
// suspected.
func (c *Caller) members(component string) []sim.NodeID {
	if other := c.directory.fallback[component]; other != "" && !c.Available(component) {
		return c.directory.Members(other)
	}
	return c.directory.Members(component)
}

// Resolver is who a session asks to resolve a name: one of the nearest that
// are not suspected. False: the word is no name.
func (c *Caller) Resolver(env *sim.Env, name string, session int) (sim.NodeID, bool) {
	near := c.ownResolvers(env, name)
	if len(near) == 0 {
		return sim.Nobody, false
	}
	for i := range near {
		if id := near[(session+i)%len(near)]; !c.Suspected(id) {
			return id, true
		}
	}
	return near[session%len(near)], true
}

// ownResolvers are those where the caller is. Where none of them answers, the
// nearest others do.
func (c *Caller) ownResolvers(env *sim.Env, name string) []sim.NodeID {
	all, place := c.directory.resolvers[name], c.directory.PlaceOf(env.Self())
	var own []sim.NodeID
	for _, id := range all {
		if c.directory.PlaceOf(id) == place && !c.Suspected(id) {
			own = append(own, id)
		}
	}
	if len(own) > 0 {
		return own
	}
	return c.candidates(env, all, true)
}
