package gossip

import (
	"slices"

	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// probe is the question of the current period: is the target there?
type probe struct {
	open    bool
	number  uint64
	target  sim.NodeID
	through []sim.NodeID
	started clock.Time
}

// relay is a ping on behalf of another member.
type relay struct {
	number  uint64 // of the own ping
	asker   sim.NodeID
	theirs  uint64 // the number to answer with
	expires clock.Time
}

// reunion is how often, in periods, a member pings one that it takes for
// faulty.
const reunion = 5

// tick ends a period and begins the next.
func (m *Member) tick(env *sim.Env) {
	if m.left {
		return
	}
	if m.probe.open {
		m.probe.open = false
		m.accuse(env)
	}
	now := env.Now()
	m.relays = slices.DeleteFunc(m.relays, func(r relay) bool { return r.expires <= now })
	m.ticks++
	if target, ok := m.next(env); ok {
		m.number++
		m.probe = probe{open: true, number: m.number, target: target, started: now}
		m.send(env, target, &Ping{Number: m.number, News: m.take(target)})
		env.After(m.group.Timeout, m.timerKind, probeKey|m.number&keyMask)
	}
	if m.ticks%reunion == 0 {
		m.seekLost(env)
	}
	env.After(max(m.group.Period, 1000), m.timerKind, tickKey)
}

// next is the member to probe now.
func (m *Member) next(env *sim.Env) (sim.NodeID, bool) {
	if len(m.order) == 0 {
		return sim.Nobody, false
	}
	if m.group.Order == Random {
		return m.order[env.Rand().IntN(len(m.order))], true
	}
	if m.turn >= len(m.order) {
		m.turn = 0
		env.Rand().Shuffle(len(m.order), func(i, j int) { m.order[i], m.order[j] = m.order[j], m.order[i] })
	}
	m.turn++
	return m.order[m.turn-1], true
}

// seekLost pings one of the faulty in turn. Those that are no contacts any
// more are forgotten.
func (m *Member) seekLost(env *sim.Env) {
	m.peers = slices.DeleteFunc(m.peers, func(p *peer) bool {
		_, known := slices.BinarySearch(m.group.contacts, p.Member)
		return p.State >= Faulty && !known
	})
	var faulty []sim.NodeID
	for _, p := range m.peers {
		if p.State == Faulty {
			faulty = append(faulty, p.Member)
		}
	}
	if len(faulty) == 0 {
		return
	}
	m.lost++
	m.number++
	to := faulty[m.lost%len(faulty)]
	m.send(env, to, &Ping{Number: m.number, News: m.take(to)})
}

// answer is the reply to a ping. Who joins is told of everybody.
func (m *Member) answer(env *sim.Env, to sim.NodeID, p *Ping) {
	a := &Ack{Number: p.Number}
	if p.Join {
		a.News = append(a.News, m.own)
		for _, o := range m.peers {
			a.News = append(a.News, o.Update)
		}
	} else {
		a.News = m.take(to)
	}
	m.send(env, to, a)
}

// probeThrough asks k others to ping a target that did not answer in time.
func (m *Member) probeThrough(env *sim.Env, number uint64) {
	if !m.probe.open || m.probe.number&keyMask != number {
		return
	}
	target := m.probe.target
	for _, i := range env.Rand().Perm(len(m.order)) {
		helper := m.order[i]
		if len(m.probe.through) >= m.group.Through {
			return
		}
		if helper == target || m.Suspected(helper) {
			continue
		}
		m.probe.through = append(m.probe.through, helper)
		m.send(env, helper, &PingThrough{Number: m.probe.number, Target: target, News: m.take(helper)})
	}
}

// relaysKept bounds the pings that a member has under way for others.
const relaysKept = 1000

// relay pings on behalf of another.
func (m *Member) relay(env *sim.Env, from sim.NodeID, p *PingThrough) {
	if len(m.relays) >= relaysKept {
		return
	}
	m.number++
	m.relays = append(m.relays, relay{number: m.number, asker: from, theirs: p.Number, expires: env.Now().Add(m.group.Period)})
	m.send(env, p.Target, &Ping{Number: m.number, News: m.take(p.Target)})
}

// acked takes an answer: to the probe, or to a ping for another.
func (m *Member) acked(env *sim.Env, number uint64) {
	if m.probe.open && m.probe.number == number {
		m.probe.open = false
		return
	}
	i := slices.IndexFunc(m.relays, func(r relay) bool { return r.number == number })
	if i < 0 {
		return
	}
	r := m.relays[i]
	m.relays = slices.Delete(m.relays, i, i+1)
	m.send(env, r.asker, &Ack{Number: r.theirs, News: m.take(r.asker)})
}
