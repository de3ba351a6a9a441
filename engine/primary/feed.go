package primary

import (
	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// mostEntries bounds the entries of one message.
const mostEntries = 200

// source is the member to copy from: the leader, or, in a tree, the one above.
// One that is silent is passed over for a while.
func (m *member) source(env *sim.Env) sim.NodeID {
	if m.leader == sim.Nobody {
		return sim.Nobody
	}
	above := m.above()
	if above != m.upstream {
		m.upstream, m.heard, m.astray = above, env.Now(), 0
	}
	if above == m.leader || env.Now() < m.astray {
		return m.leader
	}
	if env.Now().Sub(m.heard) > m.layout.Detect {
		m.astray, m.heard = env.Now().Add(10*m.layout.Detect), env.Now().Add(10*m.layout.Detect)
		env.Note(0, PassesOver{Node: m.self, Above: above, Leader: m.leader})
		return m.leader
	}
	return above
}

// above is the member's place in the tree of those that copy from each other.
func (m *member) above() sim.NodeID {
	if m.layout.FanOut == 0 {
		return m.leader
	}
	order := m.group.order(m.leader)
	for i, id := range order {
		if id == m.self && i > 0 {
			return order[(i-1)/m.layout.FanOut]
		}
	}
	return m.leader
}

// report tells the source how far the log goes.
func (m *member) report(env *sim.Env, operation uint64) {
	if to := m.source(env); to != sim.Nobody {
		env.Send(to, operation, m.state(operation != 0))
	}
}

func (m *member) state(ack bool) *Report {
	return &Report{Group: m.group.Number, Member: m.self, Epoch: m.disk.epoch, Last: m.disk.Last(), Applied: m.disk.applied,
		Blank: m.disk.blank, Follows: true, Ack: ack}
}

// acknowledge answers a piece of the log.
func (m *member) acknowledge(env *sim.Env, to sim.NodeID, operation uint64) {
	env.Send(to, operation, m.state(true))
}

// reported takes the report of a member: one that copies from here gets what
// it lacks, the leader counts who has what, anybody else passes it on.
func (m *member) reported(env *sim.Env, from sim.NodeID, operation uint64, r *Report) {
	if r.Epoch > m.disk.epoch {
		if m.leads() && !m.layout.Fencing {
			return
		}
		m.follow(env, sim.Nobody, r.Epoch, r.Member)
	}
	if !m.group.has(r.Member) || m.role.name == Starting {
		return
	}
	if r.Follows {
		f := m.followers[from]
		if f == nil {
			f = &follower{}
			m.followers[from] = f
		}
		f.heard = env.Now()
		m.feed(env, from, f, operation, r)
	}
	if m.role.name != Leader {
		if to := m.source(env); to != sim.Nobody && to != from {
			up := *r
			up.Follows = false
			env.Send(to, operation, &up)
		}
		return
	}
	m.remember(env, r)
	if m.group.isJoining(r.Member) && m.shared(r) >= m.commit && !r.Blank {
		m.group.joined(r.Member)
		env.Note(0, Joined{Node: r.Member})
	}
	m.advance(env)
}

// leads reports whether the member leads or is about to.
func (m *member) leads() bool { return m.role.name == Leader || m.role.name == Starting }

// heardReport is a report and when it came.
type heardReport struct {
	*Report
	at clock.Time
}

func (m *member) remember(env *sim.Env, r *Report) {
	for i := range m.reports {
		if m.reports[i].Member == r.Member {
			m.reports[i] = heardReport{r, env.Now()}
			return
		}
	}
	m.reports = append(m.reports, heardReport{r, env.Now()})
}

// latest is the latest report of a member.
func (m *member) latest(id sim.NodeID) (heardReport, bool) {
	for _, r := range m.reports {
		if r.Member == id {
			return r, true
		}
	}
	return heardReport{}, false
}

// feed sends one that copies from here what comes after its report.
func (m *member) feed(env *sim.Env, to sim.NodeID, f *follower, operation uint64, r *Report) {
	switch {
	case m.disk.blank || env.Now() < f.copying:
		return
	case r.Blank || r.Last.Index < m.disk.offset:
		m.sendCopy(env, to, f)
		return
	case !m.disk.log.contains(r.Last):
		m.send(env, to, operation, r.Last.Index, nil) // it learns where the histories part
		return
	}
	from := r.Last.Index
	if from > f.got || f.when == 0 {
		f.got, f.when = from, env.Now()
	}
	if f.sent > from && env.Now().Sub(f.when) < 2*m.layout.Heartbeat+m.layout.Detect/2 {
		from = min(f.sent, m.disk.log.end) // the rest is on its way
	}
	entries, _ := m.disk.from(from, mostEntries)
	if len(entries) == 0 && r.Ack {
		return
	}
	m.send(env, to, operation, from, entries)
	if from == r.Last.Index {
		f.when = env.Now() // all that is on its way was sent since
	}
	f.sent = from + uint64(len(entries))
}

// feedAll sends new entries to all who copy from here.
func (m *member) feedAll(env *sim.Env, operation uint64) {
	for _, id := range m.group.members {
		f := m.followers[id]
		if f == nil || env.Now().Sub(f.heard) > m.forget() || env.Now() < f.copying || f.sent >= m.disk.log.end {
			continue
		}
		entries, kept := m.disk.from(f.sent, mostEntries)
		if !kept || len(entries) == 0 {
			continue
		}
		m.send(env, id, operation, f.sent, entries)
		f.sent += uint64(len(entries))
	}
}

func (m *member) send(env *sim.Env, to sim.NodeID, operation, prev uint64, entries []entry) {
	env.Send(to, operation, &Append{Group: m.group.Number, Epoch: m.disk.epoch, Leader: m.leader, history: m.disk.log, Prev: prev, entries: entries})
}

// sendCopy sends all data, as of now. That takes as long as the database is large.
func (m *member) sendCopy(env *sim.Env, to sim.NodeID, f *follower) {
	took := m.layout.copyTime(m.disk.table.bytes())
	c := &Copy{Group: m.group.Number, Epoch: m.disk.epoch, Leader: m.leader, history: m.disk.log.until(m.disk.applied), table: m.disk.table.clone()}
	f.copying = env.Now().Add(took + 4*m.layout.Heartbeat)
	f.sent = m.disk.applied
	m.layout.Stats.Copies++
	if took > m.layout.Detect {
		env.Note(0, CopyBegins{From: m.self, To: to, Takes: took})
	}
	env.SendAfter(took, to, 0, c)
}
