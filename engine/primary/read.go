package primary

import (
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// read answers with what the member has carried out.
func (m *member) read(env *sim.Env, c *call) {
	r, _ := m.disk.table.Get(c.request.Key)
	m.layout.Stats.RowsRead++
	if m.role.name != Leader {
		env.Note(c.operation, ReadHere{Node: m.self, Key: c.request.Key, Carried: m.disk.applied, Log: m.disk.log.end})
	}
	found, body := r.At.Index != 0 && !r.Deleted, 0
	if found {
		body = c.request.Body
	}
	m.answer(env, c, &request.Response{ID: c.request.ID, Verb: request.Get, Key: c.request.Key,
		Found: found, Value: r.Value, Version: r.Version(), Body: body})
}

// reads answers a read on a member that does not lead, where that is allowed,
// or makes it wait for what its session has seen. False: ask the leader.
func (m *member) reads(env *sim.Env, c *call) bool {
	if m.layout.Reads == ReadLeader || m.role.name != Replica {
		return false
	}
	if m.layout.Reads == ReadReplica || m.has(c.request) {
		m.read(env, c)
		return true
	}
	env.Note(c.operation, WaitsForEntry{Node: m.self, Carried: m.disk.Applied(), Seen: c.request.Seen.Text(env.NameOf)})
	c.stage = catching
	env.Cancel(c.timer)
	c.timer = env.After(m.patience(c)/2, callTimer, c.number)
	return true
}

// has reports whether the member has carried out what a session has seen.
func (m *member) has(r *request.Request) bool {
	seen, ok := PositionOf(r.Seen)
	return !ok || !seen.after(m.disk.Applied())
}

// wake answers the reads that waited for an entry.
func (m *member) wake(env *sim.Env) {
	for i := 0; i < len(m.calls); {
		c := m.calls[i]
		if c.group == m.group && c.stage == catching && m.has(c.request) {
			m.read(env, c) // takes it off the list
			continue
		}
		i++
	}
}

// askLeader goes to the leader with a read that this member could not serve in time.
func (n *Node) askLeader(env *sim.Env, c *call) {
	c.timer = env.After(n.patience(c)/2, callTimer, c.number)
	n.dispatch(env, c)
	if c.stage == catching {
		c.stage = waiting // there is no leader to ask
	}
}
