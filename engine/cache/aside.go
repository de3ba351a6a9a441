package cache

import (
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// lease is a user's right to fill a key after a miss (Nishtala et al., "Scaling
// Memcache at Facebook", NSDI 2013, section 3.2.1). While it lasts, and if the
// cache protects the store, others wait or get the old copy.
type lease struct {
	id      uint64
	granted clock.Time
	timer   sim.TimerID
	waiting []waiter
}

// Bounds of what waits for the store.
const (
	waitLimit  = 10_000 // requests for one key
	leaseLimit = 10_000
)

// lookAside answers a user that will go to the store itself on a miss.
func (n *Node) lookAside(env *sim.Env, w waiter) {
	key := w.request.Key
	e := n.find(key)
	fresh := e != nil && n.lasts(env, e)
	if e = n.find(key); e == nil { // it may just have been dropped
		n.missAside(env, w)
		return
	}
	leased := n.leases[e.Name] != nil
	switch {
	case fresh && (leased || !n.early(env, e)):
		n.hit(env, w, e)
	case !fresh && leased: // stale-while-revalidate
		n.hit(env, w, e)
	default:
		if fresh {
			n.stats.Refreshes++
		}
		n.missAside(env, w)
	}
}

// missAside tells the user to go to the store, unless one is on its way.
func (n *Node) missAside(env *sim.Env, w waiter) {
	name := n.name(w.request.Key)
	n.stats.asked(env.Now(), false)
	if l := n.leases[name]; l != nil && n.config.Stampede == SingleFlight && len(l.waiting) < waitLimit {
		n.stats.Coalesced++
		l.waiting = append(l.waiting, w)
		return
	}
	n.grant(env, name)
	n.reply(env, w, n.done(w.request))
}

// grant notes who fills the key. Without a cure nobody needs to know.
func (n *Node) grant(env *sim.Env, name string) {
	if n.config.Stampede == NoCure || n.leases[name] != nil || len(n.leases) >= leaseLimit {
		return
	}
	l := &lease{id: n.number(), granted: env.Now()}
	l.timer = env.After(max(n.config.Lease, time.Millisecond), leaseTimer, l.id)
	n.leases[name] = l
	n.leaseOf[l.id] = name
}

// fill takes what a user has read from the store.
func (n *Node) fill(env *sim.Env, r *request.Request) {
	name, cost := n.name(r.Key), time.Duration(0)
	l := n.leases[name]
	if l != nil {
		cost = env.Now().Sub(l.granted)
		env.Cancel(l.timer)
		n.endLease(l.id)
	}
	row := Row{Key: r.Key, Value: r.Value, Version: r.Version, Context: r.Context, Body: r.Body, Absent: r.Absent}
	n.keep(env, name, []Row{row}, cost)
	if l != nil {
		for _, w := range l.waiting {
			n.reply(env, w, row.answer(w.request))
		}
	}
}

// leaseEnds sends those who waited to the store themselves.
func (n *Node) leaseEnds(env *sim.Env, id uint64) {
	l := n.leases[n.leaseOf[id]]
	if l == nil || l.id != id {
		return
	}
	n.endLease(id)
	for _, w := range l.waiting {
		n.reply(env, w, n.done(w.request))
	}
}

func (n *Node) endLease(id uint64) {
	delete(n.leases, n.leaseOf[id])
	delete(n.leaseOf, id)
}

// hit answers from the entry.
func (n *Node) hit(env *sim.Env, w waiter, e *Entry) {
	n.order.Get(e.Name)
	n.stats.asked(env.Now(), true)
	r := e.row(w.request.Key)
	n.stats.served(env.Now(), *r)
	if r.StaleSince != 0 {
		env.Note(w.operation, ServedStale{Cache: n.id, Key: r.Key, Value: r.Value, For: env.Now().Sub(r.StaleSince)})
	}
	n.reply(env, w, r.answer(w.request))
}

// answer is what a user is told of the object.
func (r Row) answer(q *request.Request) *request.Response {
	return &request.Response{Verb: q.Verb, Key: r.Key, Hit: true, Found: !r.Absent, Value: r.Value, Version: r.Version,
		Context: r.Context, Siblings: r.Siblings, Beside: r.Beside, Body: r.Body}
}

// early decides by chance, the likelier the closer the end and the dearer the
// read, that this user reads again although the copy lasts (Vattani, Chierichetti
// and Lowenstein, "Optimal Probabilistic Cache Stampede Prevention", VLDB 2015,
// algorithm XFetch with beta 1).
func (n *Node) early(env *sim.Env, e *Entry) bool {
	if n.config.Stampede != EarlyRefresh || e.Expires == 0 {
		return false
	}
	ahead := time.Duration(float64(e.Cost) * env.Rand().ExpFloat64()).Round(time.Microsecond)
	return env.Now().Add(ahead) >= e.Expires
}
