package workload

import (
	"fmt"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
	"netsplit/engine/socket"
)

// Updates is how those who listen learn what is new.
type Updates string

// The ways.
const (
	NoUpdates   Updates = "none"
	ByPoll      Updates = "poll"
	ByLongPoll  Updates = "long-poll"
	BySocket    Updates = "websocket"
	EventStream Updates = "event-stream"
)

// Open reports whether it keeps a connection open.
func (u Updates) Open() bool { return u == BySocket || u == EventStream }

// Listening is what the operator chooses for those who listen.
type Listening struct {
	Updates Updates
	Every   time.Duration // between two polls
	Hold    time.Duration // that a server may hold a long poll
	Ping    time.Duration // between two looks whether the other end is there; 0: none
	Resume  bool          // ask for what was missed when a connection was broken
}

// Listener is a number of people who listen for updates. Each of them polls, or
// keeps a connection open.
type Listener struct {
	driver
	config  *Config
	heard   *Heard
	readers []*reader
	sockets map[socket.End]*reader
	broke   socket.Burst
}

// reader is one who listens.
type reader struct {
	index   int
	process int
	after   uint64 // the last update that it has
	tries   int    // in vain, in a row
	socket  socket.End
	open    bool
	inlet   socket.Inlet
	ponged  clock.Time // when the server was last heard of
	pinged  clock.Time
	look    sim.TimerID // asks, or looks for the answer
	watched bool        // an update is missing, and a timer runs
	mark    uint64      // how far it was then
}

// Timers of those who listen, besides those of all clients.
const (
	soundTimer uint8 = iota + 100 // is the other end there?
	pongTimer                     // it should have answered
	gapTimer                      // one that is missing should have come
)

// NewListener returns people who listen; processes numbers the sessions of a
// whole run.
func NewListener(c *Config, s *Stats, h *Heard, d *request.Directory, r Recorder, processes *int) *Listener {
	return &Listener{driver: newDriver(d, r, processes, &c.Protection, s), config: c, heard: h, sockets: map[socket.End]*reader{}}
}

// Init implements sim.Node. People do not come all at once.
func (l *Listener) Init(env *sim.Env) {
	l.heard.Open = 0
	for i := range l.config.Clients {
		l.readers = append(l.readers, &reader{index: i, process: l.process(), after: request.FromNow})
		after := time.Duration(i) * time.Millisecond
		if l.config.Listening.Updates == ByPoll { // their clocks have nothing to do with each other
			after = l.spread(env, l.config.Listening.Every)
		}
		env.After(after, thinkTimer, uint64(i))
	}
}

// spread is a random part of a time.
func (l *Listener) spread(env *sim.Env, d time.Duration) time.Duration {
	return time.Duration(env.Rand().Int64N(max(int64(d/time.Microsecond), 1))) * time.Microsecond
}

// Timeout implements sim.Node.
func (l *Listener) Timeout(env *sim.Env, t sim.Timer) {
	switch t.Kind {
	case thinkTimer:
		l.ask(env, l.readers[t.Key])
	case callTimer:
		l.late(env, t)
	case retryTimer:
		l.ended(env, l.retried(env, t.Key))
	case soundTimer:
		l.sound(env, l.readers[t.Key>>32], t.Key&(1<<32-1))
	case pongTimer:
		l.answeredPing(env, l.readers[t.Key>>32], t.Key&(1<<32-1))
	case gapTimer:
		l.gap(env, l.readers[t.Key>>32], t.Key&(1<<32-1))
	}
}

// late ends a request whose time is up.
func (l *Listener) late(env *sim.Env, t sim.Timer) {
	call := l.caller.Open(t.Key)
	a := l.expired(env, t)
	if call != nil && call.Request.Verb == request.Connect {
		end := socket.End{Node: call.Target, ID: call.ID}
		if l.sockets[end] != nil {
			return // only the answer was lost
		}
		l.hangUp(env, end) // it may be accepted yet
	}
	l.ended(env, a)
}

