package primary

import (
	"slices"

	"netsplit/engine/sim"
)

// catchUp adopts what a message says of who leads. False: it is out of date,
// or this member leads and nothing makes it give up.
func (m *member) catchUp(env *sim.Env, from sim.NodeID, epoch uint64, leader sim.NodeID) bool {
	if epoch < m.disk.epoch || epoch > m.disk.epoch && m.leads() && !m.layout.Fencing {
		return false
	}
	if epoch > m.disk.epoch {
		m.follow(env, leader, epoch, from)
	} else if leader != sim.Nobody {
		m.believe(env, leader)
	}
	if from == m.upstream && env.Now() >= m.astray {
		m.heard = env.Now()
	}
	return !m.leads()
}

// take writes a piece of the log.
func (m *member) take(env *sim.Env, from sim.NodeID, operation uint64, a *Append) {
	if !m.catchUp(env, from, a.Epoch, a.Leader) || m.disk.blank {
		return
	}
	fork, stale := m.disk.log.part(a.history)
	if stale {
		return
	}
	end := m.disk.log.end
	if fork < end && !m.cutBack(env, fork, a.Leader) {
		m.report(env, 0)
		return
	}
	changed := fork < end
	if changed {
		m.early = nil
	}
	if m.extend(a) {
		changed = true
		m.extendEarly(a.history)
	} else if a.Prev > m.disk.log.end && len(m.early) < mostEarly {
		m.early = append(m.early, a)
	}
	m.disk.log.segments = a.history.until(m.disk.log.end).segments
	if changed {
		m.feedAll(env, operation)
		m.carryOn(env)
	}
	if changed || len(a.entries) > 0 {
		m.acknowledge(env, from, operation)
	}
}

// mostEarly bounds the messages that wait for one that they overtook.
const mostEarly = 100

// extend writes the entries of a message that come next.
func (m *member) extend(a *Append) bool {
	wrote := false
	for _, e := range a.entries {
		if e.at.Index == m.disk.log.end+1 {
			m.disk.extend(e)
			wrote = true
		}
	}
	return wrote
}

// extendEarly writes what came before its turn, if it is of the same history.
func (m *member) extendEarly(h history) {
	for again := true; again; {
		again = false
		kept := m.early[:0]
		for _, a := range m.early {
			switch {
			case !slices.Equal(a.history.segments, h.segments) || a.Prev+uint64(len(a.entries)) <= m.disk.log.end:
			case a.Prev <= m.disk.log.end:
				again = m.extend(a) || again
			default:
				kept = append(kept, a)
			}
		}
		m.early = kept
	}
}

// cutBack gives up what the leader's history does not have. False: it is too
// old to be taken back, so all is given up and a copy is taken.
func (m *member) cutBack(env *sim.Env, fork uint64, leader sim.NodeID) bool {
	copied := !m.group.led(m.self, m.disk.log.at(fork+1).Epoch)
	dropped, ok := m.disk.cut(fork)
	d := Dropped{Node: m.self, Leader: leader, Entries: len(dropped), Fork: fork, Copied: copied}
	for _, e := range dropped {
		if e.told {
			d.Told++
		}
	}
	if !ok {
		d.Entries = int(m.disk.log.end - fork)
		d.All = true
		m.disk.erase()
		m.become(env, Empty)
	}
	m.layout.Stats.Dropped += d.Entries
	m.layout.Changed = env.Now()
	env.Note(0, d)
	return ok
}

// takeCopy replaces what the member has by a copy of all.
func (m *member) takeCopy(env *sim.Env, from sim.NodeID, c *Copy) {
	if !m.catchUp(env, from, c.Epoch, c.Leader) {
		return
	}
	if !m.disk.blank && m.disk.log.end >= c.history.end {
		return
	}
	m.disk.replace(c.table.clone(), c.history)
	m.become(env, m.resting())
	env.Note(0, CopyTaken{Node: m.self, From: from, Last: m.disk.log.end, Keys: len(m.disk.table.keys)})
	m.wake(env)
	m.acknowledge(env, from, 0)
}

// carryOn carries the next entry out after a while. A cold standby only keeps
// them, as many as the log may have.
func (m *member) carryOn(env *sim.Env) {
	switch m.role.name {
	case Standby:
		for int(m.disk.log.end-m.disk.applied) > m.layout.Keep {
			m.disk.apply()
		}
		m.disk.compact(m.layout.Keep)
	case Replica:
		if !m.applying && m.disk.applied < m.disk.log.end {
			m.applying = true
			env.After(m.layout.Apply.Sample(env.Rand()), applyTimer, m.after())
		}
	}
}

// applied carries an entry out.
func (m *member) applied(env *sim.Env) {
	m.applying = false
	if m.role.name != Replica {
		return
	}
	if m.disk.applied < m.disk.log.end {
		m.disk.apply()
		m.layout.Changed = env.Now()
		m.wake(env)
		m.disk.compact(m.layout.Keep)
	}
	m.carryOn(env)
}
