package request

import (
	"time"

	"netsplit/engine/sim"
)

// Incoming is a request with where its answer goes: for who answers later.
type Incoming struct {
	From      sim.NodeID
	Operation uint64
	Request   *Request
}

// Fail answers that it went wrong, with a hint when to come back (0: none).
func (in Incoming) Fail(env *sim.Env, code, detail string, retryAfter time.Duration) {
	answer := Fail(in.Request, code, detail, false)
	answer.RetryAfter = retryAfter
	env.Send(in.From, in.Operation, answer)
}
