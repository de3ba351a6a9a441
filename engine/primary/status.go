package primary

import (
	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// State is a member of a group as a screen shows it.
type State struct {
	Role     RoleName
	Epoch    uint64
	Leader   sim.NodeID // that it takes for the leader
	Source   sim.NodeID // that it copies from
	Last     Position
	Applied  uint64
	Blank    bool
	Acts     bool // it leads, and may act now
	Fenced   bool // it leads, and may not
	Draining bool
}

// StateOf is the state of a member from its memory (nil: it does not run) and
// its disk (nil: empty).
func StateOf(n *Node, env *sim.Env, g *Group, d *Disk) State {
	s := State{Role: Down, Leader: sim.Nobody, Source: sim.Nobody}
	if d == nil {
		s.Blank = true
	} else {
		s.Epoch, s.Last, s.Applied, s.Blank = d.epoch, d.Last(), d.applied, d.blank
	}
	if n == nil || g.Number >= len(n.members) || n.members[g.Number] == nil {
		return s
	}
	m := n.members[g.Number]
	s.Role, s.Leader, s.Source, s.Draining = m.role.name, m.leader, m.leader, m.drained
	s.Acts = m.valid(env)
	s.Fenced = m.role.name == Leader && !s.Acts && !m.drained
	if m.upstream != sim.Nobody && env.Now() >= m.astray {
		s.Source = m.upstream
	}
	if m.role.name == Leader {
		s.Source = sim.Nobody
	}
	return s
}

// Lag is how far a member is behind a leader's log: how many entries it has not
// carried out, or, if it is cold, has not got; and when the leader took the
// oldest of them.
func Lag(leader *Disk, s State, cold bool) (entries uint64, oldest clock.Time) {
	have := s.Applied
	if cold {
		have = s.Last.Index
	}
	if have >= leader.log.end {
		return 0, 0
	}
	if len(leader.entries) > 0 {
		oldest = leader.entry(max(have, leader.offset) + 1).when
	}
	return leader.log.end - have, oldest
}
