package request

import (
	"fmt"

	"netsplit/engine/sim"
)

// Late reports whether nobody waits for the answer any more.
func (r *Request) Late(env *sim.Env) bool { return r.Deadline != 0 && env.Now() >= r.Deadline }

// DropLate answers a request whose deadline has passed, and reports whether it
// was one. Whoever takes requests asks before the work begins: work for an
// answer that comes too late is lost, and takes the place of work that is not.
func DropLate(env *sim.Env, from sim.NodeID, operation uint64, r *Request) bool {
	if !r.Late(env) {
		return false
	}
	env.Note(operation, Dropped{By: env.Self(), Request: r})
	env.Send(from, operation, Fail(r, DeadlineExceeded,
		fmt.Sprintf("%s did not begin on it: its deadline was %s ago", env.Name(), Span(env.Now().Sub(r.Deadline))), false))
	return true
}

// Dropped is the fact that a request was given up because it is late.
type Dropped struct {
	By      sim.NodeID
	Request *Request
}

// Sentence implements sim.Fact.
func (d Dropped) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s dropped %s: its deadline had passed", name(d.By), d.Request)
}

// Weight implements sim.Fact.
func (Dropped) Weight() sim.Weight { return sim.Quiet }
