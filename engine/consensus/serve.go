package consensus

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/raft/v3"
	"go.etcd.io/raft/v3/tracker"

	"netsplit/engine/clock"
	"netsplit/engine/quorum"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// call is a request that the node sees through.
type call struct {
	number    uint64
	client    sim.NodeID
	operation uint64
	request   *request.Request
	id        identity // of a write
	started   clock.Time
	timer     sim.TimerID
	stage     stage
	target    sim.NodeID // forwarded: to whom
	entry     uint64     // proposed: the entry that must be committed
	maybe     bool       // it was proposed, or may have been by the one it was forwarded to
}

type stage uint8

const (
	waiting   stage = iota // for a leader
	forwarded              // to the leader
	proposed               // in the log
	reading                // asks a majority whether this node still leads
)

// serve takes a request of a client, or of a member that forwards it.
func (n *Node) serve(env *sim.Env, m sim.Message, r *request.Request) {
	if request.DropLate(env, m.From, m.Operation, r) {
		return
	}
	switch r.Verb {
	case request.Get, request.Put, request.Delete, request.CompareAndSet:
	default:
		env.Send(m.From, m.Operation, request.Fail(r, request.Unsupported, "a store can't "+r.Verb.String(), false))
		return
	}
	if slices.ContainsFunc(n.calls, func(c *call) bool {
		return c.client == m.From && c.operation == m.Operation && c.request.ID == r.ID
	}) {
		return // the network made a copy
	}
	n.next = max(n.next, env.FirstNumber()) + 1
	c := &call{number: n.next, client: m.From, operation: m.Operation, request: r, started: env.Now(), target: sim.Nobody,
		id: identify(m.From, m.Operation, r)}
	c.timer = env.After(n.patience(m.From), callTimer, c.number)
	n.calls = append(n.calls, c)
	n.dispatch(env, c)
	n.process(env, c.operation, nil)
}

// patience is how long a request may take. The leader gives up on what was
// forwarded to it before the one who forwarded does: it knows what is missing.
func (n *Node) patience(client sim.NodeID) time.Duration {
	if slices.Contains(n.layout.nodes, client) {
		return n.layout.Timeout * 3 / 4
	}
	return n.layout.Timeout
}

// dispatch does with a request what the node can do now.
func (n *Node) dispatch(env *sim.Env, c *call) {
	switch {
	case n.role == Leader && c.request.Verb == request.Get:
		c.stage = reading
		n.raft.ReadIndex(readContext(c.number))
	case n.role == Leader:
		n.propose(env, c)
	case n.leader == sim.Nobody:
		c.stage = waiting
	case !n.layout.Forward:
		n.fail(env, c, request.NotLeader, env.NameOf(n.leader)+" leads: ask it")
	default:
		c.stage, c.target = forwarded, n.leader
		c.maybe = c.maybe || c.request.Verb.Writes()
		r := *c.request
		r.ID = c.number
		env.Send(n.leader, c.operation, &r)
	}
}

// propose puts a write into the log, if no copy of it is there.
func (n *Node) propose(env *sim.Env, c *call) {
	if o, done := n.disk.table.done[c.id]; done {
		n.finish(env, c, o)
		return
	}
	for _, other := range n.calls {
		if other != c && other.stage == proposed && other.id == c.id {
			c.stage, c.entry, c.maybe = proposed, other.entry, true
			return
		}
	}
	if n.handingOver() {
		return // it waits for the next leader
	}
	if err := n.raft.Propose(command{id: c.id, value: c.request.Value, expected: c.request.Expected}.encode()); err != nil {
		detail := "too many writes wait for a majority"
		if !errors.Is(err, raft.ErrProposalDropped) {
			detail = err.Error()
		}
		n.fail(env, c, request.Overloaded, detail)
		return
	}
	n.tail++
	c.stage, c.entry, c.maybe = proposed, n.tail, true
}

// dispatchWaiting goes on with the requests that a new leader can serve.
// Writes that were given to the one before it stay: they may be in the log.
func (n *Node) dispatchWaiting(env *sim.Env) {
	for _, c := range slices.Clone(n.calls) {
		if c.stage == waiting || c.request.Verb == request.Get {
			n.dispatch(env, c)
		}
	}
}

// confirm answers those who asked for a command that is now applied.
func (n *Node) confirm(env *sim.Env, id identity, o outcome) {
	for _, c := range slices.Clone(n.calls) {
		if c.request.Verb.Writes() && c.id == id {
			n.finish(env, c, o)
		}
	}
}

