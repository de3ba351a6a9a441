package primary

import (
	"fmt"
	"slices"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// call is a request that the node sees through.
type call struct {
	number    uint64
	client    sim.NodeID
	operation uint64
	request   *request.Request
	group     *Group
	id        identity // of a write
	started   clock.Time
	timer     sim.TimerID
	stage     stage
	target    sim.NodeID // forwarded: to whom
	entry     uint64     // proposed: the entry that must be confirmed
	maybe     bool       // it is in a log, or may be in that of the one it was forwarded to
	earlier   bool       // the same of a leader before the one it was forwarded to
	batch     *batch     // that it is a row of
	astray    bool       // it came to a node that does not have the key's shard
}

type stage uint8

const (
	waiting   stage = iota // for a leader, or to be one that may act
	forwarded              // to the leader
	proposed               // in the log
	catching               // a read, for an entry that its session has seen
)

// serve takes a request of a client, or of a member that forwards it.
func (n *Node) serve(env *sim.Env, m sim.Message, r *request.Request) {
	switch r.Verb {
	case request.Get, request.Put, request.Delete, request.CompareAndSet:
	default:
		env.Send(m.From, m.Operation, request.Fail(r, request.Unsupported, "a store can't "+r.Verb.String(), false))
		n.left(env, m.From, r.ID)
		return
	}
	if slices.ContainsFunc(n.calls, func(c *call) bool {
		return c.client == m.From && c.operation == m.Operation && c.request.ID == r.ID
	}) {
		return // the network made a copy
	}
	if request.DropLate(env, m.From, m.Operation, r) {
		n.left(env, m.From, r.ID)
		return
	}
	if len(r.Keys) > 0 && r.Verb == request.Get {
		n.serveAll(env, m, r)
		return
	}
	n.next = max(n.next, env.FirstNumber()) + 1
	c := &call{number: n.next, client: m.From, operation: m.Operation, request: r, started: env.Now(), target: sim.Nobody,
		group: n.layout.GroupOf(r.Key), id: identify(m.From, m.Operation, r)}
	c.timer = env.After(n.patience(c), callTimer, c.number)
	n.calls = append(n.calls, c)
	n.dispatch(env, c)
}

// patience is how long a request may take. The leader gives up on what was
// forwarded to it before the one who forwarded does: it knows what is missing.
func (n *Node) patience(c *call) time.Duration {
	if n.isMember(c.client) {
		return n.layout.Timeout * 3 / 4
	}
	return n.layout.Timeout
}

// dispatch does with a request what the node can do now.
func (n *Node) dispatch(env *sim.Env, c *call) {
	c.group = n.layout.GroupOf(c.request.Key) // the key may have crossed
	if n.refusedElsewhere(env, c) {
		return
	}
	m := n.member(c.group)
	leader := c.group.address // all that one without a copy of the share knows
	if m != nil {
		leader = m.leader
		switch {
		case m.valid(env) && c.request.Verb == request.Get:
			if m.commit < m.inherited && m.layout.Replication == Sync {
				c.stage = waiting // what it reads must last
				return
			}
			m.read(env, c)
			return
		case m.valid(env) && m.frozen[c.request.Key]:
			c.stage = waiting // it is about to cross to another shard
			return
		case m.valid(env):
			m.write(env, c)
			return
		case c.request.Verb == request.Get && c.stage != catching && m.reads(env, c):
			return
		}
	}
	switch {
	case leader == sim.Nobody || leader == n.self:
		c.stage = waiting
	case m != nil && n.isMember(c.client):
		n.fail(env, c, request.NotLeader, fmt.Sprintf("%s does not lead, %s does", env.Name(), env.NameOf(leader)))
	case !n.layout.Forward:
		n.fail(env, c, request.NotLeader, env.NameOf(leader)+" leads: ask it")
	default:
		if m == nil && n.layout.Shards != nil {
			c.astray = true
			n.layout.Stats.PassedOn++
		}
		c.stage, c.target = forwarded, leader
		c.earlier = c.maybe
		c.maybe = c.maybe || c.request.Verb.Writes()
		r := *c.request
		r.ID = c.number
		env.Send(leader, c.operation, &r)
	}
}

// dispatchWaiting goes on with the requests of the share that a new leader can
// serve. That a write is in a log already does no harm: it is known there.
func (m *member) dispatchWaiting(env *sim.Env) {
	for _, c := range slices.Clone(m.calls) {
		if c.group == m.group && (c.stage == waiting || c.stage == forwarded && c.target != m.leader && m.group.has(c.target)) {
			c.stage = waiting
			m.dispatch(env, c)
		}
	}
}

// abandon makes the writes of a leader that was replaced wait for the next.
func (m *member) abandon() {
	for _, c := range m.calls {
		if c.group == m.group && c.stage == proposed {
			c.stage = waiting
		}
	}
	m.refused = map[identity]bool{}
}

// confirm answers those whose writes are confirmed.
func (m *member) confirm(env *sim.Env) {
	for _, c := range slices.Clone(m.calls) {
		if c.group == m.group && c.stage == proposed && c.entry <= m.commit {
			m.written(env, c, m.disk.log.at(c.entry))
		}
	}
}

// written tells a client that a write is confirmed.
func (m *member) written(env *sim.Env, c *call, at Position) {
	if at.Index > m.disk.offset {
		m.disk.entry(at.Index).told = true
	}
	m.group.confirm(at, m.disk.epoch, env.Now())
	m.layout.Stats.RowsWritten++
	r := c.request
	m.answer(env, c, &request.Response{ID: r.ID, Verb: r.Verb, Key: r.Key, Found: true, Value: r.Value, Version: at.Version().OnTurn(m.layout.turn(r.Key))})
}

func (m *member) mismatch(env *sim.Env, c *call) {
	c.maybe = false // it is known not to have happened
	m.fail(env, c, request.Mismatch, fmt.Sprintf("%s did not hold %q", c.request.Key, c.request.Expected))
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
	if c.astray {
		own.Shard = c.group.Number + 1
	}
	if c.earlier && !own.OK() && own.Code != request.Mismatch {
		own.Maybe = true
	}
	n.answer(env, c, &own)
}

func (n *Node) fail(env *sim.Env, c *call, code, detail string) {
	n.answer(env, c, request.Fail(c.request, code, detail, c.maybe))
}

func (n *Node) answer(env *sim.Env, c *call, r *request.Response) {
	env.Cancel(c.timer)
	n.drop(c)
	if c.batch != nil {
		if c.batch.take(env, r); c.batch.left == 0 {
			n.left(env, c.client, c.request.ID)
		}
		return
	}
	env.Send(c.client, c.operation, r)
	n.left(env, c.client, c.request.ID)
}

// expire gives up on a request: the client learns what was missing.
func (n *Node) expire(env *sim.Env, number uint64) {
	i := slices.IndexFunc(n.calls, func(c *call) bool { return c.number == number })
	if i < 0 {
		return
	}
	c := n.calls[i]
	c.timer = 0
	if c.stage == catching {
		n.askLeader(env, c)
		return
	}
	f, code := n.missing(env, c)
	env.Note(c.operation, f)
	n.fail(env, c, code, f.Short(env.NameOf))
}

// missing is what a request waited for in vain.
func (n *Node) missing(env *sim.Env, c *call) (GaveUp, string) {
	g := GaveUp{Node: n.self, Verb: c.request.Verb, Key: c.request.Key, Waited: env.Now().Sub(c.started), Asked: c.target}
	m := n.member(c.group)
	if c.stage == forwarded || m == nil {
		g.Why = LeaderSilent
		return g, request.Timeout
	}
	g.Epoch = m.disk.epoch
	if c.stage == proposed {
		g.Why, g.Need, g.Entry = TooFewCopies, m.needs(env), c.entry
		g.Have = m.holders(c.entry)
		for _, id := range m.others() {
			if !slices.Contains(g.Have, id) {
				g.Silent = append(g.Silent, id)
			}
		}
		if len(g.Have) >= g.Need {
			g.Why, g.Since = NoLease, m.lease
			return g, request.NotLeader
		}
		return g, request.NoQuorum
	}
	switch {
	case m.drained:
		g.Why = HandsOver
	case m.valid(env):
		g.Why, g.Need, g.Entry, g.Have = TooFewCopies, m.needs(env), m.inherited, m.holders(m.inherited)
		g.Silent = slices.DeleteFunc(m.others(), func(id sim.NodeID) bool { return slices.Contains(g.Have, id) })
		return g, request.NoQuorum
	case m.role.name == Leader:
		g.Why, g.Since = NoLease, m.lease
		g.Silent = append(m.others(), m.layout.Monitor)
	case m.role.name == Starting:
		g.Why = GettingReady
	default:
		g.Why, g.Silent = NoLeader, []sim.NodeID{m.layout.Monitor}
	}
	return g, request.NotLeader
}
