package engine

import (
	"fmt"
	"math"
	"slices"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/metric"
	"netsplit/engine/request"
	"netsplit/engine/resilience"
	"netsplit/engine/scenario"
	"netsplit/engine/service"
	"netsplit/engine/sim"
)

type servicePart struct {
	member
	config *service.Config
	stats  map[sim.NodeID]*service.Stats
	gone   service.Stats // of members removed
	spent  metric.Level  // money an hour, for all instances
	fleet  fleet

	world   *world
	retired map[sim.NodeID]clock.Time // members let go that still work
}

func (p *servicePart) build(w *world) {
	p.stats, p.retired, p.world = map[sim.NodeID]*service.Stats{}, map[sim.NodeID]clock.Time{}, w
	p.config = &service.Config{Concurrency: p.spec.Int("concurrency"), Sessions: service.Sessions(p.spec.Text("sessions"))}
	p.tells(w)
	p.configure(p.spec)
	if p.config.Sessions == service.SharedSessions {
		p.config.Calls = append(p.config.Calls, service.Dependency{Component: p.spec.Text("sessions-in"), Use: service.Session})
	}
	p.config.Calls = append(p.config.Calls, dependencies(w, p.spec)...)
	p.config.Gather.In = p.rowsIn(w)
	_ = p.add(w, p.spec.Int("instances")) // a service can always grow
}

func (p *servicePart) configure(c scenario.Component) {
	p.fleet.configure(c)
	p.configureFeed(c)
	p.config.Time = c.Distribution("time")
	p.config.Endpoints = nil
	for _, e := range c.Endpoints("endpoints") {
		p.config.Endpoints = append(p.config.Endpoints, service.Endpoint{Prefix: e.Prefix, Time: e.Time})
	}
	p.config.Answers = nil
	for _, a := range c.Answers("answers") {
		p.config.Answers = append(p.config.Answers, service.Answer{Prefix: a.Prefix, Bytes: a.Bytes})
	}
	p.config.Line = c.Int("queue")
	p.config.LastFirst = c.Text("discipline") == "lifo"
	p.config.Limit = service.Limit{Kind: c.Text("limiter"), Rate: c.Rate("rate-limit"), Burst: c.Int("burst")}
	p.config.Shed, p.config.Target = service.Shed(c.Text("shed")), c.Duration("shed-target")
	p.config.Timeout = c.Duration("timeout")
	p.config.Nearest = c.Text("access") == "nearest"
	p.config.Order = service.Order(c.Text("order"))
	p.config.Enqueue = service.Enqueue(c.Text("enqueue"))
	p.config.Interference = c.Ratio("interference")
	p.config.Protection = protection(c)
	p.gather(c)
}

// dependencies are what a component calls, and how.
func dependencies(w *world, c scenario.Component) []service.Dependency {
	var list []service.Dependency
	for _, name := range c.List("calls") {
		d := service.Dependency{Component: name}
		switch kind := w.kind(name); {
		case kind == "cache":
			p := w.parts[name].(*cachePart)
			d.Use, d.Store, d.Aside = service.Cache, p.spec.Text("of"), &p.aside
			if len(p.sends()) > 0 {
				d.Use = service.Through
			}
		case w.verbFor(name) != request.Put:
			d.Use, d.Verb = service.Queue, w.verbFor(name)
		case isStore(w.parts[name]):
			d.Use = service.Store
		default:
			d.Use = service.Forward
		}
		list = append(list, d)
	}
	return list
}

// protection is what a component does about those that fail.
func protection(c scenario.Component) service.Protection {
	return service.Protection{
		Breaker:  resilience.BreakerConfig{Failures: c.Ratio("breaker"), Calls: c.Int("breaker-calls"), CoolOff: c.Duration("breaker-cool-off")},
		Bulkhead: c.Int("bulkhead"), Connections: c.Int("connections"), Retries: c.Int("retries"), Backoff: backoff(c), Budget: c.Ratio("retry-budget"),
		Hedge: c.Ratio("hedge"), Fallback: service.Fallback(c.Text("fallback")), Optional: c.List("optional"),
	}
}

// backoff is how a component waits before it tries again.
func backoff(c scenario.Component) resilience.Backoff {
	b := c.Backoff("backoff")
	return resilience.Backoff{First: b.First, Factor: b.Factor, Most: b.Most, Jitter: resilience.Jitter(c.Text("jitter"))}
}

