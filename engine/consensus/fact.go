package consensus

import (
	"fmt"
	"strings"
	"time"

	pb "go.etcd.io/raft/v3/raftpb"

	"netsplit/calc/noun"
	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// ElectionCalled is the fact that a member looks for votes, because it hears
// from no leader.
type ElectionCalled struct {
	Node    sim.NodeID
	Term    uint64 // it would win
	Again   bool   // nothing came of its last call
	Led     bool   // it has heard a leader before
	Contact clock.Time
}

// Sentence implements sim.Fact.
func (e ElectionCalled) Sentence(name func(sim.NodeID) string) string {
	since := "has heard no leader yet"
	if e.Led {
		since = "has heard no leader since " + e.Contact.String()
	}
	return fmt.Sprintf("%s %s and asks who would vote for it in term %d", name(e.Node), since, e.Term)
}

// Weight implements sim.Fact. One that is cut off calls again and again.
func (e ElectionCalled) Weight() sim.Weight {
	if e.Again {
		return sim.Quiet
	}
	return sim.Notable
}

// VotesAsked is the fact that a member could win and begins a term.
type VotesAsked struct {
	Node sim.NodeID
	Term uint64
	Told sim.NodeID // the leader that hands over to it; Nobody: it would win by itself
}

// Sentence implements sim.Fact.
func (v VotesAsked) Sentence(name func(sim.NodeID) string) string {
	if v.Told != sim.Nobody {
		return fmt.Sprintf("%s is a candidate: %s told it to take over, so it begins term %d and votes for itself", name(v.Node), name(v.Told), v.Term)
	}
	return fmt.Sprintf("%s is a candidate: a majority would vote for it, so it begins term %d and votes for itself", name(v.Node), v.Term)
}

// Weight implements sim.Fact.
func (VotesAsked) Weight() sim.Weight { return sim.Notable }

// RefusalReason is why a member gives no vote.
type RefusalReason uint8

// The reasons.
const (
	TermOver RefusalReason = iota + 1
	LogBehind
	VotedAlready
	HasLeader
)

// Refusal is why a member gives no vote, with what it compared.
type Refusal struct {
	Why               RefusalReason
	Term              uint64 // the voter's
	Mine, MyTerm      uint64 // the voter's last entry
	Theirs, TheirTerm uint64 // the candidate's
	For               sim.NodeID
}

// Text is the reason in words.
func (r Refusal) Text(name func(sim.NodeID) string) string {
	switch r.Why {
	case TermOver:
		return fmt.Sprintf("that term is over, it is in term %d", r.Term)
	case LogBehind:
		return fmt.Sprintf("the log behind it ends at entry %d of term %d, its own at entry %d of term %d", r.Theirs, r.TheirTerm, r.Mine, r.MyTerm)
	case VotedAlready:
		return "it has voted for " + name(r.For) + " already"
	}
	return "it has a leader, " + name(r.For)
}

// Vote is the fact that a member voted, or refused to. Pre: it said how it
// would vote.
type Vote struct {
	Voter, Candidate sim.NodeID
	Term             uint64
	Granted, Pre     bool
	Reason           Refusal
}

// Sentence implements sim.Fact.
func (v Vote) Sentence(name func(sim.NodeID) string) string {
	verb := [2][2]string{{"does not vote", "votes"}, {"would not vote", "would vote"}}[bit(v.Pre)][bit(v.Granted)]
	s := fmt.Sprintf("%s %s for %s in term %d", name(v.Voter), verb, name(v.Candidate), v.Term)
	if !v.Granted {
		s += ": " + v.Reason.Text(func(id sim.NodeID) string {
			if id == v.Voter {
				return "itself"
			}
			return name(id)
		})
	}
	return s
}

// Weight implements sim.Fact.
func (v Vote) Weight() sim.Weight {
	if v.Pre && v.Granted {
		return sim.Quiet
	}
	return sim.Notable
}

// Elected is the fact that a member leads.
type Elected struct {
	Node  sim.NodeID
	Term  uint64
	Votes []sim.NodeID
}

// Sentence implements sim.Fact.
func (e Elected) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s is the leader of term %d, with the votes of %s", name(e.Node), e.Term, Names(e.Votes, name))
}

// Weight implements sim.Fact.
func (Elected) Weight() sim.Weight { return sim.Notable }

// SteppedDown is the fact that a leader is one no more.
type SteppedDown struct {
	Node    sim.NodeID
	Term    uint64     // it led
	Seen    sim.NodeID // who told it of a later term
	Later   uint64
	Removed bool
}

// Sentence implements sim.Fact.
func (s SteppedDown) Sentence(name func(sim.NodeID) string) string {
	text := fmt.Sprintf("%s led in term %d and steps down", name(s.Node), s.Term)
	switch {
	case s.Removed:
		return text + ": it is no member any more"
	case s.Seen != sim.Nobody && s.Later > s.Term:
		return fmt.Sprintf("%s: %s told it of term %d", text, name(s.Seen), s.Later)
	}
	return text
}

