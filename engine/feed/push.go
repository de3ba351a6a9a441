package feed

import (
	"fmt"

	"netsplit/calc/noun"
	"netsplit/engine/request"
	"netsplit/engine/sim"
	"netsplit/engine/socket"
)

// push is an update on its way out to one who listens.
type push struct {
	listener *listener
	update   request.Update
	answer   *request.Response // to a poll that was held; nil: it goes by a connection
}

// mostUnsent bounds the updates that wait to be sent, for each connection and
// beside those that are kept: who is to get one more is cut off, and may come
// again.
const mostUnsent = 100

// enqueue sends an update once the work on those before it is done.
func (f *Feed) enqueue(env *sim.Env, p push) {
	switch {
	case f.config.PushTime == 0 && len(f.line) == 0:
		f.emit(env, p)
	case len(f.line) >= (mostUnsent+f.config.Keep)*max(len(f.open), 1):
		reason := fmt.Sprintf("%s has %s to send to others first", env.Name(), noun.Count(len(f.line), "update"))
		if p.answer != nil {
			env.Send(p.listener.from, p.listener.operation, request.Fail(p.listener.request, request.Overloaded, reason, false))
			return
		}
		f.close(env, p.listener, reason)
	default:
		if f.line = append(f.line, p); len(f.line) == 1 {
			env.After(f.config.PushTime, f.timers.Push, 0)
		}
	}
}

// pushed has done the work on one, and begins with the next.
func (f *Feed) pushed(env *sim.Env) {
	if len(f.line) > 0 {
		f.emit(env, f.line[0])
		f.line = f.line[1:]
	}
	for len(f.line) > 0 && f.over(f.line[0]) {
		f.line = f.line[1:]
	}
	if len(f.line) > 0 {
		env.After(f.config.PushTime, f.timers.Push, 0)
	}
}

// over reports whether the connection of a push has ended meanwhile.
func (f *Feed) over(p push) bool { return p.answer == nil && f.open[p.listener.number] == nil }

func (f *Feed) emit(env *sim.Env, p push) {
	l := p.listener
	switch {
	case f.over(p):
		return
	case p.answer != nil:
		env.Send(l.from, l.operation, p.answer)
	default:
		l.seq++
		env.Send(l.from, p.update.Operation, &socket.Frame{ID: l.request.ID, What: socket.Data, Seq: l.seq, Update: &p.update})
	}
	f.stats.Pushed++
}
