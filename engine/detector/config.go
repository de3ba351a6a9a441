package detector

import (
	"slices"
	"time"

	"netsplit/engine/sim"
)

// Kind is how a node learns that others are there.
type Kind string

// The kinds of this package.
const (
	Heartbeat Kind = "heartbeat" // each tells all others
	Gossip    Kind = "gossip"    // each tells one at random what it knows of all
	Phi       Kind = "phi"       // heartbeats, and a level of suspicion instead of a time-out
)

// Config is what the operator chooses.
type Config struct {
	Kind      Kind
	Interval  time.Duration // between two heartbeats of a node
	Timeout   time.Duration // silence after which a node is suspected (heartbeat, gossip)
	Threshold float64       // phi at which it is (phi)
	Window    int           // gaps between heartbeats that are remembered (phi)
	Deviation time.Duration // the least standard deviation assumed (phi)
}

// Group is what the detectors of a component share: the settings, and the list
// of members, which stands for a membership service that all see at once.
type Group struct {
	Config
	Stats Stats

	members   []sim.NodeID
	changes   int     // of members
	threshold float64 // that z was computed for
	z         float64
}

// SetMembers replaces the list of members.
func (g *Group) SetMembers(ids []sim.NodeID) {
	g.members = slices.Clone(ids)
	g.changes++
}

// Attach implements Attacher.
func (g *Group) Attach(timerKind uint8) Detector {
	return &Monitor{group: g, timerKind: timerKind}
}

// wait is how long a peer may be silent before it is suspected.
func (g *Group) wait(h *history) time.Duration {
	if g.Kind != Phi {
		return g.Timeout
	}
	if g.threshold != g.Threshold {
		g.threshold, g.z = g.Threshold, deviations(g.Threshold)
	}
	return h.wait(g.z, g.Deviation)
}

func (g *Group) send(env *sim.Env, to sim.NodeID, p sim.Payload) {
	g.Stats.Messages++
	g.Stats.Bytes += p.Size()
	env.Send(to, 0, p)
}
