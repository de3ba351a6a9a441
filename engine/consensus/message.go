package consensus

import (
	"fmt"
	"slices"

	pb "go.etcd.io/raft/v3/raftpb"

	"netsplit/calc/noun"
)

// What headers add to a message and to an entry, in bytes.
const (
	overhead      = 60
	entryOverhead = 16
)

// Message is a message of the protocol.
type Message struct{ raft *pb.Message }

// open is a copy for the library, which may keep parts of what it is given. A
// message may be delivered twice.
func (m *Message) open() *pb.Message {
	r := m.raft
	return &pb.Message{Type: r.Type, To: r.To, From: r.From, Term: r.Term, LogTerm: r.LogTerm, Index: r.Index,
		Entries: slices.Clone(r.Entries), Commit: r.Commit, Snapshot: r.Snapshot, Reject: r.Reject,
		RejectHint: r.RejectHint, Context: r.Context}
}

// Kind implements sim.Payload.
func (m *Message) Kind() string {
	switch m.raft.GetType() {
	case pb.MsgApp:
		return "append"
	case pb.MsgAppResp:
		return "append-ack"
	case pb.MsgVote:
		return "request-vote"
	case pb.MsgVoteResp:
		return "vote"
	case pb.MsgPreVote:
		return "request-pre-vote"
	case pb.MsgPreVoteResp:
		return "pre-vote"
	case pb.MsgHeartbeat:
		return "heartbeat"
	case pb.MsgHeartbeatResp:
		return "heartbeat-ack"
	case pb.MsgSnap:
		return "snapshot"
	case pb.MsgTimeoutNow:
		return "timeout-now"
	}
	return "raft"
}

// Size implements sim.Payload.
func (m *Message) Size() int {
	size := overhead + len(m.raft.GetSnapshot().GetData())
	for _, e := range m.raft.GetEntries() {
		size += entrySize(e)
	}
	return size
}

func entrySize(e *pb.Entry) int { return entryOverhead + len(e.GetData()) }

// String implements sim.Payload.
func (m *Message) String() string { return fmt.Sprintf("term %d: %s", m.raft.GetTerm(), m.says()) }

func (m *Message) says() string {
	r := m.raft
	switch r.GetType() {
	case pb.MsgApp:
		if len(r.GetEntries()) == 0 {
			return fmt.Sprintf("entries up to %d are committed", r.GetCommit())
		}
		return fmt.Sprintf("append %s after %d", noun.Count(len(r.GetEntries()), "entry"), r.GetIndex())
	case pb.MsgAppResp:
		if r.GetReject() {
			return fmt.Sprintf("no entry like yours at %d", r.GetIndex())
		}
		return fmt.Sprintf("has the log up to %d", r.GetIndex())
	case pb.MsgVote:
		return fmt.Sprintf("asks for a vote, its log ends at entry %d of term %d", r.GetIndex(), r.GetLogTerm())
	case pb.MsgPreVote:
		return fmt.Sprintf("asks who would vote for it, its log ends at entry %d of term %d", r.GetIndex(), r.GetLogTerm())
	case pb.MsgVoteResp:
		return either(r.GetReject(), "no vote", "votes for it")
	case pb.MsgPreVoteResp:
		return either(r.GetReject(), "would not vote for it", "would vote for it")
	case pb.MsgTimeoutNow:
		return "call an election now"
	case pb.MsgHeartbeat:
		return "still leads"
	case pb.MsgHeartbeatResp:
		return "follows"
	case pb.MsgSnap:
		return fmt.Sprintf("a snapshot up to entry %d", r.GetSnapshot().GetMetadata().GetIndex())
	}
	return r.GetType().String()
}

// Acknowledges reports whether the message agrees with the leader: its sender
// has entries, or still follows.
func (m *Message) Acknowledges() bool {
	return !m.raft.GetReject() && (m.raft.GetType() == pb.MsgAppResp || m.raft.GetType() == pb.MsgHeartbeatResp)
}

func either(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}

// Join asks the leader to make its sender a member.
type Join struct{ member uint64 }

// Kind implements sim.Payload.
func (*Join) Kind() string { return "join" }

// Size implements sim.Payload.
func (*Join) Size() int { return overhead }

// String implements sim.Payload.
func (*Join) String() string { return "asks to become a member" }
