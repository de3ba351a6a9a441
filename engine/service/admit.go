package service

import (
	"fmt"
	"time"

	"netsplit/engine/request"
	"netsplit/engine/resilience"
	"netsplit/engine/sim"
)

// Limit bounds the rate of requests that an instance takes.
type Limit struct {
	Kind  string  // token-bucket or leaky-bucket
	Rate  float64 // a second; 0: no limit
	Burst int     // size of the bucket
}

// LeakyBucket is the kind of limit that smooths; the other one lets bursts pass.
const LeakyBucket = "leaky-bucket"

// Shed says which requests are refused before the line is full.
type Shed string

// The choices.
const (
	ShedNone     Shed = "none"
	ShedWait     Shed = "wait"     // those that would wait longer than the target
	ShedDeadline Shed = "deadline" // those that would not be done by their deadline
	ShedAge      Shed = "age"      // those that did wait longer, while the line does not empty
)

// accept decides what becomes of a request: it passes the limit of the rate,
// gets a slot, waits for one, or is refused.
func (n *Node) accept(env *sim.Env, m sim.Message, r *request.Request) {
	if request.DropLate(env, m.From, m.Operation, r) {
		n.stats.Late++
		return
	}
	n.next++
	j := &job{id: n.next, from: m.From, request: r, operation: m.Operation, arrived: env.Now(),
		answer: request.Response{Verb: r.Verb, Key: r.Key, Found: r.Verb.Writes(), Value: r.Value}}
	if l := n.config.Limit; l.Rate > 0 {
		wait, ok := n.pour(env, l)
		if !ok {
			n.stats.Throttled++
			env.Note(j.operation, Limited{Instance: env.Self(), Limit: l})
			n.refuse(env, j, request.Throttled, fmt.Sprintf("%s takes %g requests a second", env.Name(), l.Rate))
			return
		}
		if wait > 0 {
			n.held[j.id] = j
			env.After(wait, limitTimer, j.id)
			return
		}
	}
	n.admit(env, j)
}

// pour asks the limit; the time is how long the request has to be held back.
func (n *Node) pour(env *sim.Env, l Limit) (time.Duration, bool) {
	if l.Kind == LeakyBucket {
		return n.leaky.Pour(env.Now(), l.Rate, l.Burst)
	}
	return 0, n.tokens.Take(env.Now(), l.Rate, l.Burst)
}

// admit gives a request a slot or a place in the line.
func (n *Node) admit(env *sim.Env, j *job) {
	if !n.knows(env, j) {
		return
	}
	switch {
	case n.rooms != nil:
		n.invoke(env, j)
	case len(n.busy) < n.config.Concurrency:
		n.work(env, j)
	case n.hopeless(env, j):
	case len(n.waiting) < n.config.Line:
		if len(n.waiting) == 0 {
			n.delay.Empty(env.Now())
		}
		n.waiting = append(n.waiting, j)
	default:
		n.stats.Refused++
		env.Note(j.operation, Refused{Instance: env.Self(), Busy: len(n.busy), Waiting: len(n.waiting)})
		n.refuse(env, j, request.Overloaded, fmt.Sprintf("all slots of %s are taken (%d), and %d more wait", env.Name(), len(n.busy), len(n.waiting)))
	}
}

// hopeless refuses a request that would wait too long. How long is taken from
// the line and from how long requests lately held a slot.
func (n *Node) hopeless(env *sim.Env, j *job) bool {
	wait := n.wait(len(n.waiting) + 1)
	switch n.config.Shed {
	case ShedWait:
		if wait <= n.config.Target {
			return false
		}
	case ShedDeadline:
		if j.request.Deadline == 0 || env.Now().Add(wait+n.holding) <= j.request.Deadline {
			return false
		}
	default:
		return false
	}
	n.shed(env, j, wait)
	return true
}

// wait is how long the request at a place of the line waits, from 1.
func (n *Node) wait(place int) time.Duration {
	return n.holding * time.Duration(place) / time.Duration(n.config.Concurrency)
}

func (n *Node) shed(env *sim.Env, j *job, wait time.Duration) {
	n.stats.Shed++
	env.Note(j.operation, Shedded{Instance: env.Self(), Waiting: len(n.waiting), Wait: wait, How: n.config.Shed})
	n.refuse(env, j, request.Shed, fmt.Sprintf("%s would take %s to come to it", env.Name(), request.Span(wait)))
}

func (n *Node) refuse(env *sim.Env, j *job, code, detail string) {
	env.Send(j.from, j.operation, request.Fail(j.request, code, detail, false))
}

// advance fills free slots from the line.
func (n *Node) advance(env *sim.Env) {
	for len(n.waiting) > 0 && len(n.busy) < n.config.Concurrency { // more than one when slots were added
		j := n.pull()
		waited := env.Now().Sub(j.arrived)
		switch {
		case request.DropLate(env, j.from, j.operation, j.request):
			n.stats.Late++
		case n.config.Shed == ShedAge && n.delay.Drop(env.Now(), waited, n.config.Target):
			n.shed(env, j, waited)
		default:
			n.work(env, j)
		}
	}
	if len(n.waiting) == 0 {
		n.delay.Empty(env.Now())
	}
}

// pull takes the next one off the line: the oldest, or the newest, whose
// client is the likeliest to wait still.
func (n *Node) pull() *job {
	if n.config.LastFirst {
		j := n.waiting[len(n.waiting)-1]
		n.waiting = n.waiting[:len(n.waiting)-1]
		return j
	}
	j := n.waiting[0]
	n.waiting = n.waiting[1:]
	return j
}

// door is what an instance keeps to decide about requests that come in.
type door struct {
	tokens  resilience.TokenBucket
	leaky   resilience.LeakyBucket
	held    map[uint64]*job // those in the leaky bucket
	delay   resilience.Delay
	holding time.Duration // how long requests lately held a slot, on average
}
