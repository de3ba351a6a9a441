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
	"netsplit/engine/feed"
	"netsplit/engine/function"
	"netsplit/engine/network"
	"netsplit/engine/request"
	"netsplit/engine/sim"
	"netsplit/engine/socket"
)

// Use is what kind of component a service calls.
type Use uint8

// The uses.
const (
	Store   Use = iota // gets and puts
	Cache              // cache-aside, in front of its store
	Through            // a cache that asks its store itself
	Queue              // sends a job, publishes a message, appends a record
	Forward            // another service or balancer
	Session            // asks a store for the visitor's session
)

// Dependency is a component that a service calls.
type Dependency struct {
	Component string
	Use       Use
	Store     string       // Cache, Through: the component behind it
	Aside     *Aside       // Cache, Through
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
	Time         network.Distribution
	Endpoints    []Endpoint
	Answers      []Answer
	Concurrency  int
	Line         int  // how many may wait for a slot
	LastFirst    bool // the newest of the line gets the next slot
	Limit        Limit
	Shed         Shed
	Target       time.Duration // of ShedWait and ShedAge
	Timeout      time.Duration
	Enqueue      Enqueue
	Nearest      bool // call the nearest members that answer
	Order        Order
	Calls        []Dependency
	Sessions     Sessions
	Interference float64          // how much longer work takes when all neighbours are busy
	Function     *function.Config // a serverless function: an environment a request; else nil
	Gather       Gather
	Feed         *feed.Config // others listen for what is written here; nil: nobody does
	FeedStats    *feed.Stats
	Protection
}

// Node is one instance.
type Node struct {
	config      *Config
	stats       *Stats
	host        Host
	caller      *request.Caller
	next        uint64
	busy        map[uint64]*job
	legs        map[uint64]*leg
	asked       map[uint64]string // the component of each call under way
	guards      map[string]*guard
	memories    map[string]*memory
	sessions    map[int]int // the latest login of each
	visitors    []int       // the sessions, the oldest first
	waiting     []*job
	rooms       *function.Environments // of a function, else nil
	feed        *feed.Feed             // nil without one
	connections uint64                 // opened so far
	door
}

// job is a request in progress.
type job struct {
	id        uint64
	from      sim.NodeID
	request   *request.Request
	operation uint64
	arrived   clock.Time
	began     clock.Time
	cold      time.Duration // of its environment
	room      uint64        // the number of that
	legs      []uint64      // begun so far
	stage     int           // how many of the dependencies were begun
	open      int           // legs under way
	several   bool          // it asked more than one
	taken     int           // place of the dependency whose answer it has
	session   bool          // a server knows the sender's session now
	answer    request.Response
	items     []item   // its questions, where they are not one to each dependency
	parts     []string // of a hot key
	needs     Needs
}

// Timers of an instance.
const (
	workTimer uint8 = iota
	callTimer
	retryTimer
	hedgeTimer
	limitTimer
	holdTimer
	silenceTimer
	pingTimer
	pushTimer
)

// New returns an idle instance.
func New(c *Config, s *Stats, d *request.Directory, h Host) *Node {
	n := &Node{config: c, stats: s, host: h, caller: request.NewCaller(d, callTimer), busy: map[uint64]*job{}, legs: map[uint64]*leg{},
		asked: map[uint64]string{}, guards: map[string]*guard{}, memories: map[string]*memory{}, sessions: map[int]int{}, door: door{held: map[uint64]*job{}}}
	if c.Function != nil {
		n.rooms = function.New(c.Function)
	}
	if c.Feed != nil {
		n.feed = feed.New(c.Feed, c.FeedStats, n, feed.Timers{Hold: holdTimer, Idle: silenceTimer, Ping: pingTimer, Push: pushTimer})
	}
	return n
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
			n.settle(env, call, p)
		}
	case *socket.Frame:
		n.frame(env, m.From, p)
	}
}

// Timeout implements sim.Node.
func (n *Node) Timeout(env *sim.Env, t sim.Timer) {
	switch t.Kind {
	case workTimer:
		switch j := n.busy[t.Key]; {
		case j == nil:
		case j.request.Verb.Listens():
			n.listen(env, j)
		default:
			n.call(env, j)
		}
	case holdTimer, silenceTimer, pingTimer, pushTimer:
		n.feed.Timeout(env, t)
	case callTimer:
		call, ok := n.caller.Expired(env, t)
		if !ok {
			return
		}
		n.settle(env, call, request.Fail(call.Request, request.Timeout,
			fmt.Sprintf("%s did not answer %s within %s", env.NameOf(call.Target), env.Name(), request.Span(env.Now().Sub(call.Started))),
			call.MayHaveHappened()))
	case retryTimer:
		if l := n.legs[t.Key]; l != nil {
			n.again(env, l)
		}
	case hedgeTimer:
		if l := n.legs[t.Key]; l != nil {
			n.second(env, l)
		}
	case limitTimer:
		if j := n.held[t.Key]; j != nil {
			delete(n.held, t.Key)
			n.admit(env, j)
		}
	}
}

func (n *Node) work(env *sim.Env, j *job) {
	if waited := env.Now().Sub(j.arrived); waited > 0 {
		env.Note(j.operation, Waited{Instance: env.Self(), For: waited})
	}
	n.busy[j.id], j.began = j, env.Now()
	n.stats.Use.Set(env.Now(), len(n.busy))
	env.After(n.duration(env, j), workTimer, j.id)
}

// finish answers.
func (n *Node) finish(env *sim.Env, j *job) {
	j.answer.ID = j.request.ID
	if j.answer.OK() && j.request.Verb == request.Get {
		j.answer.Body = n.size(j)
	}
	answer := j.answer
	answer.Session = answer.OK() && (answer.Session || j.session)
	env.Send(j.from, j.operation, &answer)
	n.stats.Served++
	n.stats.answered(env.Now(), j.needs)
	n.publish(env, j)
	n.leave(env, j)
}

// leave gives back the slot of a job that is done, and takes the next request
// from the line.
func (n *Node) leave(env *sim.Env, j *job) {
	delete(n.busy, j.id)
	for _, id := range j.legs {
		delete(n.legs, id)
	}
	n.stats.Use.Set(env.Now(), len(n.busy))
	if n.rooms != nil {
		n.rooms.End(env.Now(), j.room)
		n.stats.Paid.Set(env.Now(), float64(n.rooms.Paid(env.Now())))
	}
	n.learn(env.Now().Sub(j.began))
	n.advance(env)
}

// learn follows how long requests hold a slot: each counts for an eighth.
func (d *door) learn(held time.Duration) {
	if d.holding == 0 {
		d.holding = held
		return
	}
	d.holding = (d.holding + (held-d.holding)/8).Truncate(time.Microsecond)
}

// Busy counts requests in progress.
func (n *Node) Busy() int { return len(n.busy) }

// Waiting counts requests in the line.
func (n *Node) Waiting() int { return len(n.waiting) }

// Idle reports whether it has nothing in hand: in a slot, in the line, or held
// back by a leaky bucket.
func (n *Node) Idle() bool { return len(n.busy)+len(n.waiting)+len(n.held) == 0 }

// Detail is the node in a line.
func (n *Node) Detail() string {
	return fmt.Sprintf("%d of %d slots busy, %d wait%s", len(n.busy), n.config.Concurrency, len(n.waiting), n.listening())
}
