// Package cache is a cache component: a bounded memory of values in front of a
// store, with an eviction policy and a time to live.
//
// Who talks to the store is the strategy. In cache-aside the cache never does:
// its user asks it, goes to the store on a miss, and puts the value in; on a
// write it deletes the key (see package service). In the others the cache
// stands between:
//
//	read-through   a miss is read from the store; a write goes to the store and the copy is dropped
//	refresh-ahead  the same, and a copy that is asked for near its end is read again
//	write-through  the same as read-through, and a write leaves the new value in the cache
//	write-behind   a write is acknowledged at once and written to the store later; a crash loses it
//
// Every copy can be wrong: a slow reader may put in a value that a writer has
// just replaced, and a write may go past the cache. It stays so until its time
// to live ends.
//
// A component may have several nodes: each keeps its own keys (see Placement)
// and knows nothing of the others.
package cache

import (
	"fmt"
	"time"

	"netsplit/engine/cache/policy"
	"netsplit/engine/causal"
	"netsplit/engine/clock"
	"netsplit/engine/network"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Strategy says who reads and writes the store.
type Strategy string

// The strategies.
const (
	Aside        Strategy = "cache-aside"
	ReadThrough  Strategy = "read-through"
	RefreshAhead Strategy = "refresh-ahead"
	WriteThrough Strategy = "write-through"
	WriteBehind  Strategy = "write-behind"
)

// Stampede is what keeps many misses of one key from the store.
type Stampede string

// The cures.
const (
	NoCure               Stampede = "none"
	SingleFlight         Stampede = "single-flight"          // others wait for the first
	EarlyRefresh         Stampede = "early-refresh"          // by chance, before it ends
	StaleWhileRevalidate Stampede = "stale-while-revalidate" // others get the old copy meanwhile
)

// Config is what the operator chooses.
type Config struct {
	Policy   string
	Capacity int64
	Bytes    bool // Capacity counts bytes, not entries
	Strategy Strategy
	Time     network.Distribution

	TTL      time.Duration // 0: entries never expire
	Jitter   float64       // share by which the time to live varies, up and down
	Negative time.Duration // how long it keeps that there is nothing; 0: not at all

	Stampede Stampede
	Lease    time.Duration // how long others wait for the one that asks the store
	StaleFor time.Duration // after its end, while it is read again
	Refresh  float64       // refresh-ahead: share of the time to live after which a use reads again

	Page int // neighbouring keys that one entry answers for; 1: objects

	Buffer     int           // write-behind: keys that may wait to be written
	FlushEvery time.Duration // and how often they are

	Store   string
	Timeout time.Duration // of the store
	Clocked bool          // the store orders writes by clocks
	Judge   Judge
	Place   *Placement
}

// Judge knows what was acknowledged: it measures how wrong copies are. The cache never acts on it.
type Judge interface {
	// Since says whether a copy misses an acknowledged write, and when that was.
	Since(key string, version request.Version, seen causal.Context, absent bool) (at clock.Time, stale bool)
}

// Node is a cache process.
type Node struct {
	config  *Config
	stats   *Stats
	caller  *request.Caller
	id      sim.NodeID
	order   policy.Policy[string]
	bytes   bool // order counts bytes
	entries map[string]*Entry
	next    uint64
	flights map[uint64]*flight // what it reads from the store
	byName  map[string][]*flight
	writes  map[uint64]*write // that it passes on
	leases  map[string]*lease
	leaseOf map[uint64]string
	buffer  buffer
}

// Timers of a cache node.
const (
	callTimer uint8 = iota
	leaseTimer
	flushTimer
)

// New returns an empty cache. Config and stats are shared with the operator,
// who may change it while it runs (see Changed).
func New(c *Config, s *Stats, d *request.Directory) (*Node, error) {
	order, err := policy.New[string](c.Policy, c.Capacity)
	if err != nil {
		return nil, err
	}
	return &Node{config: c, stats: s, caller: request.NewCaller(d, callTimer).KeepConnections(), order: order, bytes: c.Bytes, entries: map[string]*Entry{},
		flights: map[uint64]*flight{}, byName: map[string][]*flight{}, writes: map[uint64]*write{},
		leases: map[string]*lease{}, leaseOf: map[uint64]string{}, buffer: newBuffer()}, nil
}

// Init implements sim.Node. A cache starts cold: it has no disk.
func (n *Node) Init(env *sim.Env) {
	n.id = env.Self()
	if n.config.Strategy == WriteBehind {
		env.After(n.config.FlushEvery, flushTimer, 0)
	}
}

// Receive implements sim.Node.
func (n *Node) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Ping:
		request.Answer(env, m)
	case *request.Pong:
		n.caller.Alive(p)
	case *request.Request:
		n.serve(env, waiter{m.From, m.Operation, p})
	case *request.Response:
		if call, ok := n.caller.Answered(env, p); ok {
			n.answered(env, call, p)
		}
	}
}

