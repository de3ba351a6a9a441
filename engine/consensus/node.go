package consensus

import (
	"encoding/binary"
	"fmt"
	"slices"

	"go.etcd.io/raft/v3"
	pb "go.etcd.io/raft/v3/raftpb"

	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Node is a node of the store: a member that keeps all keys, and takes any
// request.
type Node struct {
	layout *Layout
	disk   *Disk
	raft   *raft.RawNode
	self   sim.NodeID

	calls  []*call // by number
	next   uint64  // of calls
	tail   uint64  // the last entry of the log, with those that are not written yet
	reads  []raft.ReadState
	joined uint64 // the entry up to which changes of members were proposed

	role     Role
	term     uint64
	leader   sim.NodeID
	heard    map[sim.NodeID]clock.Time // by node: the last message of the protocol
	contact  clock.Time                // last message of a leader
	led      bool                      // contact is one
	deadline clock.Time                // when to call an election
	asked    bool                      // called one since the last leader
	votes    []sim.NodeID              // granted to this node in its term
	shipped  map[uint64]clock.Time     // by member: when a snapshot was sent
	reborn   map[sim.NodeID]bool       // nodes known to have lost their disks, and not replaced yet
}

// Timers of a node.
const (
	callTimer uint8 = iota
	electionTimer
	heartbeatTimer
	joinTimer
	handoverTimer
)

// Limits of the library.
const (
	never         = 1 << 20  // ticks: the library's own election time-out is not used
	appendBytes   = 64 << 10 // of entries in one message
	waitingBytes  = 1 << 20  // of entries that no majority has yet; more are refused
	appendsFlying = 256
)

// New returns a node with empty memory.
func New(l *Layout) *Node {
	return &Node{layout: l, leader: sim.Nobody, role: Follower, heard: map[sim.NodeID]clock.Time{}, shipped: map[uint64]clock.Time{},
		reborn: map[sim.NodeID]bool{}}
}

// Init implements sim.Node.
func (n *Node) Init(env *sim.Env) {
	n.self = env.Self()
	n.disk = DiskOf(env.Disk())
	if n.disk == nil {
		n.disk = n.blank(env)
		env.Disk().Content = n.disk
	}
	n.raft = n.start()
	n.tail = n.disk.last().index
	n.term = n.disk.hard.GetTerm()
	n.postpone(env)
	env.After(n.deadline.Sub(env.Now()), electionTimer, 0)
	if !n.disk.votes(n.disk.member) {
		n.askToJoin(env)
	}
}

// blank is a new disk: that of a founder, or of a member that must join.
func (n *Node) blank(env *sim.Env) *Disk {
	life := n.layout.lives[n.self]
	n.layout.lives[n.self]++
	member := memberID(n.self, life)
	if life == 0 && slices.Contains(n.layout.founders, n.self) {
		return foundation(member, n.layout.founders)
	}
	if life > 0 {
		env.Note(0, DiskLost{Node: n.self})
	}
	return newDisk(member)
}

func (n *Node) start() *raft.RawNode {
	r, err := raft.NewRawNode(&raft.Config{ID: n.disk.member, ElectionTick: never, HeartbeatTick: 1, Storage: n.disk, Applied: n.disk.applied,
		MaxSizePerMsg: appendBytes, MaxUncommittedEntriesSize: waitingBytes, MaxInflightMsgs: appendsFlying,
		PreVote: true, ReadOnlyOption: raft.ReadOnlySafe, Logger: silence{}, DisableProposalForwarding: true, StepDownOnRemoval: true})
	if err != nil {
		// The configuration is the one above: a programming error.
		panic(err)
	}
	return r
}

// Receive implements sim.Node.
func (n *Node) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Ping:
		request.Answer(env, m)
	case *request.Request:
		n.serve(env, m, p)
	case *request.Response:
		n.relay(env, m.From, p)
	case *Message:
		n.step(env, m, p)
	case *Join:
		_, n.reborn[m.From] = n.earlier(p.member)
		n.admit(env, p.member)
	}
}

// Timeout implements sim.Node.
func (n *Node) Timeout(env *sim.Env, t sim.Timer) {
	switch t.Kind {
	case callTimer:
		n.expire(env, t.Key)
	case electionTimer:
		n.electionDue(env)
	case heartbeatTimer:
		n.heartbeat(env, t.Key)
	case joinTimer:
		n.askToJoin(env)
	case handoverTimer:
		n.handoverDue(env, t.Key)
	}
}

// step gives a message to the protocol.
func (n *Node) step(env *sim.Env, m sim.Message, p *Message) {
	r := p.raft
	if r.GetTo() != n.disk.member {
		return // for the member that this node was before it lost its disk
	}
	n.heard[m.From] = env.Now()
	// An answer to a member that was removed meanwhile is of no use: nothing
	// follows from an error.
	_ = n.raft.Step(p.open())
	status := n.raft.BasicStatus()
	switch r.GetType() {
	case pb.MsgApp, pb.MsgHeartbeat, pb.MsgSnap:
		if status.Lead == r.GetFrom() {
			n.hearLeader(env)
		}
	case pb.MsgVoteResp:
		if !r.GetReject() && r.GetTerm() == status.GetTerm() {
			n.votes = append(n.votes, m.From)
		}
	}
	n.process(env, m.Operation, r)
}

