package primary

import (
	"slices"

	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// Sync replication waits for all replicas, so one that is down would stop all
// writes. The leader may go on without it, once the monitor has noted that it
// is out of sync and will not make it the leader: primary-backup replication
// with a master of the configuration, as in Lamport, Malkhi and Zhou, "Vertical
// Paxos and Primary-Backup Replication", PODC 2009. A replica that has caught
// up is waited for again before the monitor counts on it.

// standing is what a leader knows and wants of who is in sync.
type standing struct {
	insync  []sim.NodeID              // as the monitor said
	known   bool                      // it has said so
	stamp   clock.Time                // when
	wanted  map[sim.NodeID]bool       // the leader waits for it, and asks the monitor to count on it
	dropped map[sim.NodeID]clock.Time // since when the leader asks the monitor not to
	began   clock.Time                // to lead
}

func newStanding(now clock.Time) standing {
	return standing{wanted: map[sim.NodeID]bool{}, dropped: map[sim.NodeID]clock.Time{}, began: now}
}

// ordered takes what the monitor says.
func (s *standing) ordered(o *Orders) {
	if !s.known || o.Stamp >= s.stamp {
		s.known, s.insync, s.stamp = true, o.InSync, o.Stamp
	}
}

// counts reports whether a write must wait for a member.
func (m *member) counts(id sim.NodeID) bool {
	s := &m.standing
	if !s.known || s.wanted[id] {
		return true
	}
	return slices.Contains(s.insync, id) || s.stamp < s.dropped[id]
}

// review decides whom to wait for, and what to ask of the monitor.
func (m *member) review(env *sim.Env, st *Status) {
	if m.role.name != Leader || m.layout.Replication != Sync {
		return
	}
	s := &m.standing
	now := env.Now()
	for _, id := range m.others() {
		r, heard := m.latest(id)
		last := s.began
		if heard {
			last = max(last, r.at)
		}
		in := slices.Contains(s.insync, id)
		switch silent := m.layout.DropAfter > 0 && now.Sub(last) >= m.layout.DropAfter; {
		case silent:
			if s.wanted[id] || in {
				delete(s.wanted, id)
				if s.dropped[id] == 0 {
					s.dropped[id] = st.Stamp
				}
			}
			if in {
				st.Out = append(st.Out, id)
			}
		case s.known && !in && heard && !r.Blank && m.shared(r.Report) >= m.commit:
			s.wanted[id] = true
			delete(s.dropped, id)
		}
		if s.wanted[id] && !in {
			st.In = append(st.In, id)
		} else if s.wanted[id] && in {
			delete(s.wanted, id)
		}
	}
}

// agree takes a leader's wishes. What an older status says counts no more.
func (w *watch) agree(env *sim.Env, s *Status) {
	if s.Stamp < w.agreed {
		return
	}
	w.agreed = s.Stamp
	for _, id := range s.Out {
		if i := slices.Index(w.insync, id); i >= 0 && id != w.leader {
			w.insync = slices.Delete(slices.Clone(w.insync), i, i+1)
			env.Note(0, InSync{Leader: w.leader, Node: id})
		}
	}
	for _, id := range s.In {
		if w.group.has(id) && !slices.Contains(w.insync, id) {
			w.insync = append(slices.Clone(w.insync), id)
			env.Note(0, InSync{Leader: w.leader, Node: id, In: true})
		}
	}
}
