package gossip

import (
	"math"
	"time"

	"netsplit/engine/sim"
)

// Rumour is news that every node should hear.
type Rumour struct{ Text string }

// Kind implements sim.Payload.
func (*Rumour) Kind() string { return "rumour" }

// Size implements sim.Payload.
func (r *Rumour) Size() int { return header + len(r.Text) }

// String implements sim.Payload.
func (r *Rumour) String() string { return r.Text }

// Spreader is a node that can start a rumour and knows whether it has heard it.
type Spreader interface {
	sim.Node
	Tell(env *sim.Env, r *Rumour)
	Heard() bool
}

// Flood is broadcast on a network whose links form a graph: who hears a rumour
// for the first time sends it on all its links. On a connected graph everybody
// hears it, whatever the order in which messages arrive. On E links between n
// nodes that costs 2E messages, one each way; not sent back to where it came
// from it costs 2E-(n-1), since each node but the first saves one.
type Flood struct {
	Neighbours []sim.NodeID
	SendBack   bool
	heard      bool
}

// Init implements sim.Node.
func (*Flood) Init(*sim.Env) {}

// Timeout implements sim.Node.
func (*Flood) Timeout(*sim.Env, sim.Timer) {}

// Heard implements Spreader.
func (f *Flood) Heard() bool { return f.heard }

// Tell implements Spreader.
func (f *Flood) Tell(env *sim.Env, r *Rumour) { f.pass(env, r, sim.Nobody) }

// Receive implements sim.Node.
func (f *Flood) Receive(env *sim.Env, m sim.Message) {
	if r, ok := m.Payload.(*Rumour); ok && !f.heard {
		f.pass(env, r, m.From)
	}
}

func (f *Flood) pass(env *sim.Env, r *Rumour, from sim.NodeID) {
	f.heard = true
	for _, id := range f.Neighbours {
		if f.SendBack || id != from {
			env.Send(id, 0, r)
		}
	}
}

// Push is dissemination by gossip where everybody can reach everybody: who has
// heard a rumour sends it to one node at random each period, lambda*ln(n)
// times. It costs each node the same few messages, needs no links to be chosen,
// and loses the rumour on the way to some node with a probability that falls
// with lambda (Demers et al., "Epidemic Algorithms for Replicated Database
// Maintenance", PODC 1987, section 1.4).
type Push struct {
	Others []sim.NodeID
	Period time.Duration
	Lambda float64
	rumour *Rumour
	left   int // times to send it
}

// Init implements sim.Node.
func (*Push) Init(*sim.Env) {}

// Heard implements Spreader.
func (p *Push) Heard() bool { return p.rumour != nil }

// Times is how often a node sends a rumour on among so many others.
func (p *Push) Times() int { return int(math.Ceil(p.Lambda * math.Log(float64(len(p.Others)+1)))) }

// Tell implements Spreader.
func (p *Push) Tell(env *sim.Env, r *Rumour) {
	p.rumour, p.left = r, p.Times()
	env.After(p.Period, 0, 0)
}

// Receive implements sim.Node.
func (p *Push) Receive(env *sim.Env, m sim.Message) {
	if r, ok := m.Payload.(*Rumour); ok && p.rumour == nil {
		p.Tell(env, r)
	}
}

// Timeout implements sim.Node.
func (p *Push) Timeout(env *sim.Env, _ sim.Timer) {
	if p.left == 0 || len(p.Others) == 0 {
		return
	}
	p.left--
	env.Send(p.Others[env.Rand().IntN(len(p.Others))], 0, p.rumour)
	env.After(p.Period, 0, 0)
}
