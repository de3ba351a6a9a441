package worker

import (
	"netsplit/engine/queue"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// pull takes work from a queue: as much as there is room for.
type pull struct {
	n         *Node
	directory *request.Directory
	session   uint64
	received  int          // the latest delivery of this session
	credit    int          // asked for in this session
	seen      map[int]bool // deliveries of this session
	timer     sim.TimerID
}

// NewPull returns an idle instance that takes jobs from a queue.
func NewPull(c *Config, s *Stats, d *request.Directory, w Witness) *Node {
	n := newNode(c, s, d, w)
	n.source = &pull{n: n, directory: d}
	return n
}

func (p *pull) begin(env *sim.Env) {
	p.session = env.FirstNumber() // never a number of an earlier life
	p.open(env)
}

// open begins a session: what was asked for before is asked for again.
func (p *pull) open(env *sim.Env) {
	p.session++
	p.received, p.credit, p.seen = 0, 0, map[int]bool{}
	p.ask(env)
}

// ask tells the queue how much there is room for.
func (p *pull) ask(env *sim.Env) {
	if p.n.config.Draining[env.Self()] {
		return
	}
	p.credit = p.received + p.n.room()
	for _, q := range p.directory.Members(p.n.config.From) {
		env.Send(q, 0, &queue.Poll{Session: p.session, Credit: p.credit})
	}
	p.wait(env)
}

func (p *pull) wait(env *sim.Env) {
	env.Cancel(p.timer)
	p.timer = env.After(queue.Patience, sourceTimer, p.session)
}

func (p *pull) refill(env *sim.Env) {
	if p.received+p.n.room() > p.credit {
		p.ask(env)
	}
}

func (p *pull) receive(env *sim.Env, m sim.Message) {
	d, ok := m.Payload.(*queue.Delivery)
	if !ok {
		return
	}
	if d.Session == p.session {
		if p.seen[d.Number] {
			return // a copy
		}
		p.seen[d.Number] = true
		delete(p.seen, d.Number-copiesKept)
		p.received = max(p.received, d.Number)
	}
	p.wait(env)
	// Without room it is from an earlier session: the job comes back after its
	// visibility timeout.
	p.n.give(env, Task{Job: d.Job, Body: d.Body, Terms: d.Terms, Operation: m.Operation, Source: m.From, Receives: d.Receives})
}

// copiesKept is how many deliveries back a copy is known for one.
const copiesKept = 1000

// timeout asks anew if what was asked for did not come.
func (p *pull) timeout(env *sim.Env, t sim.Timer) {
	p.timer = 0
	if t.Key == p.session && p.n.room() > 0 {
		p.open(env)
	}
}

func (p *pull) acknowledge(env *sim.Env, t *Task) {
	env.Send(t.Source, t.Operation, &queue.Done{Job: t.Job})
}

func (*pull) over(*sim.Env, *Task) {}

func (p *pull) fail(env *sim.Env, t *Task) {
	env.Send(t.Source, t.Operation, &queue.Failed{Job: t.Job, Receives: t.Receives})
}
