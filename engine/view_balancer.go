package engine

import "time"

// Balancer is a balancer and what it sends to whom.
type Balancer struct {
	Component string
	Active    string // the node that has the address
	Policy    string
	Layer     int
	Capacity  float64 // requests a second; 0: no limit
	Targets   []BalancerTarget
}

// BalancerTarget is a member that gets requests.
type BalancerTarget struct {
	Node    string
	Healthy bool // as the balancer believes
	Load    int  // requests under way
	Sent    int  // since the start
	Share   float64
	Recent  time.Duration // moving average of its latency
}

func (p *balancerPart) view(w *world, s *Snapshot) {
	v := Balancer{Component: p.spec.Name, Active: w.sim.Name(p.pair.Holder()), Policy: string(p.config.Policy), Layer: p.config.Layer}
	if n := p.active(w); n != nil {
		v.Capacity = n.Capacity()
		for _, t := range n.Targets(w.sim.Env(p.pair.Holder())) {
			v.Targets = append(v.Targets, BalancerTarget{Node: w.sim.Name(t.ID), Healthy: t.Healthy, Load: t.Load, Share: t.Share,
				Recent: t.Recent, Sent: p.stats.Sent[t.ID]})
		}
	}
	s.Balancers = append(s.Balancers, v)
}
