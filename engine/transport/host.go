package transport

import (
	"time"

	"netsplit/engine/request"
	"netsplit/engine/sim"
	"netsplit/engine/socket"
)

// Host stands around a node and carries its requests and answers. It implements
// sim.Carrier.
type Host struct {
	inside sim.Node
	config *Config // of what it opens; nil: it only answers

	connections map[uint64]*connection
	names       map[name]*connection
	pool        map[slot]*connection
	asked       map[question]*asker
	waiting     map[uint64]waiting       // to be sent later
	streams     map[question]*connection // that what stays open travels on
	next        uint64
	turn        int
	datagrams
}

// slot is one of the connections that a client keeps to a node.
type slot struct {
	to    sim.NodeID
	index int
}

// question is a request that came in and was not answered yet.
type question struct {
	from sim.NodeID
	id   uint64
}

type asker struct {
	connection *connection // nil: by UDP
	config     *Config
	count      int // copies of the question
}

type waiting struct {
	to        sim.NodeID
	operation uint64
	payload   sim.Payload
}

// The timers of a host are told from those of its node by their numbers.
const (
	retransmitTimer uint8 = 240 + iota
	idleTimer
	laterTimer
)

const (
	// idleFor is how long a connection stays open without anything to do.
	idleFor         = 60 * time.Second
	mostConnections = 100_000
)

// NewHost puts a node into a host. Without a config it opens no connections.
func NewHost(inside sim.Node, c *Config) *Host {
	return &Host{inside: inside, config: c, connections: map[uint64]*connection{}, names: map[name]*connection{},
		pool: map[slot]*connection{}, asked: map[question]*asker{}, waiting: map[uint64]waiting{}, streams: map[question]*connection{}}
}

// Inside implements sim.Carrier.
func (h *Host) Inside() sim.Node { return h.inside }

// Init implements sim.Node.
func (h *Host) Init(env *sim.Env) {
	h.next = env.FirstNumber()
	if h.config != nil {
		h.config.Stats.Open = 0 // those of an earlier life are gone
	}
	h.inside.Init(env)
}

// Carry implements sim.Carrier.
func (h *Host) Carry(env *sim.Env, d time.Duration, to sim.NodeID, operation uint64, p sim.Payload) bool {
	switch m := p.(type) {
	case *request.Request:
		if h.config == nil || m.Verb == request.Resolve {
			return false
		}
	case *request.Response:
		if h.asked[question{to, m.ID}] == nil {
			return false
		}
	case *socket.Frame:
		if h.streams[question{to, m.ID}] == nil {
			return false
		}
	default:
		return false
	}
	if d > 0 {
		h.next++
		h.waiting[h.next] = waiting{to, operation, p}
		env.After(d, laterTimer, h.next)
		return true
	}
	h.carry(env, waiting{to, operation, p})
	return true
}

func (h *Host) carry(env *sim.Env, w waiting) {
	switch m := w.payload.(type) {
	case *request.Request:
		h.config.Stats.RoundTrips++
		if h.config.Protocol == UDP {
			h.cast(env, h.config, w)
			return
		}
		c := h.choose(env, w.to, m)
		if c == nil || !c.write(env, w.operation, m) {
			return
		}
		c.owed++
		if m.Verb == request.Connect {
			h.streams[question{w.to, m.ID}] = c
			c.streams++
		}
	case *request.Response:
		key := question{w.to, m.ID}
		a := h.asked[key]
		if a == nil {
			return // its connection ended meanwhile
		}
		if a.count--; a.count == 0 {
			delete(h.asked, key)
		}
		if a.connection == nil {
			h.cast(env, a.config, w)
			return
		}
		a.connection.owed--
		a.connection.write(env, w.operation, m)
		h.refused(key, m)
	case *socket.Frame:
		if c := h.streams[question{w.to, m.ID}]; c != nil {
			c.write(env, w.operation, m)
			h.closed(question{w.to, m.ID}, m)
		}
	}
}

// cast sends a message by UDP.
func (h *Host) cast(env *sim.Env, c *Config, w waiting) {
	h.next++
	c.Stats.Messages++
	count, last := pieces(w.payload.Size())
	m := &part{message: w.payload, operation: w.operation, first: h.next, count: count, sent: env.Now()}
	for i := range count {
		bytes := Payload
		if i == count-1 {
			bytes = last
		}
		send(env, w.to, w.operation, &Segment{config: c, what: datagram, seq: uint64(i), bytes: bytes, part: m})
	}
}

// choose is the connection for a request: in turn one of those to that node, or
// a new one.
func (h *Host) choose(env *sim.Env, to sim.NodeID, r *request.Request) *connection {
	s := slot{to, -1}
	if h.config.KeepAlive {
		h.turn++
		s.index = h.turn % h.config.Connections
		if r.Verb.Listens() { // many people, each with a connection to themselves
			s.index = h.config.Connections + r.Session
		}
		if c := h.pool[s]; c != nil {
			return c
		}
	}
	if len(h.connections) >= mostConnections {
		return nil
	}
	c := h.add(env, name{env.Self(), h.next + 1}, h.config, to)
	c.client, c.slot, c.round = true, s.index, 1
	if s.index >= 0 {
		h.pool[s] = c
	}
	h.config.Stats.Open++
	c.greet(env)
	return c
}

