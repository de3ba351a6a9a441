// Package cdn is a content delivery network: points near the users that keep
// copies of what an origin serves.
//
// A pull network fetches a copy when somebody asks for it first, and keeps it
// for its time to live, whatever the origin does meanwhile. A push network is
// given every new version by who publishes it, and asks for nothing.
//
// Many points that miss at once would all ask the origin. A shield stands in
// between: points ask it, and it asks the origin once.
package cdn

import (
	"fmt"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/network"
	"netsplit/engine/request"
	"netsplit/engine/sim"
	"netsplit/engine/webcache"
)

// Config is what the operator chooses.
type Config struct {
	Origin string
	Push   bool
	TTL    time.Duration
	// KeepAbsent is how long a point keeps that the origin has nothing under a
	// name; 0: not at all.
	KeepAbsent time.Duration
	Keep       int
	Time       network.Distribution // to answer from a copy
	Timeout    time.Duration        // how long it waits for the origin

	StaleIfError time.Duration // for so long beyond its time a copy is better than an error
	Points       []sim.NodeID
	Shield       sim.NodeID // Nobody: none
}

// Stats count over all points.
type Stats struct {
	Hits, Misses  int // of users' reads
	Origin        int // requests that reached the origin
	Coalesced     int // reads that waited for another one's answer
	Stale         int // copies sent beyond their time, since the origin failed
	Pushed        int
	BytesOut      int // to users
	BytesOrigin   int // from the origin
	OriginFailed  int
	ShieldAnswers int // reads of points that the shield answered itself
}

// Node is a point, or the shield.
type Node struct {
	config  *Config
	stats   *Stats
	caller  *request.Caller
	next    uint64
	fetches map[uint64]*fetch
	under   map[string]uint64 // the fetch that is under way, by path and key
	ready   map[uint64]delivery
	copies  *webcache.Cache
}

// fetch is a request on its way to the shield or the origin.
type fetch struct {
	name    string // "" for writes, which are never shared
	request *request.Request
	askers  []asker
}

type asker struct {
	from      sim.NodeID
	id        uint64
	operation uint64
}

// delivery is an answer that a point prepares.
type delivery struct {
	asker
	answer request.Response
}

// Timers of a point.
const (
	callTimer uint8 = iota
	readyTimer
)

// New returns a point without copies.
func New(c *Config, s *Stats, d *request.Directory) *Node {
	return &Node{config: c, stats: s, caller: request.NewCaller(d, callTimer), fetches: map[uint64]*fetch{}, under: map[string]uint64{},
		ready: map[uint64]delivery{}, copies: webcache.New(c.Keep)}
}

// Changed takes another bound of the copies from the configuration.
func (n *Node) Changed() { n.copies.Resize(n.config.Keep) }

// Init implements sim.Node.
func (n *Node) Init(*sim.Env) {}

// Receive implements sim.Node.
func (n *Node) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Ping:
		request.Answer(env, m)
	case *request.Pong:
		n.caller.Alive(p)
	case *Push:
		n.copies.Set(p.Request, p.Answer, env.Now(), n.config.TTL)
	case *request.Request:
		n.accept(env, m, p)
	case *request.Response:
		if call, ok := n.caller.Answered(env, p); ok {
			n.fetched(env, call, *p)
		}
	}
}

// Timeout implements sim.Node.
func (n *Node) Timeout(env *sim.Env, t sim.Timer) {
	switch t.Kind {
	case callTimer:
		if call, ok := n.caller.Expired(env, t); ok {
			n.fetched(env, call, *request.Fail(call.Request, request.Timeout,
				fmt.Sprintf("%s did not answer %s within %s", env.NameOf(call.Target), env.Name(), request.Span(env.Now().Sub(call.Started))), call.Request.Verb.Writes()))
		}
	case readyTimer:
		d := n.ready[t.Key]
		delete(n.ready, t.Key)
		n.send(env, d.asker, d.answer)
	}
}

func (n *Node) isShield(env *sim.Env) bool { return env.Self() == n.config.Shield }

// accept answers from a copy, or fetches.
func (n *Node) accept(env *sim.Env, m sim.Message, r *request.Request) {
	if request.DropLate(env, m.From, m.Operation, r) {
		return
	}
	who := asker{m.From, r.ID, m.Operation}
	if r.Verb != request.Get {
		n.fetch(env, "", r, who)
		return
	}
	copied, ok := n.copies.Get(r)
	switch {
	case ok && copied.Fresh(env.Now()):
		if n.isShield(env) {
			n.stats.ShieldAnswers++
		} else {
			n.stats.Hits++
		}
		n.deliver(env, who, copied.Sent(env.Now()))
		return
	case !n.isShield(env):
		n.stats.Misses++
	}
	if n.config.Push {
		n.deliver(env, who, request.Response{Verb: request.Get, Key: r.Key}) // nobody has published it here
		return
	}
	n.fetch(env, r.Path+"\x00"+r.Key, r, who)
}

// deliver sends an answer after the time that it takes to find.
func (n *Node) deliver(env *sim.Env, to asker, answer request.Response) {
	n.next++
	n.ready[n.next] = delivery{to, answer}
	env.After(n.config.Time.Sample(env.Rand()), readyTimer, n.next)
}

func (n *Node) send(env *sim.Env, to asker, answer request.Response) {
	answer.ID = to.id
	if !n.isShield(env) {
		n.stats.BytesOut += answer.Size()
	}
	env.Send(to.from, to.operation, &answer)
}

// Copies are what it keeps.
func (n *Node) Copies() *webcache.Cache { return n.copies }

// Fetching counts what is under way.
func (n *Node) Fetching() int { return len(n.fetches) }

// Detail is the node in a line.
func (n *Node) Detail() string {
	return fmt.Sprintf("keeps %s, fetches %d", noun.Count(n.copies.Len(), "copy"), len(n.fetches))
}
