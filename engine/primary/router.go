package primary

import (
	"fmt"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Router is a node of the tier that stands before the shards: it knows, or asks
// the directory, which shard has a key, and passes requests on. Who asks it
// needs to know nothing of shards, and pays a hop for that.
type Router struct {
	layout  *Layout
	shards  string // the name by which the shards are found
	caller  *request.Caller
	open    map[uint64]request.Incoming
	next    uint64
	passing *int
}

// NewRouter returns a router; passed counts what all of them pass on.
func NewRouter(l *Layout, shards string, d *request.Directory, passed *int) *Router {
	return &Router{layout: l, shards: shards, caller: request.NewCaller(d, callTimer), open: map[uint64]request.Incoming{}, passing: passed}
}

// Init implements sim.Node.
func (r *Router) Init(*sim.Env) {}

// mostRouted bounds the requests that a router has under way.
const mostRouted = 100_000

// Receive implements sim.Node.
func (r *Router) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Ping:
		request.Answer(env, m)
	case *request.Pong:
		r.caller.Alive(p)
	case *request.Request:
		if request.DropLate(env, m.From, m.Operation, p) {
			return
		}
		r.pass(env, request.Incoming{From: m.From, Operation: m.Operation, Request: p})
	case *request.Response:
		if call, ok := r.caller.Answered(env, p); ok {
			r.answer(env, call, p)
		}
	}
}

// pass sends a request to the shard that has its key.
func (r *Router) pass(env *sim.Env, in request.Incoming) {
	if len(r.open) >= mostRouted {
		in.Fail(env, request.Overloaded, fmt.Sprintf("%s has %s under way", env.Name(), noun.Count(len(r.open), "request")), 0)
		return
	}
	target, ok := r.caller.PickVerb(env, r.shards, in.Request.Verb, in.Request.Key)
	if !ok {
		in.Fail(env, request.NoAddress, env.Name()+" knows no shard", 0)
		return
	}
	r.next++
	r.open[r.next] = in
	*r.passing++
	timeout := r.layout.Timeout + 100*time.Millisecond
	if limit := in.Request.Deadline; limit != 0 {
		timeout = min(timeout, limit.Sub(env.Now()))
	}
	r.caller.Start(env, target, in.Operation, r.next, *in.Request, timeout)
}

func (r *Router) answer(env *sim.Env, call *request.Call, p *request.Response) {
	in, ok := r.open[call.Tag]
	if !ok {
		return
	}
	delete(r.open, call.Tag)
	own := *p
	own.ID, own.Verb, own.Key, own.Shard = in.Request.ID, in.Request.Verb, in.Request.Key, 0
	env.Send(in.From, in.Operation, &own)
}

// Timeout implements sim.Node.
func (r *Router) Timeout(env *sim.Env, t sim.Timer) {
	if call, ok := r.caller.Expired(env, t); ok {
		r.answer(env, call, request.Fail(call.Request, request.Timeout, env.NameOf(call.Target)+" did not answer "+env.Name(), call.MayHaveHappened()))
	}
}

// Detail is the node in a line.
func (r *Router) Detail() string {
	return fmt.Sprintf("passes requests on to the shards, %d under way", len(r.open))
}
