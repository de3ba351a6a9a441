package primary

import (
	"fmt"
	"slices"
	"strings"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Node is a server of the store. It is a member of the groups whose keys it
// keeps.
type Node struct {
	layout  *Layout
	self    sim.NodeID
	members []*member // by group; nil where it keeps no copy
	calls   []*call
	desk    desk
	gate    gate
	next    uint64 // of calls
}

// New returns a node with empty memory.
func New(l *Layout) *Node { return &Node{layout: l, gate: newGate()} }

// Timers. Those of a member have the group in the key, and a count that makes
// those of an earlier role void.
const (
	beatTimer uint8 = iota
	callTimer
	applyTimer
	startTimer
	addressTimer
	backupTimer
	backedUpTimer
	shipTimer
	watchTimer
	bulkTimer
	shiftTimer
	workTimer
	connectTimer
	turnTimer
	idleTimer
)

const groupBits = 48

func (m *member) after() uint64 { return uint64(m.group.Number)<<groupBits | m.role.since }

// Init implements sim.Node.
func (n *Node) Init(env *sim.Env) {
	n.self = env.Self()
	s, ok := env.Disk().Content.(*storage)
	if !ok {
		s = n.format(env)
	}
	n.layout.lives[n.self] = true
	n.members = make([]*member, len(n.layout.groups))
	for i, g := range n.layout.groups {
		if i < len(s.parts) && s.parts[i] != nil {
			n.members[i] = newMember(n, g, s.parts[i])
			n.members[i].begin(env)
		}
	}
	env.After(n.layout.Heartbeat, beatTimer, 0)
}

// format makes the disk of a node that starts with none. One that starts for
// the first time with the store knows that there is nothing yet; any other has
// lost what it had, or comes later, and must take a copy.
func (n *Node) format(env *sim.Env) *storage {
	s := &storage{parts: make([]*Disk, len(n.layout.groups))}
	lost := n.layout.lives[n.self]
	for i, g := range n.layout.groups {
		if !g.has(n.self) {
			continue
		}
		d := &Disk{table: newTable()}
		if lost || g.isJoining(n.self) {
			d.blank = true
		} else {
			d.epoch, d.leads = 1, g.members[0] == n.self
			d.log.segments = []segment{{1, 0}}
		}
		s.parts[i] = d
	}
	if lost {
		env.Note(0, DiskLost{Node: n.self})
	}
	env.Disk().Content = s
	return s
}

// Receive implements sim.Node.
func (n *Node) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Ping:
		request.Answer(env, m)
	case *request.Request:
		n.enter(env, m, p)
	case *request.Response:
		n.relay(env, m.From, p)
	case *Orders:
		n.with(p.Group, func(o *member) { o.obey(env, p) })
	case *Beat:
		n.with(p.Group, func(o *member) { o.hear(env, m.From, p) })
	case *Confirm:
		n.with(p.Group, func(o *member) { o.confirmedBy(env, m.From, p) })
	case *Report:
		n.with(p.Group, func(o *member) { o.reported(env, m.From, m.Operation, p) })
	case *Append:
		n.with(p.Group, func(o *member) { o.take(env, m.From, m.Operation, p) })
	case *Shift:
		n.with(p.To, func(o *member) { o.takeShift(env, m.From, p) })
	case *Shifted:
		n.with(p.From, func(o *member) { o.crossed(env, p) })
	case *ReadLog:
		n.with(p.Group, func(o *member) { o.showLog(env, m.From, p) })
	case *Audit:
		n.with(p.Group, func(o *member) { o.audited(env, m.From, p) })
	case *Copy:
		n.with(p.Group, func(o *member) { o.takeCopy(env, m.From, p) })
	}
}

func (n *Node) with(group int, f func(*member)) {
	if group < len(n.members) && n.members[group] != nil {
		f(n.members[group])
	}
}

// Timeout implements sim.Node.
func (n *Node) Timeout(env *sim.Env, t sim.Timer) {
	switch t.Kind {
	case beatTimer:
		for _, m := range n.members {
			if m != nil {
				m.beat(env)
			}
		}
		env.After(n.layout.Heartbeat, beatTimer, 0)
		return
	case callTimer:
		n.expire(env, t.Key)
		return
	case workTimer:
		n.worked(env, t.Key)
		return
	case connectTimer:
		n.connected(env, t.Key)
		return
	case turnTimer:
		n.givenUp(env, t.Key)
		return
	case idleTimer:
		n.dropIdle(env)
		return
	case shiftTimer:
		n.shiftExpired(env, t.Key)
		return
	}
	n.with(int(t.Key>>groupBits), func(m *member) {
		if t.Key != m.after() {
			return // it has another role since
		}
		switch t.Kind {
		case applyTimer:
			m.applied(env)
		case startTimer:
			m.lead(env)
		case addressTimer:
			m.takeAddress(env)
		case backupTimer:
			m.backup(env)
		case backedUpTimer:
			m.backedUp(env)
		case shipTimer:
			m.ship(env)
		case bulkTimer:
			m.freeze(env)
		}
	})
}

// Detail is the node in a line.
func (n *Node) Detail() string {
	var parts []string
	for _, m := range n.members {
		if m != nil {
			parts = append(parts, m.detail())
		}
	}
	if most := n.layout.Connections.Most; most > 0 {
		open, busy, waiting := n.Connected()
		parts = append(parts, fmt.Sprintf("%d of %d connections open, %d at work, %d wait for one", open, most, busy, waiting))
	}
	return strings.Join(parts, "; ")
}

func (m *member) detail() string {
	where := fmt.Sprintf("%d of %d entries carried out", m.disk.applied, m.disk.log.end)
	share := ""
	if len(m.layout.groups) > 1 {
		share = fmt.Sprintf("share %d: ", m.group.Number+1)
	}
	if m.disk.blank {
		return share + "has no data yet"
	}
	return share + fmt.Sprintf("%s in epoch %d, %s", m.role.name, m.disk.epoch, where)
}

// isMember reports whether a node belongs to the store.
func (n *Node) isMember(id sim.NodeID) bool { return slices.Contains(n.layout.nodes, id) }
