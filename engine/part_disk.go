package engine

import (
	"slices"
	"strconv"

	"netsplit/engine/check"
	"netsplit/engine/metric"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
	"netsplit/engine/storage"
)

type diskPart struct {
	member
	config     *storage.Config
	stats      *storage.Stats
	controller sim.NodeID
	disks      []sim.NodeID
}

func newDiskPart(c scenario.Component) part { return &diskPart{member: member{spec: c}} }

// build makes the disks and the controller. Only the controller is asked; it
// has the name of the component.
func (p *diskPart) build(w *world) {
	p.stats = &storage.Stats{}
	level, _ := strconv.Atoi(p.spec.Text("level")) // the table allows only numbers
	p.config = &storage.Config{Level: storage.Level(level), Stripes: int64(p.spec.Bytes("size")) / storage.BlockBytes}
	p.configure(p.spec)
	for range p.spec.Int("disks") {
		p.spawn(w, func() sim.Node {
			return storage.NewDisk(p.config, func() sim.NodeID { return p.controller }, func() bool { return w.sim.Node(p.controller) != nil })
		})
	}
	p.disks = slices.Clone(p.ids)
	p.config.Disks = p.disks
	p.controller = w.addNode(p.spec.Name+"-controller", p.spec, "", func() sim.Node { return storage.NewController(p.config, p.stats) })
	p.ids = append(p.ids, p.controller)
	w.directory.Set(p.spec.Name, []sim.NodeID{p.controller})
}

func (p *diskPart) configure(c scenario.Component) {
	p.config.Timeout, p.config.Rebuild = c.Duration("timeout"), c.Rate("rebuild")
	p.config.Time, p.config.Line = c.Distribution("time"), c.Int("queue")
}

func (p *diskPart) set(_ *world, parameter string, c scenario.Component) error {
	switch parameter {
	case "level", "disks", "size", "zones":
		return errFixed(parameter)
	}
	p.configure(c)
	return nil
}

func (p *diskPart) node(w *world) *storage.Controller {
	n, _ := w.sim.Node(p.controller).(*storage.Controller)
	return n
}

// number measures something of the controller; 0 while it is down.
func (p *diskPart) number(w *world, f func(*storage.Controller) float64) func() float64 {
	return func() float64 {
		if n := p.node(w); n != nil {
			return f(n)
		}
		return 0
	}
}

// out reports whether a disk is down.
func (p *diskPart) out(w *world) func(disk int) bool {
	return func(disk int) bool { return w.sim.Node(p.disks[disk]) == nil }
}

// good counts the disks that hold all they should, as the controller sees it.
func good(c *storage.Controller) float64 {
	n := 0.0
	states, _ := c.States()
	for _, s := range states {
		if s == storage.Good {
			n++
		}
	}
	return n
}

// slowestRebuild is how far the disk is that still has most to get.
func slowestRebuild(c *storage.Controller) float64 {
	_, done := c.States()
	return slices.Min(done)
}

func (p *diskPart) measures(w *world) []measure {
	s := p.stats
	return []measure{
		{name: "usable-bytes", unit: metric.UnitBytes, value: p.number(w, func(c *storage.Controller) float64 { return float64(c.Usable()) })},
		{name: "good", unit: metric.UnitCount, value: p.number(w, good)},
		{name: "rebuilt", unit: metric.UnitRatio, value: p.number(w, slowestRebuild)},
		{name: "survives", unit: metric.UnitCount, value: p.number(w, func(c *storage.Controller) float64 { return float64(c.Survives(p.out(w))) })},
		counter("reads", &s.Reads),
		counter("writes", &s.Writes),
		counter("transfers", &s.Transfers),
		{name: "transfers-per-request", unit: metric.UnitCount, value: func() float64 { return float64(s.Transfers) / float64(max(1, s.Reads+s.Writes)) }},
		counter("degraded-reads", &s.DegradedReads),
		counter("rebuild-transfers", &s.RebuildMoves),
		counter("rebuilds", &s.Rebuilds),
		{name: "rebuild-seconds", unit: metric.UnitSeconds, value: func() float64 { return s.RebuildTime.Seconds() / float64(max(1, s.Rebuilds)) }},
		counter("data-lost", &s.Lost),
		counter("refused", &s.Refused),
		{name: "lost-writes", unit: metric.UnitCount, heavy: true, value: func() float64 { return float64(p.lost(w).Faults) }},
	}
}

// lost checks what was acknowledged against what the disks that are good give.
func (p *diskPart) lost(w *world) check.Verdict {
	operations, whole := w.operations.of(p.spec.Name)
	if !whole {
		return check.Verdict{Name: "no-lost-writes", Unknown: true, Explanation: tooLong}
	}
	final := map[string]check.FinalState{}
	if n := p.node(w); n != nil {
		n.Each(func(stripe int64, disk int) []byte {
			d, _ := w.sim.Node(p.disks[disk]).(*storage.Disk)
			if d == nil {
				return nil
			}
			return d.Block(stripe)
		}, func(key, value string) { final[key] = check.FinalState{Values: []string{value}, Found: true} })
	}
	return check.NoLostWrites(operations, final)
}

// judge implements judged.
func (p *diskPart) judge(w *world, name string) (check.Verdict, bool) {
	switch name {
	case "linearizable":
		return w.linearizable(p.spec.Name), true
	case "no-lost-writes":
		return p.lost(w), true
	case "sessions":
		return w.sessions(p.spec.Name), true
	case "monotonic-replicas":
		return w.monotonicReplicas(p.spec.Name), true
	}
	return check.Verdict{}, false
}

// quiet: no disk is being filled.
func (p *diskPart) quiet(w *world) bool {
	n := p.node(w)
	if n == nil {
		return true
	}
	states, _ := n.States()
	return !slices.Contains(states, storage.Rebuilding)
}

func (p *diskPart) detail(w *world, id sim.NodeID) string {
	switch n := w.sim.Node(id).(type) {
	case *storage.Disk:
		return n.Detail()
	case *storage.Controller:
		return n.Detail()
	}
	return ""
}

func (p *diskPart) sends() []string { return nil }

func (p *diskPart) view(w *world, s *Snapshot) {
	v := Array{Component: p.spec.Name, Level: int(p.config.Level)}
	n := p.node(w)
	if n != nil {
		v.Usable, v.Survives = n.Usable(), n.Survives(p.out(w))
	}
	for i, id := range p.disks {
		d := ArrayDisk{Node: w.sim.Name(id), State: "unknown"}
		if n != nil {
			states, done := n.States()
			d.State, d.Rebuilt = states[i].String(), done[i]
		}
		if disk, ok := w.sim.Node(id).(*storage.Disk); ok {
			d.Transfers = disk.Done
		}
		v.Disks = append(v.Disks, d)
	}
	s.Arrays = append(s.Arrays, v)
}
