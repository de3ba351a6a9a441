package cache

import "netsplit/engine/cache/policy"

// Layout is how the policy has the entries in order, and which are out of date.
func (n *Node) Layout(limit int) (l policy.Layout[string], stale func(name string) bool) {
	return n.order.Layout(limit), func(name string) bool {
		e := n.entries[name]
		return e != nil && e.Stale()
	}
}
