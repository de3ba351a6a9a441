package service

import (
	"fmt"
	"time"

	"netsplit/engine/function"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// invoke gives a request of a serverless function an environment to itself.
func (n *Node) invoke(env *sim.Env, j *job) {
	switch n.rooms.Begin(env.Now()) {
	case function.Refused:
		n.stats.Throttled++
		env.Note(j.operation, Full{Function: env.Self(), Busy: n.rooms.Busy()})
		n.refuse(env, j, request.Throttled, fmt.Sprintf("%s is at work on %d at once, and may not be on more", env.Name(), n.rooms.Busy()))
		return
	case function.Cold:
		j.cold = n.config.Function.ColdStart.Sample(env.Rand())
		n.stats.Cold++
		env.Note(j.operation, ColdStart{Function: env.Self(), Takes: j.cold})
	}
	j.room = n.rooms.Taken()
	n.stats.Paid.Set(env.Now(), float64(n.rooms.Paid(env.Now())))
	n.work(env, j)
}

// Ready counts a function's environments without work.
func (n *Node) Ready(env *sim.Env) int { return n.rooms.Ready(env.Now()) }

// Starting counts a function's environments that are being made: a request waits
// in each, and no work is done there yet.
func (n *Node) Starting(env *sim.Env) int {
	count := 0
	for _, j := range n.busy { // order-free: a count
		if j.cold > 0 && env.Now() < j.began.Add(j.cold) {
			count++
		}
	}
	return count
}

// ColdStart is the fact that a request had to wait for its environment.
type ColdStart struct {
	Function sim.NodeID
	Takes    time.Duration
}

// Sentence implements sim.Fact.
func (c ColdStart) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s had no environment free and made one: a cold start of %s", name(c.Function), request.Span(c.Takes))
}

// Weight implements sim.Fact.
func (ColdStart) Weight() sim.Weight { return sim.Quiet }

// Full is the fact that a function was at its limit.
type Full struct {
	Function sim.NodeID
	Busy     int
}

// Sentence implements sim.Fact.
func (f Full) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s throttled the request: %d were at work, which is the limit of the function or of its account", name(f.Function), f.Busy)
}

// Weight implements sim.Fact.
func (Full) Weight() sim.Weight { return sim.Quiet }
