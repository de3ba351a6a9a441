package engine

import (
	"slices"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/cache"
	"netsplit/engine/causal"
	"netsplit/engine/clock"
	"netsplit/engine/metric"
	"netsplit/engine/request"
	"netsplit/engine/scenario"
	"netsplit/engine/service"
	"netsplit/engine/sim"
)

type cachePart struct {
	member
	w      *world
	config *cache.Config
	aside  service.Aside // shared with the services that use it
	stats  map[sim.NodeID]*cache.Stats
	all    []*cache.Stats // of every node that ever was
}

func (p *cachePart) build(w *world) {
	p.w, p.stats = w, map[sim.NodeID]*cache.Stats{}
	p.config = &cache.Config{Strategy: cache.Strategy(p.spec.Text("strategy")), Page: 1, Store: p.spec.Text("of"), Clocked: w.kind(p.spec.Text("of")) == "kv", Judge: p,
		Place: cache.NewPlacement(cache.Scheme(p.spec.Text("placement")))}
	if p.spec.Text("level") == "query" {
		p.config.Page = p.spec.Int("page")
	}
	p.configure(p.spec)
	for range p.spec.Int("nodes") {
		p.newNode(w)
	}
	p.place(w)
	w.directory.SetRouter(p.spec.Name, p)
}

func (p *cachePart) newNode(w *world) sim.NodeID {
	s := cache.NewStats()
	p.all = append(p.all, s)
	id := p.spawn(w, func() sim.Node {
		n, err := cache.New(p.config, s, w.directory)
		if err != nil {
			// The scenario's table allows nothing else: a programming error.
			panic(err)
		}
		return n
	})
	p.stats[id] = s
	return id
}

func (p *cachePart) place(w *world) { p.config.Place.Set(p.ids, w.sim.Name) }

// Route implements request.Router: each key has one node.
func (p *cachePart) Route(key string) []sim.NodeID {
	if id, ok := p.config.Place.Owner(key); ok {
		return []sim.NodeID{id}
	}
	return nil
}

func (p *cachePart) configure(c scenario.Component) {
	p.config.Policy, p.config.Capacity, p.config.Bytes = c.Text("policy"), int64(c.Int("capacity")), false
	if bytes := c.Bytes("bytes"); bytes > 0 {
		p.config.Capacity, p.config.Bytes = max(1, int64(bytes)), true
	}
	p.config.TTL, p.config.Jitter, p.config.Negative = c.Duration("ttl"), c.Ratio("ttl-jitter"), c.Duration("negative-ttl")
	p.config.Stampede, p.config.Lease, p.config.StaleFor = cache.Stampede(c.Text("stampede")), c.Duration("lease"), c.Duration("stale-for")
	p.config.Refresh = c.Ratio("refresh-after")
	p.config.Buffer, p.config.FlushEvery = c.Int("buffer"), c.Duration("flush-every")
	p.config.Timeout, p.config.Time = c.Duration("timeout"), c.Distribution("time")
	p.aside.Negative = p.config.Negative > 0
}

func (p *cachePart) set(w *world, parameter string, c scenario.Component) error {
	switch parameter {
	case "of", "nodes", "zones", "placement", "strategy", "level", "page":
		return errFixed(parameter)
	}
	p.configure(c)
	for _, id := range p.ids {
		n := p.node(w, id)
		if n == nil {
			continue
		}
		dropped, err := n.Changed()
		if err != nil {
			return err
		}
		if dropped > 0 {
			w.story.say(Info, "%s drops %s that it has no room for any more", w.sim.Name(id), noun.Count(dropped, "value"))
		}
	}
	return nil
}

// add starts nodes that are empty: the keys that are now theirs miss.
func (p *cachePart) add(w *world, count int) error {
	for range count {
		w.sim.Start(p.newNode(w))
	}
	p.place(w)
	return nil
}

// remove takes a node out of the list. It leaves once the store has all that
// it has acknowledged.
func (p *cachePart) remove(w *world, id sim.NodeID) error {
	p.ids = slices.DeleteFunc(p.ids, func(o sim.NodeID) bool { return o == id })
	w.directory.Set(p.spec.Name, p.ids)
	p.place(w)
	if n := p.node(w, id); n != nil {
		n.WriteBack(w.sim.Env(id))
	}
	w.leaving = append(w.leaving, departure{p, id})
	return nil
}

// left reports whether a node that leaves has nothing more to write.
func (p *cachePart) left(id sim.NodeID) bool {
	n := p.node(p.w, id)
	return n == nil || n.Waiting() == 0
}

// quiet reports whether the store has all that was acknowledged.
func (p *cachePart) quiet(*world) bool { return p.sum().Unwritten == 0 }

// halted: what a write-behind node had not written is lost.
func (p *cachePart) halted(id sim.NodeID) {
	if s := p.stats[id]; s != nil && p.node(p.w, id) == nil {
		if lost := s.Crashed(); lost > 0 {
			p.w.story.say(Problem, "%s lost %s that it had acknowledged and not yet written to %s", p.w.sim.Name(id), noun.Count(lost, "write"), p.config.Store)
		}
	}
}

