// Package feed is the part of a server that tells others what is new.
//
// It keeps the latest updates, each with its number. Who listens asks for those
// after the last that it has, in one of three ways. A poll is answered at once,
// mostly with nothing. A long poll is held until there is something new, or for
// as long as it may be held. A connection that stays open (package socket) gets
// each update when it comes.
//
// What is held or open takes memory, and, in a server that gives each request a
// thread, a thread. Updates are kept in memory: a crash loses them, and the
// connections with them.
package feed

import (
	"fmt"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
	"netsplit/engine/socket"
)

// Config is what the operator chooses.
type Config struct {
	Numbers    *Numbers
	Keep       int           // updates
	Connection int           // bytes that a request in work or a connection takes
	Memory     int           // bytes that there are for connections; 0: no bound
	Idle       time.Duration // a connection from which nothing came for so long is closed; 0: never
	PushTime   time.Duration // work to send one update on one connection
	Slots      bool          // what is held or open takes one of the slots
}

// Stats outlive crashes, and are those of all instances together.
type Stats struct {
	Pushed int // updates sent to those who listen
	Empty  int // polls answered with nothing
	Idle   int // connections closed because nothing came from them
	NoRoom int // refused, because the memory was full
	Peak   int // bytes that the fullest instance took
}

// Host is the server around a feed.
type Host interface {
	// Release gives back the slot that something held.
	Release(env *sim.Env, slot uint64)
	// Working counts the requests in work, those aside that hold their slot here.
	Working() int
}

// Feed is that of one instance.
type Feed struct {
	config  *Config
	stats   *Stats
	host    Host
	timers  Timers
	kept    []request.Update // by number
	bytes   int
	next    uint64
	open    map[uint64]*listener
	order   []uint64 // of those, and of some that have ended
	sockets map[socket.End]*listener
	line    []push // to be sent, the first is worked on
}

// Timers are the kinds of the host's timers that are the feed's.
type Timers struct{ Hold, Idle, Ping, Push uint8 }

// listener is a poll that is held, or an open connection.
type listener struct {
	number    uint64
	from      sim.NodeID
	operation uint64
	request   *request.Request
	slot      uint64
	seq       uint64
	heard     clock.Time
	silence   sim.TimerID // the timer that looks whether anything came
}

func (l *listener) end() socket.End { return socket.End{Node: l.from, ID: l.request.ID} }

// New returns an empty feed.
func New(c *Config, s *Stats, h Host, t Timers) *Feed {
	return &Feed{config: c, stats: s, host: h, timers: t, open: map[uint64]*listener{}, sockets: map[socket.End]*listener{}}
}

// Ask takes a request of somebody who listens. True: it stays, and with it the
// slot that it was worked on in, if those are held.
func (f *Feed) Ask(env *sim.Env, from sim.NodeID, operation uint64, r *request.Request, slot uint64) (stays bool) {
	l := &listener{from: from, operation: operation, request: r, slot: slot, heard: env.Now()}
	news := f.since(r.Since.After)
	answer := &request.Response{ID: r.ID, Verb: r.Verb, Key: r.Key, Found: true, Updates: news, Last: f.last()}
	if r.Since.After == request.FromNow {
		answer.Last = f.config.Numbers.Last()
	}
	waits := r.Verb == request.Connect || len(news) == 0 && r.Since.Hold > 0
	if waits && f.config.Memory > 0 && f.Memory()+f.config.Connection > f.config.Memory {
		f.stats.NoRoom++
		env.Send(from, operation, request.Fail(r, request.Overloaded,
			fmt.Sprintf("%s has no memory for another connection: %d are open", env.Name(), f.Open()), false))
		return false
	}
	if r.Verb == request.Poll && !waits {
		if len(news) == 0 {
			f.stats.Empty++
		}
		f.send(env, l, answer)
		return false
	}
	f.next++
	l.number = f.next
	f.open[l.number] = l
	f.order = append(f.order, l.number)
	if r.Verb == request.Poll {
		env.After(r.Since.Hold, f.timers.Hold, l.number)
		f.Measure()
		return true
	}
	f.sockets[l.end()] = l
	answer.Updates = nil // they go by the connection, before what comes later
	f.send(env, l, answer)
	for _, u := range news {
		f.tell(env, l, u)
	}
	if f.config.Idle > 0 {
		l.silence = env.After(f.config.Idle, f.timers.Idle, l.number)
	}
	if r.Since.OneWay && r.Since.Ping > 0 {
		env.After(r.Since.Ping, f.timers.Ping, l.number)
	}
	f.Measure()
	return true
}

func (f *Feed) send(env *sim.Env, l *listener, answer *request.Response) {
	f.stats.Pushed += len(answer.Updates)
	env.Send(l.from, l.operation, answer)
}

// since lists what is kept after a number.
func (f *Feed) since(after uint64) []request.Update {
	if after == request.FromNow {
		return nil
	}
	i := len(f.kept)
	for i > 0 && f.kept[i-1].Number > after {
		i--
	}
	return append([]request.Update(nil), f.kept[i:]...)
}

// last is the number of the newest update.
func (f *Feed) last() uint64 {
	if len(f.kept) == 0 {
		return 0
	}
	return f.kept[len(f.kept)-1].Number
}

