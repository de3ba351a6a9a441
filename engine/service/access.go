package service

import (
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// phase is where a job is within one dependency.
type phase uint8

const (
	fresh      phase = iota
	lookup           // asked the cache
	fetch            // asked the store
	invalidate       // wrote the store, deletes the cached copy
)

// call does the next thing for a job: the dependency at its stage, or the answer.
func (n *Node) call(env *sim.Env, j *job) {
	for ; j.stage < len(n.config.Calls); j.stage++ {
		d := n.config.Calls[j.stage]
		j.phase = fresh
		switch d.Use {
		case Queue:
			if !n.enqueues(j) {
				continue
			}
			n.ask(env, j, d.Component, request.Request{Verb: request.Send, Key: d.Component, Value: j.request.Verb.String() + " " + j.request.Key})
		case Cache:
			if j.request.Verb == request.Send {
				continue
			}
			n.aside(env, j, d)
		default:
			n.ask(env, j, d.Component, *j.request)
		}
		return
	}
	n.finish(env, j)
}

func (n *Node) enqueues(j *job) bool {
	switch n.config.Enqueue {
	case EnqueueAll:
		return true
	case EnqueueNone:
		return false
	}
	return j.request.Verb.Writes()
}

// aside starts the cache-aside pattern: reads ask the cache first, writes go
// to the store. A cache that does not answer is passed over for a while.
func (n *Node) aside(env *sim.Env, j *job, d Dependency) {
	if j.request.Verb == request.Get && n.caller.Available(d.Component) {
		j.phase = lookup
		n.ask(env, j, d.Component, request.Request{Verb: request.CacheGet, Key: j.request.Key})
		return
	}
	j.phase = fetch
	n.ask(env, j, d.Store, *j.request)
}

// ask calls a member of a component.
func (n *Node) ask(env *sim.Env, j *job, component string, r request.Request) {
	target, ok := n.caller.PickFor(env, component, r.Key)
	if !ok {
		n.step(env, j, request.Fail(&r, request.Overloaded, component+" has no members", false))
		return
	}
	n.caller.Start(env, target, j.operation, j.id, r, n.config.Timeout)
}

// step takes the answer of a call and goes on.
func (n *Node) step(env *sim.Env, j *job, r *request.Response) {
	d := n.config.Calls[j.stage]
	switch j.phase {
	case lookup:
		if r.OK() && r.Found {
			n.take(j, r)
			break
		}
		j.phase = fetch
		n.ask(env, j, d.Store, *j.request)
		return
	case fetch:
		n.take(j, r)
		if !r.OK() {
			break
		}
		if j.request.Verb == request.Get {
			n.fill(env, j, d, r)
			break
		}
		if n.caller.Available(d.Component) {
			j.phase = invalidate
			n.ask(env, j, d.Component, request.Request{Verb: request.CacheDelete, Key: j.request.Key})
			return
		}
	case invalidate:
		// The write is done. If the copy could not be deleted it is stale
		// until its time to live ends.
		if !r.OK() {
			env.Note(j.operation, NotInvalidated{Instance: env.Self(), Cache: d.Component, Key: j.request.Key})
		}
	case fresh:
		n.take(j, r)
	}
	if j.answer.Code != "" {
		n.finish(env, j)
		return
	}
	j.stage++
	n.call(env, j)
}

// fill puts what the store returned into the cache, without waiting for it.
func (n *Node) fill(env *sim.Env, j *job, d Dependency, r *request.Response) {
	if !r.Found || !n.caller.Available(d.Component) {
		return
	}
	if target, ok := n.caller.Pick(env, d.Component); ok {
		// ID 0 is nobody's call: the answer is ignored.
		env.Send(target, j.operation, &request.Request{Verb: request.CacheSet, Key: r.Key, Value: r.Value, Version: r.Version})
	}
}

// take makes a dependency's answer the job's own. A job that was sent only
// confirms what the answer already says.
func (n *Node) take(j *job, r *request.Response) {
	if r.OK() && n.config.Calls[j.stage].Use == Queue {
		j.answer.Job = r.Job
		return
	}
	maybe := j.answer.Maybe || j.stage > 0 && j.request.Verb.Writes()
	verb, key := j.answer.Verb, j.answer.Key
	j.answer = *r
	j.answer.Verb, j.answer.Key = verb, key
	if !r.OK() {
		j.answer.Maybe = r.Maybe || maybe // an earlier stage may have written
	}
}
