package replica

import (
	"slices"

	"netsplit/engine/ring"
	"netsplit/engine/sim"
)

// In a sloppy quorum the nodes asked are the first N of the walk around the
// ring that the coordinator believes to be up (Dynamo, section 4.6).

// replaceSuspects puts healthy nodes in the place of owners that did not
// answer lately.
func (n *Node) replaceSuspects(env *sim.Env, c *coordination) {
	if n.layout.Quorum != Sloppy {
		return
	}
	for i, t := range c.targets {
		if !n.health.Suspected(t) {
			continue
		}
		if s, ok := n.standIn(c); ok {
			c.targets[i], c.owed[i] = s, t
			env.Note(c.operation, PassedOver{Coordinator: env.Self(), Owner: t, StandIn: s, Since: n.health.Belief(env.Now(), t).Since})
		}
	}
}

// standIn is the next node of the walk that is not asked yet and not suspected.
func (n *Node) standIn(c *coordination) (sim.NodeID, bool) {
	for _, id := range n.layout.Walk(ring.HashKey(c.request.Key), nil) {
		if !slices.Contains(c.targets, id) && !slices.Contains(c.owed, id) && !n.health.Suspected(id) {
			return id, true
		}
	}
	return sim.Nobody, false
}

// callStandIns is due when half of the time is over: it suspects the nodes
// that have not answered and asks others instead.
func (n *Node) callStandIns(env *sim.Env, id uint64) {
	c, ok := n.pending[id]
	if !ok || c.answered || c.repair {
		return
	}
	for i, t := range slices.Clone(c.targets) {
		if c.votes.Acked(i) || t == env.Self() {
			continue
		}
		n.health.Suspect(env, t)
		s, ok := n.standIn(c)
		if !ok {
			continue
		}
		owner := t
		if c.owed[i] != sim.Nobody {
			owner = c.owed[i]
		}
		c.targets, c.owed = append(c.targets, s), append(c.owed, owner)
		c.votes.Of = len(c.targets)
		n.askOne(env, c, len(c.targets)-1)
	}
}

// askOne sends the request of a coordination to its i-th target, or does it
// here.
func (n *Node) askOne(env *sim.Env, c *coordination, i int) {
	t := c.targets[i]
	if c.replies != nil {
		n.askRead(env, c, i)
		return
	}
	hint := c.owed[i] != sim.Nobody
	switch {
	case t != env.Self():
		far := t != c.near
		n.sendLeg(env, legWrite, far, t, c.operation, &Write{ID: c.id, Entry: c.entry, Hint: hint, For: c.owed[i], Far: far})
	case hint:
		if n.keepHint(env, c.operation, Hint{For: c.owed[i], Entry: c.entry}) {
			c.votes.Ack(i)
			n.advanceWrite(env, c)
		}
	default:
		n.apply(env, c.entry)
		c.votes.Ack(i)
		n.advanceWrite(env, c)
	}
}