// Publish adds an update and tells all who listen. It takes its place by its
// number: one that was delayed on its way here may come after a later one.
func (f *Feed) Publish(env *sim.Env, u request.Update) {
	i := len(f.kept)
	for i > 0 && f.kept[i-1].Number > u.Number {
		i--
	}
	if i > 0 && f.kept[i-1].Number == u.Number {
		return // it came twice
	}
	f.kept = append(f.kept, request.Update{})
	copy(f.kept[i+1:], f.kept[i:])
	f.kept[i] = u
	f.bytes += u.Size()
	for len(f.kept) > f.config.Keep {
		f.bytes -= f.kept[0].Size()
		f.kept = f.kept[1:]
	}
	order := f.order
	for _, number := range order {
		if l := f.open[number]; l != nil {
			f.tell(env, l, u)
		}
	}
	f.Measure()
}

// tell sends an update to one who listens. One is served after the other.
func (f *Feed) tell(env *sim.Env, l *listener, u request.Update) {
	if after := l.request.Since.After; l.request.Verb == request.Poll && after != request.FromNow && u.Number <= after {
		return // it was late on its way here: who asks has a later one
	}
	next := push{listener: l, update: u}
	if l.request.Verb == request.Poll {
		next.answer = &request.Response{ID: l.request.ID, Verb: request.Poll, Key: l.request.Key, Found: true, Updates: []request.Update{u}, Last: f.last()}
		f.drop(env, l)
	}
	f.enqueue(env, next)
}

// Receive takes a frame from who listens.
func (f *Feed) Receive(env *sim.Env, from sim.NodeID, m *socket.Frame) {
	l := f.sockets[socket.End{Node: from, ID: m.ID}]
	if l == nil {
		socket.Refuse(env, from, m)
		return
	}
	l.heard = env.Now()
	switch m.What {
	case socket.Ping:
		env.Send(from, 0, &socket.Frame{ID: m.ID, What: socket.Pong, Seq: l.seq})
	case socket.Close:
		f.drop(env, l)
	}
}

// Timeout takes a timer that is the feed's.
func (f *Feed) Timeout(env *sim.Env, t sim.Timer) {
	if t.Kind == f.timers.Push {
		f.pushed(env)
		return
	}
	l := f.open[t.Key]
	if l == nil {
		return
	}
	switch t.Kind {
	case f.timers.Hold:
		f.stats.Empty++
		f.send(env, l, &request.Response{ID: l.request.ID, Verb: request.Poll, Key: l.request.Key, Found: true, Last: f.last()})
		f.drop(env, l)
	case f.timers.Ping:
		env.Send(l.from, 0, &socket.Frame{ID: l.request.ID, What: socket.Pong, Seq: l.seq})
		env.After(l.request.Since.Ping, t.Kind, t.Key)
	case f.timers.Idle:
		l.silence = 0
		if f.config.Idle == 0 {
			return
		}
		if quiet := env.Now().Sub(l.heard); quiet < f.config.Idle {
			l.silence = env.After(f.config.Idle-quiet, t.Kind, t.Key)
			return
		}
		f.stats.Idle++
		f.close(env, l, fmt.Sprintf("%s heard nothing for %s", env.Name(), request.Span(f.config.Idle)))
	}
}

// Retime has another idle time act on what is open, too.
func (f *Feed) Retime(env *sim.Env) {
	for _, number := range f.order {
		l := f.open[number]
		if l == nil || l.request.Verb == request.Poll {
			continue
		}
		env.Cancel(l.silence)
		l.silence = 0
		if f.config.Idle > 0 {
			l.silence = env.After(max(f.config.Idle-env.Now().Sub(l.heard), time.Microsecond), f.timers.Idle, number)
		}
	}
}

// Drain ends all that is held or open: the instance goes away, and whoever
// listens is to ask another one.
func (f *Feed) Drain(env *sim.Env) {
	order := f.order
	for _, number := range order {
		switch l := f.open[number]; {
		case l == nil:
		case l.request.Verb == request.Poll:
			f.Timeout(env, sim.Timer{Kind: f.timers.Hold, Key: number})
		default:
			f.close(env, l, env.Name()+" is going away")
		}
	}
}

func (f *Feed) close(env *sim.Env, l *listener, reason string) {
	env.Send(l.from, 0, &socket.Frame{ID: l.request.ID, What: socket.Close, Reason: reason})
	f.drop(env, l)
}

func (f *Feed) drop(env *sim.Env, l *listener) {
	delete(f.open, l.number)
	if l.request.Verb == request.Connect {
		delete(f.sockets, l.end())
	}
	if len(f.order) > 2*len(f.open)+16 {
		kept := make([]uint64, 0, len(f.open))
		for _, number := range f.order {
			if f.open[number] != nil {
				kept = append(kept, number)
			}
		}
		f.order = kept
	}
	if f.config.Slots {
		f.host.Release(env, l.slot)
	}
}

// Open counts what is held and open.
func (f *Feed) Open() int { return len(f.open) }

// Kept counts the updates that it keeps.
func (f *Feed) Kept() int { return len(f.kept) }

// Memory is what the instance takes for its connections, its requests in work
// and the updates that it keeps, in bytes.
func (f *Feed) Memory() int { return (f.Open()+f.host.Working())*f.config.Connection + f.bytes }

// Measure notes how much memory is taken, where that is the most so far.
func (f *Feed) Measure() { f.stats.Peak = max(f.stats.Peak, f.Memory()) }
