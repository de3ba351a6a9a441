// Package balancer spreads requests over the members of a component.
//
// At layer 7 it reads each request: it can route by path, keep a user on one
// member by a cookie, and must end TLS to do so. At layer 4 it only sees
// connections: the first request of a session picks a member, and the others
// follow it there.
//
// A member that does not answer gets no more requests until it is back. That
// is noticed by the requests themselves (passive), by asking every member at
// an interval (active), or not at all.
package balancer

import (
	"fmt"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/clock"
	"netsplit/engine/connection"
	"netsplit/engine/network"
	"netsplit/engine/request"
	"netsplit/engine/sim"
	"netsplit/engine/socket"
)

// Route sends the paths that begin with Prefix to a component.
type Route struct{ Prefix, To string }

// Config is what the operator chooses.
type Config struct {
	Policy  Policy
	To      string  // where requests go that no route takes
	Routes  []Route // layer 7; the longest prefix first
	Layer   int     // 4 or 7
	Weights []float64
	Timeout time.Duration // how long it waits for a member
	Idle    time.Duration // after which a connection is closed

	Handshake network.Distribution // work to set up TLS for a connection; nil: none
	Cores     int                  // that do that work

	Checks    Checks
	Drain     time.Duration // how long requests of a member that was removed may go on
	SlowStart time.Duration // in which a member that comes back works up to its full share
	Takeover  time.Duration // silence after which a standby takes the address

	Capacity float64 // requests a second; 0: no limit
	Growth   float64 // by which the capacity grows in a minute of heavy use
}

// Stats outlive crashes of the balancer.
type Stats struct {
	Forwarded  int
	Timeouts   int // requests that a member did not answer
	Refused    int // beyond the capacity
	Handshakes int
	Takeovers  int
	CutOff     int // requests of removed members that took longer than the drain
	Cut        int // connections that were quiet for too long
	Sent       map[sim.NodeID]int
}

// NewStats returns empty counts.
func NewStats() *Stats { return &Stats{Sent: map[sim.NodeID]int{}} }

// Imbalance is how many times the mean the requests are that the busiest
// member got. There are so many members now: who got nothing counts too.
func (s *Stats) Imbalance(members int) float64 {
	most, sum := 0, 0
	for _, n := range s.Sent { // order-free: a maximum and a sum
		most, sum = max(most, n), sum+n
	}
	if sum == 0 {
		return 1
	}
	return float64(most) * float64(max(members, len(s.Sent))) / float64(sum)
}

// Node is the balancer process.
type Node struct {
	config   *Config
	stats    *Stats
	pair     *Pair
	caller   *request.Caller
	next     uint64
	open     map[uint64]forwarded
	targets  map[sim.NodeID]*target
	sessions *connection.Table
	pins     map[int]sim.NodeID // layer 4: where each session's connection leads
	cores    *connection.Cores
	capacity meter
	relay    *socket.Relay
	checks   map[uint64]sim.NodeID // under way
	checking bool
	id       sim.NodeID
	heard    clock.Time // from the holder of the address, as a standby
	watched  clock.Time // when the standby last looked
	watching bool
}

// forwarded is a request that waits for a member, or for its handshake.
type forwarded struct {
	from      sim.NodeID
	request   *request.Request
	operation uint64
	fresh     bool // on a new connection
}

// Timers of a balancer.
const (
	callTimer uint8 = iota
	handshakeTimer
	checkTimer
	checkDeadline
	pairTimer
	capacityTimer
	drainTimer
	quietTimer
)

// New returns a balancer without connections.
func New(c *Config, s *Stats, p *Pair, d *request.Directory) *Node {
	return &Node{config: c, stats: s, pair: p, caller: request.NewCaller(d, callTimer), open: map[uint64]forwarded{},
		targets: map[sim.NodeID]*target{}, sessions: connection.NewTable(), pins: map[int]sim.NodeID{}, checks: map[uint64]sim.NodeID{}, relay: socket.NewRelay(quietTimer)}
}

// Init implements sim.Node.
func (n *Node) Init(env *sim.Env) {
	n.cores = connection.NewCores(n.config.Cores)
	n.capacity.start(env, n.config)
	n.trustAll(env)
	n.startChecks(env)
	n.startPair(env)
}

// Receive implements sim.Node.
func (n *Node) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Ping:
		request.Answer(env, m)
	case *request.Pong:
		if !n.checked(env, p) && !n.pairAlive(env, p) {
			n.caller.Alive(p)
		}
	case *request.Request:
		n.accept(env, m, p)
	case *request.Response:
		if call, ok := n.caller.Answered(env, p); ok {
			n.target(env, call.Target).ended(env.Now(), env.Now().Sub(call.Started))
			n.opened(env, call, p)
			n.reply(env, call, *p)
		}
	case *socket.Frame:
		n.pass(env, m, p)
	}
}

