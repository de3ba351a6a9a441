package engine

import (
	"netsplit/engine/metric"
	"netsplit/engine/queue"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

type workerPart struct {
	member
	config *queue.WorkerConfig
	done   int
}

func (p *workerPart) build(w *world) {
	p.config = &queue.WorkerConfig{From: p.spec.Text("from"), Time: p.spec.Distribution("time")}
	_ = p.add(w, p.spec.Int("instances")) // a worker pool can always grow
}

func (p *workerPart) set(_ *world, parameter string, c scenario.Component) error {
	if parameter != "time" {
		return errFixed(parameter)
	}
	p.config.Time = c.Distribution("time")
	return nil
}

func (p *workerPart) add(w *world, count int) error {
	for range count {
		id := p.spawn(w, func() sim.Node {
			return queue.NewWorker(p.config, w.directory, w.parts[p.config.From].(*queuePart), &p.done)
		})
		w.sim.Start(id)
	}
	return nil
}

func (p *workerPart) remove(w *world, id sim.NodeID) error {
	p.drop(w, id)
	return nil
}

func (p *workerPart) slots(w *world) []WorkerSlot {
	var out []WorkerSlot
	for _, id := range p.ids {
		slot := WorkerSlot{Node: w.sim.Name(id)}
		if n, ok := w.sim.Node(id).(*queue.Worker); ok {
			slot.Job = n.Job()
		}
		out = append(out, slot)
	}
	return out
}

func (p *workerPart) measures(w *world) []measure {
	return []measure{
		{name: "instances", unit: metric.UnitCount, value: func() float64 { return float64(len(p.ids)) }},
		{name: "up", unit: metric.UnitCount, value: func() float64 { return float64(p.up(w)) }},
		{name: "done", unit: metric.UnitCount, value: func() float64 { return float64(p.done) }},
		{name: "busy", unit: metric.UnitCount, value: func() float64 {
			n := 0
			for _, s := range p.slots(w) {
				if s.Job != "" {
					n++
				}
			}
			return float64(n)
		}},
	}
}

func (p *workerPart) view(w *world, s *Snapshot) {
	s.Workers = append(s.Workers, Worker{Component: p.spec.Name, Busy: p.slots(w), Done: p.done})
}

func (p *workerPart) detail(w *world, id sim.NodeID) string {
	if n, ok := w.sim.Node(id).(*queue.Worker); ok {
		return n.Detail()
	}
	return ""
}

func (p *workerPart) sends() []string { return []string{p.spec.Text("from")} }
