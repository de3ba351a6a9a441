package cache

import (
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// flight is a read of the store: of one object, or of a page.
type flight struct {
	id      uint64
	name    string
	rows    []Row
	open    int // reads without an answer
	started clock.Time
	waiting []waiter
	void    bool // a write came in between: the result is not kept
	failed  *request.Response
}

// read answers from memory, or reads the store for it.
func (n *Node) read(env *sim.Env, w waiter) {
	key := w.request.Key
	if row, ok := n.buffer.row(key); ok { // newer than the store
		n.stats.asked(env.Now(), true)
		n.reply(env, w, row.answer(w.request))
		return
	}
	e := n.find(key)
	fresh := e != nil && n.lasts(env, e)
	if e = n.find(key); e == nil {
		n.miss(env, w)
		return
	}
	n.hit(env, w, e)
	if (!fresh || n.due(env, e)) && n.underWay(e.Name) == nil {
		n.stats.Refreshes++
		n.fetch(env, w.request, 0)
	}
}

// due reports whether a copy that was just used should be read again.
func (n *Node) due(env *sim.Env, e *Entry) bool {
	if n.early(env, e) {
		return true
	}
	if n.config.Strategy != RefreshAhead || e.Expires == 0 {
		return false
	}
	ahead := time.Duration(float64(e.Expires.Sub(e.Stored)) * n.config.Refresh).Round(time.Microsecond)
	return env.Now() >= e.Stored.Add(ahead)
}

func (n *Node) miss(env *sim.Env, w waiter) {
	n.stats.asked(env.Now(), false)
	if n.config.Stampede == SingleFlight {
		if f := n.underWay(n.name(w.request.Key)); f != nil && len(f.waiting) < waitLimit {
			n.stats.Coalesced++
			f.waiting = append(f.waiting, w)
			return
		}
	}
	n.fetch(env, w.request, w.operation, w)
}

// underWay is a read whose result will be kept.
func (n *Node) underWay(name string) *flight {
	for _, f := range n.byName[name] {
		if !f.void {
			return f
		}
	}
	return nil
}

// fetch reads from the store what answers for a request. Without an operation
// it is background work.
func (n *Node) fetch(env *sim.Env, q *request.Request, operation uint64, waiting ...waiter) {
	f := &flight{id: n.number(), name: n.name(q.Key), started: env.Now(), waiting: waiting}
	keys := n.needs(q.Key)
	f.open = len(keys)
	n.flights[f.id] = f
	n.byName[f.name] = append(n.byName[f.name], f)
	for _, k := range keys {
		n.stats.Reads++
		n.askStore(env, operation, f.id, request.Request{Verb: request.Get, Key: k, Body: q.Body, Replicas: q.Replicas, Read: q.Read})
	}
}

// askStore calls the store. That it has no members is an answer too.
func (n *Node) askStore(env *sim.Env, operation, tag uint64, r request.Request) {
	if target, ok := n.caller.PickFor(env, n.config.Store, r.Key); ok {
		n.caller.Start(env, target, operation, tag, r, n.config.Timeout)
		return
	}
	n.answered(env, &request.Call{Tag: tag, Request: &r}, request.Fail(&r, request.Overloaded, n.config.Store+" has no members", false))
}

// landed takes one answer to a read.
func (n *Node) landed(env *sim.Env, f *flight, r *request.Response) {
	f.open--
	if r.OK() {
		f.rows = append(f.rows, Row{Key: r.Key, Value: r.Value, Version: r.Version, Context: r.Context, Siblings: r.Siblings, Beside: r.Beside, Body: r.Body, Absent: !r.Found})
	} else {
		f.failed = r
	}
	if f.open > 0 {
		return
	}
	delete(n.flights, f.id)
	n.byName[f.name] = without(n.byName[f.name], f)
	if len(n.byName[f.name]) == 0 {
		delete(n.byName, f.name)
	}
	if f.failed == nil && !f.void {
		n.keep(env, f.name, f.rows, env.Now().Sub(f.started))
	}
	for _, w := range f.waiting {
		n.reply(env, w, f.answer(w.request))
	}
}

func without(list []*flight, f *flight) []*flight {
	var out []*flight
	for _, o := range list {
		if o != f {
			out = append(out, o)
		}
	}
	return out
}

func (f *flight) answer(q *request.Request) *request.Response {
	for _, row := range f.rows {
		if row.Key == q.Key {
			return row.answer(q)
		}
	}
	if f.failed == nil {
		return request.Fail(q, request.Unsupported, f.name+" does not hold "+q.Key, false)
	}
	return request.Fail(q, f.failed.Code, f.failed.Detail, false)
}

// write is a request that the cache passes on to the store, or a write of its
// own that it makes later.
type write struct {
	waiter
	back *dirty // nil: it is a user's
	sent uint64 // which state of the key
}

// passOn sends a user's request to the store.
func (n *Node) passOn(env *sim.Env, w waiter) {
	if w.request.Verb == request.Get {
		n.stats.Reads++
	}
	id := n.number()
	n.writes[id] = &write{waiter: w}
	n.askStore(env, w.operation, id, *w.request)
}

// written takes the store's answer to what was passed on.
func (n *Node) written(env *sim.Env, w *write, r *request.Response) {
	if w.back != nil {
		n.writtenBack(env, w, r)
		return
	}
	q := w.request
	if q.Verb != request.Get && n.config.Place.Owns(n.id, q.Key) {
		n.afterWrite(env, q, r)
	}
	answer := *r
	n.reply(env, w.waiter, &answer)
}

// afterWrite makes the cache forget, or in write-through know, what was
// written. A write that failed may have happened.
func (n *Node) afterWrite(env *sim.Env, q *request.Request, r *request.Response) {
	if !r.OK() && !r.Maybe {
		return
	}
	e := n.find(q.Key)
	newer := e == nil || len(e.Rows) == 1 && e.Rows[0].Version.Compare(r.Version) <= 0
	n.invalidate(q.Key)
	// Where siblings are kept, only a read knows all that stands there now.
	if r.OK() && n.config.Strategy == WriteThrough && n.config.Page <= 1 && q.Verb != request.Delete && newer && r.Context.Empty() {
		n.keep(env, n.name(q.Key), []Row{{Key: q.Key, Value: q.Value, Version: r.Version, Body: q.Body}}, 0)
	}
}
