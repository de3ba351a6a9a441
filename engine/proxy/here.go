package proxy

import (
	"netsplit/engine/balancer"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// here answers a request without asking anybody, where that is possible.
func (n *Node) here(env *sim.Env, id uint64, p pending) bool {
	if p.request.Verb != request.Get {
		return false
	}
	if n.config.Static != "" && balancer.Matches(n.config.Static, p.request.Path) {
		n.stats.Static++
		n.after(env, id, p, request.Response{Verb: request.Get, Key: p.request.Key, Found: true, Value: "file", Body: p.request.Body})
		return true
	}
	if n.config.TTL == 0 {
		return false
	}
	if copied, ok := n.kept.Get(p.request); ok && copied.Fresh(env.Now()) {
		n.stats.Hits++
		n.after(env, id, p, copied.Sent(env.Now()))
		return true
	}
	n.stats.Misses++
	return false
}

// after sends what was found here, once a core has had the time for it.
func (n *Node) after(env *sim.Env, id uint64, p pending, r request.Response) {
	r.Body = n.compressed(r.Body) // it lies here in that form
	p.answer = r
	n.open[id] = p
	env.After(n.cores.Work(env.Now(), n.config.StaticTime.Sample(env.Rand())), answerTimer, id)
}

// remember keeps a good answer to a read, and forgets what a write has made
// out of date (RFC 9111, section 4.4).
func (n *Node) remember(env *sim.Env, r *request.Request, answer request.Response) {
	switch {
	case n.config.TTL == 0:
	case r.Verb == request.Get && answer.OK() && answer.Found:
		n.kept.Set(r, answer, env.Now(), n.config.TTL)
	case r.Verb == request.Get && answer.OK() && n.config.KeepAbsent > 0:
		n.kept.Set(r, answer, env.Now(), n.config.KeepAbsent)
	case r.Verb.Writes() && (answer.OK() || answer.Maybe):
		n.kept.Drop(r.Key)
	}
}
