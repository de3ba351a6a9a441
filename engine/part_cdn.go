package engine

import (
	"slices"

	"netsplit/engine/cdn"
	"netsplit/engine/metric"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

type cdnPart struct {
	member
	config *cdn.Config
	stats  *cdn.Stats
}

func newCDNPart(c scenario.Component) part { return &cdnPart{member: member{spec: c}} }

func (p *cdnPart) build(w *world) {
	p.stats = &cdn.Stats{}
	p.config = &cdn.Config{Origin: p.spec.Text("origin"), Shield: sim.Nobody}
	p.configure(p.spec)
	node := func() sim.Node { return cdn.New(p.config, p.stats, w.directory) }
	for range p.spec.Int("points") {
		p.spawn(w, node)
	}
	p.config.Points = slices.Clone(p.ids)
	w.directory.Anycast(p.spec.Name)
	p.fallBack(w, p.spec)
	if p.spec.Bool("shield") {
		// It is a member, but no user is ever sent to it.
		p.config.Shield = w.addNode(p.spec.Name+"-shield", p.spec, "", node)
		p.ids = append(p.ids, p.config.Shield)
	}
}

func (p *cdnPart) configure(c scenario.Component) {
	p.config.Keep, p.config.KeepAbsent = c.Int("keep"), c.Duration("keep-absent")
	p.config.Push, p.config.TTL = c.Text("mode") == "push", c.Duration("ttl")
	p.config.Time, p.config.Timeout = c.Distribution("time"), c.Duration("timeout")
	p.config.StaleIfError = c.Duration("stale-if-error")
}

func (p *cdnPart) set(w *world, parameter string, c scenario.Component) error {
	switch parameter {
	case "origin", "points", "zones", "shield":
		return errFixed(parameter)
	}
	p.configure(c)
	p.fallBack(w, c)
	for _, id := range p.ids {
		if n, ok := w.sim.Node(id).(*cdn.Node); ok {
			n.Changed()
		}
	}
	return nil
}

func (p *cdnPart) fallBack(w *world, c scenario.Component) {
	to := ""
	if c.Bool("fallback") {
		to = p.config.Origin
	}
	w.directory.SetFallback(p.spec.Name, to)
}

func (p *cdnPart) nodes(w *world) []*cdn.Node {
	var out []*cdn.Node
	for _, id := range p.ids {
		if n, ok := w.sim.Node(id).(*cdn.Node); ok {
			out = append(out, n)
		}
	}
	return out
}

// flush is an invalidation: all points forget, everything or one key.
func (p *cdnPart) flush(w *world, key string) (int, bool) {
	n := 0
	nodes := p.nodes(w)
	for _, node := range nodes {
		if key == "" {
			n += node.Copies().Clear()
		} else {
			n += node.Copies().Drop(key)
		}
	}
	return n, len(nodes) > 0
}

func (p *cdnPart) measures(w *world) []measure {
	s := p.stats
	return []measure{
		counter("hits", &s.Hits),
		counter("misses", &s.Misses),
		{name: "hit-ratio", unit: metric.UnitRatio, value: func() float64 { return float64(s.Hits) / float64(max(1, s.Hits+s.Misses)) }},
		counter("origin-requests", &s.Origin),
		counter("origin-errors", &s.OriginFailed),
		counter("coalesced", &s.Coalesced),
		counter("shield-hits", &s.ShieldAnswers),
		counter("stale-sent", &s.Stale),
		counter("pushed", &s.Pushed),
		{name: "copies", unit: metric.UnitCount, value: func() float64 {
			n := 0
			for _, node := range p.nodes(w) {
				n += node.Copies().Len()
			}
			return float64(n)
		}},
		{name: "bytes-out", unit: metric.UnitBytes, value: func() float64 { return float64(s.BytesOut) }},
		{name: "bytes-origin", unit: metric.UnitBytes, value: func() float64 { return float64(s.BytesOrigin) }},
		{name: "offload", unit: metric.UnitRatio, value: func() float64 {
			if s.BytesOut == 0 {
				return 0
			}
			return max(0, 1-float64(s.BytesOrigin)/float64(s.BytesOut))
		}},
		{name: "up", unit: metric.UnitCount, value: func() float64 { return float64(p.up(w)) }},
	}
}

func (p *cdnPart) view(w *world, s *Snapshot) {
	v := Front{Component: p.spec.Name, Kind: p.spec.Kind, Hits: p.stats.Hits, Misses: p.stats.Misses, Forwarded: p.stats.Origin}
	for _, id := range p.ids {
		point := FrontPoint{Node: w.sim.Name(id), Zone: w.network.Zone(id)}
		if id == p.config.Shield {
			point.Role = "shield"
		}
		if n, ok := w.sim.Node(id).(*cdn.Node); ok {
			point.Kept, point.Copies = n.Copies().Len(), w.frontCopies(n.Copies(), w.storeFrom(doorway{component: p.spec.Name}), w.sim.Now())
		}
		v.Points = append(v.Points, point)
	}
	s.Fronts = append(s.Fronts, v)
}

func (p *cdnPart) detail(w *world, id sim.NodeID) string {
	if n, ok := w.sim.Node(id).(*cdn.Node); ok {
		return n.Detail()
	}
	return ""
}

func (p *cdnPart) sends() []string { return []string{p.config.Origin} }
