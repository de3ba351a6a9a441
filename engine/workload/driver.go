// Package workload is what asks: clients that send traffic, and the operator,
// the person at the keyboard.
//
// An open-loop client sends at its rate whether or not earlier requests were
// answered, as the users of a web site do; a closed-loop client has a fixed
// number of sessions that each wait for their answer first. The difference
// decides what overload looks like (Schroeder, Wierman and Harchol-Balter,
// "Open Versus Closed: A Cautionary Tale", NSDI 2006).
package workload

import (
	"fmt"
	"slices"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/network"
	"netsplit/engine/request"
	"netsplit/engine/resilience"
	"netsplit/engine/sim"
)

// Operation is what somebody asked.
type Operation struct {
	ID      uint64
	Node    sim.NodeID // who asked
	Process int        // one operation at a time
	Request request.Request
	Via     sim.NodeID // who was asked first
	Started clock.Time
}

// Recorder is told of every operation.
type Recorder interface {
	Invoked(o Operation)
	// Returned gives the answer. Maybe in a failed answer means that the
	// operation may have happened.
	Returned(o Operation, r request.Response)
}

// driver sees operations through: attempts, time-outs, sessions.
type driver struct {
	caller    *request.Caller
	recorder  Recorder
	open      map[uint64]*attempt
	addresses map[asked]address
	idle      []int              // processes without an operation in progress
	first     int                // of the processes that are users of their own,
	users     int                // and how many these are; 0: all
	made      *int               // processes made so far, shared by all drivers of a run
	cookies   map[int]sim.NodeID // by process
	loggedIn  map[int]bool       // processes whose session a server knows by now
	logins    map[int]int        // how often each had to log in again

	memory memory
	places map[int]request.Version // by process: the newest place in a log that it wrote or read

	protection *Protection
	stats      *Stats
	budget     *resilience.Budget
	latencies  resilience.Hedge
}

type attempt struct {
	Operation
	node      sim.NodeID // who to ask, or Nobody: any member of the component
	component string
	timeout   time.Duration
	retries   int
	maybe     bool
	session   int // of a closed loop, or of the operator
	pinned    bool
	own       bool            // its process is that of a session of a closed loop
	resolving bool            // it asks for the address first
	address   string          // that it was just told
	blind     bool            // writes as if it had read nothing
	tries     int             // retries made
	calls     []*request.Call // under way: two when it was hedged
	hedge     sim.TimerID
	code      string // how it ended
	lost      bool   // it may still happen
	size      int    // bytes of the answer
	page      *page  // that it is a part of, or nil
}

func newDriver(d *request.Directory, r Recorder, processes *int, p *Protection, s *Stats) driver {
	return driver{caller: request.NewCaller(d, callTimer), recorder: r, open: map[uint64]*attempt{}, made: processes,
		cookies: map[int]sim.NodeID{}, loggedIn: map[int]bool{}, logins: map[int]int{}, protection: p, stats: s, budget: resilience.NewBudget(),
		addresses: map[asked]address{}, memory: memory{seen: map[place]sight{}}, places: map[int]request.Version{}}
}

// Timers of clients.
const (
	callTimer uint8 = iota
	arrivalTimer
	thinkTimer
	pollTimer
	retryTimer
	hedgeTimer
)

func (d *driver) process() int {
	if n := len(d.idle); n > 0 {
		p := d.idle[0]
		d.idle = slices.Delete(d.idle, 0, 1)
		return p
	}
	return d.newProcess()
}

func (d *driver) newProcess() int {
	*d.made++
	return *d.made - 1
}

// user is whose a process is. Where more operations are under way than there
// are sessions, the users have several at once.
func (d *driver) user(process int) int {
	if d.users == 0 || process >= d.first && process < d.first+d.users {
		return process
	}
	return d.first + process%d.users
}

// start begins an operation and returns its number.
func (d *driver) start(env *sim.Env, a *attempt) uint64 {
	a.ID, a.Node, a.Started = env.NewOperation(), env.Self(), env.Now()
	a.Request.Session, a.Request.Sticky, a.Request.LoggedIn = a.Process+1, d.cookies[a.Process], d.loggedIn[a.Process]
	a.Request.User = d.user(a.Process) + 1
	if a.page != nil {
		a.Request.User = a.page.user // whoever loads it asks for all of it
	}
	a.Request.Seen = d.places[a.Process]
	a.Request.Login = d.logins[a.Process]
	a.Request.Deadline = a.deadline(env, d.protection.Deadline)
	d.budget.Request(d.protection.Budget)
	if !a.blind && a.Request.Verb.Writes() {
		a.Request.Context = d.memory.of(a.Process, a.Request.Key).context
	}
	d.open[a.ID] = a
	target, ok := d.target(env, a)
	a.Via = target
	d.recorder.Invoked(a.Operation)
	if !ok {
		d.finish(env, a, *request.Fail(&a.Request, request.Overloaded, "nobody is there to ask", false))
		return a.ID
	}
	d.try(env, a, target)
	return a.ID
}