// process does what the protocol wants done, on account of an operation and
// of a message (nil: none), until nothing is left.
func (n *Node) process(env *sim.Env, operation uint64, cause *pb.Message) {
	for {
		for n.raft.HasReady() {
			n.ready(env, operation, cause)
		}
		n.tail = n.disk.last().index
		n.answerReads(env)
		n.observe(env, cause)
		if !n.raft.HasReady() {
			return
		}
	}
}

// ready writes before it sends: what a message promises must survive a crash.
func (n *Node) ready(env *sim.Env, operation uint64, cause *pb.Message) {
	rd := n.raft.Ready()
	if !raft.IsEmptySnap(rd.Snapshot) {
		n.install(env, rd.Snapshot, cause)
	}
	n.disk.extend(rd.Entries)
	if !raft.IsEmptyHardState(rd.HardState) {
		n.disk.hard = &pb.HardState{Term: new(rd.GetTerm()), Vote: new(rd.GetVote()), Commit: new(rd.GetCommit())}
	}
	for _, m := range rd.Messages {
		n.send(env, operation, cause, m)
	}
	for _, e := range rd.CommittedEntries {
		n.apply(env, e)
	}
	n.reads = append(n.reads, rd.ReadStates...)
	n.raft.Advance(rd)
	n.compact()
}

func (n *Node) send(env *sim.Env, operation uint64, cause, m *pb.Message) {
	switch m.GetType() {
	case pb.MsgVoteResp, pb.MsgPreVoteResp:
		n.noteVote(env, cause, m)
	case pb.MsgSnap:
		n.shipped[m.GetTo()] = env.Now()
		n.layout.Stats.Snapshots++
	}
	env.Send(nodeOf(m.GetTo()), operation, &Message{raft: m})
}

// apply carries out an entry that is committed.
func (n *Node) apply(env *sim.Env, e *pb.Entry) {
	if e.GetType() != pb.EntryNormal {
		n.changeMembers(env, e)
	} else if len(e.GetData()) > 0 {
		c, err := decodeCommand(e.GetData())
		if err != nil {
			// Only this package writes entries: a programming error.
			panic(err)
		}
		n.confirm(env, c.id, n.disk.table.apply(e.GetIndex(), c))
	}
	n.disk.applied = e.GetIndex()
	n.layout.Changed = env.Now()
}

// install takes a snapshot in place of a log that is too far behind.
func (n *Node) install(env *sim.Env, s *pb.Snapshot, cause *pb.Message) {
	if err := n.disk.restore(s); err != nil {
		panic(err) // only this package writes snapshots: a programming error
	}
	n.layout.Changed = env.Now()
	env.Note(0, SnapshotTaken{Node: n.self, From: nodeOf(cause.GetFrom()), Index: n.disk.applied, Keys: len(n.disk.table.keys)})
}

// compact cuts the log off when enough was applied since the last time. A
// tenth stays, for members that are only a little behind.
func (n *Node) compact() {
	after := uint64(n.layout.SnapshotAfter)
	if n.disk.applied < n.disk.cut+after {
		return
	}
	n.disk.cut = n.disk.applied
	n.disk.compact(n.disk.applied - after/10)
}

// readContext marks a read, so that its permission is told from others'.
func readContext(call uint64) []byte { return binary.BigEndian.AppendUint64(nil, call) }

// Detail is the node in a line.
func (n *Node) Detail() string {
	where := fmt.Sprintf("%d of %d entries applied", n.disk.applied, n.disk.last().index)
	switch {
	case n.role == Leader:
		return fmt.Sprintf("leads in term %d, %s", n.term, where)
	case n.leader != sim.Nobody:
		return fmt.Sprintf("follows in term %d, %s", n.term, where)
	case n.led:
		return fmt.Sprintf("knows no leader, heard the last one at %s; term %d, %s", n.contact, n.term, where)
	}
	return fmt.Sprintf("has heard no leader yet; term %d, %s", n.term, where)
}

// silence keeps the library's log to itself: what happens is told by facts.
type silence struct{}

func (silence) Debug(...any)            {}
func (silence) Debugf(string, ...any)   {}
func (silence) Info(...any)             {}
func (silence) Infof(string, ...any)    {}
func (silence) Warning(...any)          {}
func (silence) Warningf(string, ...any) {}
func (silence) Error(...any)            {}
func (silence) Errorf(string, ...any)   {}

func (silence) Fatal(v ...any)                 { panic(fmt.Sprint(v...)) }
func (silence) Fatalf(format string, v ...any) { panic(fmt.Sprintf(format, v...)) }
func (silence) Panic(v ...any)                 { panic(fmt.Sprint(v...)) }
func (silence) Panicf(format string, v ...any) { panic(fmt.Sprintf(format, v...)) }