// Receive implements sim.Node.
func (l *Listener) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Response:
		l.got(p)
		call := l.caller.Open(p.ID)
		if call == nil {
			return
		}
		if a := l.open[call.Tag]; a != nil && p.Verb == request.Connect && p.OK() {
			l.connected(env, l.readers[a.session], socket.End{Node: call.Target, ID: call.ID}, p)
		}
		a := l.answered(env, p)
		if a != nil && p.Verb == request.Poll && p.OK() {
			l.polled(env, l.readers[a.session], p)
		}
		l.ended(env, a)
	case *request.Pong:
		l.caller.Alive(p)
	case *socket.Frame:
		l.got(p)
		l.frame(env, m.From, p)
	}
}

// ask polls, or opens a connection.
func (l *Listener) ask(env *sim.Env, r *reader) {
	c := l.config
	l.caller.PreferNearest(c.Nearest)
	ask := request.Request{Verb: request.Poll, Key: "updates", Path: c.Path, Since: request.Since{After: r.after}}
	timeout := c.Timeout
	switch c.Listening.Updates {
	case ByLongPoll:
		ask.Since.Hold = c.Listening.Hold
		timeout += c.Listening.Hold
	case BySocket, EventStream:
		ask.Verb = request.Connect
		if !c.Listening.Resume {
			ask.Since.After = request.FromNow
		}
		ask.Since.Ping, ask.Since.OneWay = c.Listening.Ping, c.Listening.Updates == EventStream
	}
	if c.Key {
		ask.APIKey = env.Self() + 1
	}
	id := l.start(env, &attempt{Operation: Operation{Process: r.process, Request: ask}, node: sim.Nobody, component: c.To,
		timeout: timeout, session: r.index, pinned: true})
	if !l.InProgress(id) {
		l.again(env, r) // nobody was there to ask
	}
}

// ended goes on after a request: the next poll, or another try to connect.
func (l *Listener) ended(env *sim.Env, a *attempt) {
	if a == nil {
		return
	}
	r := l.readers[a.session]
	switch {
	case a.code != "":
		l.again(env, r)
	case a.Request.Verb == request.Connect:
	case l.config.Listening.Updates == ByPoll:
		r.tries = 0
		env.After(l.config.Listening.Every, thinkTimer, uint64(r.index))
	default:
		r.tries = 0
		wait := time.Duration(0)
		if a.Started == env.Now() {
			wait = time.Microsecond // where everything is instant, time has to pass all the same
		}
		env.After(wait, thinkTimer, uint64(r.index))
	}
}

// again tries once more after a failure.
func (l *Listener) again(env *sim.Env, r *reader) {
	wait := max(l.protection.Backoff.Wait(r.tries, env.Rand()), leastWait)
	if l.config.Listening.Updates == ByPoll {
		wait = max(wait, l.config.Listening.Every)
	}
	r.tries++
	env.After(wait, thinkTimer, uint64(r.index))
}

// leastWait keeps those who are refused at once from asking without end.
const leastWait = 10 * time.Millisecond

// polled takes what a poll brought.
func (l *Listener) polled(env *sim.Env, r *reader, p *request.Response) {
	if len(p.Updates) == 0 {
		l.heard.Empty++
	}
	l.take(env, r, p.Updates)
	l.follow(r, p.Last)
}

// follow notes how far a server is, for who has nothing yet.
func (l *Listener) follow(r *reader, last uint64) {
	l.heard.begin(r.index, last)
	if r.after == request.FromNow {
		r.after = last
	}
}

// take notes updates that arrived.
func (l *Listener) take(env *sim.Env, r *reader, updates []request.Update) {
	for _, u := range updates {
		l.heard.arrive(r.index, u.Number, env.Now().Sub(u.Published))
		if r.after == request.FromNow || u.Number > r.after {
			r.after = u.Number
		}
	}
}

// Detail is the node in a line.
func (l *Listener) Detail() string {
	if l.config.Listening.Updates.Open() {
		return fmt.Sprintf("%d of %d connections open", l.heard.Open, len(l.readers))
	}
	return fmt.Sprintf("%d listening, %s in progress", len(l.readers), noun.Count(len(l.driver.open), "request"))
}
