package gossip

import (
	"slices"

	"netsplit/engine/sim"
)

// announce puts news of the member's own making into what it passes on.
func (m *Member) announce(u Update) { m.news.add(u) }

// take picks the news for a message. Who is suspected hears that first, so
// that it can object.
func (m *Member) take(to sim.NodeID) []Update {
	out := m.news.take(m.retransmissions())
	if _, p := m.find(to); p != nil && p.State != Alive && !slices.Contains(out, p.Update) {
		out = append(out, p.Update)
	}
	return out
}

// accuse suspects the target of a probe that nobody answered.
func (m *Member) accuse(env *sim.Env) {
	_, p := m.find(m.probe.target)
	if p == nil || p.State != Alive {
		return
	}
	p.accused = true
	m.believe(env, Update{Member: p.Member, State: Suspect, Incarnation: p.Incarnation}, false)
	env.Note(0, Suspected{By: env.Self(), Of: p.Member, Through: m.probe.through})
	if m.group.Suspicion <= 0 {
		m.believe(env, Update{Member: p.Member, State: Faulty, Incarnation: p.Incarnation}, false)
		env.Note(0, Declared{By: env.Self(), Of: p.Member})
	}
}

// suspicionOver declares a member faulty that has been suspected for so long.
func (m *Member) suspicionOver(env *sim.Env, id sim.NodeID) {
	_, p := m.find(id)
	if p == nil || p.State != Suspect || env.Now().Sub(p.since) < m.group.Suspicion {
		return
	}
	m.believe(env, Update{Member: id, State: Faulty, Incarnation: p.Incarnation}, false)
	env.Note(0, Declared{By: env.Self(), Of: id, After: m.group.Suspicion, Second: !p.accused})
}

// hear takes the news that came with a message.
func (m *Member) hear(env *sim.Env, from sim.NodeID, list []Update) {
	for _, u := range list {
		if u.Member == env.Self() {
			m.object(env, from, u)
			continue
		}
		m.believe(env, u, true)
	}
}

// object is what a member does that hears of itself. It raises its incarnation
// above any that it is suspected in: its word counts more than others'.
func (m *Member) object(env *sim.Env, from sim.NodeID, u Update) {
	if m.left {
		return
	}
	if u.Incarnation < m.own.Incarnation {
		if u.State != Alive {
			m.announce(m.own) // it has not heard the objection yet
		}
		return
	}
	m.own.Incarnation = u.Incarnation
	if u.State == Alive {
		return
	}
	m.own.Incarnation++
	m.group.Stats.Refutations++
	m.announce(m.own)
	env.Note(0, Refuted{Member: env.Self(), From: from, State: u.State, Incarnation: m.own.Incarnation})
}

// believe takes an update, if it is news, and passes it on.
func (m *Member) believe(env *sim.Env, u Update, heard bool) {
	i, p := m.find(u.Member)
	if p == nil {
		if u.State >= Faulty {
			return // unknown, and gone already
		}
		p = &peer{Update: Update{Member: u.Member, State: Left}, since: env.Now()}
		m.peers = slices.Insert(m.peers, i, p)
	} else if !u.overrides(p.Update) {
		return
	}
	before := p.State
	p.Update = u
	p.accused = p.accused && !heard
	m.announce(u)
	if u.State != before {
		p.since = env.Now()
		m.changed(env, p, before, heard)
	}
	if u.State == Suspect {
		p.since = env.Now()
		env.After(m.group.Suspicion, m.timerKind, suspicionKey|uint64(u.Member))
	}
}

// changed follows a change of state: who is not faulty is probed.
func (m *Member) changed(env *sim.Env, p *peer, before State, heard bool) {
	switch {
	case p.State < Faulty && before >= Faulty:
		// At a random place, or newcomers would all be probed last (section 4.3).
		at := env.Rand().IntN(len(m.order) + 1)
		m.order = slices.Insert(m.order, at, p.Member)
		if at < m.turn {
			m.turn++
		}
	case p.State >= Faulty && before < Faulty:
		at := slices.Index(m.order, p.Member)
		m.order = slices.Delete(m.order, at, at+1)
		if at < m.turn {
			m.turn--
		}
	}
	if heard {
		env.Note(0, Heard{By: env.Self(), Of: p.Member, State: p.State, Before: before})
	}
}
