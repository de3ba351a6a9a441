package engine

import (
	"math"
	"time"

	"netsplit/engine/metric"
	"netsplit/engine/request"
	"netsplit/engine/scenario"
	"netsplit/engine/service"
	"netsplit/engine/sim"
)

type servicePart struct {
	member
	config *service.Config
	stats  map[sim.NodeID]*service.Stats
	gone   service.Stats // of members removed
}

func (p *servicePart) build(w *world) {
	p.stats = map[sim.NodeID]*service.Stats{}
	p.config = &service.Config{Concurrency: p.spec.Int("concurrency")}
	p.configure(p.spec)
	for _, name := range p.spec.List("calls") {
		d := service.Dependency{Component: name}
		switch kind := w.kind(name); {
		case kind == "cache":
			d.Use, d.Store = service.Cache, w.parts[name].base().spec.Text("of")
		case w.verbFor(name) != request.Put:
			d.Use, d.Verb = service.Queue, w.verbFor(name)
		case isStore(w.parts[name]):
			d.Use = service.Store
		default:
			d.Use = service.Forward
		}
		p.config.Calls = append(p.config.Calls, d)
	}
	_ = p.add(w, p.spec.Int("instances")) // a service can always grow
}

func (p *servicePart) configure(c scenario.Component) {
	p.config.Time = c.Distribution("time")
	p.config.Line = c.Int("queue")
	p.config.Timeout = c.Duration("timeout")
	p.config.Order = service.Order(c.Text("order"))
	p.config.Enqueue = service.Enqueue(c.Text("enqueue"))
}

func (p *servicePart) set(w *world, parameter string, c scenario.Component) error {
	switch parameter {
	case "instances", "calls", "zones":
		return errFixed(parameter)
	case "concurrency":
		p.setSlots(w, c.Int("concurrency"))
	}
	p.configure(c)
	return nil
}

// setSlots changes the slots of every instance.
func (p *servicePart) setSlots(w *world, slots int) {
	p.config.Concurrency = max(1, slots)
	for _, id := range p.ids {
		p.stats[id].Use.Resize(w.sim.Now(), p.config.Concurrency)
	}
}

func (p *servicePart) scaleSlots(w *world, factor float64) int {
	p.setSlots(w, int(math.Round(float64(p.config.Concurrency)*factor)))
	return p.config.Concurrency
}

// cutOver is how long an instance is away while it moves to another size.
const cutOver = time.Second

// resize gives every instance more or fewer slots. They all stop for the
// cut-over and lose what they were working on.
func (p *servicePart) resize(w *world, c scenario.Resize) error {
	fault := w.begin(c, p.ids)
	slots := p.scaleSlots(w, c.Factor)
	for _, id := range p.ids {
		if w.sim.Node(id) == nil {
			continue // it is down, and stays down
		}
		w.halt(id, fault, w.sim.Crash)
		w.remind(cutOver, reminder{kind: remindResume, node: id, fault: fault})
	}
	w.endIfOver(fault)
	w.story.say(Info, "every instance of %s moves to a size with %d slots and is away for %s", c.Component, slots, cutOver)
	return nil
}

func (p *servicePart) add(w *world, count int) error {
	for range count {
		s := &service.Stats{Use: metric.NewUtilisation(p.config.Concurrency)}
		id := p.spawn(w, func() sim.Node { return service.New(p.config, s, w.directory) })
		p.stats[id] = s
		w.sim.Start(id)
	}
	return nil
}

func (p *servicePart) remove(w *world, id sim.NodeID) error {
	p.gone.Served += p.stats[id].Served
	p.gone.Refused += p.stats[id].Refused
	p.drop(w, id)
	return nil
}

func (p *servicePart) sum(f func(*service.Stats) int) float64 {
	n := f(&p.gone)
	for _, id := range p.ids {
		n += f(p.stats[id])
	}
	return float64(n)
}

func (p *servicePart) measures(w *world) []measure {
	return []measure{
		{name: "instances", unit: metric.UnitCount, value: func() float64 { return float64(len(p.ids)) }},
		{name: "up", unit: metric.UnitCount, value: func() float64 { return float64(p.up(w)) }},
		{name: "utilisation", unit: metric.UnitRatio, value: func() float64 {
			sum := 0.0
			for _, id := range p.ids {
				sum += p.stats[id].Use.Overall(w.sim.Now())
			}
			return sum / math.Max(1, float64(len(p.ids)))
		}},
		{name: "served", unit: metric.UnitCount, value: func() float64 { return p.sum(func(s *service.Stats) int { return s.Served }) }},
		{name: "refused", unit: metric.UnitCount, value: func() float64 { return p.sum(func(s *service.Stats) int { return s.Refused }) }},
		{name: "waiting", unit: metric.UnitCount, value: func() float64 {
			n := 0
			for _, id := range p.ids {
				if node, ok := w.sim.Node(id).(*service.Node); ok {
					n += node.Waiting()
				}
			}
			return float64(n)
		}},
	}
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
}

func (p *servicePart) detail(w *world, id sim.NodeID) string {
	if n, ok := w.sim.Node(id).(*service.Node); ok {
		return n.Detail()
	}
	return ""
}

func (p *servicePart) sends() []string {
	var out []string
	for _, d := range p.config.Calls {
		out = append(out, d.Component)
		if d.Use == service.Cache {
			out = append(out, d.Store)
		}
	}
	return out
}
