package primary

import (
	"slices"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// RoleName is what a member is to the others.
type RoleName string

// The roles. A starting member will lead in the epoch as soon as it can.
const (
	Leader   RoleName = "leader"
	Replica  RoleName = "replica"
	Starting RoleName = "starting"
	Standby  RoleName = "cold standby"
	Empty    RoleName = "empty"
	Frozen   RoleName = "frozen"
	Down     RoleName = "down"
)

// member is a node's part in a group.
type member struct {
	*Node
	group *Group
	disk  *Disk
	role  role

	leader    sim.NodeID // that it takes for the leader
	confirms  clock.Time // until when a leader may count on its word
	followers map[sim.NodeID]*follower
	reports   []heardReport // the latest of each other member, as the leader knows
	upstream  sim.NodeID
	heard     clock.Time // the upstream
	astray    clock.Time // until when the leader is asked instead of the upstream
	applying  bool
	born      clock.Time
	early     []*Append // that overtook the one before

	// Of a leader.
	lease     clock.Time
	confirmed map[sim.NodeID]clock.Time // the latest heartbeat that each member confirmed
	commit    uint64                    // entries up to here are confirmed
	drained   bool
	shifting                    // keys that go to another shard, or come from one
	ordered   clock.Time        // when the monitor sent the latest order that it has
	refused   map[identity]bool // compare-and-sets that found another value
	silenced  bool              // it has told that it lost its lease
	snapshot  *vault            // a backup that is being made
	backing   bool              // the timer of the next backup runs
	shipping  bool
	standing  standing
	inherited uint64 // entries of the log when it began to lead: reads wait until enough replicas have them
}

// role is what the member does now; since counts the changes.
type role struct {
	name  RoleName
	since uint64
	swept bool // a leader has looked for keys that were given away before its time
}

// follower is one who copies from this member.
type follower struct {
	heard   clock.Time
	sent    uint64     // entries up to here are on their way
	got     uint64     // entries up to here it has reported
	when    clock.Time // when it last got further, or was sent what it lacks again
	copying clock.Time // until when a full copy is on its way
}

func newMember(n *Node, g *Group, d *Disk) *member {
	return &member{Node: n, group: g, disk: d, leader: sim.Nobody, upstream: sim.Nobody, followers: map[sim.NodeID]*follower{},
		confirmed: map[sim.NodeID]clock.Time{}, refused: map[identity]bool{}}
}

// begin starts the member from its disk.
func (m *member) begin(env *sim.Env) {
	m.role = role{name: m.resting(), since: env.FirstNumber() & (1<<groupBits - 1)}
	m.born = env.Now()
	// It may have confirmed a heartbeat just before it stopped.
	m.confirms = env.Now().Add(m.layout.Detect)
	if m.disk.leads {
		m.resume(env)
		return
	}
	m.tell(env)
	m.carryOn(env)
}

// resting is the role of one that does not lead.
func (m *member) resting() RoleName {
	switch {
	case m.disk.blank:
		return Empty
	case m.layout.Cold:
		return Standby
	}
	return Replica
}

// become changes the role and makes the timers of the one before void.
func (m *member) become(env *sim.Env, name RoleName) {
	m.role = role{name: name, since: m.role.since + 1}
	m.applying, m.backing, m.shipping = false, false, false
	m.early = nil
	m.shifting = shifting{}
	m.layout.Changed = env.Now()
}

// others lists the other members.
func (m *member) others() []sim.NodeID {
	return slices.DeleteFunc(slices.Clone(m.group.members), func(id sim.NodeID) bool { return id == m.self })
}

// valid reports whether a leader may act now. Fenced, it needs the monitor's
// lease, or that every other member has confirmed a heartbeat lately.
func (m *member) valid(env *sim.Env) bool {
	if m.role.name != Leader || m.drained {
		return false
	}
	if !m.layout.Fencing || env.Now() < m.lease {
		return true
	}
	for _, id := range m.group.members {
		if id != m.self && env.Now() >= m.confirmed[id].Add(m.layout.Detect) {
			return false
		}
	}
	return true
}

// beat is what a member does every heartbeat.
func (m *member) beat(env *sim.Env) {
	if !m.group.has(m.self) {
		return
	}
	m.tell(env)
	if m.role.name != Leader {
		m.report(env, 0)
		m.carryOn(env)
		return
	}
	for _, id := range m.others() {
		env.Send(id, 0, &Beat{Group: m.group.Number, Epoch: m.disk.epoch, Stamp: env.Now()})
	}
	if valid := m.valid(env); valid == m.silenced && !m.drained {
		m.silenced = !valid
		if m.silenced {
			env.Note(0, LeaseLost{Node: m.self, Epoch: m.disk.epoch, Since: m.lease})
		} else {
			env.Note(0, LeaseBack{Node: m.self, Epoch: m.disk.epoch})
			m.confirm(env)
			m.dispatchWaiting(env)
		}
	}
	if m.valid(env) && m.group.address == m.self {
		m.group.reached(env.Now())
	}
	m.advance(env)
	m.shiftOn(env)
}

// tell sends the monitor the member's state.
func (m *member) tell(env *sim.Env) {
	s := &Status{Group: m.group.Number, Epoch: m.disk.epoch, Last: m.disk.Last(), Serving: m.valid(env),
		Working: m.role.name == Starting || m.drained, Blank: m.disk.blank && m.role.name != Starting, Drained: m.drained, Stamp: env.Now(), Ordered: m.ordered}
	m.review(env, s)
	env.Send(m.layout.Monitor, 0, s)
}

// obey does what the monitor says.
func (m *member) obey(env *sim.Env, o *Orders) {
	switch {
	case o.Epoch < m.disk.epoch || m.disk.blank && o.Stamp <= m.born:
		return // the second was meant for one that still had its data
	case o.Leader == m.self:
		if o.Epoch > m.disk.epoch || m.role.name != Leader && m.role.name != Starting {
			m.prepare(env, o)
		}
		if o.Lease {
			m.lease = max(m.lease, o.Stamp.Add(m.layout.Detect))
		}
		if m.role.name == Leader {
			m.standing.ordered(o)
			m.advance(env)
		}
		if late := o.Sent < m.ordered || o.Sent == m.ordered && !o.Drain; m.role.name == Leader && !late {
			m.ordered = o.Sent
			if o.Drain != m.drained {
				m.drain(env, o.Drain)
			}
		}
	case o.Epoch > m.disk.epoch:
		if m.role.name == Leader && !o.Demote {
			return // nothing makes it give up: two lead now
		}
		m.follow(env, o.Leader, o.Epoch, sim.Nobody)
	default:
		m.believe(env, o.Leader)
	}
}

// hear takes a leader's heartbeat.
func (m *member) hear(env *sim.Env, from sim.NodeID, b *Beat) {
	if b.Epoch > m.disk.epoch {
		if (m.role.name == Leader || m.role.name == Starting) && !m.layout.Fencing {
			return
		}
		m.follow(env, from, b.Epoch, from)
	}
	if b.Epoch == m.disk.epoch && m.role.name != Leader && m.role.name != Starting {
		m.believe(env, from)
		if !m.disk.blank {
			m.confirms = max(m.confirms, env.Now().Add(m.layout.Detect))
		}
	}
	env.Send(from, 0, &Confirm{Group: m.group.Number, Epoch: m.disk.epoch, Leader: m.leader, Stamp: b.Stamp, Blank: m.disk.blank})
}

// confirmedBy takes the answer to a heartbeat.
func (m *member) confirmedBy(env *sim.Env, from sim.NodeID, c *Confirm) {
	switch {
	case m.role.name != Leader || c.Epoch < m.disk.epoch:
	case c.Epoch == m.disk.epoch && c.Leader == m.self && !c.Blank:
		m.confirmed[from] = max(m.confirmed[from], c.Stamp)
	case c.Epoch > m.disk.epoch && m.layout.Fencing:
		m.follow(env, c.Leader, c.Epoch, from)
	}
}

// follow makes the member one that does not lead, in a later epoch.
func (m *member) follow(env *sim.Env, leader sim.NodeID, epoch uint64, told sim.NodeID) {
	led, was := m.role.name == Leader, m.disk.epoch
	m.disk.epoch, m.disk.leads = epoch, false
	if leader == m.self {
		leader = sim.Nobody
	}
	m.drained, m.snapshot = false, nil
	m.become(env, m.resting())
	m.leader, m.upstream, m.heard, m.astray = leader, sim.Nobody, env.Now(), 0
	if led {
		env.Note(0, SteppedDown{Node: m.self, Epoch: was, Later: epoch, Told: told, Leader: leader})
		m.abandon()
	}
	m.carryOn(env)
	m.report(env, 0)
	m.dispatchWaiting(env)
}

// believe takes a member for the leader of the epoch.
func (m *member) believe(env *sim.Env, leader sim.NodeID) {
	if m.leader == leader || m.role.name == Leader || m.role.name == Starting || leader == m.self {
		return
	}
	m.leader, m.upstream, m.heard, m.astray = leader, sim.Nobody, env.Now(), 0
	m.report(env, 0)
	m.dispatchWaiting(env)
}

// forget is how long a silent follower is still served.
func (m *member) forget() time.Duration { return m.layout.Detect + 3*m.layout.Heartbeat }

// Changed makes what the configuration says now take effect.
func (n *Node) Changed(env *sim.Env) {
	n.arm(env)
	n.call(env)
	for _, m := range n.members {
		switch {
		case m == nil:
		case m.role.name == Leader:
			m.schedule(env)
		case m.role.name == Replica || m.role.name == Standby:
			if m.role.name != m.resting() {
				m.become(env, m.resting())
			}
			m.carryOn(env)
		}
	}
}
