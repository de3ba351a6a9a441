package workload

import (
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/resilience"
	"netsplit/engine/sim"
)

// Protection is what an asker does about answers that are late or bad.
type Protection struct {
	Backoff  resilience.Backoff
	Budget   float64       // retries as a share of the operations; 1: no bound
	Deadline time.Duration // after which an answer is useless; 0: none
	// A read that takes longer than this share of the latest ones, or than a
	// fixed time, is asked again elsewhere. 0: not.
	Hedge      float64
	HedgeAfter time.Duration
}

// Stats count attempts over a whole run.
type Stats struct {
	Attempts int // requests sent: operations, retries and second requests
	Retries  int
	Denied   int // retries that the budget did not allow
	Hedges   int // second requests, sent because the first was slow
	Wasted   int // requests whose answer was not needed any more
	Served   int // operations that were answered
	Near     int // of them, by a member in the client's own region

	Pages Pages

	MessagesOut, MessagesIn int // sent and received
	BytesOut, BytesIn       int
}

// try asks once.
func (d *driver) try(env *sim.Env, a *attempt, target sim.NodeID) {
	timeout := a.timeout
	if limit := a.Request.Deadline; limit != 0 {
		timeout = min(timeout, limit.Sub(env.Now()))
	}
	if a.resolving {
		d.resolve(env, a, target)
		return
	}
	a.Via = target
	d.stats.Attempts++
	call := d.caller.Start(env, target, a.ID, a.ID, a.Request, timeout)
	d.sent(call)
	a.calls = append(a.calls, call)
	if len(a.calls) > 1 || a.Request.Verb.Writes() {
		return
	}
	if wait, ok := d.hedgeAfter(); ok && wait < timeout {
		a.hedge = env.After(wait, hedgeTimer, a.ID)
	}
}

func (d *driver) hedgeAfter() (time.Duration, bool) {
	switch p := d.protection; {
	case p.HedgeAfter > 0:
		return p.HedgeAfter, true
	case p.Hedge > 0:
		return d.latencies.After(p.Hedge)
	}
	return 0, false
}

// learn takes the latency of a read's first request, or how long that has
// taken by now if the second was answered before it.
func (d *driver) learn(env *sim.Env, a *attempt, answered *request.Call) {
	if answered.Request.Verb != request.Get {
		return
	}
	first := answered.Started
	for _, c := range a.calls {
		first = min(first, c.Started)
	}
	d.latencies.Record(env.Now().Sub(first))
}

// second asks another member as well, since the first is slow.
func (d *driver) second(env *sim.Env, id uint64) {
	a := d.open[id]
	if a == nil {
		return
	}
	a.hedge = 0
	if len(a.calls) != 1 {
		return
	}
	if target, ok := d.caller.PickOther(env, a.via(d.addresses), a.Request.Key, a.calls[0].Target); ok {
		d.stats.Hedges++
		env.Note(a.ID, Hedged{By: env.Self(), Slow: a.calls[0].Target, Second: target, After: env.Now().Sub(a.calls[0].Started)})
		d.try(env, a, target)
	}
}

// drop takes a call that ended off an operation's list. True: another one is
// still under way, and may yet be answered well.
func (a *attempt) drop(call *request.Call) bool {
	for i, c := range a.calls {
		if c == call {
			a.calls = append(a.calls[:i:i], a.calls[i+1:]...)
		}
	}
	return len(a.calls) > 0
}

// forget gives up the calls of an operation that has ended.
func (d *driver) forget(env *sim.Env, a *attempt) {
	env.Cancel(a.hedge)
	for _, c := range a.calls {
		d.caller.Forget(env, c.ID)
		d.stats.Wasted++
	}
	a.calls, a.hedge = nil, 0
}

// retry makes another attempt, now or after a while, if one is left, there is
// time for it, and the budget allows it. A hint of who refused is kept to: it
// knows best when there is room again.
func (d *driver) retry(env *sim.Env, a *attempt, hint time.Duration) bool {
	if a.retries == 0 {
		return false
	}
	wait := max(hint, d.protection.Backoff.Wait(a.tries, env.Rand()))
	if limit := a.Request.Deadline; limit != 0 && env.Now().Add(wait) >= limit {
		return false
	}
	if !d.budget.Retry(d.protection.Budget) {
		d.stats.Denied++
		return false
	}
	env.Cancel(a.hedge)
	a.hedge = 0
	a.retries--
	a.tries++
	d.stats.Retries++
	if wait == 0 {
		return d.again(env, a)
	}
	env.After(wait, retryTimer, a.ID)
	return true
}

// again makes the next attempt. False: nobody is there to ask.
func (d *driver) again(env *sim.Env, a *attempt) bool {
	target, ok := d.target(env, a)
	if ok {
		d.try(env, a, target)
	}
	return ok
}

func (a *attempt) deadline(env *sim.Env, after time.Duration) clock.Time {
	if after == 0 {
		return 0
	}
	return env.Now().Add(after)
}

// retried makes the attempt that was waited for. It returns the operation if
// that ends it: its members are gone meanwhile.
func (d *driver) retried(env *sim.Env, id uint64) *attempt {
	a := d.open[id]
	if a == nil || d.again(env, a) {
		return nil
	}
	r := request.Fail(&a.Request, request.Overloaded, "nobody is there to ask", a.maybe)
	d.finish(env, a, *r)
	return a
}

// sent counts a request, and got an answer, at the client's own door.
func (d *driver) sent(c *request.Call) {
	d.stats.MessagesOut++
	d.stats.BytesOut += c.Request.Size()
}

func (d *driver) got(p sim.Payload) {
	d.stats.MessagesIn++
	d.stats.BytesIn += p.Size()
}
