package engine

import (
	"netsplit/engine/balancer"
	"netsplit/engine/clock"
	"netsplit/engine/metric"
	"netsplit/engine/network"
	"netsplit/engine/proxy"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

// proxyPart is a gateway or a proxy: the same machine with other settings.
type proxyPart struct {
	member
	config *proxy.Config
	stats  *proxy.Stats

	world   *world
	retired map[sim.NodeID]clock.Time // nodes removed that still work
}

func newProxyPart(c scenario.Component) part {
	return &proxyPart{member: member{spec: c, single: c.Int("nodes") == 1}}
}

func (p *proxyPart) build(w *world) {
	p.world, p.retired = w, map[sim.NodeID]clock.Time{}
	p.stats = &proxy.Stats{}
	p.config = &proxy.Config{To: p.spec.Text("to"), Cores: p.spec.Int("cores")}
	for _, r := range p.spec.Routes("routes") {
		p.config.Routes = append(p.config.Routes, balancer.Route{Prefix: r.Prefix, To: r.To})
	}
	p.configure(p.spec)
	for range p.spec.Int("nodes") {
		p.spawn(w, func() sim.Node { return proxy.New(p.config, p.stats, w.directory) })
	}
}

func (p *proxyPart) configure(c scenario.Component) {
	p.config.Keep, p.config.KeepAbsent = c.Int("keep"), c.Duration("keep-absent")
	p.config.Timeout, p.config.Idle, p.config.TTL = c.Duration("timeout"), c.Duration("idle"), c.Duration("cache")
	p.config.StaticTime = c.Distribution("time")
	p.config.Handshake = orNil(c.Distribution("handshake"))
	if c.Kind == "gateway" {
		p.config.Rate, p.config.Burst, p.config.Per = c.Rate("rate"), c.Int("burst"), c.Text("per")
		p.config.NeedsKey, p.config.Largest = c.Bool("needs-key"), int(c.Bytes("largest"))
		return
	}
	p.config.Pool, p.config.PoolLine = c.Int("pool"), c.Int("pool-queue")
	p.config.Static, p.config.PerUser, p.config.Ratio = c.Text("static"), c.Int("per-user"), c.Ratio("compress")
	p.config.Compress = nil
	if p.config.Ratio < 1 {
		p.config.Compress = c.Distribution("compress-time")
	}
}

// orNil is no law where it would always give 0.
func orNil(d network.Distribution) network.Distribution {
	if d.Mean() == 0 {
		return nil
	}
	return d
}

func (p *proxyPart) set(w *world, parameter string, c scenario.Component) error {
	switch parameter {
	case "to", "routes", "zones", "nodes", "cores":
		return errFixed(parameter)
	}
	p.configure(c)
	for _, id := range p.ids {
		if n, ok := w.sim.Node(id).(*proxy.Node); ok {
			n.Changed(w.sim.Env(id)) // the pool may be larger now
		}
	}
	return nil
}

func (p *proxyPart) add(w *world, count int) error {
	for range count {
		w.sim.Start(p.spawn(w, func() sim.Node { return proxy.New(p.config, p.stats, w.directory) }))
	}
	return nil
}

// remove takes a node out. It finishes what it has first.
func (p *proxyPart) remove(w *world, id sim.NodeID) error {
	p.ids = except(p.ids, id)
	w.directory.Set(p.spec.Name, p.ids)
	p.retired[id] = w.sim.Now()
	w.leaving = append(w.leaving, departure{p, id})
	w.deregister(p.spec.Name, id)
	return nil
}

// left implements departing.
func (p *proxyPart) left(id sim.NodeID) bool {
	n, up := p.world.sim.Node(id).(*proxy.Node)
	if p.world.sim.Now() < p.retired[id].Add(linger) || up && (n.InProgress() > 0 || !p.world.drained(p.spec.Name, id)) {
		return false
	}
	delete(p.retired, id)
	return true
}

// sum adds something up over the nodes that run.
func (p *proxyPart) sum(w *world, f func(*proxy.Node) int) int {
	sum := 0
	for _, id := range p.ids {
		if n, ok := w.sim.Node(id).(*proxy.Node); ok {
			sum += f(n)
		}
	}
	return sum
}

// flush makes it forget the answers it keeps, all or those of one key.
func (p *proxyPart) flush(w *world, key string) (int, bool) {
	if p.up(w) == 0 {
		return 0, false
	}
	return p.sum(w, func(n *proxy.Node) int {
		if key == "" {
			return n.Kept().Clear()
		}
		return n.Kept().Drop(key)
	}), true
}

func (p *proxyPart) measures(w *world) []measure {
	s := p.stats
	list := []measure{
		{name: "in-progress", unit: metric.UnitCount, value: func() float64 { return float64(p.sum(w, (*proxy.Node).InProgress)) }},
		{name: "up", unit: metric.UnitCount, value: func() float64 { return float64(p.up(w)) }},
		counter("forwarded", &s.Forwarded),
		counter("timeouts", &s.Timeouts),
		counter("handshakes", &s.Handshakes),
		counter("cut", &s.Cut),
		{name: "tunnels", unit: metric.UnitCount, value: func() float64 {
			n := 0
			for _, id := range p.ids {
				if node, ok := w.sim.Node(id).(*proxy.Node); ok {
					n += node.Tunnels()
				}
			}
			return float64(n)
		}},
		counter("hits", &s.Hits),
		counter("misses", &s.Misses),
		{name: "hit-ratio", unit: metric.UnitRatio, value: func() float64 { return float64(s.Hits) / float64(max(1, s.Hits+s.Misses)) }},
		{name: "kept", unit: metric.UnitCount, value: func() float64 {
			return float64(p.sum(w, func(n *proxy.Node) int { return n.Kept().Len() }))
		}},
		{name: "bytes-behind", unit: metric.UnitBytes, value: func() float64 { return float64(s.BytesBehind) }},
		{name: "bytes-out", unit: metric.UnitBytes, value: func() float64 { return float64(s.BytesOut) }},
		counter("throttled", &s.Throttled),
	}
	if p.spec.Kind == "gateway" {
		return append(list, counter("unauthorised", &s.Keyless), counter("too-large", &s.TooLarge))
	}
	list[len(list)-1] = counter("throttled", &s.TooMany)
	list = append(list, counter("pool-refused", &s.PoolRefused), counter("pool-waits", &s.PoolWaits),
		measure{name: "pool-in-use", unit: metric.UnitCount, value: func() float64 {
			return float64(p.sum(w, func(n *proxy.Node) int { used, _ := n.Lent(); return used }))
		}},
		measure{name: "pool-waiting", unit: metric.UnitCount, value: func() float64 {
			return float64(p.sum(w, func(n *proxy.Node) int { _, waiting := n.Lent(); return waiting }))
		}})
	return append(list, counter("static", &s.Static),
		measure{name: "compression-seconds", unit: metric.UnitSeconds, value: func() float64 { return s.CompressionTime.Seconds() }})
}

func (p *proxyPart) detail(w *world, id sim.NodeID) string {
	if n, ok := w.sim.Node(id).(*proxy.Node); ok {
		return n.Detail()
	}
	return ""
}

// sendsFor: static files come from here, and nobody behind is asked.
func (p *proxyPart) sendsFor(path string) []string {
	if p.config.Static != "" && balancer.Matches(p.config.Static, path) {
		return nil
	}
	return []string{balancer.RouteOf(p.config.Routes, p.config.To, path)}
}

func (p *proxyPart) sends() []string {
	out := []string{p.config.To}
	for _, r := range p.config.Routes {
		out = append(out, r.To)
	}
	return unique(out)
}
