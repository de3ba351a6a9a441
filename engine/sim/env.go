package sim

import (
	"math/rand/v2"
	"time"

	"netsplit/engine/clock"
)

// Env is a node's whole world.
type Env struct {
	sim     *Simulation
	process *process
	id      NodeID
	rand    *rand.Rand
}

// Disk is stable storage: it survives a crash, and is lost by a wipe. What a
// node puts there counts as synced at once.
type Disk struct{ Content any }

// Self is the node's own number.
func (e *Env) Self() NodeID { return e.id }

// Name is the node's own name.
func (e *Env) Name() string { return e.process.name }

// NameOf is another node's name.
func (e *Env) NameOf(id NodeID) string { return e.sim.Name(id) }

// Now is true time: right for measuring how long something took.
func (e *Env) Now() clock.Time { return e.sim.now }

// Clock is what the node's own clock shows, which may be wrong (skew).
func (e *Env) Clock() clock.Time { return e.sim.now.Add(e.process.skew) }

// Rand is the node's own random stream.
func (e *Env) Rand() *rand.Rand { return e.rand }

// Disk is the node's stable storage.
func (e *Env) Disk() *Disk { return &e.process.disk }

// Slow is how much longer everything takes than it should, on account of a
// fault. Messages are late by themselves; a node adds it to its own work.
func (e *Env) Slow() time.Duration { return e.process.slow }

// FirstNumber is where a node begins to number what it asks of others: not
// where it began in an earlier life, or an answer that was on its way through
// a crash would be taken for the answer to something else. It is 0 at first.
func (e *Env) FirstNumber() uint64 { return uint64(e.process.epoch-1) << 32 }

// NewOperation starts a client operation and returns its number.
func (e *Env) NewOperation() uint64 { return e.sim.NewOperation() }

// Send puts a message on the network on behalf of an operation (0: background).
func (e *Env) Send(to NodeID, operation uint64, p Payload) { e.SendAfter(0, to, operation, p) }

// SendAfter sends once d has passed: the time the node takes to prepare it.
// A crash in between does not recall it.
func (e *Env) SendAfter(d time.Duration, to NodeID, operation uint64, p Payload) {
	e.send(d, ownLatency, to, operation, p)
}

// SendTaking sends a message that travels for exactly that time, instead of
// the link's latency. Faults of the link apply all the same.
func (e *Env) SendTaking(travel time.Duration, to NodeID, operation uint64, p Payload) {
	e.send(0, max(travel, 0), to, operation, p)
}

const ownLatency time.Duration = -1

func (e *Env) send(d, travel time.Duration, to NodeID, operation uint64, p Payload) {
	if c := e.process.carrier; c != nil && travel == ownLatency && c.Carry(e, d, to, operation, p) {
		return
	}
	s := e.sim
	s.messages++
	id := s.messages
	s.observe(Record{Kind: Sent, Node: e.id, Peer: to, Operation: operation, Message: id, Payload: p})
	fate := s.network.Plan(e.id, to, p.Size(), s.now, travel)
	if fate.Copies == 0 {
		s.observe(Record{Kind: Dropped, Node: to, Peer: e.id, Operation: operation, Message: id, Payload: p, Reason: fate.Reason, Fault: fate.Fault})
		return
	}
	for i := range fate.Copies {
		due := s.now.Add(d + fate.Delays[i] + e.process.slow)
		s.launch(Message{ID: id, From: e.id, To: to, Operation: operation, Sent: s.now, Due: due, Payload: p})
	}
}

// After sets a timer.
func (e *Env) After(d time.Duration, kind uint8, key uint64) TimerID {
	s := e.sim
	s.timers++
	id := TimerID(s.timers)
	s.queue.push(event{at: s.now.Add(max(d, 0)), node: e.id, kind: alarm, timer: kind, epoch: e.process.epoch, ref: key, id: id})
	return id
}

// Cancel drops a timer that has not fired. 0 is no timer.
func (e *Env) Cancel(id TimerID) {
	if id != 0 {
		e.sim.cancelled[id] = struct{}{}
	}
}

// Note tells the observers what the node decided, and why.
func (e *Env) Note(operation uint64, f Fact) {
	e.sim.observe(Record{Kind: Noted, Node: e.id, Peer: Nobody, Operation: operation, Fact: f})
}
