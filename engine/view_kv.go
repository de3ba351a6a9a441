package engine

import (
	"netsplit/engine/replica"
	"netsplit/engine/ring"
	"netsplit/engine/sim"
)

// keysShown bounds the rows of a store on a screen.
const keysShown = 100

func (p *kvPart) view(w *world, s *Snapshot) {
	keys := p.keys(w)
	shown := w.operations.interesting(p.spec.Name, keys, keysShown)
	v := Store{Component: p.spec.Name, Kind: p.spec.Kind, Replicas: p.layout.Replicas, Read: p.layout.Read, Write: p.layout.Write,
		TotalKeys: len(keys), StaleReads: w.operations.stale[p.spec.Name], DivergentKeys: p.divergent(w), LastChange: p.layout.Changed}
	circle := Ring{Component: p.spec.Name, Nodes: p.layout.Ring().Nodes()}
	for _, t := range p.layout.Ring().Tokens() {
		circle.Tokens = append(circle.Tokens, Token{Position: t.Position(), Owner: t.Node})
	}
	for _, key := range shown {
		owners := p.owners(key)
		names := make([]string, len(owners))
		for i, id := range owners {
			names[i] = w.sim.Name(id)
		}
		circle.Keys = append(circle.Keys, RingKey{Key: key, Position: ring.Position(ring.HashKey(key)), Owners: names})
		v.Keys = append(v.Keys, p.row(w, key, owners))
	}
	v.Hints = p.hints(w)
	v.Hints = v.Hints[:min(len(v.Hints), keysShown)]
	s.Rings = append(s.Rings, circle)
	s.Stores = append(s.Stores, v)
}

func (p *kvPart) row(w *world, key string, owners []sim.NodeID) KeyRow {
	row := KeyRow{Key: key}
	records := make([]replica.Record, len(owners))
	var sum replica.Record
	for i, id := range owners {
		r, found := replica.TableOf(w.sim.Disk(id)).Get(key)
		records[i] = r
		state, _, _ := w.sim.State(id)
		c := Cell{Node: w.sim.Name(id), Value: r.Text(), Missing: !found, Down: state != sim.Up}
		if found {
			c.Version = versionText(w, r)
		}
		if len(r.Siblings) > 0 {
			c.Siblings = len(r.Siblings) + 1
		}
		row.Cells = append(row.Cells, c)
		sum = replica.Merge(sum, r)
	}
	for i := range row.Cells {
		row.Cells[i].Behind = records[i].Behind(sum)
	}
	return row
}
