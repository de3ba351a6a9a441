package engine

import (
	"slices"

	"netsplit/engine/metric"
	"netsplit/engine/request"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
	"netsplit/engine/worker"
)

type workerPart struct {
	member
	w      *world
	config *worker.Config
	stats  map[sim.NodeID]*worker.Stats
	gone   worker.Stats // of members removed
	pool   pool
	runs   runs // of a schedule
}

// workerFrom is where a worker's jobs come from; "" for a schedule.
func workerFrom(c scenario.Component) string {
	if from := c.List("from"); len(from) > 0 {
		return from[0]
	}
	return ""
}

// employer is a part that workers take their work from.
type employer interface {
	worker.Witness
	// hire makes an instance of a pool of workers.
	hire(w *world, pool string, c *worker.Config, s *worker.Stats) sim.Node
	// waiting is how much work is there for a pool that nobody has taken.
	waiting(w *world, pool string) int
}

func (p *queuePart) hire(w *world, _ string, c *worker.Config, s *worker.Stats) sim.Node {
	return worker.NewPull(c, s, w.directory, p)
}

func (p *queuePart) waiting(w *world, _ string) int {
	c := p.contents(w)
	return c.Total() - c.InFlight() - c.Delayed()
}

func (p *workerPart) employer(w *world) employer {
	if p.config.From == "" {
		return p
	}
	return w.parts[p.config.From].(employer)
}

func (p *workerPart) build(w *world) {
	p.w, p.stats = w, map[sim.NodeID]*worker.Stats{}
	p.runs.ledger, p.runs.numbers = newLedger(), map[int64]uint64{}
	p.config = &worker.Config{Name: p.spec.Name, From: workerFrom(p.spec), Draining: map[sim.NodeID]bool{}, Use: metric.NewUtilisation(0)}
	if size := p.spec.Duration("window"); size > 0 {
		p.config.Windows = worker.NewWindows(size, p.spec.Duration("lateness"))
	}
	for _, name := range p.spec.List("calls") {
		p.config.Calls = append(p.config.Calls, worker.Call{Component: name, Verb: w.verbFor(name)})
	}
	p.pool = newPool()
	p.configure(p.spec)
	for range p.spec.Int("instances") {
		p.instance(w) // starts with the others, when what it takes its work from exists
	}
	p.count(w)
}

// verbFor is how a component is given a message.
func (w *world) verbFor(name string) request.Verb {
	switch w.kind(name) {
	case "queue":
		return request.Send
	case "topic":
		return request.Publish
	case "stream":
		return request.Append
	}
	return request.Put
}

func (p *workerPart) configure(c scenario.Component) {
	p.config.Time = c.Distribution("time")
	p.config.Prefetch = c.Int("prefetch")
	p.config.Early = c.Text("acknowledge") == "before"
	p.config.Batch, p.config.Tries = c.Int("batch"), c.Int("tries")
	p.config.Fails, p.config.Poison = c.Ratio("fails"), c.Ratio("poison")
	p.config.Timeout = c.Duration("timeout")
	p.config.Concurrency = c.Int("concurrency")
	switch on := c.Bool("deduplicate"); {
	case on && p.config.Memory == nil:
		p.config.Memory = worker.NewMemory() // it knows what is done from now on
	case !on:
		p.config.Memory = nil
	}
	if p.config.Windows != nil {
		p.config.Windows.Lateness = c.Duration("lateness")
	}
	p.schedule(c)
	p.pool.configure(c)
}

func (p *workerPart) set(w *world, parameter string, c scenario.Component) error {
	switch parameter {
	case "from", "every", "window", "instances", "zones", "calls":
		return errFixed(parameter)
	case "max-instances":
		if c.Int(parameter) == 0 || p.pool.most == 0 {
			return errFixed(parameter)
		}
	}
	p.configure(c)
	for _, id := range p.ids {
		p.stats[id].Use.Resize(w.sim.Now(), p.config.Concurrency)
	}
	p.count(w)
	return nil
}

func (p *workerPart) add(w *world, count int) error {
	for range count {
		w.sim.Start(p.instance(w))
	}
	p.count(w)
	return nil
}

// instance makes a member of the pool.
func (p *workerPart) instance(w *world) sim.NodeID {
	s := &worker.Stats{Use: metric.NewUtilisation(p.config.Concurrency)}
	id := p.spawn(w, func() sim.Node { return p.employer(w).hire(w, p.spec.Name, p.config, s) })
	p.stats[id] = s
	return id
}

