package primary

import (
	"slices"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// resume goes on leading after a restart. Fenced, it can't act before it has a
// lease again; nobody else has led since in its epoch.
func (m *member) resume(env *sim.Env) {
	m.become(env, Leader)
	m.leader = m.self
	for m.disk.applied < m.disk.log.end {
		m.disk.apply()
	}
	m.commit, m.inherited = 0, m.disk.log.end
	m.standing = newStanding(env.Now())
	m.silenced = m.layout.Fencing && len(m.group.members) > 1
	m.enter(env)
	m.takeAddress(env)
	m.schedule(env)
	m.beat(env)
}

// prepare gets ready to lead in an epoch: a cold standby is started, entries
// that were not carried out are, a member without data restores a backup.
func (m *member) prepare(env *sim.Env, o *Orders) {
	m.disk.epoch, m.disk.leads = o.Epoch, false
	m.drained, m.leader, m.lease = false, sim.Nobody, 0
	cold := m.layout.Cold && m.role.name != Leader
	if o.Moment > 0 && m.role.name == Leader {
		m.abandon() // their places in the log are void
	}
	m.become(env, Starting)
	s := StartsToLead{Node: m.self, Epoch: o.Epoch, Last: m.disk.log.end, Behind: m.disk.log.end - m.disk.applied}
	if cold {
		s.Boot = m.layout.Boot
	}
	switch {
	case o.Moment > 0:
		m.restoreTo(o.Moment, &s)
	case m.disk.blank:
		m.restore(&s)
	}
	for range m.disk.log.end - m.disk.applied {
		s.Replay += m.layout.Apply.Sample(env.Rand())
	}
	if wait := m.confirms.Sub(env.Now()); m.layout.Fencing && wait > 0 && !o.Drained {
		s.Wait = wait
	}
	env.Note(0, s)
	env.After(max(s.Boot+s.Restore+s.Replay, s.Wait), startTimer, m.after())
	m.tell(env)
}

// lead begins to lead in the epoch that the member was given.
func (m *member) lead(env *sim.Env) {
	for m.disk.applied < m.disk.log.end {
		m.disk.apply()
	}
	m.disk.blank, m.disk.leads = false, true
	m.commit, m.inherited = 0, m.disk.log.end
	m.standing = newStanding(env.Now())
	m.become(env, Leader)
	m.leader, m.silenced = m.self, false
	m.reports = nil
	m.group.joined(m.self)
	clear(m.confirmed)
	clear(m.refused)
	m.group.rewind(m.disk.log)
	m.enter(env)
	m.disk.log.segments = append(m.disk.log.segments, segment{m.disk.epoch, m.disk.log.end})
	env.After(m.layout.Takeover, addressTimer, m.after())
	m.schedule(env)
	m.beat(env)
	m.dispatchWaiting(env)
}

// enter puts the leader into the book, and tells what the change lost.
func (m *member) enter(env *sim.Env) {
	second, broken, loss := m.group.leading(m.self, m.disk.epoch, m.disk.log, env.Now())
	if broken {
		env.Note(0, second)
	}
	if m.disk.epoch > 1 && !broken {
		env.Note(0, Leads{Node: m.self, Epoch: m.disk.epoch, Last: m.disk.log.end})
	}
	if loss.Writes > 0 {
		env.Note(0, TailLost{Leader: m.self, Loss: loss})
	}
}

// takeAddress makes the clients' address point to this leader.
func (m *member) takeAddress(env *sim.Env) {
	if m.role.name != Leader {
		return
	}
	failed, failing := m.group.Failing()
	moved := m.group.take(m.self, m.disk.epoch)
	if m.valid(env) {
		m.group.reached(env.Now())
	}
	if !moved {
		return
	}
	a := AddressMoved{To: m.self, Epoch: m.disk.epoch}
	if failing {
		a.Outage = env.Now().Sub(failed)
	}
	env.Note(0, a)
}

// drain stops taking writes, so that another can take over without loss; or
// goes on, if nothing came of it.
func (m *member) drain(env *sim.Env, on bool) {
	m.drained = on
	env.Note(0, Drains{Node: m.self, On: on, Last: m.disk.log.end})
	if !on {
		m.dispatchWaiting(env)
	}
	m.tell(env)
}

// write puts a write into the log, if no copy of it is there.
func (m *member) write(env *sim.Env, c *call) {
	if at, done := m.disk.table.done[c.id]; done {
		if at.Index > m.commit { // carried out here, and not yet on enough replicas
			c.stage, c.entry, c.maybe = proposed, at.Index, true
			return
		}
		m.written(env, c, at)
		return
	}
	// What the log no longer has is carried out, and so was found above.
	for i := max(m.commit, m.disk.offset); i < m.disk.log.end; i++ {
		if e := m.disk.entry(i + 1); e.id == c.id {
			c.stage, c.entry, c.maybe = proposed, e.at.Index, true
			return
		}
	}
	r := c.request
	if r.Verb == request.CompareAndSet && (m.refused[c.id] || m.current(r.Key) != r.Expected) {
		m.refuse(env, c)
		return
	}
	at := Position{m.disk.epoch, m.disk.log.end + 1}
	m.disk.extend(entry{at: at, id: c.id, value: r.Value, deleted: r.Verb == request.Delete, when: env.Now(), turn: m.layout.turn(r.Key)})
	c.stage, c.entry, c.maybe = proposed, at.Index, true
	if m.disk.epoch < m.group.latest() {
		m.layout.Stats.SplitWrites++
		m.group.split(m.self, m.disk.epoch)
	}
	m.feedAll(env, c.operation)
	m.advance(env)
}

// current is the value that a compare-and-set at the end of the log would find.
func (m *member) current(key string) string {
	for i := m.disk.log.end; i > m.disk.applied; i-- {
		if e := m.disk.entry(i); e.id.key == key && e.shift == nil {
			return e.value
		}
	}
	r, _ := m.disk.table.Get(key)
	return r.Value
}

// refusedKept bounds the compare-and-sets that a leader remembers to have
// refused.
const refusedKept = 4096

func (m *member) refuse(env *sim.Env, c *call) {
	if len(m.refused) >= refusedKept {
		clear(m.refused)
	}
	m.refused[c.id] = true
	m.mismatch(env, c)
}

// needs is how many replicas must have a write before it is confirmed. Once the
// monitor's lease has run out it may have chosen the next leader, which stops
// to copy: semi-sync then waits for all, so that this one is among them.
func (m *member) needs(env *sim.Env) int {
	switch m.layout.Replication {
	case Sync:
		n := 0
		for _, id := range m.others() {
			if m.counts(id) {
				n++
			}
		}
		return n
	case SemiSync:
		if m.layout.Fencing && env.Now() >= m.lease {
			return len(m.others())
		}
		return m.layout.Acks
	}
	return 0
}

// advance confirms what enough replicas have, carries it out and tells who
// asked for it.
func (m *member) advance(env *sim.Env) {
	if m.role.name != Leader {
		return
	}
	before := m.commit
	m.commit = max(m.commit, m.safe(env))
	if m.commit == before {
		return
	}
	if before < m.inherited && m.commit >= m.inherited {
		m.dispatchWaiting(env)
	}
	for m.disk.applied < m.commit {
		m.disk.apply()
	}
	m.layout.Changed = env.Now()
	// What others have confirmed while this one may not act any more, it does
	// not tell: another one may lead.
	if m.valid(env) || m.drained {
		m.confirm(env)
		m.arrived(env)
		m.cutOver(env)
	}
	m.disk.compact(m.layout.Keep)
}

// safe is the last entry that enough replicas have.
func (m *member) safe(env *sim.Env) uint64 {
	need := m.needs(env)
	if need == 0 {
		return m.disk.log.end
	}
	var have []uint64
	for _, r := range m.reports {
		if m.group.has(r.Member) && (m.layout.Replication != Sync || m.counts(r.Member)) {
			have = append(have, m.shared(r.Report))
		}
	}
	if len(have) < need {
		return 0
	}
	slices.Sort(have)
	return have[len(have)-need]
}

// shared is how far a member's log is the same as this one.
func (m *member) shared(r *Report) uint64 {
	if r.Blank || !m.disk.log.contains(r.Last) {
		return 0
	}
	return r.Last.Index
}

// holders are the replicas that have an entry, as the leader knows.
func (m *member) holders(index uint64) []sim.NodeID {
	var out []sim.NodeID
	for _, id := range m.others() {
		for _, r := range m.reports {
			if r.Member == id && m.shared(r.Report) >= index {
				out = append(out, id)
			}
		}
	}
	return out
}

// schedule sets the timers of backups and of the shipping of the log.
func (m *member) schedule(env *sim.Env) {
	if d := m.layout.Backup; d > 0 && !m.backing {
		m.backing = true
		env.After(until(env.Now(), d), backupTimer, m.after())
	}
	if d := m.layout.Ship; d > 0 && !m.shipping {
		m.shipping = true
		env.After(until(env.Now(), d), shipTimer, m.after())
	}
}

// until is the time to the next full multiple of d.
func until(now clock.Time, d time.Duration) time.Duration {
	step := clock.FromDuration(d)
	if step <= 0 {
		return d
	}
	return (now/step*step + step).Sub(now)
}