// Weight implements sim.Fact.
func (SteppedDown) Weight() sim.Weight { return sim.Warning }

// SecondLeader is the fact that must never be: two leaders in a term.
type SecondLeader struct {
	Term          uint64
	First, Second sim.NodeID
}

// Sentence implements sim.Fact.
func (s SecondLeader) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("term %d has two leaders, %s and %s: the protocol is broken", s.Term, name(s.First), name(s.Second))
}

// Weight implements sim.Fact.
func (SecondLeader) Weight() sim.Weight { return sim.Trouble }

// NoMajority is the fact that a node gave up on a request.
type NoMajority struct {
	Node             sim.NodeID
	Verb             request.Verb
	Key              string
	Leader           sim.NodeID // that the node knows; Nobody: none
	Asked            sim.NodeID // to whom the request was forwarded
	Led              bool       // the node has heard a leader
	Contact          clock.Time // when it last did
	Proposed         bool       // it is in the log
	Need, Of         int
	Answered, Silent []sim.NodeID
	Lost             []sim.NodeID // the members there are gone with their disks
	Waited           time.Duration
}

// Short is the fact without the node: what a client is told.
func (q NoMajority) Short(name func(sim.NodeID) string) string {
	switch {
	case q.Leader == q.Node:
		what := "needed the answers of %d of %d to be sure that it still leads, got %d (%s)"
		if q.Proposed {
			what = "needed the entry on %d of %d disks, got %d (%s)"
		}
		return fmt.Sprintf(what, q.Need, q.Of, len(q.Answered), Names(q.Answered, name)) + q.nothing(name)
	case q.Of == 0 && q.Leader != q.Asked:
		return fmt.Sprintf("%s led when it was asked and did not answer; now %s leads", name(q.Asked), name(q.Leader))
	case q.Of == 0:
		return name(q.Asked) + ", the leader as far as it knows, did not answer"
	case q.Leader != sim.Nobody:
		return "the request went to a leader that lost its place; now " + name(q.Leader) + " leads"
	case !q.Led:
		return fmt.Sprintf("no leader was ever elected, that takes %d of %d", q.Need, q.Of) + q.nothing(name)
	}
	return fmt.Sprintf("no leader since %s, a new one takes the votes of %d of %d", q.Contact, q.Need, q.Of) + q.nothing(name)
}

func (q NoMajority) nothing(name func(sim.NodeID) string) string {
	s := ""
	if len(q.Silent) > 0 {
		s = "; nothing from " + Names(q.Silent, name)
	}
	if len(q.Lost) > 0 {
		s += "; lost with their disks: the votes of " + Names(q.Lost, name)
	}
	if s == "" {
		return "; all of them answer, and none has won an election"
	}
	return s
}

// Sentence implements sim.Fact.
func (q NoMajority) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s gave up on %s %s after %s: %s", name(q.Node), q.Verb, q.Key, request.Span(q.Waited), q.Short(name))
}

// Weight implements sim.Fact.
func (NoMajority) Weight() sim.Weight { return sim.Quiet }

// SnapshotTaken is the fact that a member too far behind got a snapshot.
type SnapshotTaken struct {
	Node, From sim.NodeID
	Index      uint64
	Keys       int
}

// Sentence implements sim.Fact.
func (s SnapshotTaken) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s took a snapshot from %s: %s, as of entry %d", name(s.Node), name(s.From), noun.Count(s.Keys, "key"), s.Index)
}

// Weight implements sim.Fact.
func (SnapshotTaken) Weight() sim.Weight { return sim.Notable }

// DiskLost is the fact that a node starts with an empty disk.
type DiskLost struct{ Node sim.NodeID }

// Sentence implements sim.Fact.
func (d DiskLost) Sentence(name func(sim.NodeID) string) string {
	return name(d.Node) + " has lost its disk, and with it votes and entries that it had confirmed: it can't go on as the member it was and asks to join as a new one"
}

// Weight implements sim.Fact.
func (DiskLost) Weight() sim.Weight { return sim.Warning }

// MemberChanged is the fact that the log changed who is a member.
type MemberChanged struct {
	Leader, Node sim.NodeID
	Change       pb.ConfChangeType
}

// Sentence implements sim.Fact.
func (m MemberChanged) Sentence(name func(sim.NodeID) string) string {
	switch m.Change {
	case pb.ConfChangeRemoveNode:
		return name(m.Node) + " is no member any more"
	case pb.ConfChangeAddLearnerNode:
		return name(m.Node) + " is a learner: it gets the log and has no vote yet"
	}
	return name(m.Node) + " has caught up and has a vote"
}

// Weight implements sim.Fact.
func (MemberChanged) Weight() sim.Weight { return sim.Notable }

// Names lists nodes in words: "a, b and c".
func Names(ids []sim.NodeID, name func(sim.NodeID) string) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = name(id)
	}
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

func bit(on bool) int {
	if on {
		return 1
	}
	return 0
}