// Timeout implements sim.Node. Entries need none: they expire when somebody
// looks.
func (n *Node) Timeout(env *sim.Env, t sim.Timer) {
	switch t.Kind {
	case callTimer:
		if call, ok := n.caller.Expired(env, t); ok {
			n.answered(env, call, request.Fail(call.Request, request.Timeout,
				fmt.Sprintf("%s did not answer %s within %s", env.NameOf(call.Target), env.Name(), request.Span(n.config.Timeout)),
				call.Request.Verb.Writes()))
		}
	case leaseTimer:
		n.leaseEnds(env, t.Key)
	case flushTimer:
		n.flushBuffer(env)
		env.After(max(n.config.FlushEvery, time.Millisecond), flushTimer, 0)
	}
}

// waiter is a request that has no answer yet.
type waiter struct {
	from      sim.NodeID
	operation uint64
	request   *request.Request
}

func (n *Node) serve(env *sim.Env, w waiter) {
	r := w.request
	switch r.Verb {
	case request.CacheGet:
		n.lookAside(env, w)
	case request.CacheSet:
		n.fill(env, r)
		n.reply(env, w, n.done(r))
	case request.CacheDelete:
		n.invalidate(r.Key)
		if l := n.leases[n.name(r.Key)]; l != nil { // what its holder brings may be older
			env.Cancel(l.timer)
			n.leaseEnds(env, l.id)
		}
		n.reply(env, w, n.done(r))
	case request.Get, request.Put, request.CompareAndSet, request.Delete:
		n.serveThrough(env, w)
	default:
		n.refuse(env, w, "a cache keeps values under keys: it takes no jobs")
	}
}

func (n *Node) serveThrough(env *sim.Env, w waiter) {
	switch {
	case n.config.Strategy == Aside:
		n.refuse(env, w, "a cache-aside cache only keeps copies: ask the service in front of it")
	case !n.config.Place.Owns(n.id, w.request.Key):
		n.passOn(env, w) // its own node is away: keep no second copy
	case w.request.Verb == request.Get:
		n.read(env, w)
	case n.config.Strategy == WriteBehind:
		n.writeBehind(env, w)
	default:
		n.passOn(env, w)
	}
}

func (n *Node) done(r *request.Request) *request.Response {
	return &request.Response{Verb: r.Verb, Key: r.Key}
}

// reply answers after the time that a look into memory takes.
func (n *Node) reply(env *sim.Env, w waiter, r *request.Response) {
	r.ID = w.request.ID
	env.SendAfter(n.config.Time.Sample(env.Rand()), w.from, w.operation, r)
}

func (n *Node) refuse(env *sim.Env, w waiter, why string) {
	n.reply(env, w, request.Fail(w.request, request.Unsupported, why, false))
}

// number is a new tag for calls and timers.
func (n *Node) number() uint64 {
	n.next++
	return n.next
}

// answered takes the store's answer, or that there was none.
func (n *Node) answered(env *sim.Env, call *request.Call, r *request.Response) {
	if f := n.flights[call.Tag]; f != nil {
		n.landed(env, f, r)
	} else if w := n.writes[call.Tag]; w != nil {
		delete(n.writes, call.Tag)
		n.written(env, w, r)
	}
}

// Detail is the node in a line.
func (n *Node) Detail() string {
	text := fmt.Sprintf("%d of %d entries", len(n.entries), n.config.Capacity)
	if n.bytes {
		text = fmt.Sprintf("%d entries, %d of %d bytes", len(n.entries), n.order.Used(), n.config.Capacity)
	}
	if n.config.Strategy == WriteBehind {
		text += fmt.Sprintf(", %d not yet in %s", len(n.buffer.dirty), n.config.Store)
	}
	return text
}
