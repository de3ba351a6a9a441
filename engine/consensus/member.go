package consensus

import (
	"slices"
	"time"

	"go.etcd.io/raft/v3"
	pb "go.etcd.io/raft/v3/raftpb"
	"go.etcd.io/raft/v3/tracker"
	"google.golang.org/protobuf/proto"

	"netsplit/engine/sim"
)

// joinEvery is how often a node that is no voter yet asks to become one. Each
// time the leader takes the next step: it removes the member that the node was
// before, adds the new one as a learner, and gives it a vote once it has
// nearly caught up.
const joinEvery = 100 * time.Millisecond

// nearly is how many entries a learner may be behind when it gets its vote.
const nearly = 10

func (n *Node) askToJoin(env *sim.Env) {
	if n.disk.votes(n.disk.member) {
		return
	}
	for _, id := range n.layout.nodes {
		if id != n.self {
			env.Send(id, 0, &Join{member: n.disk.member})
		}
	}
	env.After(joinEvery, joinTimer, 0)
}

// admit takes the next step to make a node a voter.
func (n *Node) admit(env *sim.Env, member uint64) {
	if n.role != Leader || n.disk.votes(member) || !slices.Contains(n.layout.nodes, nodeOf(member)) ||
		slices.Contains(n.layout.leaving, nodeOf(member)) {
		return
	}
	if member < memberID(nodeOf(member), n.layout.lives[nodeOf(member)]-1) {
		return // a late message of a member that is gone
	}
	switch old, known := n.earlier(member); {
	case known:
		n.proposeMembers(env, pb.ConfChangeRemoveNode, old)
	case !n.disk.knows(member):
		n.proposeMembers(env, pb.ConfChangeAddLearnerNode, member)
	case n.caughtUp(member):
		n.proposeMembers(env, pb.ConfChangeAddNode, member)
	}
}

// earlier is the member that a node was with another disk.
func (n *Node) earlier(member uint64) (uint64, bool) {
	for _, m := range slices.Concat(n.disk.members.Voters, n.disk.members.Learners) {
		if m != member && nodeOf(m) == nodeOf(member) {
			return m, true
		}
	}
	return 0, false
}

func (n *Node) caughtUp(member uint64) bool {
	ok := false
	n.raft.WithProgress(func(id uint64, _ raft.ProgressType, p tracker.Progress) {
		if id == member && p.Match+nearly >= n.disk.applied {
			ok = true
		}
	})
	return ok
}

// removeLeaving proposes to remove the nodes that are to leave.
func (n *Node) removeLeaving(env *sim.Env) {
	for _, id := range slices.Clone(n.layout.leaving) {
		if member, ok := n.earlier(memberID(id, 1<<lifeBits-1)); ok {
			n.proposeMembers(env, pb.ConfChangeRemoveNode, member)
			return
		}
		n.layout.left(id) // it was none: it never got that far
	}
}

// proposeMembers proposes one change of members, when the one before is done.
func (n *Node) proposeMembers(env *sim.Env, kind pb.ConfChangeType, member uint64) {
	if n.joined > n.disk.applied {
		return
	}
	change := &pb.ConfChangeV2{Changes: []*pb.ConfChangeSingle{{Type: kind.Enum(), NodeId: new(member)}}}
	if n.raft.ProposeConfChange(change) != nil {
		return // asked again later
	}
	n.tail++
	n.joined = n.tail
	n.process(env, 0, nil)
}

// changeMembers applies a change of members.
func (n *Node) changeMembers(env *sim.Env, e *pb.Entry) {
	change := &pb.ConfChangeV2{}
	if err := proto.Unmarshal(e.GetData(), change); err != nil {
		panic(err) // only this package writes entries: a programming error
	}
	n.disk.members = n.raft.ApplyConfChange(change)
	for _, c := range change.GetChanges() {
		id := nodeOf(c.GetNodeId())
		if n.role == Leader {
			env.Note(0, MemberChanged{Leader: n.self, Node: id, Change: c.GetType()})
		}
		if slices.Contains(n.layout.leaving, id) && !n.disk.knows(c.GetNodeId()) {
			n.layout.left(id)
		}
	}
}

// reship gives up on snapshots that were not confirmed in time, so that they
// are sent again.
func (n *Node) reship(env *sim.Env) {
	var lost []uint64
	n.raft.WithProgress(func(id uint64, _ raft.ProgressType, p tracker.Progress) {
		if sent, ok := n.shipped[id]; ok && p.State == tracker.StateSnapshot && env.Now().Sub(sent) > n.layout.Timeout {
			lost = append(lost, id)
		}
	})
	for _, id := range lost {
		delete(n.shipped, id)
		n.raft.ReportSnapshot(id, raft.SnapshotFailure)
	}
}

// Status is a member as a screen shows it.
type Status struct {
	Role               Role
	Term               uint64
	Leader, Vote       sim.NodeID // Nobody: none
	Log                int        // entries that it still has
	Last               uint64     // the last entry of the log
	Committed, Applied uint64
}

// StatusOf describes a member from its memory (nil: it is down) and its disk.
func StatusOf(n *Node, d *Disk) Status {
	if d == nil {
		return Status{Role: Down, Leader: sim.Nobody, Vote: sim.Nobody}
	}
	s := Status{Role: Down, Term: d.hard.GetTerm(), Leader: sim.Nobody, Vote: nodeOf(d.hard.GetVote()), Log: d.Len(),
		Last: d.last().index, Committed: d.hard.GetCommit(), Applied: d.applied}
	if n != nil {
		s.Role, s.Leader = n.role, n.leader
		if !d.votes(d.member) {
			s.Role = Learner
		}
	}
	return s
}

// Voters lists the nodes with a vote, as of the entries applied.
func (d *Disk) Voters() []sim.NodeID {
	out := make([]sim.NodeID, len(d.members.Voters))
	for i, m := range d.members.Voters {
		out[i] = nodeOf(m)
	}
	return out
}

// Votes reports whether the disk's own member has a vote.
func (d *Disk) Votes() bool { return d.votes(d.member) }
