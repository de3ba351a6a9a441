package engine

import (
	"fmt"

	"netsplit/calc/noun"
	"netsplit/engine/function"
	"netsplit/engine/metric"
	"netsplit/engine/scaling"
	"netsplit/engine/scenario"
	"netsplit/engine/service"
	"netsplit/engine/sim"
)

type functionPart struct {
	member
	world  *world
	config *service.Config
	stats  service.Stats
	past   []scalePoint // by second
}

func (p *functionPart) build(w *world) {
	p.world = w
	p.config = &service.Config{Function: &function.Config{}, Calls: dependencies(w, p.spec)}
	p.configure(p.spec)
	p.stats.Use = metric.NewUtilisation(p.config.Concurrency)
	p.spawn(w, func() sim.Node { return service.New(p.config, &p.stats, w.directory, nil) })
}

func (p *functionPart) configure(c scenario.Component) {
	p.config.Time, p.config.Timeout = c.Distribution("time"), c.Duration("timeout")
	p.config.Order, p.config.Enqueue = service.Order(c.Text("order")), service.Enqueue(c.Text("enqueue"))
	p.config.Protection = protection(c)
	p.config.Concurrency = c.Int("limit")
	f := p.config.Function
	f.Limit, f.ColdStart, f.Provisioned, f.Expiry = c.Int("limit"), c.Distribution("cold-start"), c.Int("provisioned"), c.Duration("expiry")
	f.Schedule = nil
	for _, e := range c.Schedule("schedule") {
		f.Schedule = append(f.Schedule, scaling.Planned{At: e.At, Count: e.Count})
	}
	f.Account = nil
	if limit := c.Int("account-limit"); limit > 0 {
		f.Account = account{p.world, limit}
	}
}

// account is the limit of all functions together.
type account struct {
	w     *world
	limit int
}

// Full implements function.Account.
func (a account) Full() bool {
	busy := 0
	for _, p := range a.w.order {
		if p, ok := p.(*functionPart); ok {
			busy += p.stats.Use.Busy()
		}
	}
	return busy >= a.limit
}

func (p *functionPart) set(w *world, parameter string, c scenario.Component) error {
	switch parameter {
	case "calls", "zones":
		return errFixed(parameter)
	case "limit":
		p.stats.Use.Resize(w.sim.Now(), c.Int("limit"))
	}
	p.configure(c)
	return nil
}

// woken notes every second what the function is.
func (p *functionPart) woken(w *world, _ reminder) {
	w.remind(tick, reminder{kind: remindPart, part: p.spec.Name})
	now := w.sim.Now()
	p.past = append(p.past, scalePoint{second: int(now.Seconds()), running: p.stats.Use.Busy() - p.starting(w), booting: p.starting(w), utilisation: p.stats.Use.Over(now, tick)})
	if len(p.past) > 2*secondsShown {
		p.past = append([]scalePoint(nil), p.past[len(p.past)-secondsShown:]...)
	}
	// What is kept ready may have changed by the schedule.
	p.stats.Paid.Set(now, float64(max(p.stats.Use.Busy(), p.config.Function.ProvisionedAt(now))))
}

// ready counts environments that wait for work.
func (p *functionPart) ready(w *world) int {
	if n, ok := w.sim.Node(p.ids[0]).(*service.Node); ok {
		return n.Ready(w.sim.Env(p.ids[0]))
	}
	return 0
}

// starting counts environments that are being made.
func (p *functionPart) starting(w *world) int {
	if n, ok := w.sim.Node(p.ids[0]).(*service.Node); ok {
		return n.Starting(w.sim.Env(p.ids[0]))
	}
	return 0
}

func (p *functionPart) measures(w *world) []measure {
	list := []measure{
		{name: "busy", unit: metric.UnitCount, value: func() float64 { return float64(p.stats.Use.Busy()) }},
		{name: "ready", unit: metric.UnitCount, value: func() float64 { return float64(p.ready(w)) }},
		{name: "cold-starts", unit: metric.UnitCount, value: func() float64 { return float64(p.stats.Cold) }},
		{name: "cost", unit: metric.UnitMoney, value: func() float64 { return p.stats.Paid.Total(w.sim.Now()) / 3600 * p.spec.Float("cost") }},
		{name: "cost-an-hour", unit: metric.UnitMoney, value: func() float64 { return p.stats.Paid.Value() * p.spec.Float("cost") }},
	}
	for _, c := range service.Counters() {
		list = append(list, measure{name: c.Name, unit: metric.UnitCount, value: func() float64 { return float64(c.Of(&p.stats)) }})
	}
	return list
}

func (p *functionPart) view(w *world, s *Snapshot) {
	f := p.config.Function
	v := Scaling{Component: p.spec.Name, Mode: "function", Least: f.ProvisionedAt(w.sim.Now()), Most: f.Limit,
		Running: p.stats.Use.Busy() - p.starting(w), Booting: p.starting(w), Ready: p.ready(w), Boot: f.ColdStart.Mean()}
	v.Start, v.Points = pointsShown(p.past)
	s.Scalings = append(s.Scalings, v)
}

func (p *functionPart) detail(w *world, _ sim.NodeID) string {
	return fmt.Sprintf("%s in progress, %s ready", noun.Count(int(p.stats.Use.Busy()), "request"), noun.Count(p.ready(w), "environment"))
}

func (p *functionPart) sends() []string { return edgesOf(p.config.Calls) }

// answersFrom implements answering.
func (p *functionPart) answersFrom(writes bool) []string { return answersOf(p.config, writes) }