// finish tells what a write came to.
func (n *Node) finish(env *sim.Env, c *call, o outcome) {
	r := c.request
	if !o.ok {
		c.maybe = false // it is known not to have happened
		n.fail(env, c, request.Mismatch, fmt.Sprintf("%s did not hold %q", r.Key, r.Expected))
		return
	}
	n.answer(env, c, &request.Response{ID: r.ID, Verb: r.Verb, Key: r.Key, Found: true, Value: r.Value, Version: versionOf(o.index)})
}

// versionOf is an entry of the log as a version: no node's clock is in it.
func versionOf(index uint64) request.Version {
	if index == 0 {
		return request.Version{}
	}
	return request.Version{Stamp: clock.Time(index), Node: sim.Nobody}
}

// answerReads serves the reads that a majority has allowed.
func (n *Node) answerReads(env *sim.Env) {
	kept := n.reads[:0]
	for _, s := range n.reads {
		if s.Index > n.disk.applied {
			kept = append(kept, s)
			continue
		}
		for _, c := range n.calls {
			if c.request.Verb == request.Get && string(readContext(c.number)) == string(s.RequestCtx) {
				r, _ := n.disk.table.Get(c.request.Key)
				n.answer(env, c, &request.Response{ID: c.request.ID, Verb: request.Get, Key: c.request.Key,
					Found: r.Index != 0 && !r.Deleted, Value: r.Value, Version: versionOf(r.Index), Body: c.request.Body})
				break
			}
		}
	}
	n.reads = kept
}

// relay passes an answer of the leader on to the client.
func (n *Node) relay(env *sim.Env, from sim.NodeID, r *request.Response) {
	i := slices.IndexFunc(n.calls, func(c *call) bool {
		return c.number == r.ID && c.stage == forwarded && c.target == from
	})
	if i < 0 {
		return
	}
	c := n.calls[i]
	own := *r
	own.ID = c.request.ID
	n.answer(env, c, &own)
}

func (n *Node) fail(env *sim.Env, c *call, code, detail string) {
	n.answer(env, c, request.Fail(c.request, code, detail, c.maybe))
}

func (n *Node) answer(env *sim.Env, c *call, r *request.Response) {
	env.Cancel(c.timer)
	n.calls = slices.DeleteFunc(n.calls, func(o *call) bool { return o == c })
	env.Send(c.client, c.operation, r)
}

// expire gives up on a request: the client learns what was missing.
func (n *Node) expire(env *sim.Env, number uint64) {
	i := slices.IndexFunc(n.calls, func(c *call) bool { return c.number == number })
	if i < 0 {
		return
	}
	c := n.calls[i]
	c.timer = 0
	f := n.missing(env, c)
	env.Note(c.operation, f)
	n.fail(env, c, request.NoQuorum, f.Short(env.NameOf))
}

// missing is what a request waited for in vain.
func (n *Node) missing(env *sim.Env, c *call) NoMajority {
	f := NoMajority{Node: n.self, Verb: c.request.Verb, Key: c.request.Key, Leader: n.leader, Asked: c.target, Led: n.led, Contact: n.contact,
		Waited: env.Now().Sub(c.started), Proposed: c.stage == proposed}
	if n.role != Leader && n.leader != sim.Nobody && c.stage == forwarded {
		f.Silent = []sim.NodeID{c.target}
		return f
	}
	f.Of = len(n.disk.members.Voters)
	f.Need = quorum.Majority(f.Of)
	acknowledged := n.acknowledged(c.entry)
	for _, member := range n.disk.members.Voters {
		id := nodeOf(member)
		heard, ever := n.heard[id]
		answered := id == n.self || ever && heard > c.started
		if n.role == Leader && c.stage == proposed {
			answered = slices.Contains(acknowledged, member)
		}
		switch {
		case answered && !n.reborn[id]:
			f.Answered = append(f.Answered, id)
		case n.reborn[id]:
			f.Lost = append(f.Lost, id)
		default:
			f.Silent = append(f.Silent, id)
		}
	}
	return f
}

// acknowledged are the members that have an entry on disk, as the leader knows.
func (n *Node) acknowledged(entry uint64) []uint64 {
	var out []uint64
	n.raft.WithProgress(func(id uint64, _ raft.ProgressType, p tracker.Progress) {
		if p.Match >= entry {
			out = append(out, id)
		}
	})
	return out
}
