package primary

import (
	"fmt"
	"slices"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// Keys go from one shard to another a few at a time, while both serve. The
// leader that gives them first copies them in the background. Then it freezes
// them: it answers reads, but writes wait. What they hold by then goes to the
// leader that takes them, which puts it into its own log like a write, and
// says so once enough of its replicas have it. At that moment, if the giver may
// still act, the keys belong to the other shard; the writes that waited are
// passed on, and the giver deletes its copies. Whatever fails before leaves the
// keys where they were, and the giver tries again.

// stamp orders the attempts to bring a key over: a message that was overtaken
// by a later attempt changes nothing.
type stamp struct{ epoch, number uint64 }

func (s stamp) after(o stamp) bool {
	return s.epoch > o.epoch || s.epoch == o.epoch && s.number > o.number
}

// arrival is what goes with a key that comes from another shard: the writes of
// it that are done, so that a copy of one of them is known here too.
type arrival struct {
	stamp stamp
	done  []identity
}

// overtaken reports whether an entry brings a key as it was before what is here.
func (e *entry) overtaken(old Record, found bool) bool {
	return e.shift != nil && found && (old.Turn > e.turn || old.Turn == e.turn && !e.shift.stamp.after(old.stamp))
}

// shifting is a leader's part in moving keys.
type shifting struct {
	batch   []string // that are going, in one message
	to      int      // group
	frozen  map[string]bool
	attempt uint64 // number of the next message
	number  uint64 // of the message under way; 0: none yet
	timer   sim.TimerID
	coming  []coming
	bytes   int
	started clock.Time
}

// coming are keys whose entries wait for enough replicas.
type coming struct {
	from   sim.NodeID
	last   uint64 // entry
	answer *Shifted
}

// shiftKeys bounds the keys of one message.
const shiftKeys = 32

// shiftOn begins with the next keys that must go.
func (m *member) shiftOn(env *sim.Env) {
	s := m.layout.Shards
	m.sweep(env)
	if s == nil || s.Emptied(m.group.Number) || m.batch != nil || !m.valid(env) {
		return
	}
	for _, key := range m.disk.table.keys {
		to := s.Target(key)
		if s.Owner(key) != m.group.Number || to == m.group.Number || len(m.batch) > 0 && to != m.to {
			continue
		}
		m.to = to
		if m.batch = append(m.batch, key); len(m.batch) == shiftKeys {
			break
		}
	}
	if m.batch == nil {
		m.lastGone(env)
		return
	}
	bytes := m.layout.Size * float64(len(m.batch)) / float64(max(1, m.layout.Moves.Keys))
	for _, key := range m.batch {
		bytes += float64(recordSize + len(key) + len(m.disk.table.records[key].Value))
	}
	m.bytes, m.started = int(bytes), env.Now()
	env.After(time.Duration(bytes/m.layout.Rate*1e6)*time.Microsecond, bulkTimer, m.after())
}

// sweep deletes, once for each new leader, the copies of keys that an earlier
// leader gave away and whose deletion nobody else had got when it failed. What
// comes from another shard and has not crossed yet is of a later turn, and stays.
func (m *member) sweep(env *sim.Env) {
	if m.layout.Shards == nil || m.role.swept || !m.valid(env) || m.commit < m.inherited {
		return
	}
	m.role.swept = true
	found := false
	for _, key := range m.disk.table.keys {
		turn := m.layout.turn(key)
		if m.disk.table.records[key].Turn >= turn || m.layout.Shards.Owner(key) == m.group.Number {
			continue
		}
		m.leave(env, key)
		found = true
	}
	if found {
		m.feedAll(env, 0)
		m.advance(env)
	}
}

// leave puts into the log that a key is another shard's now.
func (m *member) leave(env *sim.Env, key string) {
	m.next = max(m.next, env.FirstNumber()) + 1
	m.disk.extend(entry{at: Position{m.disk.epoch, m.disk.log.end + 1}, when: env.Now(), leaves: true, turn: m.layout.turn(key),
		id: identity{background | uint64(m.self)<<40 | m.next, 0, key}})
}

// recordSize is what a record takes beside key and value.
const recordSize = 32

// lastGone ends the giving, if no entry that is not carried out yet brings a
// key that would have to go too.
func (m *member) lastGone(env *sim.Env) {
	if m.commit < m.inherited {
		return
	}
	for i := m.disk.applied; i < m.disk.log.end; i++ {
		if m.layout.Shards.Target(m.disk.entry(i+1).id.key) != m.group.Number {
			return
		}
	}
	if m.layout.Shards.Empty(m.group.Number) {
		m.layout.Moves.Ended = env.Now()
		env.Note(0, Resharded{Keys: m.layout.Moves.Moved, Took: env.Now().Sub(m.layout.Moves.Began)})
	}
	m.layout.Changed = env.Now()
	m.dispatchWaiting(env)
}

// freeze makes writes of the keys wait, and sends the keys as soon as all that
// is in the log of them is carried out.
func (m *member) freeze(env *sim.Env) {
	if m.batch == nil || !m.valid(env) {
		m.thaw(env)
		return
	}
	m.frozen = map[string]bool{}
	for _, key := range m.batch {
		m.frozen[key] = true
	}
	m.next = max(m.next, env.FirstNumber()) + 1
	m.shifting.timer = env.After(m.layout.Timeout/2, shiftTimer, m.next)
	m.number = 0
	m.attempt = m.next
	m.cutOver(env)
}

// cutOver sends the frozen keys.
func (m *member) cutOver(env *sim.Env) {
	if m.frozen == nil || m.number != 0 || m.commit < m.inherited {
		return
	}
	for i := m.disk.applied; i < m.disk.log.end; i++ {
		if m.frozen[m.disk.entry(i+1).id.key] {
			return
		}
	}
	m.number = m.attempt
	p := &Shift{From: m.group.Number, To: m.to, Number: m.number}
	for _, key := range m.batch {
		r, found := m.disk.table.records[key]
		if !found {
			continue
		}
		e := entry{id: identity{background, 0, key}, value: r.Value, deleted: r.Deleted, turn: m.layout.turn(key) + 1,
			shift: &arrival{stamp: stamp{m.disk.epoch, m.number}}}
		for _, id := range m.disk.table.recent {
			if id.key == key {
				e.shift.done = append(e.shift.done, id)
			}
		}
		p.entries = append(p.entries, e)
	}
	env.Send(m.layout.groups[m.to].address, 0, p)
}

// takeShift puts keys of another shard into the log.
func (m *member) takeShift(env *sim.Env, from sim.NodeID, p *Shift) {
	if !m.valid(env) {
		return
	}
	for _, e := range p.entries {
		if m.layout.Shards.Owner(e.id.key) != p.From {
			continue // they have crossed
		}
		m.next = max(m.next, env.FirstNumber()) + 1
		e.at, e.when = Position{m.disk.epoch, m.disk.log.end + 1}, env.Now()
		e.id.origin = background | uint64(m.self)<<40 | m.next
		m.disk.extend(e)
	}
	answer := &Shifted{From: p.From, Number: p.Number}
	m.coming = append(m.coming, coming{from, m.disk.log.end, answer})
	m.feedAll(env, 0)
	m.advance(env)
	m.arrived(env)
}

// arrived answers for the keys that enough replicas have.
func (m *member) arrived(env *sim.Env) {
	m.coming = slices.DeleteFunc(m.coming, func(c coming) bool {
		if c.last > m.commit {
			return false
		}
		env.Send(c.from, 0, c.answer)
		return true
	})
}

// crossed gives the keys away, if the member may still act.
func (m *member) crossed(env *sim.Env, p *Shifted) {
	if m.frozen == nil || p.Number != m.number || !m.valid(env) {
		return
	}
	x := &m.layout.Moves
	x.Moved += len(m.batch)
	x.Bytes += m.bytes
	for _, key := range m.batch {
		m.layout.crossed(key, m.group.Number, m.disk.log)
		m.leave(env, key)
	}
	m.list(env, m.batch)
	env.Note(0, KeysCrossed{From: m.group.Number, To: m.to, Keys: len(m.batch), First: m.batch[0], Took: env.Now().Sub(m.started)})
	m.feedAll(env, 0)
	m.thaw(env)
	m.advance(env)
	m.shiftOn(env)
}

// thaw lets the writes of the frozen keys go on, wherever the keys are.
func (m *member) thaw(env *sim.Env) {
	env.Cancel(m.shifting.timer)
	m.shifting = shifting{coming: m.coming}
	m.dispatchWaiting(env)
}

// shiftExpired gives up on a message that was not answered: the keys stay.
func (n *Node) shiftExpired(env *sim.Env, number uint64) {
	for _, m := range n.members {
		if m != nil && m.frozen != nil && m.attempt == number {
			m.layout.Moves.Retries++
			m.shifting.timer = 0
			m.thaw(env)
		}
	}
}

// Shift brings keys to another shard.
type Shift struct {
	From, To int // groups
	Number   uint64
	entries  []entry
}

// Kind implements sim.Payload.
func (*Shift) Kind() string { return "shift" }

// Size implements sim.Payload.
func (s *Shift) Size() int {
	n := overhead
	for _, e := range s.entries {
		n += e.size() + 24*len(e.shift.done)
	}
	return n
}

// String implements sim.Payload.
func (s *Shift) String() string {
	return fmt.Sprintf("%s from shard %d to shard %d", noun.Count(len(s.entries), "key"), s.From+1, s.To+1)
}

// Shifted answers that the keys are in the log and on enough replicas.
type Shifted struct {
	From   int // group
	Number uint64
}

// Kind implements sim.Payload.
func (*Shifted) Kind() string { return "shifted" }

// Size implements sim.Payload.
func (*Shifted) Size() int { return overhead }

// String implements sim.Payload.
func (s *Shifted) String() string { return "the keys are here" }
