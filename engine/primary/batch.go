package primary

import (
	"slices"
	"time"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// batch is a request for several rows. Each row is a call of its own, since a
// row may have gone to another shard; the answer goes when the last is there.
type batch struct {
	client    sim.NodeID
	operation uint64
	answer    request.Response
	left      int
}

// mostAsked bounds the rows of one request.
const mostAsked = 10_000

// serveAll takes a request for several rows.
func (n *Node) serveAll(env *sim.Env, m sim.Message, r *request.Request) {
	keys := r.Keys[:min(len(r.Keys), mostAsked)]
	b := &batch{m.From, m.Operation, request.Response{ID: r.ID, Verb: r.Verb, Key: r.Key}, len(keys)}
	for _, key := range keys {
		one := *r
		one.Key, one.Keys = key, nil
		n.next = max(n.next, env.FirstNumber()) + 1
		c := &call{number: n.next, client: m.From, operation: m.Operation, request: &one, started: env.Now(), target: sim.Nobody,
			group: n.layout.GroupOf(key), id: identify(m.From, m.Operation, &one), batch: b}
		c.timer = env.After(n.patience(c), callTimer, c.number)
		n.calls = append(n.calls, c)
		n.dispatch(env, c)
	}
}

// take puts the answer for a row to the others.
func (b *batch) take(env *sim.Env, r *request.Response) {
	b.left--
	switch {
	case !r.OK():
		b.answer.Code, b.answer.Detail = r.Code, r.Detail
	case r.Found:
		b.answer.Found = true
		b.answer.Body += r.Body
		if r.Key == b.answer.Key { // the first row is the answer, the others come with it
			b.answer.Value, b.answer.Version = r.Value, r.Version
			break
		}
		b.answer.Body += len(r.Value)
	}
	if b.left == 0 {
		env.Send(b.client, b.operation, &b.answer)
	}
}

// labour is how long a node works on a request: longer for each further row.
func (n *Node) labour(env *sim.Env, r *request.Request) time.Duration {
	d := n.layout.Work.Sample(env.Rand()) + env.Slow()
	return d + time.Duration(max(0, len(r.Keys)-1))*n.layout.RowWork
}

// drop takes a call off the list.
func (n *Node) drop(c *call) {
	n.calls = slices.DeleteFunc(n.calls, func(o *call) bool { return o == c })
}