// count notes how many instances there are now.
func (p *workerPart) count(w *world) {
	now := w.sim.Now()
	p.config.Use.Resize(now, len(p.ids)*p.config.Concurrency)
	p.pool.instances.Set(now, len(p.ids))
	p.pool.peak = max(p.pool.peak, len(p.ids))
}

// remove lets an instance finish what it has; it gets nothing new.
func (p *workerPart) remove(w *world, id sim.NodeID) error {
	p.config.Draining[id] = true
	p.ids = slices.DeleteFunc(p.ids, func(o sim.NodeID) bool { return o == id })
	w.directory.Set(p.spec.Name, p.ids)
	w.leaving = append(w.leaving, departure{p, id})
	p.count(w)
	return nil
}

// left implements departing.
func (p *workerPart) left(id sim.NodeID) bool {
	n, ok := p.w.sim.Node(id).(*worker.Node)
	if ok && !n.Left() {
		return false
	}
	s := p.stats[id]
	p.gone.Done += s.Done
	p.gone.Failed += s.Failed
	p.gone.Skipped += s.Skipped
	delete(p.stats, id)
	return true
}

// halted implements attentive: what it worked on is lost.
func (p *workerPart) halted(id sim.NodeID) {
	if s := p.stats[id]; s != nil {
		worker.Occupy(p.w.sim.Now(), p.config, s, 0)
	}
}

func (p *workerPart) quiet(w *world) bool {
	for _, id := range p.ids {
		if n, ok := w.sim.Node(id).(*worker.Node); ok && !n.Idle() {
			return w.sim.Now().Sub(w.disturbed) > quietPatience/2 // it works for longer than anybody waits
		}
	}
	return true
}

func (p *workerPart) sum(f func(*worker.Stats) int) func() float64 {
	return func() float64 {
		n := f(&p.gone)
		for _, s := range p.stats { // order-free: a sum
			n += f(s)
		}
		return float64(n)
	}
}

// windows measures what a worker that counts in windows has counted.
func (p *workerPart) windows() []measure {
	windows := p.config.Windows
	if windows == nil {
		return nil
	}
	return []measure{
		{name: "windows", unit: metric.UnitCount, value: func() float64 { return float64(windows.Finished) }},
		{name: "late", unit: metric.UnitCount, value: func() float64 { return float64(windows.Late) }},
		{name: "last-window", unit: metric.UnitCount, value: func() float64 {
			if n := len(windows.Latest); n > 0 {
				return float64(windows.Latest[n-1].Count)
			}
			return 0
		}},
	}
}

func (p *workerPart) measures(w *world) []measure {
	return append(append(p.runs.measures(p), p.windows()...), []measure{
		{name: "instances", unit: metric.UnitCount, value: func() float64 { return float64(len(p.ids)) }},
		{name: "peak-instances", unit: metric.UnitCount, value: func() float64 { return float64(p.pool.peak) }},
		{name: "instance-seconds", unit: metric.UnitSeconds, value: func() float64 {
			return p.pool.instances.Overall(w.sim.Now()) * w.sim.Now().Seconds()
		}},
		{name: "up", unit: metric.UnitCount, value: func() float64 { return float64(p.up(w)) }},
		{name: "done", unit: metric.UnitCount, value: p.sum(func(s *worker.Stats) int { return s.Done })},
		{name: "failed", unit: metric.UnitCount, value: p.sum(func(s *worker.Stats) int { return s.Failed })},
		{name: "skipped", unit: metric.UnitCount, value: p.sum(func(s *worker.Stats) int { return s.Skipped })},
		{name: "busy", unit: metric.UnitCount, value: func() float64 { return float64(p.config.Use.Busy()) }},
		{name: "utilisation", unit: metric.UnitRatio, value: func() float64 { return p.config.Use.Overall(w.sim.Now()) }},
	}...)
}

func (p *workerPart) detail(w *world, id sim.NodeID) string {
	if n, ok := w.sim.Node(id).(*worker.Node); ok {
		return n.Detail()
	}
	return ""
}

func (p *workerPart) sends() []string {
	var out []string
	if p.config.From != "" {
		out = append(out, p.config.From)
	}
	for _, c := range p.config.Calls {
		out = append(out, c.Component)
	}
	return out
}