func (p *servicePart) set(w *world, parameter string, c scenario.Component) error {
	switch parameter {
	case "instances", "calls", "zones", "held-in", "sessions", "sessions-in", "per-host", "scale", "nodes", "rows-in":
		return errFixed(parameter)
	case "concurrency":
		p.setSlots(w, c.Int("concurrency"))
	}
	if (c.Int("feed") > 0) != (p.config.Feed != nil) {
		return errFixed(parameter)
	}
	p.configure(c)
	p.charge(w, c)
	if parameter == "idle" {
		for _, id := range p.ids {
			if n, ok := w.sim.Node(id).(*service.Node); ok {
				n.Retime(w.sim.Env(id))
			}
		}
	}
	return nil
}

// setSlots changes the slots of every instance.
func (p *servicePart) setSlots(w *world, slots int) {
	p.config.Concurrency = max(1, slots)
	for _, id := range p.ids {
		p.stats[id].Use.Resize(w.sim.Now(), p.config.Concurrency)
	}
}

// charge notes what all instances cost from now on, those that boot too: one
// twice as large costs twice as much. Of pods, the machines under them cost.
func (p *servicePart) charge(w *world, c scenario.Component) {
	count := len(p.ids) + p.fleet.booting
	if p.fleet.mode == "pods" {
		count = p.fleet.nodes.Up + p.fleet.nodes.Coming
	}
	size := float64(p.config.Concurrency) / float64(c.Int("concurrency"))
	p.spent.Set(w.sim.Now(), float64(count)*size*c.Float("cost"))
}

// resize gives every instance more or fewer slots. They all stop for the
// cut-over and lose what they were working on.
func (p *servicePart) resize(w *world, c scenario.Resize) error {
	slots, largest := max(1, int(math.Round(float64(p.config.Concurrency)*c.Factor))), p.spec.Int("largest")
	if slots > largest {
		return fmt.Errorf("%s can't grow to %d slots: the largest instance there is has %d. Add instances instead: add %s", c.Component, slots, largest, c.Component)
	}
	fault := w.begin(c, p.ids)
	p.setSlots(w, slots)
	p.charge(w, p.spec)
	away := p.spec.Duration("cut-over")
	for _, id := range p.ids {
		if w.sim.Node(id) == nil {
			continue // it is down, and stays down
		}
		w.halt(id, fault, w.sim.Crash)
		w.remind(away, reminder{kind: remindResume, node: id, fault: fault})
	}
	w.endIfOver(fault)
	w.story.say(Info, "every instance of %s moves to a size with %d slots and is away for %s", c.Component, slots, away)
	return nil
}

func (p *servicePart) add(w *world, count int) error {
	for range count {
		w.sim.Start(p.create(w))
	}
	return nil
}

// create makes an instance that does not run yet.
func (p *servicePart) create(w *world) sim.NodeID {
	s := &service.Stats{Use: metric.NewUtilisation(p.config.Concurrency)}
	id := p.spawn(w, func() sim.Node { return service.New(p.config, s, w.directory, p) })
	p.stats[id] = s
	p.charge(w, p.spec)
	return id
}

// remove takes a member out. One that runs finishes what it has first.
func (p *servicePart) remove(w *world, id sim.NodeID) error {
	if state, _, _ := w.sim.State(id); state == sim.Up {
		p.retire(w, id)
		return nil
	}
	p.gone.Add(p.stats[id])
	delete(p.stats, id)
	p.drop(w, id)
	p.charge(w, p.spec)
	return nil
}

// Pressure implements service.Host: the share of the slots in use by the
// others on the same machine. Machines are filled one after the other.
func (p *servicePart) Pressure(id sim.NodeID) float64 {
	per, own := p.spec.Int("per-host"), slices.Index(p.ids, id)
	busy, others := 0, 0
	for i := own / per * per; i < min(own/per*per+per, len(p.ids)); i++ {
		if i != own {
			busy += p.stats[p.ids[i]].Use.Busy()
			others++
		}
	}
	if others == 0 {
		return 0
	}
	return min(1, float64(busy)/float64(others*p.config.Concurrency))
}

func (p *servicePart) sum(f func(*service.Stats) int) func() float64 {
	return func() float64 {
		n := f(&p.gone)
		for _, s := range p.stats { // order-free: a sum
			n += f(s)
		}
		return float64(n)
	}
}

// nodes calls f for every instance that runs.
func (p *servicePart) nodes(w *world, f func(*service.Node)) {
	for _, id := range p.ids {
		if n, ok := w.sim.Node(id).(*service.Node); ok {
			f(n)
		}
	}
}

