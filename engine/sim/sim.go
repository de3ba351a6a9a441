// Package sim is a deterministic discrete-event simulation of nodes that
// exchange messages.
//
// A node is a state machine: Init, Receive and Timeout are called with an Env,
// which is all it may touch: time, its own random stream, sending, timers, its
// disk, and notes about what it decided. The simulation keeps a queue of
// events ordered by (time, sequence number), so a run depends on nothing but
// its inputs: the same seed gives the same run, event for event.
//
// Pending work is typed data, never a closure: messages in flight can be
// listed, drawn, and dropped by hand.
//
//	s := sim.New(seed, network)
//	a := s.Add("store-1", func() sim.Node { return &replica{} })
//	s.Start(a)
//	for s.Step() {
//	}
package sim

import (
	"time"

	"netsplit/engine/clock"
)

// NodeID names a node: its index in order of creation.
type NodeID int32

// Nobody is no node.
const Nobody NodeID = -1

// Payload is what a message says. Values are immutable once sent.
type Payload interface {
	Kind() string   // "replica-write"
	String() string // "write cart=eggs"
	Size() int      // bytes on the wire
}

// Message is a payload on its way.
type Message struct {
	ID        uint64
	From, To  NodeID
	Operation uint64 // the client operation it serves; 0: background work
	Sent, Due clock.Time
	Payload   Payload
}

// Timer is a node's own reminder. Kind and Key mean what the node decides.
type Timer struct {
	ID   TimerID
	Kind uint8
	Key  uint64
}

// TimerID identifies a timer, for Cancel.
type TimerID uint64

// Node is a deterministic state machine.
type Node interface {
	// Init starts or restarts the node. Memory is new; env.Disk is what survived.
	Init(env *Env)
	Receive(env *Env, m Message)
	Timeout(env *Env, t Timer)
}

// Fate is what the network does with a message.
type Fate struct {
	Copies int // 0: dropped for Reason
	Delays [2]time.Duration
	Reason Drop
	Fault  int // the fault behind it, 0: none
}

// Network decides what becomes of messages.
type Network interface {
	// Plan is asked when a message is sent. A travel time of 0 or more is used
	// in place of the link's own latency.
	Plan(from, to NodeID, bytes int, now clock.Time, travel time.Duration) Fate
	// Blocked is asked when it arrives: a link cut meanwhile loses what is on it.
	Blocked(from, to NodeID) (fault int, blocked bool)
}

// Observer is told everything that happens, in order.
type Observer interface{ Observe(r Record) }

// State says whether a node runs.
type State uint8

// The states of a node.
const (
	Stopped State = iota // added, not started
	Up
	Paused
	Crashed
	Gone // removed for good
)

// String is the state in a word.
func (s State) String() string {
	return [...]string{"stopped", "up", "paused", "crashed", "removed"}[s]
}

// heldLimit bounds what a paused node's network buffers keep for it.
const heldLimit = 10_000

// process is a node with what surrounds it.
type process struct {
	name    string
	make    func() Node
	node    Node
	inside  Node    // what runs: the node, or the one that it carries
	carrier Carrier // nil: the node sends by itself
	state   State
	since   clock.Time
	epoch   uint32 // counts starts: timers of an earlier life are void
	fault   int    // what put it into its state
	slow    time.Duration
	skew    time.Duration
	disk    Disk
	env     Env
	held    []event // arrived while paused
}

// Simulation is one run.
type Simulation struct {
	seed      uint64
	now       clock.Time
	queue     queue
	processes []*process
	slots     []Message // messages in flight, by event reference
	free      []int32
	flying    int
	messages  uint64
	timers    uint64
	cancelled map[TimerID]struct{}
	ops       uint64
	network   Network
	observer  Observer
	processed uint64
	records   uint64
}

// New returns an empty simulation at time zero.
func New(seed uint64, network Network, observer Observer) *Simulation {
	return &Simulation{seed: seed, network: network, observer: observer, cancelled: map[TimerID]struct{}{}}
}

// Add creates a node that is not started yet. make returns a node with empty
// memory; it is called at every start.
func (s *Simulation) Add(name string, make func() Node) NodeID {
	id := NodeID(len(s.processes))
	p := &process{name: name, make: make}
	p.env = Env{sim: s, process: p, id: id, rand: Stream(s.seed, name)}
	s.processes = append(s.processes, p)
	return id
}

// Now is the time of the latest event, or what AdvanceTo moved it to.
func (s *Simulation) Now() clock.Time { return s.now }

// Processed counts events since the start: a position in the run that is
// exact where several events share a time.
func (s *Simulation) Processed() uint64 { return s.processed }

// Records counts what was observed.
func (s *Simulation) Records() uint64 { return s.records }

// NewOperation returns the next operation's number, from 1.
func (s *Simulation) NewOperation() uint64 { s.ops++; return s.ops }

// Nodes is how many nodes were ever added.
func (s *Simulation) Nodes() int { return len(s.processes) }

// Name is a node's name.
func (s *Simulation) Name(id NodeID) string {
	if id < 0 || int(id) >= len(s.processes) {
		return "nobody"
	}
	return s.processes[id].name
}

// Node is the running state machine, nil while it is crashed.
func (s *Simulation) Node(id NodeID) Node { return s.processes[id].inside }

// Env is a node's view of the world, for calls from outside the event queue.
func (s *Simulation) Env(id NodeID) *Env { return &s.processes[id].env }

// State is a node's state, since when, and the fault that caused it (0: none).
func (s *Simulation) State(id NodeID) (State, clock.Time, int) {
	p := s.processes[id]
	return p.state, p.since, p.fault
}

// Conditions are the delay of what a node sends and the error of its clock.
func (s *Simulation) Conditions(id NodeID) (slow, skew time.Duration) {
	p := s.processes[id]
	return p.slow, p.skew
}

// Disk is a node's stable storage.
func (s *Simulation) Disk(id NodeID) *Disk { return &s.processes[id].disk }

// InFlight calls f for every message in flight, oldest number first, until f
// returns false.
func (s *Simulation) InFlight(f func(Message) bool) {
	if s.flying == 0 {
		return
	}
	for _, m := range sortedByID(s.slots, s.flying) {
		if !f(m) {
			return
		}
	}
}

// Flying counts messages in flight.
func (s *Simulation) Flying() int { return s.flying }
