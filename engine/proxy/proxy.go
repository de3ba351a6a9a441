// Package proxy is what stands in front of services and speaks for them: a
// reverse proxy, or a gateway to an interface. It answers, refuses or passes
// on; who asks never sees what is behind it.
//
// A request goes through the same stages in this order: is it allowed (key,
// size, connections, rate), can it be answered here (static files, a kept
// answer), and if not, who behind it does (by path).
package proxy

import (
	"fmt"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/balancer"
	"netsplit/engine/connection"
	"netsplit/engine/network"
	"netsplit/engine/request"
	"netsplit/engine/resilience"
	"netsplit/engine/sim"
	"netsplit/engine/socket"
	"netsplit/engine/webcache"
)

// Config is what the operator chooses. The zero value of a field leaves that
// stage out.
type Config struct {
	To      string
	Routes  []balancer.Route // the longest prefix first
	Timeout time.Duration

	Handshake network.Distribution // work to set up TLS for a connection
	Idle      time.Duration
	Cores     int

	NeedsKey bool    // refuse those without an API key
	Largest  int     // bytes of a request's body
	PerUser  int     // requests of one user at once
	Pool     int     // connections to what is behind, shared by all; 0: the callers' own
	PoolLine int     // requests that wait for one
	Rate     float64 // requests a second
	Burst    int
	Per      string // whose rate that is

	Static     string // path of files that it has itself
	TTL        time.Duration
	KeepAbsent time.Duration        // how long it keeps that there is nothing; 0: not at all
	Keep       int                  // answers
	Ratio      float64              // size of a compressed answer
	Compress   network.Distribution // work to compress one
	StaticTime network.Distribution // to answer from here
}

// Whose requests a rate counts together.
const (
	PerUser = "user" // those of one user
	PerKey  = "key"  // those with one API key
	PerAll  = "all"
)

// Stats outlive crashes.
type Stats struct {
	Forwarded, Timeouts            int
	Keyless, TooLarge, TooMany     int // refused: no key, body, connections
	Throttled                      int
	Static, Hits, Misses           int
	PoolWaits, PoolRefused         int
	PoolWaited                     time.Duration
	Handshakes                     int
	Cut                            int // connections that were quiet for too long
	BytesBehind, BytesOut          int // of answers: from behind, to users
	HandshakeTime, CompressionTime time.Duration
}

// Node is the proxy process.
type Node struct {
	config   *Config
	stats    *Stats
	caller   *request.Caller
	next     uint64
	open     map[uint64]pending
	sessions *connection.Table
	cores    *connection.Cores
	users    map[int]int // requests under way by user
	buckets  map[int]*resilience.TokenBucket
	kept     *webcache.Cache
	relay    *socket.Relay
	pool     pool
}

// pending is a request on its way through.
type pending struct {
	from      sim.NodeID
	request   *request.Request
	operation uint64
	answer    request.Response // while it is compressed
	lent      bool             // it has a connection of the pool
	stays     bool             // it left a connection open behind it
}

// Timers of a proxy.
const (
	callTimer uint8 = iota
	handshakeTimer
	answerTimer
	quietTimer
	poolTimer
)

// New returns a proxy with nothing kept.
func New(c *Config, s *Stats, d *request.Directory) *Node {
	return &Node{config: c, stats: s, caller: request.NewCaller(d, callTimer), open: map[uint64]pending{}, sessions: connection.NewTable(),
		cores: connection.NewCores(c.Cores), users: map[int]int{}, buckets: map[int]*resilience.TokenBucket{}, kept: webcache.New(c.Keep),
		relay: socket.NewRelay(quietTimer)}
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
		n.accept(env, m, p)
	case *request.Response:
		if call, ok := n.caller.Answered(env, p); ok {
			n.answered(env, call, *p)
		}
	case *socket.Frame:
		n.pass(env, m, p)
	}
}

// Timeout implements sim.Node.
func (n *Node) Timeout(env *sim.Env, t sim.Timer) {
	switch t.Kind {
	case callTimer:
		if call, ok := n.caller.Expired(env, t); ok {
			n.stats.Timeouts++
			n.answered(env, call, *request.Fail(call.Request, request.Timeout,
				fmt.Sprintf("%s did not answer %s within %s", env.NameOf(call.Target), env.Name(), request.Span(n.config.Timeout)), call.Request.Verb.Writes()))
		}
	case handshakeTimer:
		n.handle(env, t.Key)
	case answerTimer:
		n.send(env, t.Key)
	case quietTimer:
		n.cut(env, t)
	case poolTimer:
		n.poolExpired(env, t.Key)
	}
}

