// Package service is a stateless tier: instances that take a request, work on
// it for a while, call what they depend on, and answer.
//
// An instance holds one of its slots (threads) from the moment it starts on a
// request until the answer, also while it waits for others. When all slots are
// taken requests wait in a bounded line; when that is full they are refused.
//
// In front of a store a service uses a cache as cache-aside does: ask the
// cache, on a miss ask the store and put the value into the cache, on a write
// write the store and then delete the cached copy.
package service

import (
	"fmt"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/metric"
	"netsplit/engine/network"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Use is what kind of component a service calls.
type Use uint8

// The uses.
const (
	Store   Use = iota // gets and puts
	Cache              // cache-aside, in front of its store
	Queue              // sends a job, publishes a message, appends a record
	Forward            // another service or balancer
)

// Dependency is a component that a service calls.
type Dependency struct {
	Component string
	Use       Use
	Store     string       // Cache: the component behind it
	Verb      request.Verb // Queue: how it is given a message
}

// Enqueue says which requests put a job on the queues that a service calls.
type Enqueue string

// The choices.
const (
	EnqueueWrites Enqueue = "writes"
	EnqueueAll    Enqueue = "all"
	EnqueueNone   Enqueue = "none"
)

// Config is what the operator chooses.
type Config struct {
	Time        network.Distribution
	Concurrency int
	Line        int // how many may wait for a slot
	Timeout     time.Duration
	Enqueue     Enqueue
	Order       Order
	Calls       []Dependency
}

// Stats of one instance outlive its crashes.
type Stats struct {
	Served, Refused int
	Use             *metric.Utilisation
}

// Node is one instance.
type Node struct {
	config  *Config
	stats   *Stats
	caller  *request.Caller
	next    uint64
	busy    map[uint64]*job
	legs    map[uint64]*leg
	waiting []*job
}

// job is a request in progress.
type job struct {
	id        uint64
	from      sim.NodeID
	request   *request.Request
	operation uint64
	arrived   clock.Time
	stage     int  // how many of the dependencies were begun
	open      int  // legs under way
	several   bool // it asked more than one
	taken     int  // place of the dependency whose answer it has
	answer    request.Response
}

// Timers of an instance.
const (
	workTimer uint8 = iota
	callTimer
)

// New returns an idle instance.
func New(c *Config, s *Stats, d *request.Directory) *Node {
	return &Node{config: c, stats: s, caller: request.NewCaller(d, callTimer), busy: map[uint64]*job{}, legs: map[uint64]*leg{}}
}

// Init implements sim.Node.
func (n *Node) Init(env *sim.Env) { n.stats.Use.Set(env.Now(), 0) }

// Receive implements sim.Node.
func (n *Node) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Ping:
		request.Answer(env, m)
	case *request.Pong:
		n.caller.Alive(p)
	case *request.Request:
		n.accept(env, m, p)
	case *request.Response:
		if call, ok := n.caller.Answered(env, p); ok {
			if l := n.legs[call.Tag]; l != nil {
				n.step(env, l, p)
			}
		}
	}
}

// Timeout implements sim.Node.
func (n *Node) Timeout(env *sim.Env, t sim.Timer) {
	switch t.Kind {
	case workTimer:
		if j := n.busy[t.Key]; j != nil {
			n.call(env, j)
		}
	case callTimer:
		call, ok := n.caller.Expired(env, t)
		if !ok {
			return
		}
		if l := n.legs[call.Tag]; l != nil {
			n.step(env, l, request.Fail(call.Request, request.Timeout,
				fmt.Sprintf("%s did not answer %s within %s", env.NameOf(call.Target), env.Name(), request.Span(n.config.Timeout)),
				call.Request.Verb.Writes()))
		}
	}
}

func (n *Node) accept(env *sim.Env, m sim.Message, r *request.Request) {
	n.next++
	j := &job{id: n.next, from: m.From, request: r, operation: m.Operation, arrived: env.Now(),
		answer: request.Response{Verb: r.Verb, Key: r.Key, Found: r.Verb.Writes(), Value: r.Value}}
	switch {
	case len(n.busy) < n.config.Concurrency:
		n.work(env, j)
	case len(n.waiting) < n.config.Line:
		n.waiting = append(n.waiting, j)
	default:
		n.stats.Refused++
		env.Note(m.Operation, Refused{Instance: env.Self(), Busy: len(n.busy), Waiting: len(n.waiting)})
		env.Send(m.From, m.Operation, request.Fail(r, request.Overloaded,
			fmt.Sprintf("%s works on %d requests and %d wait", env.Name(), len(n.busy), len(n.waiting)), false))
	}
}

func (n *Node) work(env *sim.Env, j *job) {
	if waited := env.Now().Sub(j.arrived); waited > 0 {
		env.Note(j.operation, Waited{Instance: env.Self(), For: waited})
	}
	n.busy[j.id] = j
	n.stats.Use.Set(env.Now(), len(n.busy))
	env.After(n.config.Time.Sample(env.Rand()), workTimer, j.id)
}

// finish answers and takes the next request from the line.
func (n *Node) finish(env *sim.Env, j *job) {
	j.answer.ID = j.request.ID
	answer := j.answer
	env.Send(j.from, j.operation, &answer)
	delete(n.busy, j.id)
	n.stats.Served++
	n.stats.Use.Set(env.Now(), len(n.busy))
	for len(n.waiting) > 0 && len(n.busy) < n.config.Concurrency { // more than one when slots were added
		next := n.waiting[0]
		n.waiting = n.waiting[1:]
		n.work(env, next)
	}
}

// Busy counts requests in progress.
func (n *Node) Busy() int { return len(n.busy) }

// Waiting counts requests in the line.
func (n *Node) Waiting() int { return len(n.waiting) }

// Detail is the node in a line.
func (n *Node) Detail() string {
	return fmt.Sprintf("%d of %d slots busy, %d wait", len(n.busy), n.config.Concurrency, len(n.waiting))
}
