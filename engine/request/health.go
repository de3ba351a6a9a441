package request

import (
	"time"

	"netsplit/engine/sim"
)

// probeEvery is how often a suspected node is asked whether it is back.
const probeEvery = time.Second

// probeBit marks the numbers of probes, so that their timers can share a kind
// with others.
const probeBit = 1 << 63

// Health is what a node believes about others: who did not answer and is not
// known to be back. It is local knowledge, and may be wrong: a slow node looks
// like a dead one.
type Health struct {
	timerKind uint8
	next      uint64
	suspects  map[sim.NodeID]bool
	probes    map[uint64]sim.NodeID // under way
}

// NewHealth suspects nobody. Its timers have the given kind: pass those to Expired.
func NewHealth(timerKind uint8) *Health {
	return &Health{timerKind: timerKind, suspects: map[sim.NodeID]bool{}, probes: map[uint64]sim.NodeID{}}
}

// Suspect notes that a node did not answer, and begins to ask it.
func (h *Health) Suspect(env *sim.Env, target sim.NodeID) {
	if !h.suspects[target] {
		h.suspects[target] = true
		h.probe(env, target)
	}
}

// Trust notes that a node is there.
func (h *Health) Trust(target sim.NodeID) { delete(h.suspects, target) }

// Suspected reports whether a node failed to answer and is not known to be back.
func (h *Health) Suspected(n sim.NodeID) bool { return h.suspects[n] }

func (h *Health) probe(env *sim.Env, target sim.NodeID) {
	h.next++
	id := h.next | probeBit
	h.probes[id] = target
	env.Send(target, 0, &Ping{ID: id})
	env.After(probeEvery, h.timerKind, id)
}

// Alive takes an answer to a probe, and returns who sent it.
func (h *Health) Alive(p *Pong) (sim.NodeID, bool) {
	target, ok := h.probes[p.ID]
	if ok {
		delete(h.suspects, target)
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
	switch {
	case !exists(target):
		delete(h.suspects, target)
	case h.suspects[target]:
		h.probe(env, target)
	}
	return true
}
