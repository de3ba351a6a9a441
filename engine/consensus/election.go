package consensus

import (
	"slices"
	"time"

	"go.etcd.io/raft/v3"
	pb "go.etcd.io/raft/v3/raftpb"

	"netsplit/engine/sim"
)

// Role is what a member is to the others.
type Role string

// The roles. A pre-candidate asks whether it could win, before it raises the
// term; a learner gets the log and has no vote yet.
const (
	Leader       Role = "leader"
	Follower     Role = "follower"
	PreCandidate Role = "pre-candidate"
	Candidate    Role = "candidate"
	Learner      Role = "learner"
	Frozen       Role = "frozen"
	Down         Role = "down"
)

func roleOf(s raft.StateType) Role {
	switch s {
	case raft.StateLeader:
		return Leader
	case raft.StateCandidate:
		return Candidate
	case raft.StatePreCandidate:
		return PreCandidate
	}
	return Follower
}

// postpone puts the next election off by a time drawn afresh: that members
// draw different ones is what keeps them from splitting the votes for ever.
func (n *Node) postpone(env *sim.Env) {
	n.deadline = env.Now().Add(max(n.layout.Election.Sample(env.Rand()), time.Millisecond))
}

func (n *Node) hearLeader(env *sim.Env) {
	n.contact, n.led, n.asked = env.Now(), true, false
	n.postpone(env)
}

// electionDue calls an election if no leader was heard of for too long.
func (n *Node) electionDue(env *sim.Env) {
	if env.Now() >= n.deadline {
		n.postpone(env)
		if n.role != Leader && n.disk.votes(n.disk.member) {
			env.Note(0, ElectionCalled{Node: n.self, Term: n.term + 1, Again: n.asked, Led: n.led, Contact: n.contact})
			n.asked = true
			n.votes = n.votes[:0]
			// It may not campaign while a change of members is not applied: it
			// tries again at the next deadline.
			_ = n.raft.Campaign()
			n.process(env, 0, nil)
		}
	}
	env.After(n.deadline.Sub(env.Now()), electionTimer, 0)
}

// heartbeat is due in the term in which its timer was set.
func (n *Node) heartbeat(env *sim.Env, term uint64) {
	if n.role != Leader || n.term != term {
		return
	}
	n.reship(env)
	n.removeLeaving(env)
	n.raft.Tick()
	n.process(env, 0, nil)
	env.After(n.layout.Heartbeat, heartbeatTimer, term)
}

// observe tells what changed: who leads, in which term.
func (n *Node) observe(env *sim.Env, cause *pb.Message) {
	s := n.raft.BasicStatus()
	role, term, leader := roleOf(s.RaftState), s.GetTerm(), nodeOf(s.Lead)
	if role == n.role && term == n.term && leader == n.leader {
		return
	}
	was, wasTerm, hadLeader := n.role, n.term, n.leader
	n.role, n.term, n.leader = role, term, leader
	n.layout.Changed = env.Now()
	switch {
	case role == Leader && (was != Leader || term != wasTerm):
		n.lead(env)
	case was == Leader && role != Leader:
		seen := sim.Nobody
		if cause != nil {
			seen = nodeOf(cause.GetFrom())
		}
		env.Note(0, SteppedDown{Node: n.self, Term: wasTerm, Seen: seen, Later: term, Removed: !n.disk.votes(n.disk.member)})
		n.contact = env.Now()
		n.postpone(env)
	case role == Candidate && (was != Candidate || term != wasTerm):
		asks := VotesAsked{Node: n.self, Term: term, Told: sim.Nobody}
		if cause != nil && cause.GetType() == pb.MsgTimeoutNow {
			asks.Told = nodeOf(cause.GetFrom())
		}
		env.Note(0, asks)
		n.votes = n.votes[:0]
	}
	if leader != sim.Nobody && (leader != hadLeader || term != wasTerm) {
		n.dispatchWaiting(env)
	}
}

// lead begins a term as leader.
func (n *Node) lead(env *sim.Env) {
	n.votes = append(n.votes, n.self) // a lone member does not even ask
	slices.Sort(n.votes)
	n.votes = slices.Compact(n.votes)
	env.Note(0, Elected{Node: n.self, Term: n.term, Votes: slices.Clone(n.votes)})
	if s, broken := n.layout.elected(n.self, n.term); broken {
		env.Note(0, s)
	}
	n.contact, n.led, n.asked = env.Now(), true, false
	n.joined = n.tail
	clear(n.shipped)
	env.After(n.layout.Heartbeat, heartbeatTimer, n.term)
}

// noteVote tells of a vote that is given or refused, and why.
func (n *Node) noteVote(env *sim.Env, ask, answer *pb.Message) {
	pre := answer.GetType() == pb.MsgPreVoteResp
	v := Vote{Voter: n.self, Candidate: nodeOf(answer.GetTo()), Term: answer.GetTerm(), Granted: !answer.GetReject(), Pre: pre}
	if ask != nil {
		v.Term = ask.GetTerm()
		if !v.Granted {
			v.Reason = n.refusal(ask)
		}
	}
	if v.Granted && !pre {
		n.postpone(env) // give the one voted for its time
	}
	env.Note(0, v)
}

// refusal is why a member that asks gets no vote.
func (n *Node) refusal(ask *pb.Message) Refusal {
	last, term, voted := n.disk.last(), n.disk.hard.GetTerm(), n.disk.hard.GetVote()
	r := Refusal{Term: term, Mine: last.index, MyTerm: last.term, Theirs: ask.GetIndex(), TheirTerm: ask.GetLogTerm(), For: nodeOf(voted)}
	switch {
	case ask.GetTerm() < term:
		r.Why = TermOver
	case r.TheirTerm < r.MyTerm || r.TheirTerm == r.MyTerm && r.Theirs < r.Mine:
		r.Why = LogBehind
	case voted != 0 && voted != ask.GetFrom():
		r.Why = VotedAlready
	default:
		r.Why, r.For = HasLeader, n.leader
	}
	return r
}
