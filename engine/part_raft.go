package engine

import (
	"fmt"
	"slices"

	"netsplit/calc/noun"
	"netsplit/engine/check"
	"netsplit/engine/consensus"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

type raftPart struct {
	member
	layout *consensus.Layout
}

func (p *raftPart) build(w *world) {
	p.layout = consensus.NewLayout(consensus.Config{})
	p.configure(p.spec)
	for range p.spec.Int("nodes") {
		p.newNode(w)
	}
	p.layout.Found(p.ids)
}

func (p *raftPart) newNode(w *world) sim.NodeID {
	return p.spawn(w, func() sim.Node { return consensus.New(p.layout) })
}

func (p *raftPart) configure(c scenario.Component) {
	p.layout.Config = consensus.Config{Heartbeat: c.Duration("heartbeat"), Election: c.Distribution("election"),
		Timeout: c.Duration("timeout"), Forward: c.Bool("forward"), SnapshotAfter: c.Int("snapshot-after")}
}

func (p *raftPart) set(_ *world, parameter string, c scenario.Component) error {
	switch parameter {
	case "nodes", "zones":
		return errFixed(parameter)
	}
	p.configure(c)
	return nil
}

// add starts nodes that ask to become members.
func (p *raftPart) add(w *world, count int) error {
	for range count {
		id := p.newNode(w)
		p.layout.Join(id)
		w.sim.Start(id)
	}
	return nil
}

// remove takes the node out of the directory at once, so that no new request
// goes to it. It stops when the others have agreed that it is no member.
func (p *raftPart) remove(w *world, id sim.NodeID) error {
	p.ids = slices.DeleteFunc(p.ids, func(o sim.NodeID) bool { return o == id })
	w.directory.Set(p.spec.Name, p.ids)
	p.layout.Leave(id)
	w.leaving = append(w.leaving, departure{p, id})
	return nil
}

func (p *raftPart) left(id sim.NodeID) bool { return p.layout.Left(id) }

func (p *raftPart) node(w *world, id sim.NodeID) *consensus.Node {
	n, _ := w.sim.Node(id).(*consensus.Node)
	return n
}

// status is a member as it is on its disk, and in memory if it runs.
func (p *raftPart) status(w *world, id sim.NodeID) consensus.Status {
	s := consensus.StatusOf(p.node(w, id), consensus.DiskOf(w.sim.Disk(id)))
	switch state, _, _ := w.sim.State(id); state {
	case sim.Up:
	case sim.Paused:
		s.Role = consensus.Frozen
	default:
		s.Role, s.Leader = consensus.Down, sim.Nobody
	}
	return s
}

// leader is the running member that leads in the latest term.
func (p *raftPart) leader(w *world) (sim.NodeID, consensus.Status) {
	best, found := consensus.Status{}, sim.Nobody
	for _, id := range p.ids {
		if s := p.status(w, id); s.Role == consensus.Leader && (found == sim.Nobody || s.Term > best.Term) {
			best, found = s, id
		}
	}
	return found, best
}

// quiet reports whether all that can be agreed is: every running member that
// the leader reaches has its log, and nobody is about to join or leave. Without
// a majority nothing can be agreed, so there is nothing to wait for.
func (p *raftPart) quiet(w *world) bool {
	id, leader := p.leader(w)
	if id == sim.Nobody || !p.reachesMajority(w, id) {
		return !slices.ContainsFunc(p.ids, func(o sim.NodeID) bool { return p.reachesMajority(w, o) })
	}
	if p.layout.Leaving() > 0 || leader.Applied != leader.Last {
		return false
	}
	for _, o := range p.ids {
		if !p.reaches(w, id, o) {
			continue
		}
		s := p.status(w, o)
		if s.Role == consensus.Learner || s.Applied != leader.Last || s.Leader != id {
			return false
		}
	}
	return true
}

// reaches reports whether two members run and nothing is cut between them.
func (p *raftPart) reaches(w *world, a, b sim.NodeID) bool {
	for _, id := range []sim.NodeID{a, b} {
		if state, _, _ := w.sim.State(id); state != sim.Up {
			return false
		}
	}
	there, _, _ := w.network.Condition(a, b)
	back, _, _ := w.network.Condition(b, a)
	return a == b || !there && !back
}

// reachesMajority reports whether a member could talk to a majority of those
// that vote, as far as it knows who does.
func (p *raftPart) reachesMajority(w *world, id sim.NodeID) bool {
	d := consensus.DiskOf(w.sim.Disk(id))
	if d == nil || !d.Votes() {
		return false
	}
	n := 0
	voters := d.Voters()
	for _, o := range voters {
		if od := consensus.DiskOf(w.sim.Disk(o)); od != nil && od.Votes() && p.reaches(w, id, o) {
			n++
		}
	}
	return 2*n > len(voters)
}

// keys are all keys that some member holds, in the order of the members.
func (p *raftPart) keys(w *world) []string {
	seen := map[string]bool{}
	var out []string
	for _, id := range p.ids {
		d := consensus.DiskOf(w.sim.Disk(id))
		if d == nil {
			continue
		}
		for _, k := range d.Table().Keys() {
			if !seen[k] {
				seen[k] = true
				out = append(out, k)
			}
		}
	}
	return out
}

// record is what a member has under a key.
func (p *raftPart) record(w *world, id sim.NodeID, key string) (consensus.Record, bool) {
	if d := consensus.DiskOf(w.sim.Disk(id)); d != nil {
		return d.Table().Get(key)
	}
	return consensus.Record{}, false
}

// states are the entries that the running members hold of each key.
func (p *raftPart) states(w *world) []check.KeyState {
	var out []check.KeyState
	for _, key := range p.keys(w) {
		k := check.KeyState{Key: key}
		for _, id := range p.ids {
			if state, _, _ := w.sim.State(id); state != sim.Up {
				continue
			}
			r, found := p.record(w, id, key)
			k.Cells = append(k.Cells, check.Cell{Node: w.sim.Name(id), Version: entryText(r.Index), Missing: !found})
		}
		out = append(out, k)
	}
	return out
}

func entryText(index uint64) string { return fmt.Sprintf("entry %d", index) }

func (p *raftPart) converged(w *world) check.Verdict { return check.Converged(p.states(w)) }

// lost checks that what was acknowledged is in the longest applied log.
func (p *raftPart) lost(w *world) check.Verdict {
	final := map[string]check.FinalState{}
	for _, key := range p.keys(w) {
		var newest consensus.Record
		for _, id := range p.ids {
			if r, ok := p.record(w, id, key); ok && r.Index >= newest.Index {
				newest = r
			}
		}
		if !newest.Deleted {
			final[key] = check.FinalState{Values: []string{newest.Value}, Found: true}
		}
	}
	operations, whole := w.operations.of(p.spec.Name)
	if !whole {
		return check.Verdict{Name: "no-lost-writes", Unknown: true, Explanation: tooLong}
	}
	return check.NoLostWrites(operations, final)
}

// oneLeader checks that no term had two leaders: what all else rests on.
func (p *raftPart) oneLeader(w *world) check.Verdict {
	v := check.Verdict{Name: "one-leader", OK: true, Explanation: noun.Count(p.layout.Terms(), "term") + " had a leader, none had two"}
	if broken := p.layout.SecondLeaders(); len(broken) > 0 {
		v.OK, v.Explanation = false, broken[0].Sentence(w.sim.Name)
	}
	return v
}

// most is the largest of a number over the members.
func (p *raftPart) most(w *world, f func(consensus.Status) uint64) func() float64 {
	return func() float64 {
		n := uint64(0)
		for _, id := range p.ids {
			n = max(n, f(p.status(w, id)))
		}
		return float64(n)
	}
}

func (p *raftPart) measures(w *world) []measure {
	return []measure{
		figure("nodes", false, func() float64 { return float64(len(p.ids)) }),
		figure("up", false, func() float64 { return float64(p.up(w)) }),
		figure("leader-changes", false, func() float64 { return float64(max(0, p.layout.Stats.Elections-1)) }),
		figure("term", false, p.most(w, func(s consensus.Status) uint64 { return s.Term })),
		figure("log-entries", false, p.most(w, func(s consensus.Status) uint64 { return uint64(s.Log) })),
		figure("committed", false, p.most(w, func(s consensus.Status) uint64 { return s.Committed })),
		figure("snapshots-sent", false, func() float64 { return float64(p.layout.Stats.Snapshots) }),
		figure("stale-reads", false, func() float64 { return float64(w.operations.stale[p.spec.Name]) }),
		figure("lost-writes", true, func() float64 { return float64(p.lost(w).Faults) }),
		figure("keys", true, func() float64 { return float64(len(p.keys(w))) }),
	}
}

func (p *raftPart) detail(w *world, id sim.NodeID) string {
	if n := p.node(w, id); n != nil {
		return n.Detail()
	}
	d := consensus.DiskOf(w.sim.Disk(id))
	if d == nil {
		return "its disk is empty"
	}
	return noun.Count(int(d.Applied()), "entry") + " applied on its disk"
}

func (p *raftPart) sends() []string { return nil }

// promote makes the leader hand over to a member.
func (p *raftPart) promote(w *world, id sim.NodeID) error {
	name := w.sim.Name(id)
	leader, _ := p.leader(w)
	switch state, _, _ := w.sim.State(id); {
	case leader == sim.Nobody:
		return fmt.Errorf("%s has no leader that could hand over to %s: the members elect one when a majority can talk", p.spec.Name, name)
	case leader == id:
		w.story.say(Info, "%s leads already", name)
		return nil
	case state != sim.Up:
		return fmt.Errorf("%s is %s: it can't lead", name, state)
	}
	return p.node(w, leader).Transfer(w.sim.Env(leader), id)
}
