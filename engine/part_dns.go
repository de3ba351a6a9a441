package engine

import (
	"fmt"
	"slices"

	"netsplit/engine/dns"
	"netsplit/engine/metric"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

type dnsPart struct {
	member
	config    *dns.Config
	stats     *dns.Stats
	resolvers []sim.NodeID
}

func newDNSPart(c scenario.Component) part { return &dnsPart{member: member{spec: c}} }

func (p *dnsPart) build(w *world) {
	p.stats = &dns.Stats{}
	p.config = &dns.Config{Name: p.spec.Name, Records: p.spec.List("to")}
	p.configure(p.spec)
	if w.nameBook == nil {
		w.nameBook = dns.NewNames(w.directory)
	}
	w.nameBook.Records[p.spec.Name] = p.config.Records
	for range p.spec.Int("servers") {
		p.spawn(w, func() sim.Node { return dns.NewServer(p.config, p.stats, w.nameBook) })
	}
	w.nameBook.Servers[p.spec.Name] = slices.Clone(p.ids)
	p.resolve(w)
	w.directory.SetResolvers(p.spec.Name, p.resolvers)
}

// resolve starts resolvers in every place where clients are. They are members
// too, but no name server.
func (p *dnsPart) resolve(w *world) {
	var places []string
	for _, o := range w.order {
		c, ok := o.(*clientPart)
		if !ok {
			continue
		}
		place := ""
		if zones := c.spec.List("zone"); len(zones) > 0 {
			place = zones[0]
		}
		if !slices.Contains(places, place) {
			places = append(places, place)
		}
	}
	if len(places) == 0 {
		places = []string{""}
	}
	measure := p.spec.Duration("measure-every")
	if p.config.Policy != dns.Latency {
		measure = 0
	}
	for _, place := range places {
		for range p.spec.Int("resolvers") {
			id := w.addNode(fmt.Sprintf("%s-resolver-%d", p.spec.Name, len(p.resolvers)+1), p.spec, place, func() sim.Node {
				return dns.NewResolver(func() []string { return p.config.Records }, measure, p.stats, w.nameBook)
			})
			p.resolvers = append(p.resolvers, id)
		}
	}
	p.ids = append(p.ids, p.resolvers...)
}

func (p *dnsPart) configure(c scenario.Component) {
	p.config.Policy, p.config.Weights, p.config.TTL = dns.Policy(c.Text("policy")), c.Numbers("weights"), c.Duration("ttl")
	p.config.CheckEvery, p.config.CheckTimeout = c.Duration("check-every"), c.Duration("check-timeout")
	p.config.UnhealthyAfter = c.Int("unhealthy-after")
}

func (p *dnsPart) set(w *world, parameter string, c scenario.Component) error {
	switch parameter {
	case "to", "servers", "resolvers", "zones", "measure-every":
		return errFixed(parameter)
	case "policy":
		if c.Text("policy") == string(dns.Latency) && p.config.Policy != dns.Latency {
			return errFixed("policy: latency, which resolvers measure from the start on,")
		}
	}
	began := p.config.CheckEvery == 0 && c.Duration("check-every") > 0
	p.configure(c)
	if began {
		for _, id := range p.ids {
			if n, ok := w.sim.Node(id).(*dns.Server); ok {
				n.Init(w.sim.Env(id))
			}
		}
	}
	return nil
}

// flush makes the resolvers forget; what users were told they keep.
func (p *dnsPart) flush(w *world, key string) (int, bool) {
	n, up := 0, false
	for _, id := range p.resolvers {
		if r, ok := w.sim.Node(id).(*dns.Resolver); ok {
			n, up = n+r.Flush(key), true
		}
	}
	return n, up
}

func (p *dnsPart) measures(w *world) []measure {
	s := p.stats
	return []measure{
		counter("queries", &s.Queries),
		counter("hits", &s.Hits),
		{name: "hit-ratio", unit: metric.UnitRatio, value: func() float64 { return float64(s.Hits) / float64(max(1, s.Queries)) }},
		counter("recursive", &s.Recursive),
		counter("failed", &s.Failed),
		counter("failovers", &s.Failovers),
		{name: "healthy", unit: metric.UnitCount, value: func() float64 {
			n := 0
			for _, ok := range p.healthy(w) {
				if ok {
					n++
				}
			}
			return float64(n)
		}},
	}
}

// healthy is what the first name server that runs believes of the records.
func (p *dnsPart) healthy(w *world) []bool {
	for _, id := range p.ids {
		if n, ok := w.sim.Node(id).(*dns.Server); ok {
			return n.Healthy()
		}
	}
	return make([]bool, len(p.config.Records))
}

func (p *dnsPart) detail(w *world, id sim.NodeID) string {
	switch n := w.sim.Node(id).(type) {
	case *dns.Server:
		return n.Detail()
	case *dns.Resolver:
		return n.Detail()
	}
	return ""
}

func (p *dnsPart) sends() []string { return p.config.Records }

// resolves reports whether a node is a resolver: it is near the users, and not
// where the servers are.
func (w *world) resolves(id sim.NodeID) bool {
	p, ok := w.parts[w.nodes[id].component].(*dnsPart)
	return ok && slices.Contains(p.resolvers, id)
}
