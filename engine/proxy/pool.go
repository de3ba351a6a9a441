package proxy

import (
	"fmt"
	"slices"

	"netsplit/calc/noun"
	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
	"netsplit/engine/socket"
)

// pool are the connections to what is behind, which all callers share: each
// request has one from the moment it is passed on until the answer
// (transaction pooling), and others wait for it. A websocket has one to itself
// for as long as it is open.
type pool struct {
	free   []uint64 // numbers, the one used last at the end
	opened uint64
	used   int
	line   []waiter
	serves bool // it goes through the line now
}

// waiter is a request that waits for a connection.
type waiter struct {
	id    uint64
	since clock.Time
}

// lend gives a request a connection, or a place in the line. False: it has to
// wait, or was refused.
func (n *Node) lend(env *sim.Env, id uint64) bool {
	switch l := &n.pool; {
	case l.used < n.config.Pool:
		l.used++
		return true
	case len(l.line) < n.config.PoolLine:
		l.line = append(l.line, waiter{id, env.Now()})
		n.stats.PoolWaits++
		env.After(n.config.Timeout, poolTimer, id)
	default:
		n.noConnection(env, id, 0)
	}
	return false
}

// number is that of a free connection, the one used last.
func (n *Node) number(env *sim.Env) uint64 {
	l := &n.pool
	if len(l.free) > 0 {
		number := l.free[len(l.free)-1]
		l.free = l.free[:len(l.free)-1]
		return number
	}
	l.opened++
	return request.ConnectionNumber(env, l.opened)
}

// back takes a connection back and gives it to the next in line.
func (n *Node) back(env *sim.Env, number uint64) {
	l := &n.pool
	l.used--
	if number != 0 {
		l.free = append(l.free, number)
	}
	n.serveLine(env)
}

// serveLine passes on who waits, while there are connections. What fails at once
// gives its connection back and comes here again: the loop that runs goes on.
func (n *Node) serveLine(env *sim.Env) {
	l := &n.pool
	if l.serves {
		return
	}
	l.serves = true
	defer func() { l.serves = false }()
	for len(l.line) > 0 && (l.used < n.config.Pool || n.config.Pool == 0) {
		next := l.line[0]
		l.line = l.line[1:]
		p, ok := n.open[next.id]
		if !ok {
			continue
		}
		if p.request.Late(env) {
			p.answer = *request.Fail(p.request, request.DeadlineExceeded, env.Name()+" did not begin on it: its deadline has passed", false)
			n.open[next.id] = p
			n.send(env, next.id)
			continue
		}
		if waited := env.Now().Sub(next.since); waited > 0 {
			n.stats.PoolWaited += waited
		}
		if n.config.Pool > 0 {
			l.used++
		}
		n.onward(env, next.id)
	}
}

// poolExpired turns a request away that waited too long.
func (n *Node) poolExpired(env *sim.Env, id uint64) {
	l := &n.pool
	i := slices.IndexFunc(l.line, func(w waiter) bool { return w.id == id })
	if i < 0 {
		return
	}
	since := l.line[i].since
	l.line = slices.Delete(l.line, i, i+1)
	n.noConnection(env, id, env.Now().Sub(since).Seconds())
}

func (n *Node) noConnection(env *sim.Env, id uint64, waited float64) {
	p := n.open[id]
	n.stats.PoolRefused++
	detail := fmt.Sprintf("has all of %s lent, and %s waiting for one", noun.Count(n.pool.used, "connection"), noun.Count(len(n.pool.line), "request"))
	if waited > 0 {
		detail = fmt.Sprintf("had no connection to lend for %.3g s", waited)
	}
	env.Note(p.operation, Refused{Proxy: env.Self(), Code: request.NoConnection, Detail: detail})
	p.answer = *request.Fail(p.request, request.NoConnection, env.Name()+" "+detail, false)
	n.open[id] = p
	n.send(env, id)
}

// Changed goes on with those who wait when the pool has become larger.
func (n *Node) Changed(env *sim.Env) {
	n.relay.Retime(env, n.config.Idle)
	n.kept.Resize(n.config.Keep)
	n.serveLine(env)
}

// Lent counts the connections that work, and the requests that wait for one.
func (n *Node) Lent() (used, waiting int) { return n.pool.used, len(n.pool.line) }

// Places gives how many places users have taken and how many connections are
// lent, as they are counted, and how many of either what is open holds. They are
// the same.
func (n *Node) Places() (users, lent, usersOpen, lentOpen int) {
	for _, places := range n.users { // order-free: a sum
		users += places
	}
	for _, p := range n.open { // order-free: counts
		if !p.stays {
			usersOpen++
		}
		if p.lent && !p.stays {
			lentOpen++
		}
	}
	n.relay.Each(func(t *socket.Tunnel) {
		if t.Open {
			usersOpen++
		}
		if t.Lent != 0 {
			lentOpen++
		}
	})
	return users, n.pool.used, usersOpen, lentOpen
}
