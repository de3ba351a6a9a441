// Package gossip spreads news among nodes: who is a member and who has crashed
// (SWIM), and, beside it, plain flooding and pushing.
//
// SWIM (Das, Gupta and Motivala, "SWIM: Scalable Weakly-consistent
// Infection-style Process Group Membership Protocol", DSN 2002) costs each
// member the same whatever the size of the group. Once a period it pings one
// other member. If no answer comes in time, it asks k others to ping it too,
// so that one bad link does not accuse a node (section 3.1). Who is silent all
// the same is suspected, and is declared faulty only if it does not object
// within a time (section 4.2). What members learn rides on the pings and
// answers that they send anyway, each piece of news lambda*log(n) times (section 4.1).
//
//	group := &gossip.Group{Config: gossip.Config{Period: time.Second, Timeout: 200 * time.Millisecond, Through: 3}}
//	group.SetContacts(ids)
//	m := group.Attach(timerKind)
//	m.Start(env)
//
// It differs from the paper in two things, as the implementations do that are
// in use (hashicorp/memberlist): a member that was declared faulty by mistake
// comes back with a higher incarnation, and members now and then ping one that
// they take for faulty, without which two halves of a partition would never
// meet again.
package gossip

import (
	"math"
	"slices"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/detector"
	"netsplit/engine/sim"
)

// Order says in which order a member probes the others.
type Order string

// The orders. In turn bounds the time to the first detection: 2n-1 periods
// (section 4.3).
const (
	RoundRobin Order = "round-robin"
	Random     Order = "random"
)

// Config is what the operator chooses.
type Config struct {
	Period    time.Duration // between two probes of a member
	Timeout   time.Duration // for the answer to a ping, before others are asked
	Through   int           // how many others are asked (k)
	Order     Order
	Suspicion time.Duration // from suspected to declared faulty; 0: at once
	Lambda    float64       // news are passed on lambda*ln(n) times
}

// Group is what the members share: the settings, what they sent, and the
// contacts that the operator gives each node at its start.
type Group struct {
	Config
	Stats    detector.Stats
	contacts []sim.NodeID
	founders []sim.NodeID // the contacts when the first member started
	begun    bool
}

// SetContacts says whom a node that starts may turn to. A node that is not
// among them and faulty is forgotten.
func (g *Group) SetContacts(ids []sim.NodeID) {
	g.contacts = slices.Clone(ids)
	slices.Sort(g.contacts)
	if !g.begun {
		g.founders = g.contacts
	}
}

// founds reports whether a node is there from the beginning: the others know
// of it without being told.
func (g *Group) founds(env *sim.Env) bool {
	_, founder := slices.BinarySearch(g.founders, env.Self())
	return founder && env.FirstNumber() == 0
}

// Attach implements detector.Attacher.
func (g *Group) Attach(timerKind uint8) detector.Detector {
	return &Member{group: g, timerKind: timerKind}
}

// Member is the membership protocol of one node.
type Member struct {
	group     *Group
	timerKind uint8
	own       Update
	left      bool
	peers     []*peer // by number
	order     []sim.NodeID
	turn      int
	lost      int // whose turn it is of the faulty
	ticks     int
	number    uint64 // of pings
	probe     probe
	relays    []relay
	news      news
}

// peer is a member as this one sees it.
type peer struct {
	Update
	since   clock.Time
	accused bool // by this member itself
}

// Timers: what is in the upper bits of their keys. The lower ones hold a ping
// or a peer.
const (
	tickKey uint64 = (iota + 1) << 56
	probeKey
	suspicionKey
)

const keyMask uint64 = 1<<56 - 1

// Start implements detector.Detector. Nodes that start together do not probe
// together. One that comes later asks a contact who is there.
func (m *Member) Start(env *sim.Env) {
	m.own = Update{Member: env.Self(), State: Alive}
	m.number = env.FirstNumber()
	for _, id := range m.group.contacts {
		if id != env.Self() {
			m.peers = append(m.peers, &peer{Update: Update{Member: id, State: Alive}, since: env.Now()})
			m.order = append(m.order, id)
		}
	}
	env.Rand().Shuffle(len(m.order), func(i, j int) { m.order[i], m.order[j] = m.order[j], m.order[i] })
	m.group.begun = true
	if !m.group.founds(env) && len(m.order) > 0 {
		m.announce(m.own)
		m.number++
		m.send(env, m.order[0], &Ping{Number: m.number, Join: true, News: m.take(m.order[0])})
	}
	period := max(m.group.Period/time.Microsecond, 1)
	env.After(time.Duration(env.Rand().Int64N(int64(period)))*time.Microsecond, m.timerKind, tickKey)
}

// find is a peer by number, and where it is or belongs.
func (m *Member) find(id sim.NodeID) (int, *peer) {
	i, ok := slices.BinarySearchFunc(m.peers, id, func(p *peer, id sim.NodeID) int { return int(p.Member) - int(id) })
	if !ok {
		return i, nil
	}
	return i, m.peers[i]
}

// Timeout implements detector.Detector.
func (m *Member) Timeout(env *sim.Env, t sim.Timer) bool {
	if t.Kind != m.timerKind {
		return false
	}
	switch t.Key &^ keyMask {
	case tickKey:
		m.tick(env)
	case probeKey:
		m.probeThrough(env, t.Key&keyMask)
	case suspicionKey:
		m.suspicionOver(env, sim.NodeID(t.Key&keyMask))
	}
	return true
}

// Receive implements detector.Detector.
func (m *Member) Receive(env *sim.Env, msg sim.Message) bool {
	switch p := msg.Payload.(type) {
	case *Ping:
		m.hear(env, msg.From, p.News)
		m.answer(env, msg.From, p)
	case *PingThrough:
		m.hear(env, msg.From, p.News)
		m.relay(env, msg.From, p)
	case *Ack:
		m.hear(env, msg.From, p.News)
		m.acked(env, p.Number)
	default:
		return false
	}
	return true
}

// Leave implements detector.Detector: a few others are told directly, and they
// tell the rest.
func (m *Member) Leave(env *sim.Env) {
	m.left = true
	m.own.State = Left
	for i, id := range m.order {
		if i >= max(m.group.Through, 1) {
			return
		}
		m.number++
		m.send(env, id, &Ping{Number: m.number, News: []Update{m.own}})
	}
}

// Suspected implements detector.Detector.
func (m *Member) Suspected(id sim.NodeID) bool {
	_, p := m.find(id)
	return p != nil && p.State != Alive
}

// Belief implements detector.Detector.
func (m *Member) Belief(_ clock.Time, id sim.NodeID) detector.Belief {
	_, p := m.find(id)
	if p == nil {
		return detector.Belief{}
	}
	return detector.Belief{Known: true, Suspected: p.State != Alive, Faulty: p.State == Faulty, Since: p.since, Incarnation: p.Incarnation}
}

// Incarnation is the number that the node answers suspicion with: it grows
// each time that it refutes one.
func (m *Member) Incarnation() uint32 { return m.own.Incarnation }

func (m *Member) send(env *sim.Env, to sim.NodeID, p sim.Payload) {
	m.group.Stats.Messages++
	m.group.Stats.Bytes += p.Size()
	env.Send(to, 0, p)
}

// retransmissions is how often a piece of news is passed on.
func (m *Member) retransmissions() int {
	return int(math.Ceil(m.group.Lambda * math.Log(float64(len(m.order)+2))))
}
