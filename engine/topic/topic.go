// Package topic is publish/subscribe: who publishes does not know who listens,
// and every subscriber gets every message.
//
// The topic pushes. Each subscriber has a buffer of its own, so that a slow one
// holds up nobody else until its buffer is full. Then the topic drops what is
// new for that subscriber, or cuts it off until it has caught up, or holds the
// publisher back, and with it everybody: one of these is always the price.
//
// A message is sent again until the subscriber acknowledges it. Buffers are in
// memory: a crash of the topic loses them. A subscriber that must not lose
// anything subscribes a queue and reads that.
package topic

import (
	"fmt"
	"slices"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/clock"
	"netsplit/engine/network"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Policy is what happens to a message that a buffer has no room for.
type Policy string

// The policies.
const (
	Drop       Policy = "drop"
	Block      Policy = "block"
	Disconnect Policy = "disconnect"
)

// Config is what the operator chooses.
type Config struct {
	Subscribers []Subscription
	Buffer      int // messages that wait for one subscriber
	WhenFull    Policy
	InFlight    int // messages on their way to one member of a subscriber
	Tries       int // then a message is given up; 0: never
	Timeout     time.Duration
	Time        network.Distribution
}

// Subscription is a component that listens, and how it is given a message: by
// one of its members, or, where each tells others, by every one.
type Subscription struct {
	Component string
	Verb      request.Verb
	Patterns  []string // of the keys that it wants; none: all
	Every     bool
}

// Ledger is told what was published and what subscribers acknowledged.
type Ledger interface {
	Published(operation uint64, body, key string) uint64
	Delivered(subscriber int, message uint64, member sim.NodeID)
	Filtered(subscriber int, message uint64)
}

// Stats outlive a crash. Those of subscribers are by their index.
type Stats struct {
	Published, Refused, Held int
	Delivered, Dropped       []int
	Redelivered, GivenUp     []int
	Cuts                     []int // how often it was cut off
	Filtered                 []int // what it did not want
}

// NewStats counts nothing yet.
func NewStats(subscribers int) *Stats {
	list := func() []int { return make([]int, subscribers) }
	return &Stats{Delivered: list(), Dropped: list(), Redelivered: list(), GivenUp: list(), Cuts: list(), Filtered: list()}
}

// Node is the topic's broker.
type Node struct {
	config      *Config
	stats       *Stats
	ledger      Ledger
	caller      *request.Caller
	subscribers []*subscriber
	pushes      map[uint64]*push // on their way, by the tag of their call
	next        uint64
	held        []request.Incoming
}

type subscriber struct {
	index  int
	member sim.NodeID // the only one that it is for, or Nobody
	buffer []*push
	flying int
	cut    bool
}

// push is a message for one subscriber.
type push struct {
	to        *subscriber
	message   uint64
	operation uint64
	body      string
	terms     request.Terms
	size      int
	made      clock.Time
	tries     int
}

const (
	callTimer uint8 = iota
	againTimer
)

// pauseAfter is how long a message that was refused waits for its next try.
const pauseAfter = 100 * time.Millisecond

// New returns a broker.
func New(c *Config, s *Stats, d *request.Directory, l Ledger) *Node {
	n := &Node{config: c, stats: s, ledger: l, caller: request.NewCaller(d, callTimer), pushes: map[uint64]*push{}}
	for i, s := range c.Subscribers {
		if !s.Every {
			n.subscribers = append(n.subscribers, &subscriber{index: i, member: sim.Nobody})
		}
	}
	return n
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
		n.receive(env, request.Incoming{From: m.From, Operation: m.Operation, Request: p})
	case *request.Response:
		if call, ok := n.caller.Answered(env, p); ok {
			n.settle(env, call, p.OK(), p.RetryAfter)
		}
	}
}

