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
	passed           // asked the cache, which asks the store
	fetch            // asked the store
	invalidate       // wrote the store, deletes the cached copy
)

// Aside is what all users of a cache know of it and count together.
type Aside struct {
	Negative bool // it also keeps that there is nothing under a key
	Reads    int  // that went past it to the store, after a miss or because it was away
}

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
	case Through:
		n.through(env, l)
	default:
		n.ask(env, l, l.to.Component, l.request())
	}
}

// aside starts the cache-aside pattern: reads ask the cache first, writes go
// to the store. A cache node that does not answer is passed over for a while.
func (n *Node) aside(env *sim.Env, l *leg) {
	r := l.job.request
	if r.Verb == request.Get && n.askOwner(env, l, lookup, request.Request{Verb: request.CacheGet, Key: r.Key}) {
		return
	}
	n.askStore(env, l)
}

// through asks the cache as if it were the store. If the key's node does not
// answer, the store itself is asked for a while.
func (n *Node) through(env *sim.Env, l *leg) {
	if !n.askOwner(env, l, passed, *l.job.request) {
		n.askStore(env, l)
	}
}

// askOwner asks the cache node that a key belongs to, unless it is suspected.
func (n *Node) askOwner(env *sim.Env, l *leg, p phase, r request.Request) bool {
	_, ok := n.caller.Owner(l.to.Component, r.Key)
	if ok {
		l.phase = p
		n.ask(env, l, l.to.Component, r)
	}
	return ok
}

// askStore goes past the cache.
func (n *Node) askStore(env *sim.Env, l *leg) {
	l.phase = fetch
	if l.job.request.Verb == request.Get {
		l.to.Aside.Reads++
	}
	n.ask(env, l, l.to.Store, *l.job.request)
}

// step takes the answer of a call and goes on.
func (n *Node) step(env *sim.Env, l *leg, r *request.Response) {
	switch l.phase {
	case lookup:
		if r.OK() && r.Hit {
			break
		}
		n.askStore(env, l)
		return
	case passed:
		if _, there := n.caller.Owner(l.to.Component, l.job.request.Key); !r.OK() && !there && l.job.request.Verb == request.Get {
			n.askStore(env, l)
			return
		}
	case fetch:
		if !r.OK() || l.to.Use == Through {
			break
		}
		if l.job.request.Verb == request.Get {
			n.fill(env, l, r)
			break
		}
		l.answer = *r
		if n.askOwner(env, l, invalidate, request.Request{Verb: request.CacheDelete, Key: l.job.request.Key}) {
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
			r = n.visited(l, r)
		}
	}
	n.done(env, l, r)
}

// fill puts what the store returned into the cache, without waiting for it.
func (n *Node) fill(env *sim.Env, l *leg, r *request.Response) {
	if !r.Found && !l.to.Aside.Negative {
		return
	}
	if target, ok := n.caller.Owner(l.to.Component, r.Key); ok {
		// ID 0 is nobody's call: the answer is ignored.
		env.Send(target, l.job.operation, &request.Request{Verb: request.CacheSet, Key: r.Key, Value: r.Value, Version: r.Version, Context: r.Context, Body: r.Body, Absent: !r.Found})
	}
}
