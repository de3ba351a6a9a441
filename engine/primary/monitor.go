package primary

import (
	"fmt"
	"slices"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Monitor decides who leads each group. It gives every epoch once.
type Monitor struct {
	layout  *Layout
	self    sim.NodeID
	watches []*watch
	*decisions
}

// NewMonitor returns a monitor with empty memory.
func NewMonitor(l *Layout) *Monitor { return &Monitor{layout: l} }

// decision is what a monitor has on disk of a group.
type decision struct {
	epoch  uint64
	leader sim.NodeID
	demote bool         // the one before must follow, also without fencing
	begun  bool         // somebody has led in the epoch, or begun to: its numbers are used
	insync []sim.NodeID // who has all that was confirmed, when sync
	moment clock.Time   // to which the leader of the epoch must restore; 0: it goes on with what it has
}

// decisions is a monitor's disk.
type decisions struct{ groups []*decision }

// watch is what the monitor knows of a group.
type watch struct {
	*decision
	group    *Group
	heard    map[sim.NodeID]told
	served   clock.Time // when the leader last said that it may act, or is busy with becoming one
	granted  clock.Time // the start of the latest lease
	withheld bool       // no more leases: another is about to lead
	lost     bool       // the monitor has lost its disk, and waits for word from all
	alarmed  bool
	handover *handover
	drained  bool       // the old leader has given up its place by itself
	agreed   clock.Time // of the latest status of the leader whose wishes count
}

// told is the latest that a member said.
type told struct {
	*Status
	at clock.Time
}

// handover is a change of leader that somebody ordered.
type handover struct {
	to           sim.NodeID
	forced       bool // the old leader is silent
	moment       clock.Time
	began, until clock.Time
}

// patience is how long a planned change of leader may take until the leader
// has to go on.
const patience = 5 * time.Second

// Init implements sim.Node.
func (o *Monitor) Init(env *sim.Env) {
	o.self = env.Self()
	d, ok := env.Disk().Content.(*decisions)
	lost := !ok && o.layout.lives[o.self]
	if !ok {
		d = &decisions{}
		for _, g := range o.layout.groups {
			first := &decision{leader: sim.Nobody}
			if !lost {
				first.epoch, first.leader, first.insync, first.begun = 1, g.members[0], slices.Clone(g.members), true
			}
			d.groups = append(d.groups, first)
		}
		env.Disk().Content = d
	}
	o.layout.lives[o.self] = true
	o.decisions = d
	o.decideNew(o.layout.groups)
	for i, g := range o.layout.groups {
		// It may have granted a lease just before it stopped.
		o.watches = append(o.watches, &watch{decision: d.groups[i], group: g, heard: map[sim.NodeID]told{},
			served: env.Now(), granted: env.Now(), lost: d.groups[i].leader == sim.Nobody})
	}
	if lost {
		env.Note(0, MonitorForgot{Node: o.self})
	}
	env.After(o.layout.Heartbeat, watchTimer, 0)
}

// Receive implements sim.Node.
func (o *Monitor) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Ping:
		request.Answer(env, m)
	case *request.Request:
		env.Send(m.From, m.Operation, request.Fail(p, request.Unsupported, "the monitor keeps no keys", false))
	case *Status:
		if p.Group < len(o.watches) {
			o.heard(env, m.From, o.watches[p.Group], p)
		}
	}
}

// Timeout implements sim.Node.
func (o *Monitor) Timeout(env *sim.Env, _ sim.Timer) {
	o.watchNew(env)
	for _, w := range o.watches {
		o.look(env, w)
	}
	env.After(o.layout.Heartbeat, watchTimer, 0)
}

// heard takes a member's status and answers who leads.
func (o *Monitor) heard(env *sim.Env, from sim.NodeID, w *watch, s *Status) {
	if !w.group.has(from) {
		return
	}
	w.heard[from] = told{s, env.Now()}
	if w.lost {
		o.learn(env, w)
		return
	}
	if from == w.leader && s.Epoch == w.epoch && (s.Serving || s.Working) {
		w.served, w.alarmed, w.begun = env.Now(), false, true
	}
	if from == w.leader && s.Blank && w.begun {
		return // it has lost what it wrote in this epoch, and can't go on in it
	}
	if from == w.leader && s.Epoch == w.epoch {
		w.agree(env, s)
	}
	orders := o.orders(env, w)
	orders.Stamp = s.Stamp
	if from == w.leader && !w.withheld {
		orders.Lease = true
		w.granted = max(w.granted, s.Stamp)
	}
	env.Send(from, 0, orders)
	o.handOver(env, w)
}

