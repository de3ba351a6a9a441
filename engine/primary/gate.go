package primary

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"netsplit/engine/connection"
	"netsplit/engine/network"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Connections bound what a server has open to those who ask it. A database
// keeps a process or memory for each connection, at work or idle, so there is a
// limit, and who comes when it is reached is turned away whatever the work is.
type Connections struct {
	Most    int // a node; 0: no limit
	Line    int // attempts that wait for one to become free
	Idle    time.Duration
	Connect network.Distribution // the work to open one
	Memory  float64              // bytes each
}

// gate is where connections come in.
type gate struct {
	slots   *connection.Slots
	serving map[asking]uint64 // the connection of each request under way
	opening map[uint64]attempt
	line    []attempt
	number  uint64 // of attempts
	armed   bool   // a look for idle ones is due
}

// asking tells requests apart.
type asking struct {
	from sim.NodeID
	id   uint64
}

// attempt is a request whose connection is not open yet.
type attempt struct {
	job
	number     uint64
	connection uint64
}

// single marks connections that are opened for one request and closed after it,
// by those who keep none.
const single = 1 << 63

func newGate() gate {
	return gate{slots: connection.NewSlots(), serving: map[asking]uint64{}, opening: map[uint64]attempt{}}
}

// enter lets a request in over its connection.
func (n *Node) enter(env *sim.Env, m sim.Message, r *request.Request) {
	g := &n.gate
	_, copied := g.serving[asking{m.From, r.ID}]
	if n.layout.Connections.Most == 0 || n.isMember(m.From) || copied {
		n.admit(env, m, r)
		return
	}
	g.number++
	a := attempt{job{m, r, env.Now()}, g.number, r.Connection}
	if a.connection == 0 {
		a.connection = single | g.number
	}
	if n.connect(env, a) {
		return
	}
	stats := &n.layout.Stats
	if len(g.line) < n.layout.Connections.Line {
		g.line = append(g.line, a)
		stats.ConnectionWaits++
		env.After(n.layout.Timeout, turnTimer, a.number)
		return
	}
	n.turnAway(env, a)
}

// connect begins a request on its connection, which may have to be opened
// first. False: as many as allowed are open.
func (n *Node) connect(env *sim.Env, a attempt) bool {
	g, c := &n.gate, &n.layout.Connections
	opened, ok := g.slots.Take(a.connection, a.m.From, env.Now(), c.Most)
	if !ok {
		return false
	}
	g.serving[asking{a.m.From, a.r.ID}] = a.connection
	n.layout.Stats.PeakConnections = max(n.layout.Stats.PeakConnections, g.slots.Open())
	if !opened {
		n.admit(env, a.m, a.r)
		return true
	}
	n.layout.Stats.ConnectionsOpened++
	if c.Connect != nil && c.Connect.Mean() > 0 {
		g.opening[a.number] = a
		env.After(c.Connect.Sample(env.Rand())+env.Slow(), connectTimer, a.number)
		return true
	}
	n.admit(env, a.m, a.r)
	return true
}

// connected goes on with a request whose connection is open now.
func (n *Node) connected(env *sim.Env, number uint64) {
	if a, ok := n.gate.opening[number]; ok {
		delete(n.gate.opening, number)
		n.admit(env, a.m, a.r)
	}
}

// left ends a request on its connection.
func (n *Node) left(env *sim.Env, to sim.NodeID, id uint64) {
	g := &n.gate
	key := asking{to, id}
	number, ok := g.serving[key]
	if !ok {
		return
	}
	delete(g.serving, key)
	g.slots.Leave(number, env.Now(), number&single != 0)
	n.arm(env)
	n.call(env)
}

// call lets in those who wait, as far as there is room.
func (n *Node) call(env *sim.Env) {
	g := &n.gate
	for len(g.line) > 0 && (g.slots.Open() < n.layout.Connections.Most || n.layout.Connections.Most == 0) {
		a := g.line[0]
		g.line = g.line[1:]
		if request.DropLate(env, a.m.From, a.m.Operation, a.r) {
			continue
		}
		if n.layout.Connections.Most == 0 { // the limit was lifted
			n.admit(env, a.m, a.r)
			continue
		}
		if waited := env.Now().Sub(a.since); waited >= noteWait {
			env.Note(a.m.Operation, WaitedForConnection{Node: n.self, Waited: waited})
		}
		n.connect(env, a)
	}
}

