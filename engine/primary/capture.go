package primary

import (
	"fmt"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Capture is change data capture: a node that reads the log of each shard, as a
// replica does, and appends every confirmed write to a stream, in the order of
// the log. How far it is it keeps on disk, and writes that down after the stream
// has confirmed: when it fails in between, it appends some again. So a change
// is in the stream at least once.
type Capture struct {
	layout *Layout
	stream string
	caller *request.Caller
	disk   *captured
	tails  []*tail
	books  *Captured
}

// Captured counts what a capture did in a run.
type Captured struct {
	Changes int // appended and confirmed
	Skipped int // that the log no longer had when it came to read them
}

// captured is what a capture keeps on its disk: the place in each shard's log,
// and the latest turn of each key whose shard it has read to where the key left.
type captured struct {
	places []Position
	left   map[string]int
}

// tail is what a capture has under way with one shard.
type tail struct {
	asked   clock.Time // when the log was last asked for; 0: it has answered
	changes []change
	sending bool       // the first of them is on its way to the stream
	held    clock.Time // since when the first waits for what another shard wrote before; 0: it does not
}

// change is a confirmed write.
type change struct {
	at         Position
	operation  uint64
	key, value string
	when       clock.Time
	turn       int
	silent     bool // it tells nothing new: a key that came from another shard or left
	leaves     bool
}

// NewCapture returns a capture with empty memory.
func NewCapture(l *Layout, stream string, d *request.Directory, b *Captured) *Capture {
	return &Capture{layout: l, stream: stream, caller: request.NewCaller(d, callTimer), books: b}
}

// captureEvery is how often it asks for more of a log that had nothing new.
const captureEvery = 20 * time.Millisecond

// captureBatch bounds the entries of one answer.
const captureBatch = 100

// Init implements sim.Node.
func (c *Capture) Init(env *sim.Env) {
	d, ok := env.Disk().Content.(*captured)
	if !ok {
		d = &captured{left: map[string]int{}}
		env.Disk().Content = d
	}
	c.disk = d
	env.After(captureEvery, watchTimer, 0)
}

// Receive implements sim.Node.
func (c *Capture) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Ping:
		request.Answer(env, m)
	case *request.Pong:
		c.caller.Alive(p)
	case *request.Request:
		env.Send(m.From, m.Operation, request.Fail(p, request.Unsupported, "a capture keeps no keys: it reads the log", false))
	case *request.Response:
		if call, ok := c.caller.Answered(env, p); ok {
			c.appended(env, int(call.Tag), p.OK())
		}
	case *Changes:
		c.take(env, p)
	}
}

// Timeout implements sim.Node.
func (c *Capture) Timeout(env *sim.Env, t sim.Timer) {
	if t.Kind == callTimer {
		if call, ok := c.caller.Expired(env, t); ok {
			c.appended(env, int(call.Tag), false)
		}
		return
	}
	for i, g := range c.layout.groups {
		if i == len(c.tails) {
			c.tails = append(c.tails, &tail{})
		}
		if i == len(c.disk.places) {
			c.disk.places = append(c.disk.places, Position{})
		}
		o := c.tails[i]
		if o.held > 0 {
			c.next(env, i)
		}
		if g.address == sim.Nobody || len(o.changes) > 0 || o.asked > 0 && env.Now().Sub(o.asked) < c.layout.Timeout {
			continue
		}
		o.asked = env.Now()
		env.Send(g.address, 0, &ReadLog{Group: i, After: c.disk.places[i]})
	}
	env.After(captureEvery, watchTimer, 0)
}

// take begins to append what a shard's log has.
func (c *Capture) take(env *sim.Env, p *Changes) {
	if p.Group >= len(c.tails) {
		return
	}
	o := c.tails[p.Group]
	o.asked = 0
	if len(o.changes) > 0 || o.sending || p.after != c.disk.places[p.Group] {
		return // a copy, or one that comes late
	}
	c.books.Skipped += p.Skipped
	o.changes = p.changes
	c.next(env, p.Group)
}

// next appends the first change that is left.
func (c *Capture) next(env *sim.Env, group int) {
	o := c.tails[group]
	if o.sending {
		return
	}
	for len(o.changes) > 0 && o.changes[0].silent {
		c.disk.places[group] = o.changes[0].at
		if e := o.changes[0]; e.leaves {
			c.disk.left[e.key] = max(c.disk.left[e.key], e.turn)
		}
		o.changes = o.changes[1:]
	}
	if len(o.changes) == 0 || c.holds(env, o) {
		return
	}
	e := o.changes[0]
	target, ok := c.caller.Pick(env, c.stream)
	if !ok {
		o.changes = nil
		return
	}
	o.sending = true
	c.caller.Start(env, target, e.operation, uint64(group), request.Request{Verb: request.Append, Key: c.stream, Value: e.value,
		Terms: request.Terms{Key: e.key, ID: fmt.Sprintf("%s, shard %d, %s", env.Name(), group+1, e.at)}}, c.layout.Timeout)
}

