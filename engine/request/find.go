package request

import (
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// Finder is a router that does not know where a key is: a directory does. A
// caller asks the directory first, and then the member that it was told of.
type Finder interface {
	Router
	// Directories are the nodes to ask; none: the router knows after all.
	Directories() []sim.NodeID
	// At lists the members to ask in a shard, the best first.
	At(shard int, v Verb) []sim.NodeID
	// Keep is for how long a caller may use what it was told.
	Keep() time.Duration
	// Count notes what became of the question where a key is.
	Count(Finding)
}

// Finding is how a caller came to know where a key is.
type Finding uint8

// The findings.
const (
	Asked Finding = iota // the directory
	Kept                 // from what it had been told before
	Stale                // what it was told is not so any more: the key had moved
)

// place is where a caller was told that a key is.
type place struct {
	shard int
	until clock.Time
}

type places map[placeOf]place

type placeOf struct {
	finder Finder
	key    string
}

// maxPlaces bounds what a caller remembers.
const maxPlaces = 100_000

// AddFinder makes callers ask a node where the keys of a store are.
func (d *Directory) AddFinder(id sim.NodeID, f Finder) { d.finders[id] = f }

// find is the member that has a key, as far as the caller was told, or else a
// directory to ask.
func (c *Caller) find(env *sim.Env, f Finder, v Verb, key string) (sim.NodeID, bool) {
	if p, ok := c.places[placeOf{f, key}]; ok && env.Now() < p.until {
		if id, ok := c.memberAt(f, p.shard, v); ok {
			f.Count(Kept)
			c.found, c.foundAt = f, id
			return id, true
		}
		delete(c.places, placeOf{f, key}) // there is no such shard any more
	}
	ids := f.Directories()
	const turn = "/directory"
	c.turn[turn]++
	for i := range ids {
		if id := ids[(c.turn[turn]+i)%len(ids)]; !c.Suspected(id) {
			return id, true
		}
	}
	return ids[c.turn[turn]%len(ids)], true
}

func (c *Caller) memberAt(f Finder, shard int, v Verb) (sim.NodeID, bool) {
	ids := f.At(shard, v)
	for _, id := range ids {
		if !c.Suspected(id) {
			return id, true
		}
	}
	if len(ids) == 0 {
		return sim.Nobody, false
	}
	return ids[0], true
}

// lookUp asks the directory before a call, if its target is one. False: it is not.
func (c *Caller) lookUp(env *sim.Env, call *Call) bool {
	if c.found != nil && c.foundAt == call.Target {
		call.finder = c.found
	}
	c.found = nil
	f, ok := c.directory.finders[call.Target]
	if !ok {
		return false
	}
	call.finder, call.looking = f, true
	f.Count(Asked)
	env.Send(call.Target, call.Operation, &Request{ID: call.ID, Verb: Lookup, Key: call.Request.Key, Deadline: call.Request.Deadline})
	return true
}

// located goes on with a call when the directory has answered. False: the
// answer is the call's own.
func (c *Caller) located(env *sim.Env, call *Call, r *Response) bool {
	switch {
	case call.looking && r.Verb != Lookup:
		return true // a copy of an answer to somebody else
	case !call.looking && r.Verb == Lookup:
		return true // a copy
	case !call.looking && r.Shard > 0:
		c.learn(env, call, r.Shard-1)
		return false
	case !call.looking || !r.OK():
		return false
	}
	call.looking = false
	id, ok := c.memberAt(call.finder, r.Shard-1, call.Request.Verb)
	if !ok {
		r.Code, r.Detail = NoAddress, "the directory named a shard that is no more"
		return false
	}
	c.Trust(call.Target)
	c.keep(env, call.finder, call.Request.Key, r.Shard-1)
	call.Target = id
	env.Send(id, call.Operation, call.Request)
	return true
}

// MayHaveHappened reports whether a call without an answer may have changed
// something all the same: one that still asks the directory has not.
func (c *Call) MayHaveHappened() bool { return c.Request.Verb.Writes() && !c.looking }

// learn takes the word of a shard that did not have the key any more.
func (c *Caller) learn(env *sim.Env, call *Call, shard int) {
	if f := call.finder; f != nil {
		f.Count(Stale)
		c.keep(env, f, call.Request.Key, shard)
	}
}

func (c *Caller) keep(env *sim.Env, f Finder, key string, shard int) {
	if f.Keep() == 0 {
		return
	}
	if c.places == nil || len(c.places) >= maxPlaces {
		c.places = places{}
	}
	c.places[placeOf{f, key}] = place{shard, env.Now().Add(f.Keep())}
}
