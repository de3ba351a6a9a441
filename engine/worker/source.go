package worker

import "netsplit/engine/sim"

// source is where an instance's work comes from.
type source interface {
	begin(env *sim.Env)
	receive(env *sim.Env, m sim.Message)
	timeout(env *sim.Env, t sim.Timer)
	// refill is called when room may have become free.
	refill(env *sim.Env)
	acknowledge(env *sim.Env, t *Task)
	fail(env *sim.Env, t *Task)
	// over is the end of a task that was acknowledged before it began.
	over(env *sim.Env, t *Task)
}