// holdFor bounds how long a change waits for those before it.
const holdFor = 5 * time.Second

// holds reports whether the first change of a shard has to wait: the key came
// from another shard, and what that one wrote is not in the stream yet.
func (c *Capture) holds(env *sim.Env, o *tail) bool {
	e := o.changes[0]
	switch {
	case e.turn == 0 || c.disk.left[e.key] >= e.turn:
	case o.held == 0:
		o.held = env.Now()
		return true
	case env.Now().Sub(o.held) < holdFor:
		return true
	}
	o.held = 0
	return false
}

// appended goes on when the stream has confirmed; else the change is read again.
func (c *Capture) appended(env *sim.Env, group int, ok bool) {
	o := c.tails[group]
	o.sending = false
	if len(o.changes) == 0 {
		return
	}
	if !ok {
		o.changes = nil
		return
	}
	c.books.Changes++
	c.disk.places[group] = o.changes[0].at
	o.changes = o.changes[1:]
	c.next(env, group)
}

// Read reports whether a capture has read a log to its end.
func Read(capture *sim.Disk, group int, d *Disk) bool {
	k, ok := capture.Content.(*captured)
	return ok && (d.Last().Index == 0 || group < len(k.places) && !d.Last().after(k.places[group]))
}

// Behind counts the confirmed entries of a leader's log that a capture's disk
// has not passed on, and how old the oldest is.
func Behind(capture *sim.Disk, group int, d *Disk) (n int, oldest clock.Time) {
	place := Position{}
	if k, ok := capture.Content.(*captured); ok && group < len(k.places) {
		place = k.places[group]
	}
	for i := range d.entries {
		e := &d.entries[i]
		if !e.at.after(place) || e.silent() {
			continue
		}
		if n++; n == 1 {
			oldest = e.when
		}
	}
	return n, oldest
}

// silent reports whether an entry changes no value.
func (e *entry) silent() bool { return e.leaves || e.shift != nil }

// Detail is the node in a line.
func (c *Capture) Detail() string {
	waiting := 0
	for _, o := range c.tails {
		waiting += len(o.changes)
	}
	return fmt.Sprintf("reads the log for %s, %s at hand", c.stream, noun.Count(waiting, "change"))
}

// showLog answers a capture with the confirmed entries after a place.
func (m *member) showLog(env *sim.Env, from sim.NodeID, r *ReadLog) {
	if !m.valid(env) || m.disk.blank || m.commit < m.inherited {
		return
	}
	p := &Changes{Group: m.group.Number, after: r.After}
	for i := range m.disk.entries {
		e := &m.disk.entries[i]
		if e.at.Index > min(m.commit, m.disk.applied) || len(p.changes) == captureBatch {
			break
		}
		if !e.at.after(r.After) {
			continue
		}
		if len(p.changes) == 0 && e.at.Index > r.After.Index+1 && m.disk.offset > r.After.Index {
			p.Skipped = int(m.disk.offset - r.After.Index)
		}
		operation := e.id.origin
		if operation >= background {
			operation = 0
		}
		p.changes = append(p.changes, change{e.at, operation, e.id.key, e.value, e.when, e.turn,
			e.silent() || e.undo != nil && e.undo.again, e.leaves})
	}
	env.Send(from, 0, p)
}

// ReadLog asks a leader for the confirmed entries of its log.
type ReadLog struct {
	Group int
	After Position
}

// Kind implements sim.Payload.
func (*ReadLog) Kind() string { return "read-log" }

// Size implements sim.Payload.
func (*ReadLog) Size() int { return overhead }

// String implements sim.Payload.
func (r *ReadLog) String() string { return fmt.Sprintf("what is new after entry %d?", r.After.Index) }

// Changes are confirmed entries of a log.
type Changes struct {
	Group   int
	Skipped int // that the log no longer has
	after   Position
	changes []change
}

// Kind implements sim.Payload.
func (*Changes) Kind() string { return "changes" }

// Size implements sim.Payload.
func (c *Changes) Size() int {
	n := overhead
	for _, e := range c.changes {
		n += 32 + len(e.key) + len(e.value)
	}
	return n
}

// String implements sim.Payload.
func (c *Changes) String() string { return noun.Count(len(c.changes), "change") }