func (o *Monitor) orders(env *sim.Env, w *watch) *Orders {
	return &Orders{Group: w.group.Number, Sent: env.Now(), Epoch: w.epoch, Leader: w.leader, Demote: w.demote || o.layout.Fencing, InSync: w.insync,
		Drain: w.handover != nil && !w.handover.forced, Moment: w.moment}
}

// learn finds out who leads after the disk was lost: only when every member has
// spoken is it sure that none leads in a later epoch.
func (o *Monitor) learn(env *sim.Env, w *watch) {
	best := &Status{}
	leader := sim.Nobody
	for _, id := range w.group.members {
		t, ok := w.heard[id]
		if !ok {
			return
		}
		if t.Epoch > best.Epoch || t.Epoch == best.Epoch && t.Serving {
			best, leader = t.Status, id
		}
	}
	w.lost = false
	w.epoch, w.leader, w.insync = best.Epoch, leader, []sim.NodeID{leader}
	w.served, w.begun = env.Now(), true
	env.Note(0, MonitorKnows{Node: o.self, Leader: leader, Epoch: w.epoch})
}

// look decides whether another must lead.
func (o *Monitor) look(env *sim.Env, w *watch) {
	now := env.Now()
	if w.lost || w.group.retired {
		return
	}
	if o.layout.Replication != Sync {
		w.insync = []sim.NodeID{w.leader}
	}
	if h := w.handover; h != nil {
		if now >= h.until && !h.forced {
			w.handover = nil
			env.Note(0, HandoverCancelled{To: h.to, Leader: w.leader})
			return
		}
		if h.forced && (!o.layout.Fencing || now >= w.granted.Add(o.layout.Detect)) {
			o.choose(env, w, h.to, true, 0)
		}
		return
	}
	silence := now.Sub(w.served)
	if silence < o.layout.Detect {
		w.withheld = false
		return
	}
	w.group.Fail(w.served)
	if o.layout.Failover != Auto {
		if !w.alarmed && o.layout.Failover == Manual {
			w.alarmed = true
			env.Note(0, Alarm{Leader: w.leader, Silence: silence})
		}
		return
	}
	candidate, ok := o.candidate(env, w)
	if !ok {
		w.withheld = false
		if !w.alarmed {
			w.alarmed = true
			env.Note(0, NoCandidate{Leader: w.leader, Silence: silence})
		}
		return
	}
	// It gives no more leases, and waits until the latest has run out.
	w.withheld = true
	if o.layout.Replication == SemiSync && o.layout.Fencing && o.unsure(env, w) {
		return
	}
	if !o.layout.Fencing || now >= w.granted.Add(o.layout.Detect) {
		o.choose(env, w, candidate, false, silence)
	}
}

// unsure reports whether a member that is there has not said how far its log
// goes since the latest lease ran out: it may have more than the candidate.
func (o *Monitor) unsure(env *sim.Env, w *watch) bool {
	return slices.ContainsFunc(w.group.members, func(id sim.NodeID) bool {
		return id != w.leader && o.hears(env, w, id) && w.heard[id].Stamp < w.granted.Add(o.layout.Detect)
	})
}

// candidate is the member that was heard lately and has most of the log. One
// without data can lead only if there is a backup.
func (o *Monitor) candidate(env *sim.Env, w *watch) (sim.NodeID, bool) {
	best, found := Position{}, sim.Nobody
	empty := sim.Nobody
	for _, id := range w.group.members {
		t, ok := w.heard[id]
		if !ok || env.Now().Sub(t.at) >= o.layout.Detect {
			continue
		}
		switch {
		case t.Blank:
			if empty == sim.Nobody {
				empty = id
			}
		case id == w.leader, o.layout.Replication == Sync && !slices.Contains(w.insync, id):
		case found == sim.Nobody || t.Last.after(best):
			best, found = t.Last, id
		}
	}
	if found == sim.Nobody && w.group.vault != nil && !o.leaderMayReturn(w) {
		found = empty
	}
	return found, found != sim.Nobody
}

