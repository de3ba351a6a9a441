package detector

import (
	"cmp"
	"slices"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// Monitor is the detector of one node: it tells others that it is there and
// listens for them.
type Monitor struct {
	group     *Group
	timerKind uint8
	count     uint64  // own heartbeats
	peers     []*peer // by number
	met       int     // the list of members that they are from
}

// peer is what is known of another member.
type peer struct {
	id        sim.NodeID
	count     uint64 // its latest heartbeat
	heard     bool   // there was one
	last      clock.Time
	gaps      history
	suspected bool
	since     clock.Time
	armed     clock.Time // when the next look is due, 0: none
}

// tickKey is the timer of the node's own heartbeat; the others hold a peer.
const tickKey = 1 << 62

// Start implements Detector. Nodes that start together do not beat together.
func (d *Monitor) Start(env *sim.Env) {
	d.count = env.FirstNumber()
	d.meet(env)
	env.After(time.Duration(env.Rand().Int64N(max(int64(d.group.Interval/time.Microsecond), 1)))*time.Microsecond, d.timerKind, tickKey)
}

// meet follows the list of members: who is new has not been silent yet.
func (d *Monitor) meet(env *sim.Env) {
	if d.met == d.group.changes {
		return
	}
	d.met = d.group.changes
	var met []*peer
	for _, id := range d.group.members {
		if id == env.Self() {
			continue
		}
		p := d.peer(id)
		if p == nil {
			p = &peer{id: id, last: env.Now()}
			p.gaps.seed(d.group.Interval, d.group.Window)
			d.arm(env, p)
		}
		met = append(met, p)
	}
	slices.SortFunc(met, func(a, b *peer) int { return cmp.Compare(a.id, b.id) })
	d.peers = met
}

func (d *Monitor) peer(id sim.NodeID) *peer {
	i, ok := slices.BinarySearchFunc(d.peers, id, func(p *peer, id sim.NodeID) int { return cmp.Compare(p.id, id) })
	if !ok {
		return nil
	}
	return d.peers[i]
}

// Timeout implements Detector.
func (d *Monitor) Timeout(env *sim.Env, t sim.Timer) bool {
	if t.Kind != d.timerKind {
		return false
	}
	if t.Key == tickKey {
		d.meet(env)
		d.beat(env)
		env.After(max(d.group.Interval, time.Microsecond), d.timerKind, tickKey)
		return true
	}
	if p := d.peer(sim.NodeID(t.Key)); p != nil && p.armed != 0 && env.Now() >= p.armed {
		p.armed = 0
		d.arm(env, p)
	}
	return true
}

// arm sees to it that the peer is looked at when its silence becomes too long,
// and suspects it if it has.
func (d *Monitor) arm(env *sim.Env, p *peer) {
	if p.suspected {
		return
	}
	due := p.last.Add(d.group.wait(&p.gaps))
	if due <= env.Now() {
		p.suspected, p.since, p.armed = true, env.Now(), 0
		env.Note(0, Silent{By: env.Self(), Of: p.id, For: env.Now().Sub(p.last), Phi: d.threshold(), Via: d.group.Kind})
		return
	}
	if p.armed == 0 || due < p.armed {
		p.armed = due
		env.After(due.Sub(env.Now()), d.timerKind, uint64(p.id))
	}
}

// threshold is what a phi detector goes by, 0 for the others.
func (d *Monitor) threshold() float64 {
	if d.group.Kind != Phi {
		return 0
	}
	return d.group.Threshold
}

// beat tells all others, or one of them, that the node is there.
func (d *Monitor) beat(env *sim.Env) {
	d.count++
	if len(d.peers) == 0 {
		return
	}
	if d.group.Kind == Gossip {
		d.group.send(env, d.peers[env.Rand().IntN(len(d.peers))].id, d.table(env))
		return
	}
	message := &Beat{Count: d.count}
	for _, p := range d.peers {
		d.group.send(env, p.id, message)
	}
}

// table is the heartbeats of everybody, as far as the node knows. Whom it
// suspects is left out: an old count must not go round for ever.
func (d *Monitor) table(env *sim.Env) *Table {
	t := &Table{Entries: make([]Count, 0, len(d.peers)+1)}
	t.Entries = append(t.Entries, Count{env.Self(), d.count})
	for _, p := range d.peers {
		if p.heard && !p.suspected {
			t.Entries = append(t.Entries, Count{p.id, p.count})
		}
	}
	return t
}

// Receive implements Detector.
func (d *Monitor) Receive(env *sim.Env, m sim.Message) bool {
	switch p := m.Payload.(type) {
	case *Beat:
		d.heard(env, m.From, p.Count)
	case *Table:
		for _, e := range p.Entries {
			d.heard(env, e.Node, e.Count)
		}
	default:
		return false
	}
	return true
}

// missedInRow is how many heartbeats may be missing for the gap to count as
// one of the link's rhythm, with its delays and losses. More are a cut, or
// another life, which says nothing of the next gap.
const missedInRow = 5

// heard takes a heartbeat, if it is newer than the last.
func (d *Monitor) heard(env *sim.Env, from sim.NodeID, count uint64) {
	p := d.peer(from)
	if p == nil || p.heard && count <= p.count {
		return
	}
	silence := env.Now().Sub(p.last)
	if p.heard && count-p.count <= missedInRow {
		p.gaps.add(silence.Seconds(), d.group.Window)
	}
	p.count, p.heard, p.last = count, true, env.Now()
	if p.suspected {
		p.suspected = false
		env.Note(0, HeardAgain{By: env.Self(), Of: p.id, After: silence})
	}
	d.arm(env, p)
}

// Leave implements Detector: there is nothing to say, the list of members is
// known to all.
func (d *Monitor) Leave(*sim.Env) {}

// Suspected implements Detector.
func (d *Monitor) Suspected(id sim.NodeID) bool {
	p := d.peer(id)
	return p != nil && p.suspected
}

// Belief implements Detector.
func (d *Monitor) Belief(now clock.Time, id sim.NodeID) Belief {
	p := d.peer(id)
	if p == nil {
		return Belief{}
	}
	b := Belief{Known: true, Suspected: p.suspected, Since: p.since}
	if d.group.Kind == Phi {
		b.Phi = p.gaps.phi(now.Sub(p.last), d.group.Deviation)
	}
	return b
}