// Timeout implements sim.Node.
func (n *Node) Timeout(env *sim.Env, t sim.Timer) {
	switch t.Kind {
	case callTimer:
		n.expired(env, t)
	case handshakeTimer:
		n.forward(env, t.Key)
	case checkTimer:
		n.checkAll(env)
	case checkDeadline:
		n.checkMissed(env, t.Key)
	case pairTimer:
		n.watchPair(env)
	case capacityTimer:
		n.capacity.tick(env, n.config)
	case drainTimer:
		n.cutOff(env, sim.NodeID(t.Key))
	case quietTimer:
		n.cut(env, t)
	}
}

// accept takes a request in: it is refused, waits for a handshake, or goes on
// at once.
func (n *Node) accept(env *sim.Env, m sim.Message, r *request.Request) {
	if !n.capacity.admit(n.config) {
		n.stats.Refused++
		env.Note(m.Operation, Saturated{Balancer: env.Self(), Capacity: n.capacity.now})
		env.Send(m.From, m.Operation, request.Fail(r, request.Overloaded,
			fmt.Sprintf("%s is sized for %.0f requests a second", env.Name(), n.capacity.now), false))
		return
	}
	n.next++
	fresh := n.sessions.Use(r.Session, env.Now(), n.config.Idle)
	n.open[n.next] = forwarded{m.From, r, m.Operation, fresh}
	if n.config.Handshake != nil && fresh {
		n.stats.Handshakes++
		env.After(n.cores.Work(env.Now(), n.config.Handshake.Sample(env.Rand())), handshakeTimer, n.next)
		return
	}
	n.forward(env, n.next)
}

// forward sends a request on to a member.
func (n *Node) forward(env *sim.Env, id uint64) {
	f := n.open[id]
	to := RouteOf(n.config.Routes, n.config.To, f.request.Path)
	chosen, ok := n.choose(env, to, f)
	if !ok {
		delete(n.open, id)
		env.Send(f.from, f.operation, request.Fail(f.request, request.Overloaded, to+" has no members", false))
		return
	}
	n.target(env, chosen).load++
	n.stats.Forwarded++
	n.stats.Sent[chosen]++
	call := n.caller.Start(env, chosen, f.operation, id, *f.request, n.config.Timeout)
	n.tunnel(env, f, call)
}

// RouteOf is the component that a path belongs to.
func RouteOf(routes []Route, to, path string) string {
	for _, r := range routes {
		if Matches(r.Prefix, path) {
			return r.To
		}
	}
	return to
}

// Matches reports whether a path lies below a prefix: /cart takes /cart and
// /cart/7, not /cartoons. The empty path is the root.
func Matches(prefix, path string) bool {
	if path == "" {
		path = "/"
	}
	if prefix == "/" || prefix == path {
		return true
	}
	return len(path) > len(prefix) && path[:len(prefix)] == prefix && (path[len(prefix)] == '/' || prefix[len(prefix)-1] == '/')
}

func (n *Node) expired(env *sim.Env, t sim.Timer) {
	call, ok := n.caller.Expired(env, t)
	if !ok {
		return
	}
	n.stats.Timeouts++
	n.relay.Drop(socket.End{Node: call.Target, ID: call.ID})
	n.target(env, call.Target).ended(env.Now(), env.Now().Sub(call.Started))
	n.reply(env, call, *request.Fail(call.Request, request.Timeout,
		fmt.Sprintf("%s did not answer %s within %s", env.NameOf(call.Target), env.Name(), request.Span(n.config.Timeout)), call.Request.Verb.Writes()))
}

func (n *Node) reply(env *sim.Env, call *request.Call, r request.Response) {
	f := n.open[call.Tag]
	delete(n.open, call.Tag)
	r.ID = f.request.ID
	if n.config.Policy == Cookie && n.config.Layer == 7 {
		r.Sticky = call.Target + 1
	}
	env.Send(f.from, f.operation, &r)
}

// Reconfigure makes a change of the configuration take effect.
func (n *Node) Reconfigure(env *sim.Env, parameter string) {
	switch parameter {
	case "capacity":
		n.resize(env)
	case "health", "check-every":
		n.startChecks(env)
	case "idle":
		n.relay.Retime(env, n.config.Idle)
	}
}

// Detail is the node in a line.
func (n *Node) Detail() string {
	if !n.Active() && len(n.open) == 0 {
		return "stands by"
	}
	return noun.Count(len(n.open), "request") + " in progress"
}

// Connections counts open connections.
func (n *Node) Connections(now clock.Time) int { return n.sessions.Open(now, n.config.Idle) }

// InProgress counts requests that wait for a member's answer.
func (n *Node) InProgress() int { return len(n.open) }
