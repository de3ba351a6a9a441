package balancer

import (
	"hash/fnv"
	"slices"
	"strconv"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Policy says how a member is chosen.
type Policy string

// The policies. TwoChoices is the better of two members drawn at random, which
// keeps the longest line exponentially shorter than one draw does
// (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing",
// IEEE TPDS 2001). Latency is the cheaper of two by recent latency times
// requests under way.
const (
	RoundRobin       Policy = "round-robin"
	Random           Policy = "random"
	Weighted         Policy = "weighted"
	LeastConnections Policy = "least-connections"
	TwoChoices       Policy = "two-choices"
	Latency          Policy = "latency"
	Cookie           Policy = "cookie" // the member that a user was sent to before
	Hash             Policy = "hash"   // the member that the user's address falls on
)

// choose picks the member of a component that gets a request. False: it has
// none.
func (n *Node) choose(env *sim.Env, to string, f forwarded) (sim.NodeID, bool) {
	healthy := n.healthy(env, to)
	if len(healthy) == 0 {
		return sim.Nobody, false
	}
	if n.config.Layer == 4 && f.request.Session != 0 {
		return n.pinned(env, healthy, f), true
	}
	return n.pick(env, healthy, f.request), true
}

// pick applies the policy.
func (n *Node) pick(env *sim.Env, members []sim.NodeID, r *request.Request) sim.NodeID {
	switch n.config.Policy {
	case Random:
		return n.draw(env, members)
	case LeastConnections:
		return n.least(env, members)
	case TwoChoices:
		return n.better(env, members, func(t *target) float64 { return float64(t.load+1) / n.share(env, t) })
	case Latency:
		return n.better(env, members, func(t *target) float64 { return t.recent * t.memory(env.Now()) * float64(t.load+1) / n.share(env, t) })
	case Cookie:
		if kept := r.Sticky - 1; r.Sticky != 0 && slices.Contains(members, kept) {
			return kept
		}
		return n.least(env, members)
	case Hash:
		return heaviest(members, r.Session)
	}
	return n.inTurn(env, members)
}

// inTurn is a round robin that is smooth when shares differ: every member
// gains its share at each turn, the richest is chosen and pays for all.
func (n *Node) inTurn(env *sim.Env, members []sim.NodeID) sim.NodeID {
	var best *target
	chosen, sum := members[0], 0.0
	for _, id := range members {
		t := n.target(env, id)
		share := n.share(env, t)
		t.credit += share
		sum += share
		if best == nil || t.credit > best.credit+1e-9 {
			best, chosen = t, id
		}
	}
	best.credit -= sum
	return chosen
}

// draw is a random member, by their shares.
func (n *Node) draw(env *sim.Env, members []sim.NodeID) sim.NodeID {
	sum := 0.0
	for _, id := range members {
		sum += n.share(env, n.target(env, id))
	}
	x := env.Rand().Float64() * sum
	for _, id := range members {
		if x -= n.share(env, n.target(env, id)); x < 0 {
			return id
		}
	}
	return members[len(members)-1]
}

// least is the member with the fewest requests under way for its share; those
// that are equal take turns.
func (n *Node) least(env *sim.Env, members []sim.NodeID) sim.NodeID {
	var equal []sim.NodeID
	low := 0.0
	for _, id := range members {
		t := n.target(env, id)
		switch load := float64(t.load) / n.share(env, t); {
		case len(equal) == 0 || load < low:
			equal, low = append(equal[:0], id), load
		case load == low:
			equal = append(equal, id)
		}
	}
	return n.inTurn(env, equal)
}

// better draws two different members and takes the one with the lower cost.
func (n *Node) better(env *sim.Env, members []sim.NodeID, cost func(*target) float64) sim.NodeID {
	if len(members) == 1 {
		return members[0]
	}
	i := env.Rand().IntN(len(members))
	j := env.Rand().IntN(len(members) - 1)
	if j >= i {
		j++
	}
	a, b := members[i], members[j]
	if cost(n.target(env, b)) < cost(n.target(env, a)) {
		return b
	}
	return a
}

// heaviest is rendezvous hashing (Thaler and Ravishankar, 1998): when a member
// leaves only its own users move.
func heaviest(members []sim.NodeID, session int) sim.NodeID {
	chosen, top := members[0], uint64(0)
	for _, id := range members {
		h := fnv.New64a()
		h.Write([]byte(strconv.Itoa(session)))
		h.Write([]byte{0})
		h.Write([]byte(strconv.Itoa(int(id))))
		if w := mix(h.Sum64()); w > top {
			chosen, top = id, w
		}
	}
	return chosen
}

// mix spreads the last bits of FNV over all of them (the finaliser of
// MurmurHash3).
func mix(x uint64) uint64 {
	x = (x ^ x>>33) * 0xff51afd7ed558ccd
	x = (x ^ x>>33) * 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}