func (p *servicePart) measures(w *world) []measure {
	list := []measure{
		{name: "instances", unit: metric.UnitCount, value: func() float64 { return float64(len(p.ids)) }},
		{name: "up", unit: metric.UnitCount, value: func() float64 { return float64(p.up(w)) }},
		{name: "utilisation", unit: metric.UnitRatio, value: func() float64 {
			sum := 0.0
			for _, id := range p.ids {
				sum += p.stats[id].Use.Overall(w.sim.Now())
			}
			return sum / math.Max(1, float64(len(p.ids)))
		}},
		{name: "recent-utilisation", unit: metric.UnitRatio, value: func() float64 { return p.recent(w, 5*time.Second) }},
		{name: "waiting", unit: metric.UnitCount, value: func() float64 {
			sum := 0
			p.nodes(w, func(n *service.Node) { sum += n.Waiting() })
			return float64(sum)
		}},
		{name: "open-circuits", unit: metric.UnitCount, value: func() float64 {
			sum := 0
			p.nodes(w, func(n *service.Node) { sum += n.OpenCircuits() })
			return float64(sum)
		}},
		{name: "cost", unit: metric.UnitMoney, value: func() float64 { return p.spent.Total(w.sim.Now()) / 3600 }},
		{name: "cost-an-hour", unit: metric.UnitMoney, value: func() float64 { return p.spent.Value() }},
	}
	list = append(list, p.gatherMeasures(w)...)
	if p.fleet.mode != "none" {
		list = append(list,
			measure{name: "booting", unit: metric.UnitCount, value: func() float64 { return float64(p.fleet.booting + p.fleet.pending) }},
			measure{name: "peak-instances", unit: metric.UnitCount, value: func() float64 { return float64(p.fleet.peak) }},
			measure{name: "replaced", unit: metric.UnitCount, value: func() float64 { return float64(p.fleet.replaced) }})
	}
	if p.fleet.mode == "pods" {
		list = append(list, measure{name: "machines", unit: metric.UnitCount, value: func() float64 { return float64(p.fleet.nodes.Up) }})
	}
	list = append(list, p.told(w)...)
	for _, c := range service.Counters() {
		list = append(list, measure{name: c.Name, unit: metric.UnitCount, value: p.sum(c.Of)})
	}
	return list
}

// recent is the utilisation of all instances lately, on average.
func (p *servicePart) recent(w *world, d time.Duration) float64 {
	sum := 0.0
	for _, id := range p.ids {
		sum += p.stats[id].Use.Over(w.sim.Now(), d)
	}
	return sum / math.Max(1, float64(len(p.ids)))
}

func (p *servicePart) view(w *world, s *Snapshot) {
	v := Service{Component: p.spec.Name}
	for _, id := range p.ids {
		i := Instance{Node: w.sim.Name(id), Concurrency: p.config.Concurrency, Served: p.stats[id].Served,
			Utilisation: p.stats[id].Use.Over(w.sim.Now(), time.Second)}
		if n, ok := w.sim.Node(id).(*service.Node); ok {
			i.Busy, i.Waiting = n.Busy(), n.Waiting()
		}
		v.Instances = append(v.Instances, i)
	}
	s.Services = append(s.Services, v)
	p.fleet.view(p, s)
	p.viewFeed(w, s)
}

func (p *servicePart) detail(w *world, id sim.NodeID) string {
	if n, ok := w.sim.Node(id).(*service.Node); ok {
		return n.Detail()
	}
	return ""
}

func (p *servicePart) sends() []string { return edgesOf(p.config.Calls) }

// answersFrom implements answering.
func (p *servicePart) answersFrom(writes bool) []string { return answersOf(p.config, writes) }

// answersOf are the components behind dependencies whose answer may become that
// of the service, the last first. Rows that belong to a key are beside it, where
// another store has the key itself.
func answersOf(c *service.Config, writes bool) []string {
	from := c.Gather.ReadsFrom
	if writes {
		from = c.Gather.WritesTo
	}
	var out []string
	beside := ""
	for _, d := range slices.Backward(c.Calls) {
		switch {
		case d.Use == service.Queue || d.Use == service.Session || len(from) > 0 && !slices.Contains(from, d.Component):
		case c.Gather.Rows > 0 && d.Component == c.Gather.In:
			beside = d.Component
		case d.Use == service.Cache:
			out = append(out, d.Store)
		default:
			out = append(out, d.Component)
		}
	}
	if beside != "" {
		out = append(out, beside)
	}
	return out
}

// edgesOf are the components behind dependencies, those for the data first.
func edgesOf(calls []service.Dependency) []string {
	var out, aside []string
	for _, d := range calls {
		if d.Use == service.Session {
			aside = append(aside, d.Component) // last: its data is not what requests are about
			continue
		}
		out = append(out, d.Component)
		if d.Use == service.Cache {
			out = append(out, d.Store)
		}
	}
	for _, name := range aside {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}