// flush implements flushable.
func (p *cachePart) flush(w *world, key string) (entries int, running bool) {
	for _, id := range p.ids {
		n := p.node(w, id)
		switch {
		case n == nil:
			continue
		case key != "":
			entries += n.Forget(key)
		default:
			entries += n.Flush()
		}
		running = true
	}
	return entries, running
}

// Since implements cache.Judge.
func (p *cachePart) Since(key string, version request.Version, seen causal.Context, absent bool) (clock.Time, bool) {
	newest := p.w.operations.newest[object{p.config.Store, key}]
	return newest.at, !newest.seenBy(version, seen) && !(newest.deleted && absent)
}

// superseded implements witness.
func (p *cachePart) superseded(w *world, store, key string) {
	if store != p.config.Store {
		return
	}
	for _, id := range p.ids {
		if n := p.node(w, id); n != nil {
			n.Superseded(key)
		}
	}
}

func (p *cachePart) node(w *world, id sim.NodeID) *cache.Node {
	n, _ := w.sim.Node(id).(*cache.Node)
	return n
}

// sum is the counts of all nodes.
func (p *cachePart) sum() cache.Stats {
	var total cache.Stats
	for _, s := range p.all {
		total.Add(s)
	}
	return total
}

// recent is the share of hits in the last 10 s.
func (p *cachePart) recent(now clock.Time) float64 {
	yes, no := 0, 0
	for _, s := range p.all {
		y, n := s.Recent.Recent(now)
		yes, no = yes+y, no+n
	}
	return share(yes, no)
}

func share(yes, no int) float64 {
	if yes+no == 0 {
		return 0
	}
	return float64(yes) / float64(yes+no)
}

func (p *cachePart) measures(w *world) []measure {
	count := func(f func(cache.Stats) int) func() float64 { return func() float64 { return float64(f(p.sum())) } }
	held := func(f func(*cache.Node) int64) func() float64 {
		return func() float64 {
			n := int64(0)
			for _, id := range p.ids {
				if node := p.node(w, id); node != nil {
					n += f(node)
				}
			}
			return float64(n)
		}
	}
	length := held(func(n *cache.Node) int64 { return int64(n.Len()) })
	span := func(f func(cache.Stats) time.Duration) func() float64 {
		return func() float64 { return f(p.sum()).Seconds() }
	}
	return []measure{
		{name: "hit-ratio", unit: metric.UnitRatio, value: func() float64 { s := p.sum(); return share(s.Hits, s.Misses) }},
		{name: "recent-hit-ratio", unit: metric.UnitRatio, value: func() float64 { return p.recent(w.sim.Now()) }},
		{name: "hits", unit: metric.UnitCount, value: count(func(s cache.Stats) int { return s.Hits })},
		{name: "misses", unit: metric.UnitCount, value: count(func(s cache.Stats) int { return s.Misses })},
		{name: "evictions", unit: metric.UnitCount, value: count(func(s cache.Stats) int { return s.Evictions })},
		{name: "expired", unit: metric.UnitCount, value: count(func(s cache.Stats) int { return s.Expired })},
		{name: "invalidations", unit: metric.UnitCount, value: count(func(s cache.Stats) int { return s.Invalidations })},
		{name: "stale-reads", unit: metric.UnitCount, value: count(func(s cache.Stats) int { return s.StaleReads })},
		{name: "stale-age", unit: metric.UnitSeconds, value: span(func(s cache.Stats) time.Duration { return s.StaleMost })},
		{name: "mean-stale-age", unit: metric.UnitSeconds, value: span(func(s cache.Stats) time.Duration { return s.StaleSum / time.Duration(max(1, s.StaleReads)) })},
		{name: "origin-reads", unit: metric.UnitCount, value: count(func(s cache.Stats) int { return s.Reads + p.aside.Reads })},
		{name: "refreshes", unit: metric.UnitCount, value: count(func(s cache.Stats) int { return s.Refreshes })},
		{name: "coalesced", unit: metric.UnitCount, value: count(func(s cache.Stats) int { return s.Coalesced })},
		{name: "unwritten", unit: metric.UnitCount, value: count(func(s cache.Stats) int { return s.Unwritten })},
		{name: "written-back", unit: metric.UnitCount, value: count(func(s cache.Stats) int { return s.WrittenBack })},
		{name: "writes-saved", unit: metric.UnitCount, value: count(func(s cache.Stats) int { return s.WritesSaved })},
		{name: "lost-writes", unit: metric.UnitCount, value: count(func(s cache.Stats) int { return s.LostWrites })},
		{name: "entries", unit: metric.UnitCount, value: length},
		{name: "size", unit: metric.UnitCount, value: length},
		{name: "bytes", unit: metric.UnitBytes, value: held((*cache.Node).Bytes)},
		{name: "up", unit: metric.UnitCount, value: func() float64 { return float64(p.up(w)) }},
	}
}

func (p *cachePart) detail(w *world, id sim.NodeID) string {
	if n := p.node(w, id); n != nil {
		return n.Detail()
	}
	return ""
}

// sends: a cache-aside cache talks to nobody.
func (p *cachePart) sends() []string {
	if p.spec.Text("strategy") == string(cache.Aside) {
		return nil
	}
	return []string{p.spec.Text("of")}
}
