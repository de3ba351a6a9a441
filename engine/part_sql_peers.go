package engine

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/check"
	"netsplit/engine/clock"
	"netsplit/engine/history"
	"netsplit/engine/metric"
	"netsplit/engine/primary"
	"netsplit/engine/request"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

// peersPart is an sql whose nodes all lead.
type peersPart struct {
	member
	layout *primary.Layout
}

func (p *peersPart) build(w *world) {
	p.layout = primary.NewLayout(sqlConfig(p.spec), 1)
	for range p.spec.Int("nodes") {
		p.newNode(w)
	}
	p.layout.FoundPeers(p.ids)
}

func (p *peersPart) newNode(w *world) sim.NodeID {
	return p.spawn(w, func() sim.Node { return primary.NewPeer(p.layout) })
}

func (p *peersPart) set(_ *world, parameter string, c scenario.Component) error {
	switch parameter {
	case "nodes", "zones", "mode":
		return errFixed(parameter)
	case "conflicts", "exchange":
		p.layout.Config = sqlConfig(c)
		return nil
	}
	return fmt.Errorf("%s means nothing where every node leads: mode is multi-leader", parameter)
}

func (p *peersPart) add(w *world, count int) error {
	for range count {
		id := p.newNode(w)
		p.layout.JoinPeer(id)
		w.sim.Start(id)
	}
	return nil
}

func (p *peersPart) remove(w *world, id sim.NodeID) error {
	if n := p.node(w, id); n != nil {
		for _, o := range p.ids {
			if o != id && n.Behind(o) > 0 {
				return fmt.Errorf("%s has writes that %s has not got: wait until quiet", w.sim.Name(id), w.sim.Name(o))
			}
		}
	}
	p.layout.Leave(id)
	p.drop(w, id)
	return nil
}

// promote refuses: all of them lead.
func (p *peersPart) promote(w *world, id sim.NodeID) error {
	return fmt.Errorf("every node of %s leads: %s can't be promoted", p.spec.Name, w.sim.Name(id))
}

// restoreTo implements restorable, and refuses: there is no one log to stop at.
func (p *peersPart) restoreTo(*world, clock.Time) error {
	return fmt.Errorf("every node of %s leads, and none makes backups: mode is multi-leader", p.spec.Name)
}

func (p *peersPart) node(w *world, id sim.NodeID) *primary.Peer {
	n, _ := w.sim.Node(id).(*primary.Peer)
	return n
}

// backlog counts the rows that peers which run have not got from each other;
// reachable ones only, if asked.
func (p *peersPart) backlog(w *world, reachable bool) int {
	n := 0
	for _, a := range p.ids {
		peer := p.node(w, a)
		if peer == nil {
			continue
		}
		for _, b := range p.ids {
			if a != b && (!reachable || w.connected(a, b)) {
				n = max(n, peer.Behind(b))
			}
		}
	}
	return n
}

// quiet reports whether all that run and reach each other hold the same.
func (p *peersPart) quiet(w *world) bool {
	if p.backlog(w, true) > 0 {
		return false
	}
	running := p.running(w)
	for _, a := range running {
		for _, b := range running {
			if !w.connected(a, b) {
				return true
			}
		}
	}
	v, _ := p.judge(w, "converged")
	return v.OK
}

func (p *peersPart) keys(w *world) []string {
	seen := map[string]bool{}
	var out []string
	for _, id := range p.ids {
		if d := primary.PeerDiskOf(w.sim.Disk(id)); d != nil {
			for _, k := range d.Keys() {
				if !seen[k] {
					seen[k] = true
					out = append(out, k)
				}
			}
		}
	}
	return out
}

func (p *peersPart) row(w *world, id sim.NodeID, key string) (primary.Row, bool) {
	if d := primary.PeerDiskOf(w.sim.Disk(id)); d != nil {
		return d.Get(key)
	}
	return primary.Row{}, false
}

// running lists the members that run; all of them, if none does.
func (p *peersPart) running(w *world) []sim.NodeID {
	up := slices.DeleteFunc(slices.Clone(p.ids), func(id sim.NodeID) bool {
		state, _, _ := w.sim.State(id)
		return state != sim.Up
	})
	if len(up) == 0 {
		return p.ids
	}
	return up
}

func (p *peersPart) judge(w *world, name string) (check.Verdict, bool) {
	switch name {
	case "linearizable":
		return w.linearizable(p.spec.Name), true
	case "sessions":
		return w.sessions(p.spec.Name), true
	case "monotonic-replicas":
		return w.monotonicReplicas(p.spec.Name), true
	case "no-lost-writes":
		return p.lost(w), true
	case "converged":
		var states []check.KeyState
		for _, key := range p.keys(w) {
			k := check.KeyState{Key: key}
			for _, id := range p.running(w) {
				r, found := p.row(w, id, key)
				k.Cells = append(k.Cells, check.Cell{Node: w.sim.Name(id), Missing: !found,
					Version: strings.Join(append([]string{r.Version().Text(w.sim.Name)}, r.Values()...), " ")})
			}
			states = append(states, k)
		}
		return check.Converged(states), true
	}
	return check.Verdict{}, false
}

