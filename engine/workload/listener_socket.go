package workload

import (
	"fmt"
	"time"

	"netsplit/engine/request"
	"netsplit/engine/sim"
	"netsplit/engine/socket"
)

// connected begins with a connection that was accepted.
func (l *Listener) connected(env *sim.Env, r *reader, end socket.End, p *request.Response) {
	if r.open && r.socket != end {
		l.hangUp(env, end) // it has another one
		return
	}
	l.adopt(env, r, end)
	l.follow(r, p.Last)
	r.tries = 0
}

// adopt takes a connection for a reader's own, at its first sign.
func (l *Listener) adopt(env *sim.Env, r *reader, end socket.End) {
	if r.open && r.socket == end {
		return
	}
	r.socket, r.open, r.inlet, r.ponged = end, true, socket.Inlet{}, env.Now()
	l.sockets[end] = r
	l.heard.Open++
	l.heard.Connects++
	if ping := l.config.Listening.Ping; ping > 0 {
		r.look = env.After(ping, soundTimer, r.timer())
	}
}

// Retime has another time between pings act on what is open, too.
func (l *Listener) Retime(env *sim.Env) {
	for _, r := range l.readers {
		if !r.open {
			continue
		}
		env.Cancel(r.look)
		r.look = 0
		if ping := l.config.Listening.Ping; ping > 0 {
			r.look = env.After(ping, soundTimer, r.timer())
		}
	}
}

// timer is the key of a reader's timers: it tells those of a connection from
// those of one before.
func (r *reader) timer() uint64 { return uint64(r.index)<<32 | r.socket.ID&(1<<32-1) }

// frame takes what came on a connection. The first may be quicker than the
// answer that the connection is open.
func (l *Listener) frame(env *sim.Env, from sim.NodeID, f *socket.Frame) {
	end := socket.End{Node: from, ID: f.ID}
	r := l.sockets[end]
	if r == nil {
		call := l.caller.Open(f.ID)
		if call == nil || call.Target != from || call.Request.Verb != request.Connect || f.What == socket.Close {
			socket.Refuse(env, from, f)
			return
		}
		r = l.readers[l.open[call.Tag].session]
		if r.open {
			return
		}
		l.adopt(env, r, end)
	}
	r.ponged = env.Now()
	switch f.What {
	case socket.Close:
		l.broken(env, r, f.Reason)
	case socket.Pong:
		r.inlet.Heard(f.Seq)
		l.watch(env, r)
	case socket.Data:
		ready, ok := r.inlet.Take(f)
		l.take(env, r, ready)
		if !ok {
			l.hangUp(env, end)
			l.broken(env, r, "too much came while one update was missing")
			return
		}
		l.watch(env, r)
	}
}

// watch gives an update that is missing some time to come.
func (l *Listener) watch(env *sim.Env, r *reader) {
	if missing, _ := r.inlet.Missing(); missing && !r.watched {
		r.watched = true
		_, r.mark = r.inlet.Missing()
		env.After(l.config.Timeout, gapTimer, r.timer())
	}
}

// gap breaks a connection on which something was lost: that is what becomes of
// one whose lost packets are not replaced.
func (l *Listener) gap(env *sim.Env, r *reader, id uint64) {
	if !r.is(id) {
		return
	}
	r.watched = false
	missing, got := r.inlet.Missing()
	switch {
	case !missing:
	case got > r.mark:
		l.watch(env, r)
	default:
		l.hangUp(env, r.socket)
		l.broken(env, r, "an update on it was lost")
	}
}

// is reports whether a timer is about the connection that is open now.
func (r *reader) is(id uint64) bool { return r.open && r.socket.ID&(1<<32-1) == id }

// sound looks whether the server is there: it asks, or, where only the server
// sends, it counts on being told.
func (l *Listener) sound(env *sim.Env, r *reader, id uint64) {
	ping := l.config.Listening.Ping
	if !r.is(id) {
		return
	}
	r.look = 0
	switch {
	case ping == 0:
	case l.config.Listening.Updates == BySocket:
		r.pinged = env.Now()
		l.heard.Pings++
		l.send(env, r.socket, &socket.Frame{ID: r.socket.ID, Up: true, What: socket.Ping})
		r.look = env.After(l.config.Timeout, pongTimer, r.timer())
	case env.Now().Sub(r.ponged) >= ping+l.config.Timeout:
		l.silent(env, r)
	default:
		r.look = env.After(ping, soundTimer, r.timer())
	}
}

// answeredPing looks whether a ping was answered in time.
func (l *Listener) answeredPing(env *sim.Env, r *reader, id uint64) {
	if !r.is(id) {
		return
	}
	r.look = 0
	switch {
	case r.ponged < r.pinged:
		l.silent(env, r)
	default:
		r.look = env.After(max(l.config.Listening.Ping-l.config.Timeout, time.Millisecond), soundTimer, r.timer())
	}
}

// silent gives up a connection that nothing is heard on.
func (l *Listener) silent(env *sim.Env, r *reader) {
	l.hangUp(env, r.socket)
	l.broken(env, r, fmt.Sprintf("nothing was heard for %s", request.Span(env.Now().Sub(r.ponged))))
}

// send puts a frame on a connection.
func (l *Listener) send(env *sim.Env, to socket.End, f *socket.Frame) {
	l.stats.BytesOut += f.Size()
	l.stats.MessagesOut++
	env.Send(to.Node, 0, f)
}

// hangUp tells the other end that a connection is over.
func (l *Listener) hangUp(env *sim.Env, end socket.End) {
	l.send(env, end, &socket.Frame{ID: end.ID, Up: true, What: socket.Close, Reason: env.Name() + " hangs up"})
}

// broken notes that a connection is over, and opens another one.
func (l *Listener) broken(env *sim.Env, r *reader, why string) {
	delete(l.sockets, r.socket)
	r.open, r.watched = false, false
	l.heard.Open--
	l.heard.Broken++
	l.heard.LastBroken = socket.Broke{Listener: env.Self(), Server: r.socket.Node, Reader: r.index + 1, Why: why, Again: l.broke.Again(env.Now())}
	l.heard.BrokenAt = env.Now()
	env.Note(0, l.heard.LastBroken)
	l.again(env, r)
}
