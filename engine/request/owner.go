package request

import "netsplit/engine/sim"

// Owner is the one member that a key belongs to, where the component has a
// router that names one: no other can stand in for it. False: there is none,
// or it is suspected.
func (c *Caller) Owner(component, key string) (sim.NodeID, bool) {
	router, ok := c.directory.routers[component]
	if !ok {
		return sim.Nobody, false
	}
	owners := router.Route(key)
	if len(owners) == 0 || c.Suspected(owners[0]) {
		return sim.Nobody, false
	}
	return owners[0], true
}