// lost checks that what was acknowledged is on a member that runs.
func (p *peersPart) lost(w *world) check.Verdict {
	final := map[string]check.FinalState{}
	for _, key := range p.keys(w) {
		var newest primary.Row
		for _, id := range p.running(w) {
			if r, ok := p.row(w, id, key); ok && r.Version().Compare(newest.Version()) >= 0 {
				newest = r
			}
		}
		if values := newest.Values(); len(values) > 0 {
			final[key] = check.FinalState{Values: values, Found: true}
		}
	}
	operations, whole := w.operations.of(p.spec.Name)
	if !whole {
		return check.Verdict{Name: "no-lost-writes", Unknown: true, Explanation: tooLong}
	}
	return check.NoLostWrites(operations, final)
}

// gone visits the acknowledged writes that no member which runs has taken in.
func (p *peersPart) gone(w *world, visit func(*operation)) {
	running := p.running(w)
	for _, o := range w.operations.all {
		if o.store != p.spec.Name || o.Outcome != history.OK || o.pending || o.Kind == history.Get {
			continue
		}
		if !slices.ContainsFunc(running, func(id sim.NodeID) bool {
			r, _ := p.row(w, id, o.Key)
			return r.Covers(o.answer.Version)
		}) {
			visit(o)
		}
	}
}

// rpo is how much of the latest data no running member has: from the oldest
// acknowledged write that is gone to when the one that took it stopped.
func (p *peersPart) rpo(w *world) float64 {
	longest := time.Duration(0)
	p.gone(w, func(o *operation) {
		stopped := w.sim.Now()
		if by := o.answer.Version.Node; by != sim.Nobody {
			if state, since, _ := w.sim.State(by); state != sim.Up {
				stopped = since
			}
		}
		longest = max(longest, stopped.Sub(o.Returned))
	})
	return longest.Seconds()
}

func (p *peersPart) measures(w *world) []measure {
	return []measure{
		tally("nodes", false, func() int { return len(p.ids) }),
		tally("up", false, func() int { return p.up(w) }),
		tally("leaders", false, func() int { return p.up(w) }),
		tally("conflicts", false, func() int { return p.layout.Stats.Conflicts }),
		tally("lag-entries", false, func() int { return p.backlog(w, false) }),
		tally("stale-reads", false, func() int { return w.operations.stale[p.spec.Name] }),
		tally("lost-writes", true, func() int {
			n := 0
			p.gone(w, func(*operation) { n++ })
			return n
		}),
		{name: "rpo", unit: metric.UnitSeconds, heavy: true, value: func() float64 { return p.rpo(w) }},
		tally("keys", true, func() int { return len(p.keys(w)) }),
	}
}

func (p *peersPart) detail(w *world, id sim.NodeID) string {
	if n := p.node(w, id); n != nil {
		return n.Detail()
	}
	if d := primary.PeerDiskOf(w.sim.Disk(id)); d != nil {
		return noun.Count(len(d.Keys()), "key") + " on its disk"
	}
	return "its disk is empty"
}

func (p *peersPart) sends() []string { return nil }

func (p *peersPart) view(w *world, s *Snapshot) {
	keys := p.keys(w)
	v := Store{Component: p.spec.Name, Kind: p.spec.Kind, Replicas: len(p.ids), Read: 1, Write: 1, TotalKeys: len(keys),
		StaleReads: w.operations.stale[p.spec.Name], LastChange: p.layout.Changed}
	for _, key := range keys {
		if row := p.viewRow(w, key); slices.ContainsFunc(row.Cells, func(c Cell) bool { return c.Behind && !c.Down }) {
			v.DivergentKeys++
		}
	}
	for _, key := range w.operations.interesting(p.spec.Name, keys, keysShown) {
		v.Keys = append(v.Keys, p.viewRow(w, key))
	}
	q := SQL{Component: p.spec.Name, Replication: "multi-leader", Conflicts: p.layout.Stats.Conflicts}
	g := SQLGroup{Share: 1}
	for _, id := range p.ids {
		m := SQLMember{Node: w.sim.Name(id), Role: string(primary.Down)}
		switch state, _, _ := w.sim.State(id); state {
		case sim.Up:
			m.Role, m.Acts = string(primary.Leader), true
		case sim.Paused:
			m.Role = string(primary.Frozen)
		}
		for _, o := range p.ids {
			if n := p.node(w, o); n != nil && o != id {
				m.LagEntries = max(m.LagEntries, uint64(n.Behind(id)))
			}
		}
		g.Members = append(g.Members, m)
	}
	q.Groups = []SQLGroup{g}
	s.SQLs = append(s.SQLs, q)
	s.Stores = append(s.Stores, v)
}

func (p *peersPart) viewRow(w *world, key string) KeyRow {
	row := KeyRow{Key: key}
	var newest request.Version
	for _, id := range p.ids {
		if r, _ := p.row(w, id, key); r.Version().Compare(newest) > 0 {
			newest = r.Version()
		}
	}
	for _, id := range p.ids {
		r, found := p.row(w, id, key)
		state, _, _ := w.sim.State(id)
		c := Cell{Node: w.sim.Name(id), Value: strings.Join(r.Values(), request.Bar), Missing: !found, Down: state != sim.Up, Behind: r.Version().Compare(newest) < 0}
		if found {
			c.Version = r.Version().Text(w.sim.Name)
			if len(r.Values()) == 0 {
				c.Value = "(deleted)"
			}
		}
		row.Cells = append(row.Cells, c)
	}
	return row
}
