package engine

import (
	"slices"

	"netsplit/engine/primary"
	"netsplit/engine/shard"
	"netsplit/engine/sim"
)

// Sharding is how the keys of a database are spread over shards, and what is on
// its way from one to another.
type Sharding struct {
	Component   string
	Placement   string // how keys are placed, in words
	Moving      bool
	ToMove      int // keys that have yet to go
	Moved       int // that have gone in this move, or in the latest
	Shards      []Shard
	Routers     []string
	Directories []Listed
}

// Shard is one of them.
type Shard struct {
	Number   int    // from 1; numbers of shards that were given up are missing
	Leader   string // "" nobody
	Extent   string // its range, where keys are placed by ranges
	Keys     int
	Leaving  int     // of them, keys that have to go to another
	Requests int     // taken so far
	Rate     float64 // a second, lately
	Refused  int
	GivesUp  bool // it is merged into others, and will be gone
	Samples  []string
}

// Listed is a directory, and how right it is.
type Listed struct {
	Node    string
	Up      bool
	Entries int
	Wrong   int // keys that it holds to be elsewhere
	Waiting int // questions in line
}

// samplesShown bounds the keys that are named for each shard.
const samplesShown = 8

func (p *sqlPart) viewShards(w *world, s *Snapshot) {
	m := p.layout.Shards
	if m == nil {
		return
	}
	v := Sharding{Component: p.spec.Name, Placement: m.Placement().Describe(), Moving: m.Moving(), Moved: p.layout.Moves.Moved}
	ranges, _ := m.Placement().(shard.Ranges)
	places := map[int]int{}
	for _, g := range p.layout.Groups() {
		if g.Retired() {
			continue
		}
		places[g.Number] = len(v.Shards)
		x := Shard{Number: g.Number + 1, Extent: ranges.Extent(g.Number), Requests: g.Served(), Rate: g.Rate(w.sim.Now()), Refused: g.Overloaded(),
			GivesUp: !slices.Contains(m.Placement().Owners(), g.Number)}
		if id, _ := p.leader(w, g); id != sim.Nobody {
			x.Leader = w.sim.Name(id)
		}
		v.Shards = append(v.Shards, x)
	}
	keys := slices.SortedFunc(slices.Values(p.keys(w)), shard.Compare)
	for _, key := range keys {
		i, ok := places[m.Owner(key)]
		if !ok {
			continue
		}
		x := &v.Shards[i]
		x.Keys++
		if m.Moving() && m.Target(key) != m.Owner(key) {
			x.Leaving++
			v.ToMove++
		}
		if len(x.Samples) < samplesShown {
			x.Samples = append(x.Samples, key)
		}
	}
	for _, id := range p.routers {
		v.Routers = append(v.Routers, w.sim.Name(id))
	}
	for _, id := range p.layout.Book.Directories {
		state, _, _ := w.sim.State(id)
		d := Listed{Node: w.sim.Name(id), Up: state == sim.Up, Entries: primary.Listed(w.sim.Disk(id))}
		if n, ok := w.sim.Node(id).(*primary.Directory); ok {
			d.Waiting = n.InLine()
		}
		for _, key := range keys {
			if says, ok := primary.Says(w.sim.Disk(id), key); ok && says != m.Owner(key) {
				d.Wrong++
			}
		}
		v.Directories = append(v.Directories, d)
	}
	s.Shardings = append(s.Shardings, v)
}