// accept lets a request in, or refuses it.
func (n *Node) accept(env *sim.Env, m sim.Message, r *request.Request) {
	if request.DropLate(env, m.From, m.Operation, r) {
		return
	}
	fresh := n.sessions.Use(r.Session, env.Now(), n.config.Idle)
	if code, detail := n.refuse(env, r); code != "" {
		env.Note(m.Operation, Refused{Proxy: env.Self(), Code: code, Detail: detail})
		env.Send(m.From, m.Operation, request.Fail(r, code, env.Name()+" "+detail, false))
		return
	}
	n.next++
	n.open[n.next] = pending{from: m.From, request: r, operation: m.Operation}
	n.users[r.User]++
	if n.config.Handshake != nil && fresh {
		work := n.config.Handshake.Sample(env.Rand())
		n.stats.Handshakes++
		n.stats.HandshakeTime += work
		env.After(n.cores.Work(env.Now(), work), handshakeTimer, n.next)
		return
	}
	n.handle(env, n.next)
}

// handle answers from here, or passes on.
func (n *Node) handle(env *sim.Env, id uint64) {
	p := n.open[id]
	if n.here(env, id, p) || n.config.Pool > 0 && !n.lend(env, id) {
		return
	}
	n.onward(env, id)
}

// onward sends a request to what is behind.
func (n *Node) onward(env *sim.Env, id uint64) {
	p := n.open[id]
	to := balancer.RouteOf(n.config.Routes, n.config.To, p.request.Path)
	target, ok := n.caller.PickVerb(env, to, p.request.Verb, p.request.Key)
	if !ok {
		p.answer = *request.Fail(p.request, request.Overloaded, to+" has no members", false)
		n.open[id] = p
		n.send(env, id)
		if n.config.Pool > 0 {
			n.back(env, 0)
		}
		return
	}
	n.stats.Forwarded++
	r := *p.request
	if n.config.Pool > 0 {
		r.Connection = n.number(env)
		p.lent = true
		n.open[id] = p
	}
	call := n.caller.Start(env, target, p.operation, id, r, n.config.Timeout)
	n.tunnel(env, p, call)
}

// answered takes what came from behind.
func (n *Node) answered(env *sim.Env, call *request.Call, r request.Response) {
	p := n.open[call.Tag]
	p.stays = n.opened(call, r, p.lent)
	n.stats.BytesBehind += r.Size()
	n.remember(env, p.request, r)
	if p.lent && !p.stays {
		defer n.back(env, call.Request.Connection)
	}
	n.finish(env, call.Tag, p, r)
}

// finish compresses an answer, where it pays, and sends it.
func (n *Node) finish(env *sim.Env, id uint64, p pending, r request.Response) {
	p.answer = r
	if n.config.Compress != nil && r.Body > 0 && r.OK() {
		p.answer.Body = n.compressed(r.Body)
		n.open[id] = p
		work := n.config.Compress.Sample(env.Rand())
		n.stats.CompressionTime += work
		env.After(n.cores.Work(env.Now(), work), answerTimer, id)
		return
	}
	n.open[id] = p
	n.send(env, id)
}

// compressed is the size of a body after compression.
func (n *Node) compressed(body int) int {
	if n.config.Compress == nil {
		return body
	}
	return int(float64(body)*n.config.Ratio + 0.5)
}

func (n *Node) send(env *sim.Env, id uint64) {
	p := n.open[id]
	delete(n.open, id)
	if !p.stays {
		n.free(p.request.User)
	}
	answer := p.answer
	answer.ID = p.request.ID
	n.stats.BytesOut += answer.Size()
	env.Send(p.from, p.operation, &answer)
}

// Kept are the answers that it keeps.
func (n *Node) Kept() *webcache.Cache { return n.kept }

// InProgress counts requests that are not answered yet.
func (n *Node) InProgress() int { return len(n.open) }

// Detail is the node in a line.
func (n *Node) Detail() string {
	text := fmt.Sprintf("%s in progress, %s kept", noun.Count(len(n.open), "request"), noun.Count(n.kept.Len(), "answer"))
	if n.config.Pool > 0 {
		used, waiting := n.Lent()
		text += fmt.Sprintf(", %d of %d connections lent, %d wait for one", used, n.config.Pool, waiting)
	}
	return text
}