func (h *Host) add(env *sim.Env, n name, config *Config, peer sim.NodeID) *connection {
	h.next++
	c := &connection{name: n, config: config, local: h.next, peer: peer, slot: -1, begun: env.Now(), touched: env.Now()}
	c.window, c.rto.least = newWindow(), config.LeastRTO
	h.connections[c.local], h.names[n] = c, c
	env.After(idleFor, idleTimer, c.local)
	return c
}

// end forgets a connection, and the questions that came by it.
func (h *Host) end(env *sim.Env, c *connection) {
	if h.connections[c.local] == nil {
		return
	}
	env.Cancel(c.timer)
	delete(h.connections, c.local)
	delete(h.names, c.name)
	if c.client {
		c.config.Stats.Open--
		if c.slot >= 0 {
			delete(h.pool, slot{c.peer, c.slot})
		}
	}
	for q, a := range h.asked { // order-free: takes all of one connection out
		if a.connection == c {
			delete(h.asked, q)
		}
	}
	h.breakStreams(env, c)
}

// Timeout implements sim.Node.
func (h *Host) Timeout(env *sim.Env, t sim.Timer) {
	switch t.Kind {
	case retransmitTimer:
		if c := h.connections[t.Key]; c != nil && c.timer == t.ID && !c.overdue(env) {
			c.config.Stats.Resets++
			h.end(env, c)
		}
	case idleTimer:
		c := h.connections[t.Key]
		switch {
		case c == nil:
		case c.idle(env.Now(), idleFor):
			c.put(env, &Segment{what: fin})
			h.end(env, c)
		default: // look again when it may be over
			env.After(max(idleFor-env.Now().Sub(c.touched), time.Second), idleTimer, t.Key)
		}
	case laterTimer:
		w := h.waiting[t.Key]
		delete(h.waiting, t.Key)
		h.carry(env, w)
	default:
		h.inside.Timeout(env, t)
	}
}

// Receive implements sim.Node.
func (h *Host) Receive(env *sim.Env, m sim.Message) {
	s, ok := m.Payload.(*Segment)
	if !ok {
		h.inside.Receive(env, m)
		return
	}
	if s.what == datagram {
		if h.datagrams.accept(m.From, s) {
			h.datagrams.count(env, m.From, s)
			h.deliver(env, m, s.part, nil, s.config)
		}
		return
	}
	c := h.names[s.name]
	if c == nil {
		c = h.stranger(env, m.From, s)
	}
	if c != nil {
		h.take(env, m, s, c)
	}
}

// stranger takes a packet of no connection that is known: a new one, or one
// from before a crash.
func (h *Host) stranger(env *sim.Env, from sim.NodeID, s *Segment) *connection {
	switch s.what {
	case open:
		if s.round == 1 && len(h.connections) < mostConnections {
			return h.add(env, s.name, s.config, from)
		}
		fallthrough
	case data:
		send(env, from, 0, &Segment{config: s.config, name: s.name, what: reset})
	}
	return nil
}

func (h *Host) take(env *sim.Env, m sim.Message, s *Segment, c *connection) {
	c.touched = env.Now()
	switch s.what {
	case open:
		bytes := 0
		if s.round == c.config.Protocol.rounds() && c.config.Protocol != TCP {
			bytes = papers
		}
		c.put(env, &Segment{what: opened, round: s.round, bytes: bytes})
	case opened:
		c.welcomed(env, s.round)
	case fin, reset:
		if s.what == reset {
			c.config.Stats.Resets++
		}
		h.end(env, c)
	case acknowledgement:
		c.acknowledged(env, s.ack, true)
	case data:
		c.acknowledged(env, s.ack, false)
		ready := c.accept(env, s)
		c.put(env, &Segment{what: acknowledgement})
		for _, p := range ready {
			h.deliver(env, m, p, c, c.config)
		}
	}
}

// deliver hands a message to the node inside.
func (h *Host) deliver(env *sim.Env, m sim.Message, p *part, c *connection, config *Config) {
	m.Operation, m.Payload, m.Sent = p.operation, p.message, p.sent
	switch r := p.message.(type) {
	case *request.Request:
		key := question{m.From, r.ID}
		if a := h.asked[key]; a != nil {
			a.count++
		} else {
			h.asked[key] = &asker{connection: c, config: config, count: 1}
		}
		if c != nil {
			c.owed++
		}
		if c != nil && r.Verb == request.Connect {
			h.streams[key] = c
			c.streams++
		}
	case *request.Response:
		if c != nil {
			c.owed--
		}
		h.refused(question{m.From, r.ID}, r)
		if c != nil && c.client && !config.KeepAlive {
			c.put(env, &Segment{what: fin})
			h.end(env, c)
		}
	case *socket.Frame:
		h.closed(question{m.From, r.ID}, r)
	}
	h.inside.Receive(env, m)
}

// Held counts the connections that others have open to this node.
func (h *Host) Held() int {
	n := 0
	for _, c := range h.connections { // order-free: counts
		if !c.client {
			n++
		}
	}
	return n
}