// Timeout implements sim.Node.
func (n *Node) Timeout(env *sim.Env, t sim.Timer) {
	switch t.Kind {
	case callTimer:
		if call, ok := n.caller.Expired(env, t); ok {
			n.settle(env, call, false, 0)
		}
	case againTimer:
		if p := n.pushes[t.Key]; p != nil {
			delete(n.pushes, t.Key)
			n.send(env, p)
		}
	}
}

func (n *Node) receive(env *sim.Env, in request.Incoming) {
	r := in.Request
	if request.DropLate(env, in.From, in.Operation, r) {
		return
	}
	if !r.Verb.Gives() {
		in.Fail(env, request.Unsupported, "a topic takes messages only: publish "+env.Name()+" BODY", 0)
		return
	}
	switch {
	case n.config.WhenFull != Block || len(n.held) == 0 && n.room(r): // nobody overtakes those who wait
		n.publish(env, in)
	case len(n.held) < n.config.Buffer:
		n.stats.Held++
		env.Note(in.Operation, HeldBack{Topic: env.Self(), Publisher: in.From, Subscriber: n.slowest()})
		n.held = append(n.held, in)
	default:
		n.stats.Refused++
		in.Fail(env, request.Full, fmt.Sprintf("%s of %s has no room, and %d publishers wait", n.slowest(), env.Name(), len(n.held)), time.Second)
	}
}

// room reports whether the buffer of everybody who wants a message takes it.
func (n *Node) room(r *request.Request) bool {
	n.roll()
	return !slices.ContainsFunc(n.subscribers, func(s *subscriber) bool {
		return len(s.buffer) >= n.config.Buffer && n.config.Subscribers[s.index].wants(r.Terms.Key, r.Value)
	})
}

// slowest is the subscriber with the most in its buffer.
func (n *Node) slowest() string {
	s := slices.MaxFunc(n.subscribers, func(a, b *subscriber) int { return len(a.buffer) - len(b.buffer) })
	return n.config.Subscribers[s.index].Component
}

// publish puts a message into every subscriber's buffer.
func (n *Node) publish(env *sim.Env, in request.Incoming) {
	r := in.Request
	message := n.ledger.Published(in.Operation, r.Value, r.Terms.Key)
	n.stats.Published++
	n.roll()
	for _, s := range n.subscribers {
		if !n.config.Subscribers[s.index].wants(r.Terms.Key, r.Value) {
			n.stats.Filtered[s.index]++
			n.ledger.Filtered(s.index, message)
			continue
		}
		n.buffer(env, s, &push{to: s, message: message, operation: in.Operation, body: r.Value, terms: r.Terms, size: r.Body, made: env.Now()})
	}
	env.SendAfter(n.config.Time.Sample(env.Rand()), in.From, in.Operation,
		&request.Response{ID: r.ID, Verb: r.Verb, Key: r.Key, Found: true, Value: r.Value, Job: message})
}

func (n *Node) buffer(env *sim.Env, s *subscriber, p *push) {
	full := len(s.buffer) >= n.config.Buffer
	if full && n.config.WhenFull == Disconnect && !s.cut {
		s.cut = true
		n.stats.Cuts[s.index]++
		n.stats.Dropped[s.index] += len(s.buffer)
		env.Note(p.operation, CutOff{Topic: env.Self(), Subscriber: n.config.Subscribers[s.index].Component, Dropped: len(s.buffer)})
		for _, b := range s.buffer {
			env.Note(b.operation, Emptied{Topic: env.Self(), Subscriber: n.config.Subscribers[s.index].Component, Body: b.body})
		}
		s.buffer = nil
	}
	if full || s.cut {
		n.stats.Dropped[s.index]++
		env.Note(p.operation, Dropped{Topic: env.Self(), Subscriber: n.config.Subscribers[s.index].Component, Body: p.body,
			Members: slices.Clone(n.caller.Members(n.config.Subscribers[s.index].Component)), Waiting: len(s.buffer), Cut: s.cut})
		return
	}
	s.buffer = append(s.buffer, p)
	n.flow(env, s)
}

