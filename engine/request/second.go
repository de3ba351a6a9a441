package request

import (
	"netsplit/engine/sim"
)

// PickOther chooses a member like PickFor, but another one than the one that
// was asked already, unless there is no other that is not suspected.
func (c *Caller) PickOther(env *sim.Env, component, key string, asked sim.NodeID) (sim.NodeID, bool) {
	if router, ok := c.directory.routers[component]; ok {
		if f, ok := router.(Finder); ok && len(f.Directories()) > 0 {
			return c.find(env, f, Get, key)
		}
		ids := router.Route(key)
		for _, id := range ids {
			if id != asked && !c.Suspected(id) {
				return id, true
			}
		}
		if a, ok := router.(Address); ok && a.Sole() && len(ids) > 0 {
			return ids[0], true
		}
	}
	for range c.directory.Members(component) {
		id, ok := c.Pick(env, component)
		if !ok || id != asked {
			return id, ok
		}
	}
	return asked, len(c.directory.Members(component)) > 0
}

// Forget ends a call whose answer is not needed any more. Its target is not
// suspected for that.
func (c *Caller) Forget(env *sim.Env, id uint64) {
	if call, ok := c.calls[id]; ok {
		delete(c.calls, id)
		c.kept.back(call)
		env.Cancel(call.timer)
	}
}
