package workload

import (
	"time"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// patience is how long the operator waits: longer than any client.
const patience = 5 * time.Second

// Operator is the person at the keyboard: it does what steps say.
type Operator struct {
	driver
	sessions map[string]int // processes by name
	wake     func(env *sim.Env, key uint64)
}

// NewOperator returns an operator. wake is called for every reminder.
func NewOperator(d *request.Directory, r Recorder, processes *int, wake func(env *sim.Env, key uint64)) *Operator {
	return &Operator{driver: newDriver(d, r, processes, &Protection{}, &Stats{}), sessions: map[string]int{}, wake: wake}
}

// Init implements sim.Node.
func (o *Operator) Init(*sim.Env) {}

// Do starts an operation. Without a node, a member of the component is asked.
// With a session name, operations belong to the same process, unless one of
// it is still in progress.
func (o *Operator) Do(env *sim.Env, r request.Request, node sim.NodeID, component, session string) uint64 {
	r.APIKey = env.Self() + 1
	return o.start(env, &attempt{Operation: Operation{Process: o.processOf(session), Request: r}, node: node, component: component,
		timeout: patience, session: -1, pinned: session != "", blind: session == ""})
}

// Merged is what the values come to that a session last read of a key, as
// sets. False: it has read none.
func (o *Operator) Merged(session, key string) (string, bool) {
	p, ok := o.sessions[session]
	if !ok {
		return "", false
	}
	return o.memory.of(p, key).union()
}

func (o *Operator) processOf(session string) int {
	if session == "" {
		return o.process()
	}
	p, ok := o.sessions[session]
	if ok {
		for _, a := range o.open { // order-free: looks for any
			if a.Process == p {
				ok = false
			}
		}
	}
	if !ok {
		*o.made++
		p = *o.made - 1
		o.sessions[session] = p
	}
	return p
}

// Remind sets a timer for the run's own bookkeeping.
func (o *Operator) Remind(env *sim.Env, d time.Duration, key uint64) { env.After(d, pollTimer, key) }

// Receive implements sim.Node.
func (o *Operator) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Response:
		o.answered(env, p)
	case *request.Pong:
		o.caller.Alive(p)
	}
}

// Timeout implements sim.Node.
func (o *Operator) Timeout(env *sim.Env, t sim.Timer) {
	switch t.Kind {
	case callTimer:
		o.expired(env, t)
	case pollTimer:
		o.wake(env, t.Key)
	}
}

// Detail is the node in a line.
func (o *Operator) Detail() string { return "you" }
