package engine

import (
	"slices"

	"netsplit/engine/consensus"
	"netsplit/engine/quorum"
	"netsplit/engine/sim"
)

// entriesShown bounds the entries of each member's log on a screen.
const entriesShown = 40

func (p *raftPart) view(w *world, s *Snapshot) {
	r := Raft{Component: p.spec.Name}
	leader, _ := p.leader(w)
	if leader != sim.Nobody {
		r.Leader = w.sim.Name(leader)
	}
	name := func(id sim.NodeID) string {
		if id == sim.Nobody {
			return ""
		}
		return w.sim.Name(id)
	}
	for _, id := range p.ids {
		m := p.status(w, id)
		if m.Role != consensus.Down && m.Role != consensus.Frozen {
			r.Term = max(r.Term, m.Term)
		}
		member := RaftMember{Node: w.sim.Name(id), Role: string(m.Role), Term: m.Term, Log: m.Log, Last: m.Last,
			Committed: m.Committed, Applied: m.Applied, VotedFor: name(m.Vote), Follows: name(m.Leader)}
		if d := consensus.DiskOf(w.sim.Disk(id)); d != nil {
			for _, e := range d.Tail(entriesShown) {
				member.Entries = append(member.Entries, RaftEntry(e))
			}
		}
		r.Members = append(r.Members, member)
	}
	r.Ballots = w.ballots.of(w, p.ids)
	s.Rafts = append(s.Rafts, r)
	s.Stores = append(s.Stores, p.store(w))
}

// store is what each member has applied, like the replicas of any store.
func (p *raftPart) store(w *world) Store {
	majority := quorum.Majority(len(p.ids))
	keys := p.keys(w)
	v := Store{Component: p.spec.Name, Kind: p.spec.Kind, Replicas: len(p.ids), Read: majority, Write: majority, TotalKeys: len(keys),
		StaleReads: w.operations.stale[p.spec.Name], LastChange: p.layout.Changed}
	for _, key := range keys {
		if row := p.row(w, key); slices.ContainsFunc(row.Cells, func(c Cell) bool { return c.Behind && !c.Down }) {
			v.DivergentKeys++
		}
	}
	for _, key := range w.operations.interesting(p.spec.Name, keys, keysShown) {
		v.Keys = append(v.Keys, p.row(w, key))
	}
	return v
}

func (p *raftPart) row(w *world, key string) KeyRow {
	row := KeyRow{Key: key}
	newest := uint64(0)
	for _, id := range p.ids {
		r, _ := p.record(w, id, key)
		newest = max(newest, r.Index)
	}
	for _, id := range p.ids {
		r, found := p.record(w, id, key)
		state, _, _ := w.sim.State(id)
		c := Cell{Node: w.sim.Name(id), Value: r.Value, Missing: !found, Down: state != sim.Up, Behind: r.Index < newest}
		if found {
			c.Version = entryText(r.Index)
		}
		if r.Deleted {
			c.Value = "(deleted)"
		}
		row.Cells = append(row.Cells, c)
	}
	return row
}
