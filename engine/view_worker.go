package engine

import "netsplit/engine/worker"

// Worker is a component that takes work from a queue, a topic or a stream.
type Worker struct {
	Component   string
	From        string
	Busy        []WorkerSlot
	Done        int
	Failed      int
	Skipped     int // known to be done before
	Booting     int
	Max         int // instances; 0: the number is fixed
	Utilisation float64
}

// WorkerSlot is one worker instance.
type WorkerSlot struct {
	Node   string
	Job    string // what it has worked on for longest, "" when idle
	Busy   int    // how much it works on
	AtHand int    // what waits inside it
}

func (p *workerPart) slots(w *world) []WorkerSlot {
	var out []WorkerSlot
	for _, id := range p.ids {
		slot := WorkerSlot{Node: w.sim.Name(id)}
		if n, ok := w.sim.Node(id).(*worker.Node); ok {
			work := n.Work()
			slot.Busy, slot.AtHand = len(work), n.AtHand()
			if len(work) > 0 {
				slot.Job = work[0]
			}
		}
		out = append(out, slot)
	}
	return out
}

func (p *workerPart) view(w *world, s *Snapshot) {
	v := Worker{Component: p.spec.Name, From: p.config.From, Busy: p.slots(w), Booting: p.pool.booting, Max: p.pool.most,
		Utilisation: p.config.Use.Overall(w.sim.Now())}
	v.Done = int(p.sum(func(s *worker.Stats) int { return s.Done })())
	v.Failed = int(p.sum(func(s *worker.Stats) int { return s.Failed })())
	v.Skipped = int(p.sum(func(s *worker.Stats) int { return s.Skipped })())
	s.Workers = append(s.Workers, v)
}
