package engine

import (
	"slices"

	"netsplit/engine/balancer"
	"netsplit/engine/clock"
	"netsplit/engine/metric"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

type balancerPart struct {
	member
	config *balancer.Config
	stats  *balancer.Stats
	pair   *balancer.Pair

	world   *world
	retired map[sim.NodeID]clock.Time // nodes removed that still work
}

func newBalancerPart(c scenario.Component) part {
	return &balancerPart{member: member{spec: c, single: c.Int("nodes") == 1}}
}

func (p *balancerPart) build(w *world) {
	p.world, p.retired = w, map[sim.NodeID]clock.Time{}
	p.stats = balancer.NewStats()
	p.config = &balancer.Config{To: p.spec.Text("to")}
	p.pair = balancer.NewPair(p.spec.Name, w.directory)
	p.configure(p.spec)
	for range p.spec.Int("nodes") {
		p.create(w)
	}
}

// create makes a node that does not run yet.
func (p *balancerPart) create(w *world) sim.NodeID {
	id := p.spawn(w, func() sim.Node { return balancer.New(p.config, p.stats, p.pair, w.directory) })
	p.pair.Join(id)
	return id
}

// add makes more nodes that stand by, and has all of them watch each other.
func (p *balancerPart) add(w *world, count int) error {
	for range count {
		w.sim.Start(p.create(w))
	}
	for _, id := range p.ids {
		if n, ok := w.sim.Node(id).(*balancer.Node); ok {
			n.Watch(w.sim.Env(id))
		}
	}
	return nil
}

// remove takes a node out: the address goes on to another at once, and what the
// node has in hand it finishes.
func (p *balancerPart) remove(w *world, id sim.NodeID) error {
	p.ids = except(p.ids, id)
	p.pair.Leave(id)
	p.retired[id] = w.sim.Now()
	w.leaving = append(w.leaving, departure{p, id})
	return nil
}

// left implements departing.
func (p *balancerPart) left(id sim.NodeID) bool {
	n, up := p.world.sim.Node(id).(*balancer.Node)
	if up && n.InProgress() > 0 || p.world.sim.Now() < p.retired[id].Add(linger) {
		return false
	}
	delete(p.retired, id)
	return true
}

func (p *balancerPart) configure(c scenario.Component) {
	p.config.Policy = balancer.Policy(c.Text("policy"))
	p.config.Weights = c.Numbers("weights")
	p.config.Layer = 7
	if c.Text("layer") == "4" {
		p.config.Layer = 4
	}
	p.config.Routes = nil
	for _, r := range c.Routes("routes") {
		p.config.Routes = append(p.config.Routes, balancer.Route{Prefix: r.Prefix, To: r.To})
	}
	p.config.Handshake = nil
	if d := c.Distribution("handshake"); d.Mean() > 0 {
		p.config.Handshake = d
	}
	p.config.Cores = c.Int("cores")
	p.config.Idle = c.Duration("idle")
	p.config.Timeout = c.Duration("timeout")
	p.config.Drain = c.Duration("drain")
	p.config.SlowStart = c.Duration("slow-start")
	p.config.Takeover = c.Duration("takeover")
	p.config.Capacity, p.config.Growth = c.Rate("capacity"), c.Ratio("growth")
	health := c.Text("health")
	p.config.Checks = balancer.Checks{Passive: health == "passive" || health == "both", Timeout: c.Duration("check-timeout"),
		Down: c.Int("unhealthy-after"), Up: c.Int("healthy-after")}
	if health == "active" || health == "both" {
		p.config.Checks.Every = c.Duration("check-every")
	}
}

func (p *balancerPart) set(w *world, parameter string, c scenario.Component) error {
	switch parameter {
	case "to", "zones", "nodes", "cores", "routes":
		return errFixed(parameter)
	}
	p.configure(c)
	for _, id := range p.ids {
		if n, ok := w.sim.Node(id).(*balancer.Node); ok {
			n.Reconfigure(w.sim.Env(id), parameter)
		}
	}
	return nil
}

// active is the process that has the address, nil while it is down.
func (p *balancerPart) active(w *world) *balancer.Node {
	n, _ := w.sim.Node(p.pair.Holder()).(*balancer.Node)
	return n
}

// number measures something of the active balancer; nothing while it is down.
func (p *balancerPart) number(w *world, f func(*balancer.Node) float64) func() float64 {
	return func() float64 {
		if n := p.active(w); n != nil {
			return f(n)
		}
		return 0
	}
}

// targets counts the members that it spreads requests over.
func (p *balancerPart) targets(w *world) int {
	sum := 0
	for _, c := range p.sends() {
		sum += len(w.directory.Members(c))
	}
	return sum
}

// deregister tells the balancers in front of a component that a member of it
// was removed.
func (w *world) deregister(component string, id sim.NodeID) {
	for _, part := range w.order {
		p, ok := part.(*balancerPart)
		if !ok || !slices.Contains(p.sends(), component) {
			continue
		}
		for _, b := range p.ids {
			if n, ok := w.sim.Node(b).(*balancer.Node); ok {
				n.Deregister(w.sim.Env(b), id)
			}
		}
	}
}

// drained reports whether no balancer in front of a component holds a member of
// it that was removed.
func (w *world) drained(component string, id sim.NodeID) bool {
	for _, part := range w.order {
		p, ok := part.(*balancerPart)
		if !ok || !slices.Contains(p.sends(), component) {
			continue
		}
		if n := p.active(w); n != nil && n.Holds(id, w.sim.Now()) {
			return false
		}
	}
	return true
}

func (p *balancerPart) measures(w *world) []measure {
	return []measure{
		{name: "in-progress", unit: metric.UnitCount, value: p.number(w, func(n *balancer.Node) float64 { return float64(n.InProgress()) })},
		{name: "connections", unit: metric.UnitCount, value: p.number(w, func(n *balancer.Node) float64 { return float64(n.Connections(w.sim.Now())) })},
		{name: "healthy", unit: metric.UnitCount, value: p.number(w, func(n *balancer.Node) float64 {
			healthy := 0
			for _, t := range n.Targets(w.sim.Env(p.pair.Holder())) {
				if t.Healthy {
					healthy++
				}
			}
			return float64(healthy)
		})},
		{name: "capacity", unit: metric.UnitPerSecond, value: p.number(w, (*balancer.Node).Capacity)},
		counted("up", func() int { return p.up(w) }),
		counted("forwarded", func() int { return p.stats.Forwarded }),
		counted("timeouts", func() int { return p.stats.Timeouts }),
		counted("refused", func() int { return p.stats.Refused }),
		counted("cut", func() int { return p.stats.Cut }),
		{name: "tunnels", unit: metric.UnitCount, value: p.number(w, func(n *balancer.Node) float64 { return float64(n.Tunnels()) })},
		counted("handshakes", func() int { return p.stats.Handshakes }),
		counted("takeovers", func() int { return p.stats.Takeovers }),
		counted("cut-off", func() int { return p.stats.CutOff }),
		{name: "max-over-mean", unit: metric.UnitCount, value: func() float64 { return p.stats.Imbalance(p.targets(w)) }},
	}
}

func (p *balancerPart) detail(w *world, id sim.NodeID) string {
	if n, ok := w.sim.Node(id).(*balancer.Node); ok {
		return n.Detail()
	}
	return ""
}

func (p *balancerPart) sendsFor(path string) []string {
	return []string{balancer.RouteOf(p.config.Routes, p.config.To, path)}
}

func (p *balancerPart) sends() []string {
	out := []string{p.config.To}
	for _, r := range p.config.Routes {
		out = append(out, r.To)
	}
	return unique(out)
}
