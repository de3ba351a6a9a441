package consensus

import (
	"fmt"
	"time"

	"go.etcd.io/raft/v3"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Transfer makes the leader hand over to another member (section 3.10 of the
// dissertation): it brings that one's log up to date and tells it to call an
// election at once. Meanwhile it takes no writes: they wait. If nothing came
// of it within the time of a request, it leads on.
func (n *Node) Transfer(env *sim.Env, to sim.NodeID) error {
	member, known := n.earlier(memberID(to, 1<<lifeBits-1))
	switch {
	case n.role != Leader:
		return fmt.Errorf("%s does not lead", env.Name())
	case !known || !n.disk.votes(member):
		return fmt.Errorf("%s has no vote yet: it can't lead before it has caught up", env.NameOf(to))
	}
	env.Note(0, HandingOver{Leader: n.self, To: to})
	n.raft.TransferLeader(member)
	env.After(n.layout.Timeout, handoverTimer, member)
	n.process(env, 0, nil)
	return nil
}

// handingOver reports whether the leader is about to be another member.
func (n *Node) handingOver() bool { return n.raft.BasicStatus().LeadTransferee != raft.None }

// handoverDue gives up on a handover that came to nothing.
func (n *Node) handoverDue(env *sim.Env, member uint64) {
	if n.role != Leader || n.raft.BasicStatus().LeadTransferee != member {
		return
	}
	n.raft.TransferLeader(n.disk.member) // to itself: that ends it
	env.Note(0, HandoverFailed{Leader: n.self, To: nodeOf(member), Waited: n.layout.Timeout})
	n.dispatchWaiting(env)
	n.process(env, 0, nil)
}

// HandingOver is the fact that a leader wants another member to lead.
type HandingOver struct{ Leader, To sim.NodeID }

// Sentence implements sim.Fact.
func (h HandingOver) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s hands over to %s: it takes no more writes, sends what %s lacks of the log, and tells it to call an election at once", name(h.Leader), name(h.To), name(h.To))
}

// Weight implements sim.Fact.
func (HandingOver) Weight() sim.Weight { return sim.Notable }

// HandoverFailed is the fact that the other member did not take over.
type HandoverFailed struct {
	Leader, To sim.NodeID
	Waited     time.Duration
}

// Sentence implements sim.Fact.
func (h HandoverFailed) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s did not take over within %s: %s leads on", name(h.To), request.Span(h.Waited), name(h.Leader))
}

// Weight implements sim.Fact.
func (HandoverFailed) Weight() sim.Weight { return sim.Warning }
