package engine

import (
	"slices"
	"time"

	"netsplit/engine/primary"
	"netsplit/engine/sim"
)

// SQL is a replicated database: who leads each share of its keys, and how far
// the others are. Its keys are in Stores.
type SQL struct {
	Component   string
	Replication string // async, semi-sync, sync
	Fencing     bool
	Monitor     string
	Groups      []SQLGroup
	Failovers   int
	Conflicts   int // between several leaders
	Connections SQLConnections
}

// SQLConnections are those of a database that counts them, of all its nodes.
type SQLConnections struct {
	Most                         int // that a node may have open; 0: they are not counted
	Open, Busy, Waiting, Refused int
}

// SQLGroup is a share of the keys. A database with one leader has one.
type SQLGroup struct {
	Share   int    // from 1
	Address string // the node that clients reach as the leader
	Leader  string // the running member that leads in the latest epoch; "" nobody
	Epoch   uint64
	Members []SQLMember
	Backup  uint64 // the entry to which a restore would go; 0: there is no backup
	// BackupAge is how old the state is that a restore would bring back.
	BackupAge time.Duration
}

// SQLMember is one copy of a share.
type SQLMember struct {
	Node       string
	Role       string // leader, replica, starting, cold standby, empty, frozen, down
	Epoch      uint64
	Log        uint64 // the last entry of its log
	Applied    uint64 // the last that it has carried out
	Lag        time.Duration
	LagEntries uint64
	Source     string // whom it copies from; "" nobody
	Acts       bool   // it leads, and may take writes
	Fenced     bool   // it leads, and may not
	Draining   bool   // it leads, and hands over
}

func (p *sqlPart) view(w *world, s *Snapshot) {
	v := SQL{Component: p.spec.Name, Replication: string(p.layout.Replication), Fencing: p.layout.Fencing, Monitor: w.sim.Name(p.layout.Monitor),
		Failovers: p.layout.Stats.Failovers}
	if most := p.layout.Connections.Most; most > 0 {
		open, busy, waiting := p.connected(w)
		v.Connections = SQLConnections{most, open, busy, waiting, p.layout.Stats.ConnectionsRefused}
	}
	for _, g := range p.layout.Groups() {
		if !g.Retired() {
			v.Groups = append(v.Groups, p.viewGroup(w, g))
		}
	}
	s.SQLs = append(s.SQLs, v)
	p.viewShards(w, s)
	s.Stores = append(s.Stores, p.store(w))
}

func (p *sqlPart) viewGroup(w *world, g *primary.Group) SQLGroup {
	name := func(id sim.NodeID) string {
		if id == sim.Nobody {
			return ""
		}
		return w.sim.Name(id)
	}
	leader, lead := p.leader(w, g)
	v := SQLGroup{Share: g.Number + 1, Address: name(g.Address()), Leader: name(leader), Epoch: lead.Epoch}
	if entry, when, ok := g.Vault(); ok {
		v.Backup, v.BackupAge = entry, w.sim.Now().Sub(when)
	}
	for _, id := range g.Members() {
		s := p.state(w, g, id)
		m := SQLMember{Node: w.sim.Name(id), Role: string(s.Role), Epoch: s.Epoch, Log: s.Last.Index, Applied: s.Applied,
			Source: name(s.Source), Acts: s.Acts, Fenced: s.Fenced, Draining: s.Draining}
		if leader != sim.Nobody && id != leader {
			n, oldest := primary.Lag(p.disk(w, g, leader), s, p.layout.Cold)
			if m.LagEntries = n; n > 0 {
				m.Lag = w.sim.Now().Sub(oldest)
			}
		}
		v.Members = append(v.Members, m)
	}
	return v
}

// store is what each member has carried out, like the replicas of any store.
func (p *sqlPart) store(w *world) Store {
	keys := p.keys(w)
	v := Store{Component: p.spec.Name, Kind: p.spec.Kind, Replicas: len(p.ids), Read: 1, Write: 1, TotalKeys: len(keys),
		StaleReads: w.operations.stale[p.spec.Name], LastChange: p.layout.Changed}
	switch p.layout.Replication {
	case primary.Sync:
		v.Write = len(p.ids)
	case primary.SemiSync:
		v.Write = 1 + p.layout.Acks
	}
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

func (p *sqlPart) row(w *world, key string) KeyRow {
	row := KeyRow{Key: key}
	members := p.layout.GroupOf(key).Members()
	newest := primary.Position{}
	for _, id := range members {
		if r, _ := p.record(w, id, key); newer(r.At, newest) {
			newest = r.At
		}
	}
	for _, id := range members {
		r, found := p.record(w, id, key)
		state, _, _ := w.sim.State(id)
		c := Cell{Node: w.sim.Name(id), Value: r.Value, Missing: !found, Down: state != sim.Up, Behind: newer(newest, r.At)}
		if found {
			c.Version = r.At.String()
		}
		if r.Deleted {
			c.Value = "(deleted)"
		}
		row.Cells = append(row.Cells, c)
	}
	return row
}

func newer(a, b primary.Position) bool {
	return a.Epoch > b.Epoch || a.Epoch == b.Epoch && a.Index > b.Index
}
