package service

import (
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Order says how a service asks what it depends on.
type Order string

// The orders.
const (
	Sequence Order = "sequence" // one after the other
	Parallel Order = "parallel" // all at once: the slowest decides
)

// leg is what a job has under way with one dependency. Its number tags its
// calls, so that an answer finds it again.
type leg struct {
	id       uint64
	job      *job
	to       Dependency
	item     item
	place    int // of the dependency among the calls, from 1
	phase    phase
	answer   request.Response // of the store, while the cached copy is deleted
	question *question        // what it asks now
}

// call starts the job's next dependency, or all of them at once.
func (n *Node) call(env *sim.Env, j *job) {
	legs := n.together(env, j)
	if len(legs) == 0 {
		n.finish(env, j)
		return
	}
	n.stats.Rounds++
	j.needs.Rounds++
	j.open = len(legs)
	j.several = j.several || j.open > 1 || legs[0].place > 1
	for _, l := range legs {
		if n.busy[j.id] == j { // not after a failure that came at once
			n.legs[l.id] = l
			j.legs = append(j.legs, l.id)
			n.begin(env, l)
		}
	}
}

// together lists the legs that begin now.
func (n *Node) together(env *sim.Env, j *job) (legs []*leg) {
	if !n.config.Gather.plain() {
		if j.stage == 0 {
			j.items = n.plan(env, j)
		}
		for j.stage < len(j.items) && (len(legs) == 0 || n.config.Order == Parallel || j.items[j.stage].beside) {
			it := j.items[j.stage]
			j.stage++
			n.next++
			legs = append(legs, &leg{id: n.next, job: j, to: it.to, item: it, place: j.stage})
		}
		return legs
	}
	for j.stage < len(n.config.Calls) && (len(legs) == 0 || n.config.Order == Parallel) {
		d := n.config.Calls[j.stage]
		j.stage++
		if n.needs(j, d) {
			n.next++
			legs = append(legs, &leg{id: n.next, job: j, to: d, place: j.stage})
		}
	}
	return legs
}

// needs reports whether a job has to ask the dependency at all.
func (n *Node) needs(j *job, d Dependency) bool {
	switch d.Use {
	case Queue:
		return n.enqueues(j)
	case Session:
		return j.request.Session != 0
	case Cache, Through:
		return !j.request.Verb.Gives()
	}
	return true
}

func (n *Node) enqueues(j *job) bool {
	switch n.config.Enqueue {
	case EnqueueAll:
		return true
	case EnqueueNone:
		return false
	}
	return j.request.Verb.Writes()
}

// done ends a leg: its answer becomes the job's. The first failure ends the
// job, whatever else is under way.
func (n *Node) done(env *sim.Env, l *leg, r *request.Response) {
	j := l.job
	delete(n.legs, l.id)
	if n.busy[j.id] != j {
		return // it ended before
	}
	j.open--
	j.take(l, n.degrade(env, l, r))
	switch {
	case j.answer.Code != "":
		n.finish(env, j)
	case j.open == 0:
		n.call(env, j)
	}
}

// take makes a dependency's answer the job's own: of several, that of the last
// among the calls. A job that was sent only confirms what the answer already
// says.
func (j *job) take(l *leg, r *request.Response) {
	if j.add(l, r) {
		return
	}
	if r.OK() && l.to.Use == Queue {
		j.answer.Job = r.Job
		return
	}
	if r.OK() && l.to.Use == Session {
		return
	}
	if r.OK() && (l.place < j.taken || r.Version == (request.Version{}) && j.answer.Version != r.Version) {
		return // another one further on has answered, or this one knows nothing and another does
	}
	// Another leg may have written.
	maybe := j.answer.Maybe || j.several && j.request.Verb.Writes()
	verb, key := j.answer.Verb, j.answer.Key
	j.taken, j.answer = l.place, *r
	j.answer.Verb, j.answer.Key = verb, key
	if !r.OK() {
		j.answer.Maybe = r.Maybe || maybe
	}
}
