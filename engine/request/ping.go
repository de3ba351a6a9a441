package request

import "netsplit/engine/sim"

// Ping asks whether a node is there.
type Ping struct{ ID uint64 }

// Kind implements sim.Payload.
func (*Ping) Kind() string { return "ping" }

// Size implements sim.Payload.
func (*Ping) Size() int { return overhead }

// String implements sim.Payload.
func (*Ping) String() string { return "are you there?" }

// Pong says yes.
type Pong struct{ ID uint64 }

// Kind implements sim.Payload.
func (*Pong) Kind() string { return "pong" }

// Size implements sim.Payload.
func (*Pong) Size() int { return overhead }

// String implements sim.Payload.
func (*Pong) String() string { return "here" }

// Answer replies to a ping, if the message is one. Every node that takes
// requests calls it first.
func Answer(env *sim.Env, m sim.Message) bool {
	p, ok := m.Payload.(*Ping)
	if ok {
		env.Send(m.From, 0, &Pong{ID: p.ID})
	}
	return ok
}
