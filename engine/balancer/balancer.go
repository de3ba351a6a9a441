// Package balancer spreads requests over the members of a component.
//
// A member that did not answer in time gets no more requests; it is asked once
// a second whether it is back.
package balancer

import (
	"fmt"
	"time"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Policy says how a member is chosen.
type Policy string

// The policies.
const (
	RoundRobin       Policy = "round-robin"
	Random           Policy = "random"
	LeastConnections Policy = "least-connections"
)

// Config is what the operator chooses.
type Config struct {
	Policy Policy
	To     string
}

// patience is how long a balancer waits for a member before it counts as
// unhealthy: as long as a client waits by default.
const patience = time.Second

// Node is the balancer process.
type Node struct {
	config *Config
	caller *request.Caller
	next   uint64
	open   map[uint64]forwarded
	load   map[sim.NodeID]int // requests under way by member
}

type forwarded struct {
	from      sim.NodeID
	request   *request.Request
	operation uint64
}

const callTimer uint8 = 0

// New returns a balancer without connections.
func New(c *Config, d *request.Directory) *Node {
	return &Node{config: c, caller: request.NewCaller(d, callTimer), open: map[uint64]forwarded{}, load: map[sim.NodeID]int{}}
}

// Init implements sim.Node.
func (n *Node) Init(*sim.Env) {}

// Receive implements sim.Node.
func (n *Node) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Ping:
		request.Answer(env, m)
	case *request.Pong:
		n.caller.Alive(p)
	case *request.Request:
		target, ok := n.choose(env)
		if !ok {
			env.Send(m.From, m.Operation, request.Fail(p, request.Overloaded, n.config.To+" has no members", false))
			return
		}
		n.next++
		n.open[n.next] = forwarded{m.From, p, m.Operation}
		n.load[target]++
		n.caller.Start(env, target, m.Operation, n.next, *p, patience)
	case *request.Response:
		if call, ok := n.caller.Answered(env, p); ok {
			n.load[call.Target]--
			n.reply(env, call, *p)
		}
	}
}

// Timeout implements sim.Node.
func (n *Node) Timeout(env *sim.Env, t sim.Timer) {
	if call, ok := n.caller.Expired(env, t); ok {
		n.load[call.Target]--
		n.reply(env, call, *request.Fail(call.Request, request.Timeout,
			fmt.Sprintf("%s did not answer %s within %s", env.NameOf(call.Target), env.Name(), request.Span(patience)), call.Request.Verb.Writes()))
	}
}

func (n *Node) reply(env *sim.Env, call *request.Call, r request.Response) {
	f := n.open[call.Tag]
	delete(n.open, call.Tag)
	r.ID = f.request.ID
	env.Send(f.from, f.operation, &r)
}

func (n *Node) choose(env *sim.Env) (sim.NodeID, bool) {
	members := n.caller.Members(n.config.To)
	if n.config.Policy == RoundRobin || len(members) == 0 {
		return n.caller.Pick(env, n.config.To)
	}
	var healthy []sim.NodeID
	for _, m := range members {
		if !n.caller.Suspected(m) {
			healthy = append(healthy, m)
		}
	}
	if len(healthy) == 0 {
		healthy = members
	}
	if n.config.Policy == LeastConnections {
		least := healthy[0]
		for _, m := range healthy[1:] {
			if n.load[m] < n.load[least] {
				least = m
			}
		}
		return least, true
	}
	return healthy[env.Rand().IntN(len(healthy))], true
}

// Detail is the node in a line.
func (n *Node) Detail() string { return fmt.Sprintf("%d requests in progress", len(n.open)) }

// InProgress counts requests that wait for a member's answer.
func (n *Node) InProgress() int { return len(n.open) }