// flow sends what is in a buffer, as far as the subscriber may have more.
func (n *Node) flow(env *sim.Env, s *subscriber) {
	members := len(n.caller.Members(n.config.Subscribers[s.index].Component))
	if s.member != sim.Nobody {
		members = 1
	}
	for len(s.buffer) > 0 && s.flying < n.config.InFlight*members {
		p := s.buffer[0]
		s.buffer = s.buffer[1:]
		s.flying++
		n.send(env, p)
	}
}

// send makes a try at a message.
func (n *Node) send(env *sim.Env, p *push) {
	to := n.config.Subscribers[p.to.index]
	n.next++
	n.pushes[n.next] = p
	p.tries++
	if p.tries > 1 {
		n.stats.Redelivered[p.to.index]++
	}
	r := request.Request{Verb: to.Verb, Key: to.Component, Value: p.body, Terms: p.terms, Body: p.size, Made: p.made}
	if to.Verb == request.Put {
		if r.Key = p.terms.Key; r.Key == "" {
			r.Key = p.body
		}
	}
	if to.Verb == request.Publish || to.Every {
		r.Number = p.message
	}
	target, ok := p.to.member, true
	if target == sim.Nobody {
		target, ok = n.caller.Pick(env, to.Component)
	}
	if n.left(p) {
		delete(n.pushes, n.next)
		return
	}
	if !ok {
		env.After(pauseAfter, againTimer, n.next)
		return
	}
	n.caller.Start(env, target, p.operation, n.next, r, n.config.Timeout)
}

// settle ends a try: the message is delivered, tried again or given up.
func (n *Node) settle(env *sim.Env, call *request.Call, ok bool, hint time.Duration) {
	p := n.pushes[call.Tag]
	if p == nil {
		return
	}
	s := p.to
	switch {
	case ok:
		n.stats.Delivered[s.index]++
		n.ledger.Delivered(s.index, p.message, call.Target)
	case n.config.Tries == 0 || p.tries < n.config.Tries:
		env.After(max(hint, pauseAfter), againTimer, call.Tag)
		return
	default:
		n.stats.GivenUp[s.index]++
		env.Note(p.operation, GivenUp{Topic: env.Self(), Subscriber: n.config.Subscribers[s.index].Component, Body: p.body, Tries: p.tries})
	}
	delete(n.pushes, call.Tag)
	s.flying--
	if s.cut && s.flying == 0 {
		s.cut = false
		env.Note(0, Connected{Topic: env.Self(), Subscriber: n.config.Subscribers[s.index].Component})
	}
	n.flow(env, s)
	for len(n.held) > 0 && n.room(n.held[0].Request) {
		in := n.held[0]
		n.held = n.held[1:]
		n.publish(env, in)
	}
}

// State is how a subscriber stands.
type State struct {
	Buffered, InFlight int
	Cut                bool
}

// State is how the subscriber of an index stands, with all its members.
func (n *Node) State(i int) State {
	var state State
	for _, s := range n.subscribers {
		if s.index == i {
			state.Buffered += len(s.buffer)
			state.InFlight += s.flying
			state.Cut = state.Cut || s.cut
		}
	}
	return state
}

// Holds are the messages that wait for a subscriber, or are on their way to it.
func (n *Node) Holds(i int) map[uint64]bool {
	holds := map[uint64]bool{}
	for _, s := range n.subscribers {
		for _, p := range s.buffer {
			if s.index == i {
				holds[p.message] = true
			}
		}
	}
	for _, p := range n.pushes { // order-free: a set
		if p.to.index == i {
			holds[p.message] = true
		}
	}
	return holds
}

// Waiting counts publishers that are held back.
func (n *Node) Waiting() int { return len(n.held) }

// Detail is the node in a line.
func (n *Node) Detail() string {
	buffered := 0
	for _, s := range n.subscribers {
		buffered += len(s.buffer)
	}
	return fmt.Sprintf("%s, %s in the buffers, %d on the way", noun.Count(len(n.config.Subscribers), "subscriber"), noun.Count(buffered, "message"), len(n.pushes))
}
