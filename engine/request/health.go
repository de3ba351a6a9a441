package request

import (
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/detector"
	"netsplit/engine/sim"
)

// probeEvery is how often a node that did not answer is asked whether it is
// back.
const probeEvery = time.Second

// probeBit marks the numbers of probes, so that their timers can share a kind
// with others.
const probeBit = 1 << 63

// Health is what a node believes about others. By itself it goes by requests:
// who did not answer one is suspected until it answers a probe. With a
// detector it is the detector's word that counts, and the probes only find out
// when somebody is back. It is local knowledge, and may be wrong: a slow node
// looks like a dead one.
type Health struct {
	timerKind uint8
	next      uint64
	silent    map[sim.NodeID]clock.Time // did not answer, and since when
	probes    map[uint64]sim.NodeID     // under way
	detector  detector.Detector
	stats     *detector.Stats
}

// NewHealth suspects nobody. Its timers have the given kind: pass those to Expired.
func NewHealth(timerKind uint8) *Health {
	return &Health{timerKind: timerKind, silent: map[sim.NodeID]clock.Time{}, probes: map[uint64]sim.NodeID{}}
}

// Follow takes a detector's word for who is there. The node passes on its
// messages and timers with Receive and Timeout, and begins with Start.
func (h *Health) Follow(d detector.Detector) { h.detector = d }

// Count adds the probes to the counts of a group.
func (h *Health) Count(stats *detector.Stats) { h.stats = stats }

// Start begins to watch, if there is a detector.
func (h *Health) Start(env *sim.Env) {
	if h.detector != nil {
		h.detector.Start(env)
	}
}

// Receive takes a message of the detector; false: it is another's.
func (h *Health) Receive(env *sim.Env, m sim.Message) bool {
	return h.detector != nil && h.detector.Receive(env, m)
}

// Timeout takes a timer of the detector; false: it is another's.
func (h *Health) Timeout(env *sim.Env, t sim.Timer) bool {
	return h.detector != nil && h.detector.Timeout(env, t)
}

// Leave tells the others that the node goes for good.
func (h *Health) Leave(env *sim.Env) {
	if h.detector != nil {
		h.detector.Leave(env)
	}
}

// Suspect notes that a node did not answer, and begins to ask it.
func (h *Health) Suspect(env *sim.Env, target sim.NodeID) {
	if _, known := h.silent[target]; known {
		return
	}
	h.silent[target] = env.Now()
	if h.detector == nil && target != env.Self() {
		env.Note(0, detector.Unanswered{By: env.Self(), Of: target})
	}
	h.probe(env, target)
}

// Trust notes that a node is there.
func (h *Health) Trust(target sim.NodeID) { delete(h.silent, target) }

// Suspected reports whether a node is taken for down.
func (h *Health) Suspected(n sim.NodeID) bool {
	if h.detector != nil {
		return h.detector.Suspected(n)
	}
	_, silent := h.silent[n]
	return silent
}

// Belief is what the node holds of another.
func (h *Health) Belief(now clock.Time, id sim.NodeID) detector.Belief {
	if h.detector != nil {
		return h.detector.Belief(now, id)
	}
	since, silent := h.silent[id]
	return detector.Belief{Known: true, Suspected: silent, Since: since}
}

func (h *Health) probe(env *sim.Env, target sim.NodeID) {
	h.next++
	id := h.next | probeBit
	h.probes[id] = target
	h.count(&Ping{ID: id})
	env.Send(target, 0, &Ping{ID: id})
	env.After(probeEvery, h.timerKind, id)
}

// count adds a probe or its answer to the group's counts.
func (h *Health) count(p sim.Payload) {
	if h.stats != nil {
		h.stats.Messages++
		h.stats.Bytes += p.Size()
	}
}

// Alive takes an answer to a probe, and returns who sent it.
func (h *Health) Alive(p *Pong) (sim.NodeID, bool) {
	target, ok := h.probes[p.ID]
	if ok {
		h.count(p)
		delete(h.silent, target)
	}
	return target, ok
}

// Expired handles the timer of a probe; false: the timer is another's. A node
// that is no longer there, as exists says, is not asked again.
func (h *Health) Expired(env *sim.Env, t sim.Timer, exists func(sim.NodeID) bool) bool {
	target, ok := h.probes[t.Key]
	if !ok {
		return t.Key&probeBit != 0
	}
	delete(h.probes, t.Key)
	_, silent := h.silent[target]
	switch {
	case !exists(target):
		delete(h.silent, target)
	case silent:
		h.probe(env, target)
	}
	return true
}
