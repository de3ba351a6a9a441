// Package detector decides whom a node suspects to have crashed: by heartbeats
// and a time-out, by heartbeats that travel as gossip, or by phi accrual.
//
// A detector is part of a node. It sends and waits on its own; the node hands
// it the messages and timers that it does not know, and asks whom it suspects.
// No detector can be sure: in a network where messages take any time, a slow
// node and a dead one look alike (Chandra and Toueg, "Unreliable Failure
// Detectors for Reliable Distributed Systems", JACM 1996). What can be chosen is
// how soon a crash is noticed and how often a living node is suspected.
//
//	group := &detector.Group{Config: detector.Config{Kind: detector.Phi, Interval: 100 * time.Millisecond, Threshold: 8}}
//	d := group.Attach(timerKind)
//	d.Start(env)
//	if d.Suspected(peer) { … }
//
// The kinds are those of: plain heartbeats; van Renesse, Minsky and Hayden, "A
// Gossip-Style Failure Detection Service", Middleware 1998, section 2; and
// Hayashibara et al., "The Phi Accrual Failure Detector", SRDS 2004, section 4.
// A fourth, SWIM, is package gossip.
package detector

import (
	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// Detector says whom a node suspects.
type Detector interface {
	Start(env *sim.Env)
	// Receive and Timeout take what is the detector's; false: it is another's.
	Receive(env *sim.Env, m sim.Message) bool
	Timeout(env *sim.Env, t sim.Timer) bool
	// Leave tells the others that the node goes for good.
	Leave(env *sim.Env)
	Suspected(id sim.NodeID) bool
	Belief(now clock.Time, id sim.NodeID) Belief
}

// Attacher makes the detector of one node of a group. Its timers have the
// given kind.
type Attacher interface {
	Attach(timerKind uint8) Detector
}

// Belief is what a node holds of another. It is local, and may be wrong.
type Belief struct {
	Known       bool
	Suspected   bool
	Faulty      bool       // SWIM: not only suspected but declared so, and no longer probed
	Since       clock.Time // of the suspicion
	Phi         float64    // phi accrual: how surprising its silence is now
	Incarnation uint32     // SWIM: of which life and word of it this is told
}

// Stats count what a group's detectors sent.
type Stats struct {
	Messages, Bytes int
	Refutations     int // SWIM: members that heard they were suspected and said no
}

// Verdict is what a detector's fact says happened, for whoever keeps count.
type Verdict uint8

// The verdicts.
const (
	Suspicion Verdict = iota
	Declaration
	Trust
)

// Event is a verdict of one node on another. Heard: it comes from a third.
type Event struct {
	By, Of  sim.NodeID
	Verdict Verdict
	Heard   bool
}

// Judgement is a fact that holds a verdict.
type Judgement interface {
	sim.Fact
	Event() Event
}
