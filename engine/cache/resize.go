package cache

import (
	"slices"

	"netsplit/engine/cache/policy"
)

// Changed takes another policy or another bound from the configuration, and
// drops what has no room any more. It returns how many entries that were.
//
// A bound that changes leaves the policy all that it has learned. A policy that
// changes is told of the entries in the order in which the old one valued them,
// and knows nothing else of the past.
func (n *Node) Changed() (int, error) {
	if n.order.Name() == n.config.Policy && n.bytes == n.config.Bytes {
		return n.evict(n.order.Resize(n.config.Capacity)), nil
	}
	order, err := policy.New[string](n.config.Policy, n.config.Capacity)
	if err != nil {
		return 0, err
	}
	old := n.order.Keys()
	n.order, n.bytes = order, n.config.Bytes
	dropped := 0
	for _, name := range slices.Backward(old) {
		e := n.entries[name]
		dropped += n.evict(order.Add(name, n.sizeOf(e)))
		if !order.Contains(name) { // it is larger than all that there is
			dropped += n.evict([]string{name})
		}
	}
	return dropped, nil
}

// sizeOf is what an entry takes of the bound.
func (n *Node) sizeOf(e *Entry) int64 {
	if n.bytes {
		return max(e.Size, 1)
	}
	return 1
}

// evict drops entries that the policy has no room for.
func (n *Node) evict(names []string) int {
	for _, name := range names {
		delete(n.entries, name)
	}
	n.stats.Evictions += len(names)
	return len(names)
}