// givenUp turns away who has waited too long.
func (n *Node) givenUp(env *sim.Env, number uint64) {
	g := &n.gate
	i := slices.IndexFunc(g.line, func(a attempt) bool { return a.number == number })
	if i < 0 {
		return
	}
	a := g.line[i]
	g.line = slices.Delete(g.line, i, i+1)
	n.turnAway(env, a)
}

func (n *Node) turnAway(env *sim.Env, a attempt) {
	s := n.gate.slots
	n.layout.Stats.ConnectionsRefused++
	f := NoConnection{Node: n.self, Open: s.Open(), Busy: s.Busy(), Waited: env.Now().Sub(a.since), Holders: s.Holders(holdersTold)}
	env.Note(a.m.Operation, f)
	env.Send(a.m.From, a.m.Operation, request.Fail(a.r, request.NoConnection, fmt.Sprintf("%s has all its %d connections taken", env.Name(), f.Open), false))
}

// arm sees to it that idle connections are looked for when the first is due.
func (n *Node) arm(env *sim.Env) {
	c := &n.layout.Connections
	if n.gate.armed || c.Idle == 0 {
		return
	}
	if at, ok := n.gate.slots.Next(c.Idle); ok {
		n.gate.armed = true
		env.After(max(0, at.Sub(env.Now())), idleTimer, 0)
	}
}

// dropIdle closes connections that nothing came over for long: pools that are
// larger than the work, and those of callers that have crashed.
func (n *Node) dropIdle(env *sim.Env) {
	n.gate.armed = false
	if idle := n.layout.Connections.Idle; idle > 0 {
		n.layout.Stats.ConnectionsDropped += n.gate.slots.Drop(env.Now(), idle)
	}
	n.arm(env)
	n.call(env)
}

// Connected counts the connections that are open, those at work, and the
// attempts that wait.
func (n *Node) Connected() (open, busy, waiting int) {
	return n.gate.slots.Open(), n.gate.slots.Busy(), len(n.gate.line)
}

// holdersTold is how many of those who have connections are named.
const holdersTold = 3

// NoConnection is the fact that all connections of a node were taken.
type NoConnection struct {
	Node       sim.NodeID
	Open, Busy int
	Waited     time.Duration
	Holders    []connection.Holder
}

// Sentence implements sim.Fact.
func (f NoConnection) Sentence(name func(sim.NodeID) string) string {
	var who []string
	for _, h := range f.Holders {
		who = append(who, fmt.Sprintf("%s (%d)", name(h.Node), h.Count))
	}
	waited := ""
	if f.Waited > 0 {
		waited = " after a wait of " + request.Span(f.Waited)
	}
	return fmt.Sprintf("%s had no connection free%s: of its %d, %d were at work and %d idle, opened by %s",
		name(f.Node), waited, f.Open, f.Busy, f.Open-f.Busy, strings.Join(who, ", "))
}

// Weight implements sim.Fact.
func (NoConnection) Weight() sim.Weight { return sim.Quiet }

// Because implements request.Refusal.
func (f NoConnection) Because() string {
	if f.Busy < f.Open/2 {
		return "Most of them lie idle with those who opened them: a pool that callers share would need fewer."
	}
	return "Each request under way holds one: a pool in front would let them wait for a moment in place of failing."
}

// WaitedForConnection is the fact that a request waited until one was free.
type WaitedForConnection struct {
	Node   sim.NodeID
	Waited time.Duration
}

// Sentence implements sim.Fact.
func (w WaitedForConnection) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("the request waited %s for a connection to %s", request.Span(w.Waited), name(w.Node))
}

// Weight implements sim.Fact.
func (WaitedForConnection) Weight() sim.Weight { return sim.Quiet }
