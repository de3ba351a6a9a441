package request

import (
	"cmp"
	"slices"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// Directory says which nodes a component has now. It stands for service
// discovery: everybody sees a change at once.
type Directory struct {
	members map[string][]sim.NodeID
	routers map[string]Router
	places  map[sim.NodeID]string

	finders   map[sim.NodeID]Finder
	anycast   map[string]bool
	fallback  map[string]string
	resolvers map[string][]sim.NodeID
}

// Router knows which members of a component a request for a key should go to,
// the best first. None: to any.
type Router interface{ Route(key string) []sim.NodeID }

// Splitter is a router that sends reads elsewhere than writes.
type Splitter interface {
	RouteVerb(v Verb, key string) []sim.NodeID
}

func route(r Router, v Verb, key string) []sim.NodeID {
	if s, ok := r.(Splitter); ok {
		return s.RouteVerb(v, key)
	}
	return r.Route(key)
}

// Address is a router that stands for an address: who asks has no other member
// to turn to, also when the one there does not answer.
type Address interface {
	Router
	Sole() bool
}

// NewDirectory returns an empty directory.
func NewDirectory() *Directory {
	return &Directory{members: map[string][]sim.NodeID{}, routers: map[string]Router{}, places: map[sim.NodeID]string{},
		finders: map[sim.NodeID]Finder{}, anycast: map[string]bool{}, fallback: map[string]string{}, resolvers: map[string][]sim.NodeID{}}
}

// SetRouter makes callers of a component ask the members that keep a key.
func (d *Directory) SetRouter(component string, r Router) { d.routers[component] = r }

// Set replaces a component's members.
func (d *Directory) Set(component string, members []sim.NodeID) {
	d.members[component] = slices.Clone(members)
}

// Has reports whether a node is a member of some component.
func (d *Directory) Has(id sim.NodeID) bool {
	for _, members := range d.members { // order-free: looks for any
		if slices.Contains(members, id) {
			return true
		}
	}
	return false
}

// Members lists a component's nodes.
func (d *Directory) Members(component string) []sim.NodeID { return d.members[component] }

// Call is a request that waits for its answer.
type Call struct {
	ID        uint64
	Target    sim.NodeID
	Operation uint64
	Request   *Request
	Tag       uint64 // the caller's own: what the call is for
	Started   clock.Time
	timer     sim.TimerID
	finder    Finder // that said where to send it; nil: no directory did
	looking   bool   // the directory has not answered yet
}

// Caller keeps the calls that a node has under way, and remembers which nodes
// did not answer lately.
type Caller struct {
	directory *Directory
	timerKind uint8
	next      uint64 // of calls
	calls     map[uint64]*Call
	turn      map[string]int
	nearest   bool
	places    places
	found     Finder     // of the latest member that was picked without a look-up
	foundAt   sim.NodeID // that member
	kept      *spares    // the connections that it keeps open; nil: it opens one for each call
	*Health
}

// NewCaller returns a caller whose timers have the given kind: pass those to Expired.
func NewCaller(d *Directory, timerKind uint8) *Caller {
	return &Caller{directory: d, timerKind: timerKind, calls: map[uint64]*Call{}, turn: map[string]int{}, Health: NewHealth(timerKind)}
}

// PickFor chooses a member for a key: the first one that keeps it and is not
// suspected, where the component has a router; else like Pick.
func (c *Caller) PickFor(env *sim.Env, component, key string) (sim.NodeID, bool) {
	return c.PickVerb(env, component, Put, key)
}

// PickVerb is PickFor, for a component that may answer reads elsewhere.
func (c *Caller) PickVerb(env *sim.Env, component string, v Verb, key string) (sim.NodeID, bool) {
	if router, ok := c.directory.routers[component]; ok {
		if f, ok := router.(Finder); ok && len(f.Directories()) > 0 {
			return c.find(env, f, v, key)
		}
		ids := c.candidates(env, route(router, v, key), false)
		for _, id := range ids {
			if !c.Suspected(id) {
				return id, true
			}
		}
		if a, ok := router.(Address); ok && a.Sole() && len(ids) > 0 {
			return ids[0], true
		}
	}
	return c.Pick(env, component)
}

// Pick chooses a member in turn, passing over those suspected, unless all
// are. False: the component has no members.
func (c *Caller) Pick(env *sim.Env, component string) (sim.NodeID, bool) {
	members := c.candidates(env, c.members(component), c.directory.anycast[component])
	if len(members) == 0 {
		return sim.Nobody, false
	}
	start := c.turn[component]
	c.turn[component] = start + 1
	for i := range members {
		m := members[(start+i)%len(members)]
		if !c.Suspected(m) {
			return m, true
		}
	}
	return members[start%len(members)], true
}

// Available reports whether some member is not suspected.
func (c *Caller) Available(component string) bool {
	return slices.ContainsFunc(c.directory.Members(component), func(m sim.NodeID) bool { return !c.Suspected(m) })
}

// Members lists a component's nodes.
func (c *Caller) Members(component string) []sim.NodeID { return c.directory.Members(component) }

// Start sends a request and begins to wait. The request's ID is set.
func (c *Caller) Start(env *sim.Env, target sim.NodeID, operation, tag uint64, r Request, timeout time.Duration) *Call {
	c.next = max(c.next, env.FirstNumber()) + 1
	r.ID = c.next
	if c.kept != nil {
		r.Connection = c.kept.take(env)
	}
	call := &Call{ID: r.ID, Target: target, Operation: operation, Request: &r, Tag: tag, Started: env.Now()}
	call.timer = env.After(timeout, c.timerKind, r.ID)
	c.calls[r.ID] = call
	if !c.lookUp(env, call) {
		env.Send(target, operation, &r)
	}
	return call
}

// Answered matches an answer to its call. False: it comes too late, or twice.
func (c *Caller) Answered(env *sim.Env, r *Response) (*Call, bool) {
	call, ok := c.calls[r.ID]
	if !ok || c.located(env, call, r) {
		return nil, false
	}
	delete(c.calls, r.ID)
	c.kept.back(call)
	c.Trust(call.Target)
	env.Cancel(call.timer)
	return call, true
}

// Expired ends a call whose time is up and suspects its target.
func (c *Caller) Expired(env *sim.Env, t sim.Timer) (*Call, bool) {
	if c.Health.Expired(env, t, c.directory.Has) {
		return nil, false
	}
	call, ok := c.calls[t.Key]
	if !ok {
		return nil, false
	}
	delete(c.calls, t.Key)
	c.kept.back(call)
	c.Suspect(env, call.Target)
	env.Note(call.Operation, Unanswered{By: env.Self(), Target: call.Target, Request: call.Request, After: env.Now().Sub(call.Started)})
	return call, true
}

// To lists the calls under way to a node, the earliest first.
func (c *Caller) To(target sim.NodeID) []*Call {
	var list []*Call
	for _, call := range c.calls { // order-free: sorted below
		if call.Target == target {
			list = append(list, call)
		}
	}
	slices.SortFunc(list, func(a, b *Call) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// Each calls f for every call under way, in no order.
func (c *Caller) Each(f func(*Call)) {
	for _, call := range c.calls { // order-free: for counts
		f(call)
	}
}

// Waiting counts calls under way.
func (c *Caller) Waiting() int { return len(c.calls) }

// Open is a call under way, nil if there is none of that number.
func (c *Caller) Open(id uint64) *Call { return c.calls[id] }