// InProgress reports whether an operation has not ended.
func (d *driver) InProgress(id uint64) bool { _, ok := d.open[id]; return ok }

// target is the node that the next attempt asks.
func (d *driver) target(env *sim.Env, a *attempt) (sim.NodeID, bool) {
	if a.node != sim.Nobody {
		return a.node, true
	}
	component, known := d.addressOf(env, a)
	if !known {
		resolver, _ := d.caller.Resolver(env, a.component, a.Process)
		a.resolving = true
		return resolver, true
	}
	a.resolving = false
	return d.caller.PickVerb(env, component, a.Request.Verb, a.Request.Key)
}

// answered handles an answer and returns the operation that it ended, if any.
func (d *driver) answered(env *sim.Env, r *request.Response) *attempt {
	call, ok := d.caller.Answered(env, r)
	if !ok {
		return nil
	}
	return d.settle(env, call, *r)
}

func (d *driver) expired(env *sim.Env, t sim.Timer) *attempt {
	call, ok := d.caller.Expired(env, t)
	if !ok {
		return nil
	}
	waited := request.Span(env.Now().Sub(call.Started))
	return d.settle(env, call, *request.Fail(call.Request, request.Timeout,
		fmt.Sprintf("%s did not answer within %s", env.NameOf(call.Target), waited), call.MayHaveHappened()))
}

func (d *driver) settle(env *sim.Env, call *request.Call, r request.Response) *attempt {
	a := d.open[call.Tag]
	if r.Sticky != 0 {
		d.cookies[a.Process] = r.Sticky
	}
	another := a.drop(call)
	if call.Request.Verb == request.Resolve && r.OK() {
		if d.resolved(env, a, r) {
			return nil
		}
		r = *request.Fail(&a.Request, request.Overloaded, r.Value+" has no members", a.maybe)
	}
	a.address = ""
	if r.OK() {
		d.learn(env, a, call)
		d.served(env, call.Target)
	} else {
		a.maybe = a.maybe || r.Maybe
		r.Maybe = a.maybe
		if another || d.retry(env, a, r.RetryAfter) {
			return nil
		}
	}
	d.finish(env, a, r)
	return a
}

// served counts who answers, by where it is.
func (d *driver) served(env *sim.Env, by sim.NodeID) {
	d.stats.Served++
	if d.caller.Distance(env, by) != network.OtherRegion {
		d.stats.Near++
	}
}

func (d *driver) finish(env *sim.Env, a *attempt, r request.Response) {
	delete(d.open, a.ID)
	a.code, a.size = r.Code, r.Size()
	d.forget(env, a)
	d.login(a, r)
	if r.OK() && !r.Context.Empty() {
		d.memory.keep(place{a.Process, a.Request.Key}, sight{r.Context, r.Siblings, r.Value})
	}
	a.lost = !r.OK() && r.Maybe
	// A process whose operation may still happen is not used again: it would have
	// two in progress.
	if !a.pinned && !a.own && !a.lost {
		d.idle = append(d.idle, a.Process)
	} else if !a.pinned && a.lost {
		delete(d.cookies, a.Process)
		delete(d.places, a.Process)
	}
	if _, _, placed := r.Version.PlaceOf(); placed && r.OK() && r.Version.Compare(d.places[a.Process]) > 0 {
		d.places[a.Process] = r.Version
	}
	d.recorder.Returned(a.Operation, r)
}

// login remembers whether a server knows the session.
func (d *driver) login(a *attempt, r request.Response) {
	switch {
	case r.OK() && r.Session: // not what a cache or a file server answered
		d.loggedIn[a.Process] = true
	case r.Maybe: // this process is not used again
		delete(d.loggedIn, a.Process)
		delete(d.logins, a.Process)
	case r.Code == request.SessionLost:
		delete(d.loggedIn, a.Process)
		d.logins[a.Process]++
	}
}
