package service

import (
	"netsplit/engine/request"
	"netsplit/engine/resilience"
	"netsplit/engine/sim"
)

// Protection is what an instance does about those that it calls and that are
// slow or fail. It keeps a guard for each of them.
type Protection struct {
	Breaker  resilience.BreakerConfig
	Bulkhead int // calls that may be under way with one component; 0: no bound
	// Connections that an instance keeps to a component, each for one call at a
	// time: a call waits for a free one. 0: as many as calls.
	Connections int
	Retries     int
	Backoff     resilience.Backoff
	Budget      float64 // retries as a share of the calls; 1: no bound
	// A read that takes longer than this share of the latest ones is asked of
	// another member as well. 0: not.
	Hedge    float64
	Fallback Fallback
	Optional []string // components that the fallback is for; none: all
}

// guard is what an instance knows of one component that it calls.
type guard struct {
	breaker   *resilience.Breaker
	bulkhead  resilience.Bulkhead
	budget    *resilience.Budget
	latencies resilience.Hedge
	line      []*leg   // those that wait for a connection; each holds a slot, which bounds it
	idle      []uint64 // connections that are open and not in use, the one used last at the end
}

// question is what a leg wants to know from a component: one call, or several
// when it is asked again.
type question struct {
	component string
	request   request.Request
	tries     int             // retries made
	calls     []*request.Call // under way: two when it was hedged
	hedge     sim.TimerID
}

func (n *Node) guard(component string) *guard {
	g := n.guards[component]
	if g == nil {
		g = &guard{breaker: resilience.NewBreaker(&n.config.Breaker), budget: resilience.NewBudget()}
		n.guards[component] = g
	}
	return g
}

// ask calls a member of a component for a leg. The answer goes to step.
func (n *Node) ask(env *sim.Env, l *leg, component string, r request.Request) {
	r.Deadline, r.Session, r.User = l.job.request.Deadline, l.job.request.Session, l.job.request.User
	if (l.item.part == row || len(l.item.keys) > 0) && n.config.Gather.Body > 0 {
		r.Body = n.config.Gather.Body
	}
	if r.Body == 0 {
		r.Body = l.job.request.Body
	}
	l.question = &question{component: component, request: r}
	n.guard(component).budget.Request(n.config.Budget)
	if failed := n.try(env, l); failed != nil {
		n.step(env, l, failed)
	}
}

// try makes a call of a leg's question, unless its guard is against it.
func (n *Node) try(env *sim.Env, l *leg) (refused *request.Response) {
	q := l.question
	g := n.guard(q.component)
	if q.request.Late(env) {
		return request.Fail(&q.request, request.DeadlineExceeded, env.Name()+" did not ask "+q.component+": the deadline has passed", false)
	}
	if !g.breaker.Allow(env.Now()) {
		n.stats.Broken++
		env.Note(l.job.operation, NotAsked{Instance: env.Self(), Component: q.component})
		return request.Fail(&q.request, request.CircuitOpen, env.Name()+" does not ask "+q.component+": its circuit breaker is "+string(g.breaker.State()), false)
	}
	if c := n.config.Connections; c > 0 && g.bulkhead.Taken() >= c {
		g.breaker.Abandon()
		g.line = append(g.line, l)
		return nil
	}
	if !g.bulkhead.Enter(n.config.Bulkhead) {
		g.breaker.Abandon()
		env.Note(l.job.operation, BulkheadFull{Instance: env.Self(), Component: q.component, Slots: n.config.Bulkhead})
		return request.Fail(&q.request, request.BulkheadFull, env.Name()+" has all its slots for "+q.component+" taken", false)
	}
	n.caller.PreferNearest(n.config.Nearest)
	target, ok := n.caller.PickVerb(env, q.component, q.request.Verb, q.request.Key)
	if !ok {
		g.bulkhead.Leave()
		g.breaker.Abandon()
		return request.Fail(&q.request, request.Overloaded, q.component+" has no members", false)
	}
	n.send(env, l, target)
	if wait, ok := g.latencies.After(n.config.Hedge); ok && n.config.Hedge > 0 && wait < n.config.Timeout && q.request.Verb == request.Get {
		q.hedge = env.After(wait, hedgeTimer, l.id)
	}
	return nil
}

func (n *Node) send(env *sim.Env, l *leg, target sim.NodeID) {
	q := l.question
	timeout := n.config.Timeout
	if limit := q.request.Deadline; limit != 0 {
		timeout = min(timeout, limit.Sub(env.Now()))
	}
	n.stats.Calls++
	n.stats.Bytes += q.request.Size()
	l.job.needs.add(Needs{Rows: max(1, len(q.request.Keys)), Bytes: q.request.Size()})
	r := q.request
	r.Connection = n.connection(env, l.job, n.guard(q.component))
	call := n.caller.Start(env, target, l.job.operation, l.id, r, timeout)
	q.calls = append(q.calls, call)
	n.asked[call.ID] = q.component
}

// learn takes the latency of a read's first call, or how long that has taken by
// now if the second was answered before it.
func (g *guard) learn(env *sim.Env, q *question, answered *request.Call) {
	if answered.Request.Verb != request.Get {
		return
	}
	first := answered.Started
	for _, c := range q.calls {
		first = min(first, c.Started)
	}
	g.latencies.Record(env.Now().Sub(first))
}

