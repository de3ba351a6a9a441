package engine

import (
	"netsplit/engine/cache"
	"netsplit/engine/metric"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

type cachePart struct {
	member
	config *cache.Config
	stats  *cache.Stats
}

func (p *cachePart) build(w *world) {
	p.stats = cache.NewStats()
	p.config = &cache.Config{Policy: p.spec.Text("policy"), Capacity: p.spec.Int("capacity")}
	p.configure(p.spec)
	p.spawn(w, func() sim.Node {
		n, err := cache.New(p.config, p.stats)
		if err != nil {
			// The scenario's table allows nothing else: a programming error.
			panic(err)
		}
		return n
	})
}

func (p *cachePart) configure(c scenario.Component) {
	p.config.TTL = c.Duration("ttl")
	p.config.Time = c.Distribution("time")
}

func (p *cachePart) set(_ *world, parameter string, c scenario.Component) error {
	switch parameter {
	case "ttl", "time":
		p.configure(c)
		return nil
	}
	return errFixed(parameter)
}

func (p *cachePart) node(w *world) *cache.Node {
	n, _ := w.sim.Node(p.ids[0]).(*cache.Node)
	return n
}

func (p *cachePart) flush(w *world, key string) (int, bool) {
	n := p.node(w)
	if n == nil {
		return 0, false
	}
	if key != "" {
		return n.Forget(key), true
	}
	return n.Flush(), true
}

func (p *cachePart) measures(w *world) []measure {
	number := func(f func() int) func() float64 { return func() float64 { return float64(f()) } }
	return []measure{
		{name: "hit-ratio", unit: metric.UnitRatio, value: func() float64 { r, _ := p.stats.Recent.Overall(); return r }},
		{name: "recent-hit-ratio", unit: metric.UnitRatio, value: func() float64 { r, _ := p.stats.Recent.Value(w.sim.Now()); return r }},
		{name: "hits", unit: metric.UnitCount, value: number(func() int { return p.stats.Hits })},
		{name: "misses", unit: metric.UnitCount, value: number(func() int { return p.stats.Misses })},
		{name: "evictions", unit: metric.UnitCount, value: number(func() int { return p.stats.Evictions })},
		{name: "expired", unit: metric.UnitCount, value: number(func() int { return p.stats.Expired })},
		{name: "entries", unit: metric.UnitCount, value: number(func() int {
			if n := p.node(w); n != nil {
				return n.Len()
			}
			return 0
		})},
	}
}

func (p *cachePart) view(w *world, s *Snapshot) {
	now := w.sim.Now()
	v := Cache{Component: p.spec.Name, Policy: p.config.Policy, Strategy: p.spec.Text("strategy"), Capacity: p.config.Capacity,
		TTL: p.config.TTL, Hits: p.stats.Hits, Misses: p.stats.Misses, Evictions: p.stats.Evictions}
	v.HitRatio, _ = p.stats.Recent.Value(now)
	if n := p.node(w); n != nil {
		v.Size = n.Len()
		for _, e := range n.Entries(100) {
			entry := CacheEntry{Key: e.Key, Value: e.Value, Age: now.Sub(e.Stored)}
			if e.Expires != 0 {
				entry.ExpiresIn = max(0, e.Expires.Sub(now))
			}
			newest := w.operations.newest[object{p.spec.Text("of"), e.Key}]
			entry.Stale = !newest.seenBy(e.Version, e.Context)
			v.Entries = append(v.Entries, entry)
		}
	}
	s.Caches = append(s.Caches, v)
}

func (p *cachePart) detail(w *world, _ sim.NodeID) string {
	if n := p.node(w); n != nil {
		return n.Detail()
	}
	return ""
}

func (p *cachePart) sends() []string { return nil }
