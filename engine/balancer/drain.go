package balancer

import (
	"fmt"
	"time"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Deregister begins to drain a member that was removed: it gets nothing new,
// and what it has may go on for a while. On layer 4 that is its connections,
// with all that comes on them; on layer 7 the requests in hand.
func (n *Node) Deregister(env *sim.Env, member sim.NodeID) {
	if t := n.targets[member]; t != nil {
		t.draining = true
	}
	env.After(n.config.Drain, drainTimer, uint64(member))
}

// cutOff ends the requests that a removed member still has: the balancer closes
// the connections, and does not know what became of them.
func (n *Node) cutOff(env *sim.Env, member sim.NodeID) {
	for _, t := range n.relay.To(member) {
		n.relay.Close(env, t, n.config.Layer == 7, fmt.Sprintf("%s has drained %s for %s", env.Name(), env.NameOf(member), request.Span(n.config.Drain)))
	}
	for _, call := range n.caller.To(member) {
		n.caller.Forget(env, call.ID)
		n.stats.CutOff++
		env.Note(call.Operation, CutOff{Balancer: env.Self(), Target: member, After: n.config.Drain})
		n.reply(env, call, *request.Fail(call.Request, request.CutOff,
			fmt.Sprintf("%s was removed while it worked on this, and the drain of %s is over", env.NameOf(member), request.Span(n.config.Drain)), call.Request.Verb.Writes()))
	}
	delete(n.targets, member)
}

// CutOff is the fact that a removed member took too long to finish.
type CutOff struct {
	Balancer, Target sim.NodeID
	After            time.Duration
}

// Sentence implements sim.Fact.
func (f CutOff) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s closes its connection to %s, which was removed %s ago and still works on a request", name(f.Balancer), name(f.Target), request.Span(f.After))
}

// Because implements request.Refusal.
func (CutOff) Because() string {
	return "A member that is removed may finish what it has for as long as the balancer drains it: that has to be longer than the slowest request."
}

// Weight implements sim.Fact.
func (CutOff) Weight() sim.Weight { return sim.Quiet }