// connection is one to a component for one call: the one that was used last, or
// a new one. Each environment of a function has its own, which lies idle when
// the environment does.
func (n *Node) connection(env *sim.Env, j *job, g *guard) uint64 {
	if n.rooms != nil {
		return request.ConnectionNumber(env, j.room)
	}
	if last := len(g.idle) - 1; last >= 0 {
		number := g.idle[last]
		g.idle = g.idle[:last]
		return number
	}
	n.connections++
	return request.ConnectionNumber(env, n.connections)
}

// keep has the connection of a call that ended ready for the next.
func (n *Node) keep(g *guard, call *request.Call) {
	if n.rooms == nil {
		g.idle = append(g.idle, call.Request.Connection)
	}
}

// second asks another member as well, since the first is slow.
func (n *Node) second(env *sim.Env, l *leg) {
	q := l.question
	q.hedge = 0
	g := n.guard(q.component)
	if len(q.calls) != 1 || g.breaker.State() != resilience.Closed {
		return
	}
	target, ok := n.caller.PickOther(env, q.component, q.request.Key, q.calls[0].Target)
	if !ok || !g.bulkhead.Enter(n.config.Bulkhead) {
		return
	}
	n.stats.Hedges++
	n.send(env, l, target)
}

// settle takes the end of a call: an answer, or that there was none in time.
func (n *Node) settle(env *sim.Env, call *request.Call, r *request.Response) {
	g := n.guard(n.asked[call.ID])
	n.stats.Bytes += r.Size()
	n.release(env, call, healthy(r))
	l := n.legs[call.Tag]
	if l == nil || !l.question.drop(call) {
		return // its job has ended, or another answer came first
	}
	l.job.needs.Bytes += r.Size()
	q := l.question
	switch {
	case r.OK():
		g.learn(env, q, call)
		n.abandon(env, q)
	case len(q.calls) > 0 || n.retry(env, l, g, r):
		return
	}
	env.Cancel(q.hedge)
	q.hedge = 0
	n.step(env, l, r)
}

// release gives back what a call held, and tells the breaker how it went.
func (n *Node) release(env *sim.Env, call *request.Call, well bool) {
	component := n.asked[call.ID]
	delete(n.asked, call.ID)
	g := n.guard(component)
	n.keep(g, call)
	g.bulkhead.Leave()
	if g.breaker.Record(env.Now(), well) {
		env.Note(call.Operation, BreakerTurned{Instance: env.Self(), Component: component, To: g.breaker.State(), CoolOff: n.config.Breaker.CoolOff})
	}
	n.reuse(env, g)
}

// reuse gives free connections to those that wait for one.
func (n *Node) reuse(env *sim.Env, g *guard) {
	for len(g.line) > 0 && g.bulkhead.Taken() < n.config.Connections {
		l := g.line[0]
		g.line = g.line[1:]
		if n.legs[l.id] == l { // its job has not ended meanwhile
			n.again(env, l)
		}
	}
}

// healthy reports whether an answer says nothing against who gave it.
func healthy(r *request.Response) bool {
	switch r.Code {
	case "", request.Mismatch, request.Unsupported, request.SessionLost:
		return true
	}
	return false
}

// drop takes a call that ended off the list; false: it is not on it.
func (q *question) drop(call *request.Call) bool {
	for i, c := range q.calls {
		if c == call {
			q.calls = append(q.calls[:i:i], q.calls[i+1:]...)
			return true
		}
	}
	return false
}

// abandon gives up the calls of a question that is answered, or that nobody
// asks any more.
func (n *Node) abandon(env *sim.Env, q *question) {
	env.Cancel(q.hedge)
	q.hedge = 0
	for _, c := range q.calls {
		n.caller.Forget(env, c.ID)
		g := n.guard(n.asked[c.ID])
		delete(n.asked, c.ID)
		n.keep(g, c)
		g.bulkhead.Leave()
		g.breaker.Abandon()
		n.reuse(env, g)
	}
	q.calls = nil
}

// retry asks again, now or after a while. False: the failure is the answer.
func (n *Node) retry(env *sim.Env, l *leg, g *guard, r *request.Response) bool {
	q := l.question
	if q.tries >= n.config.Retries || !worthRetry(r.Code) {
		return false
	}
	wait := n.config.Backoff.Wait(q.tries, env.Rand())
	if limit := q.request.Deadline; limit != 0 && env.Now().Add(wait) >= limit || !g.budget.Retry(n.config.Budget) {
		return false
	}
	env.Cancel(q.hedge)
	q.hedge = 0
	q.tries++
	n.stats.Retries++
	if wait > 0 {
		env.After(wait, retryTimer, l.id)
		return true
	}
	return n.try(env, l) == nil
}

// worthRetry reports whether the same question may have a better answer.
func worthRetry(code string) bool {
	switch code {
	case request.Mismatch, request.Unsupported, request.SessionLost, request.DeadlineExceeded, request.CircuitOpen, request.BulkheadFull:
		return false
	}
	return true
}

// again makes a retry that was waited for.
func (n *Node) again(env *sim.Env, l *leg) {
	if failed := n.try(env, l); failed != nil {
		n.step(env, l, failed)
	}
}

// OpenCircuits counts the components that it does not ask now.
func (n *Node) OpenCircuits() int {
	open := 0
	for _, g := range n.guards { // order-free: a count
		if g.breaker.State() != resilience.Closed {
			open++
		}
	}
	return open
}
