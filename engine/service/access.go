package service

import (
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// phase is where a leg is with its dependency.
type phase uint8

const (
	fresh      phase = iota
	lookup           // asked the cache
	fetch            // asked the store
	invalidate       // wrote the store, deletes the cached copy
)

// begin makes the first call of a leg.
func (n *Node) begin(env *sim.Env, l *leg) {
	r := l.job.request
	switch l.to.Use {
	case Queue:
		n.ask(env, l, l.to.Component, request.Request{Verb: l.to.Verb, Key: l.to.Component,
			Value: r.Verb.String() + " " + r.Key, Terms: request.Terms{Key: r.Key}})
	case Cache:
		n.aside(env, l)
	case Session:
		n.visit(env, l)
	default:
		n.ask(env, l, l.to.Component, *r)
	}
}

// aside starts the cache-aside pattern: reads ask the cache first, writes go
// to the store. A cache that does not answer is passed over for a while.
func (n *Node) aside(env *sim.Env, l *leg) {
	r := l.job.request
	if r.Verb == request.Get && n.caller.Available(l.to.Component) {
		l.phase = lookup
		n.ask(env, l, l.to.Component, request.Request{Verb: request.CacheGet, Key: r.Key})
		return
	}
	l.phase = fetch
	n.ask(env, l, l.to.Store, *r)
}

// step takes the answer of a call and goes on.
func (n *Node) step(env *sim.Env, l *leg, r *request.Response) {
	switch l.phase {
	case lookup:
		if r.OK() && r.Found {
			break
		}
		l.phase = fetch
		n.ask(env, l, l.to.Store, *l.job.request)
		return
	case fetch:
		if !r.OK() {
			break
		}
		if l.job.request.Verb == request.Get {
			n.fill(env, l, r)
			break
		}
		if n.caller.Available(l.to.Component) {
			l.phase, l.answer = invalidate, *r
			n.ask(env, l, l.to.Component, request.Request{Verb: request.CacheDelete, Key: l.job.request.Key})
			return
		}
	case invalidate:
		// The write is done. If the copy could not be deleted it is stale
		// until its time to live ends.
		if !r.OK() {
			env.Note(l.job.operation, NotInvalidated{Instance: env.Self(), Cache: l.to.Component, Key: l.job.request.Key})
		}
		n.done(env, l, &l.answer)
		return
	case fresh:
		if l.to.Use == Session {
			r = n.visited(env, l, r)
		}
	}
	n.done(env, l, r)
}

// fill puts what the store returned into the cache, without waiting for it.
func (n *Node) fill(env *sim.Env, l *leg, r *request.Response) {
	if !r.Found || !n.caller.Available(l.to.Component) {
		return
	}
	if target, ok := n.caller.Pick(env, l.to.Component); ok {
		// ID 0 is nobody's call: the answer is ignored.
		env.Send(target, l.job.operation, &request.Request{Verb: request.CacheSet, Key: r.Key, Value: r.Value, Version: r.Version, Context: r.Context})
	}
}
