package cdn

import (
	"time"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// fetch asks the shield or the origin. Reads of the same thing share one
// request.
func (n *Node) fetch(env *sim.Env, name string, r *request.Request, who asker) {
	if id, ok := n.under[name]; ok && name != "" {
		n.fetches[id].askers = append(n.fetches[id].askers, who)
		n.stats.Coalesced++
		return
	}
	target, ok := n.source(env, r)
	if !ok {
		n.send(env, who, *request.Fail(r, request.Overloaded, n.config.Origin+" has no members", false))
		return
	}
	n.next++
	n.fetches[n.next] = &fetch{name: name, request: r, askers: []asker{who}}
	if name != "" {
		n.under[name] = n.next
	}
	n.caller.Start(env, target, who.operation, n.next, *r, n.patience(target))
}

// patience is how long a point waits. It gives the shield half as much again as
// the origin: the shield waits for the origin itself, and may have an old copy to
// send when that fails.
func (n *Node) patience(target sim.NodeID) time.Duration {
	if target == n.config.Shield {
		return n.config.Timeout + n.config.Timeout/2
	}
	return n.config.Timeout
}

// source is who is asked: the shield for what it may have, else the origin. A
// shield that does not answer is passed by.
func (n *Node) source(env *sim.Env, r *request.Request) (sim.NodeID, bool) {
	if shield := n.config.Shield; shield != sim.Nobody && !n.isShield(env) && r.Verb == request.Get && !n.caller.Suspected(shield) {
		return shield, true
	}
	n.stats.Origin++
	return n.caller.PickFor(env, n.config.Origin, r.Key)
}

// fetched takes the answer.
func (n *Node) fetched(env *sim.Env, call *request.Call, r request.Response) {
	f := n.fetches[call.Tag]
	delete(n.fetches, call.Tag)
	if f.name != "" {
		delete(n.under, f.name)
	}
	if call.Target != n.config.Shield {
		n.stats.BytesOrigin += r.Size()
		if !r.OK() {
			n.stats.OriginFailed++
		}
	}
	switch {
	case r.OK() && f.name != "":
		if r.Found {
			n.copies.Set(f.request, r, env.Now(), n.config.TTL)
		} else if n.config.KeepAbsent > 0 {
			n.copies.Set(f.request, r, env.Now(), n.config.KeepAbsent)
		}
	case f.name != "":
		r = n.insteadOf(env, f, r)
	case r.OK():
		n.published(env, f.request, r)
	}
	for _, who := range f.askers {
		n.send(env, who, r)
		r.Session = false // those who share the answer have sessions of their own
	}
}

// insteadOf is what users get when the origin failed: an old copy, if it is
// not too old, or the error.
func (n *Node) insteadOf(env *sim.Env, f *fetch, failed request.Response) request.Response {
	copied, ok := n.copies.Get(f.request)
	if !ok || n.config.StaleIfError <= 0 || env.Now() >= copied.Expires.Add(n.config.StaleIfError) {
		return failed
	}
	for _, who := range f.askers {
		n.stats.Stale++
		env.Note(who.operation, SentStale{Point: env.Self(), Key: f.request.Key, Age: env.Now().Sub(copied.Stored), Because: failed.Code})
	}
	return copied.Sent(env.Now())
}

// published is called when the origin took a write. In a pull network only the
// point that passed it on forgets its copy: the others learn nothing of it.
func (n *Node) published(env *sim.Env, r *request.Request, answer request.Response) {
	if !n.config.Push {
		n.copies.DropOne(&request.Request{Path: r.Path, Key: r.Key})
		return
	}
	content := request.Response{Verb: request.Get, Key: r.Key, Found: r.Verb != request.Delete, Value: r.Value, Version: answer.Version, Body: r.Body}
	asked := &request.Request{Verb: request.Get, Path: r.Path, Key: r.Key}
	for _, id := range n.config.Points {
		n.stats.Pushed++
		if id == env.Self() {
			n.copies.Set(asked, content, env.Now(), n.config.TTL)
			continue
		}
		env.Send(id, 0, &Push{Request: asked, Answer: content})
	}
}
