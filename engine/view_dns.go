package engine

import (
	"time"

	"netsplit/engine/dns"
)

// Name is a name of the domain name system.
type Name struct {
	Component string
	Policy    string
	TTL       time.Duration
	Records   []NameRecord
	Resolvers []NameResolver
}

// NameRecord is a possible answer.
type NameRecord struct {
	To      string
	Healthy bool // as the name servers believe
}

// NameResolver is what a resolver keeps.
type NameResolver struct {
	Node, Zone string
	Answers    []NameAnswer
}

// NameAnswer is a kept answer.
type NameAnswer struct {
	Name, Address string
	ExpiresIn     time.Duration
}

func (p *dnsPart) view(w *world, s *Snapshot) {
	v := Name{Component: p.spec.Name, Policy: string(p.config.Policy), TTL: p.config.TTL}
	for i, ok := range p.healthy(w) {
		v.Records = append(v.Records, NameRecord{p.config.Records[i], ok})
	}
	now := w.sim.Now()
	for _, id := range p.resolvers {
		r := NameResolver{Node: w.sim.Name(id), Zone: w.network.Zone(id)}
		if n, ok := w.sim.Node(id).(*dns.Resolver); ok {
			for _, c := range n.Cached(now) {
				r.Answers = append(r.Answers, NameAnswer{c.Name, c.Address, c.Expires.Sub(now)})
			}
		}
		v.Resolvers = append(v.Resolvers, r)
	}
	s.Names = append(s.Names, v)
}
