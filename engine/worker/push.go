package worker

import (
	"time"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// push is given work by a topic, and answers when it is done.
type push struct{ n *Node }

// busyFor is what a worker without room tells the topic: come back after that.
const busyFor = 50 * time.Millisecond

// NewPush returns an idle instance that a topic sends messages to.
func NewPush(c *Config, s *Stats, d *request.Directory, w Witness) *Node {
	n := newNode(c, s, d, w)
	n.source = &push{n}
	return n
}

func (*push) begin(*sim.Env)              {}
func (*push) over(*sim.Env, *Task)        {}
func (*push) timeout(*sim.Env, sim.Timer) {}
func (*push) refill(*sim.Env)             {}

func (p *push) receive(env *sim.Env, m sim.Message) {
	r, ok := m.Payload.(*request.Request)
	if !ok {
		return
	}
	in := request.Incoming{From: m.From, Operation: m.Operation, Request: r}
	t := Task{Job: r.Number, Body: r.Value, Terms: r.Terms, Operation: m.Operation, Source: m.From, Asked: r}
	if p.n.room() == 0 || p.n.config.Draining[env.Self()] || !p.n.give(env, t) {
		in.Fail(env, request.Overloaded, env.Name()+" is busy", busyFor)
	}
}

func (p *push) acknowledge(env *sim.Env, t *Task) {
	r := t.Asked
	env.Send(t.Source, t.Operation, &request.Response{ID: r.ID, Verb: r.Verb, Key: r.Key, Found: true, Value: r.Value, Job: t.Job})
}

func (p *push) fail(env *sim.Env, t *Task) {
	in := request.Incoming{From: t.Source, Operation: t.Operation, Request: t.Asked}
	in.Fail(env, request.Overloaded, env.Name()+" could not do it", 0)
}