// leaderMayReturn reports whether the leader is there with its data, and only
// needs a lease.
func (o *Monitor) leaderMayReturn(w *watch) bool {
	t, ok := w.heard[w.leader]
	return ok && !t.Blank && t.at > w.served
}

// choose gives a member the next epoch.
func (o *Monitor) choose(env *sim.Env, w *watch, id sim.NodeID, ordered bool, silence time.Duration) {
	old := w.leader
	w.epoch++
	w.leader, w.demote, w.agreed, w.begun = id, ordered, 0, false
	if !slices.Contains(w.insync, id) {
		w.insync = []sim.NodeID{id} // it was forced: nobody is known to have what it has
	}
	w.moment = 0
	if h := w.handover; h != nil && h.moment > 0 {
		w.moment, w.insync = h.moment, []sim.NodeID{id} // what the others hold is past it
	}
	w.handover, w.withheld, w.alarmed = nil, false, false
	w.served, w.granted = env.Now(), env.Now()
	switch {
	case w.moment > 0:
	case ordered:
		o.layout.Stats.Promotions++
	default:
		o.layout.Stats.Failovers++
	}
	env.Note(0, Chosen{Monitor: o.self, Node: id, Old: old, Epoch: w.epoch, Last: w.heard[id].Last, Ordered: ordered, Silence: silence, Moment: w.moment})
	orders := o.orders(env, w)
	orders.Lease, orders.Stamp, orders.Drained = true, env.Now(), w.drained
	env.Send(id, 0, orders)
}

// handOver completes a planned change once the next leader has all that the
// old one wrote.
func (o *Monitor) handOver(env *sim.Env, w *watch) {
	h := w.handover
	if h == nil || h.forced {
		return
	}
	from, next := w.heard[w.leader], w.heard[h.to]
	if from.Status != nil && next.Status != nil && from.Drained && from.Ordered >= h.began && next.Last == from.Last && !next.Blank {
		w.drained = true
		o.choose(env, w, h.to, true, 0)
		w.drained = false
	}
}

// Promote makes a member the leader because somebody wants it. A leader that
// is there first hands over what it has.
func (o *Monitor) Promote(env *sim.Env, group int, id sim.NodeID) error {
	if group >= len(o.watches) {
		return fmt.Errorf("the monitor does not know shard %d yet: wait a moment", group+1)
	}
	w := o.watches[group]
	name := env.NameOf(id)
	silent := env.Now().Sub(w.served) >= o.layout.Detect
	t, heard := w.heard[id]
	switch {
	case o.layout.Failover == Off:
		return fmt.Errorf("failover is off: set %s to manual or auto first", "failover")
	case w.lost:
		return fmt.Errorf("the monitor has lost its disk and does not know yet who leads")
	case id == w.leader && !silent:
		return fmt.Errorf("%s leads already", name)
	case !heard || env.Now().Sub(t.at) >= o.layout.Detect:
		return fmt.Errorf("the monitor does not hear %s: it can't be promoted", name)
	case t.Blank && !silent:
		return fmt.Errorf("%s has no data yet: it can't be promoted while %s leads", name, env.NameOf(w.leader))
	}
	// A second leader can't catch up with the first: to promote it is to choose
	// its history.
	split := t.Serving && id != w.leader
	w.handover = &handover{to: id, forced: silent || split, began: env.Now(), until: env.Now().Add(patience)}
	if w.handover.forced {
		w.withheld = true
		o.look(env, w)
		return nil
	}
	env.Note(0, HandoverBegins{From: w.leader, To: id})
	env.Send(w.leader, 0, o.orders(env, w))
	return nil
}

// Leader is who leads a group, as far as the monitor knows, and in which epoch.
func (o *Monitor) Leader(group int) (sim.NodeID, uint64) {
	if group >= len(o.watches) {
		return o.layout.groups[group].address, 1
	}
	return o.watches[group].leader, o.watches[group].epoch
}

// Busy reports whether a change of leader is on its way.
func (o *Monitor) Busy() bool {
	return slices.ContainsFunc(o.watches, func(w *watch) bool { return !w.group.retired && (w.handover != nil || w.withheld || w.lost) })
}

// Detail is the node in a line.
func (o *Monitor) Detail() string { return "decides who leads" }
