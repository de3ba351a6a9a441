package engine

import (
	"time"

	"netsplit/engine/check"
	"netsplit/engine/metric"
	"netsplit/engine/queue"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
	"netsplit/engine/worker"
)

type queuePart struct {
	member
	w      *world
	config *queue.Config
	stats  queue.Stats
	ledger *ledger
}

// Accepted implements queue.Ledger.
func (p *queuePart) Accepted(j queue.Job) uint64 {
	return p.ledger.accept(check.Message{Operation: j.Operation, Body: j.Body, Group: j.Terms.Key, Accepted: p.w.sim.Now()})
}

// Worked implements worker.Witness.
func (p *queuePart) Worked(t worker.Task, by sim.NodeID) {
	p.ledger.work(t.Job, p.w.sim.Name(by), p.w.sim.Now())
}

// Acknowledged implements queue.Ledger.
func (p *queuePart) Acknowledged(uint64) { p.ledger.changed = p.w.sim.Now() }

// Dead implements queue.Ledger.
func (p *queuePart) Dead(job uint64, dead bool) {
	p.ledger.changed = p.w.sim.Now()
	if m := p.ledger.get(job); m != nil {
		m.Dead = dead
	}
}

func (p *queuePart) build(w *world) {
	p.w = w
	p.ledger = newLedger()
	p.config = &queue.Config{FIFO: p.spec.Bool("fifo"), Durable: p.spec.Bool("durable")}
	p.configure(p.spec)
	p.spawn(w, func() sim.Node { return queue.New(p.config, &p.stats, p) })
}

func (p *queuePart) configure(c scenario.Component) {
	p.config.VisibilityTimeout = c.Duration("visibility-timeout")
	p.config.MaxReceives = c.Int("max-receives")
	p.config.RetryDelay = c.Duration("retry-delay")
	p.config.Delay = c.Duration("delay")
	p.config.Capacity = c.Int("capacity")
	p.config.Hold = c.Text("when-full") == "hold"
	p.config.RetryAfter = c.Duration("retry-after")
	p.config.Deduplicate = c.Duration("deduplicate")
	p.config.Time = c.Distribution("time")
}

func (p *queuePart) set(_ *world, parameter string, c scenario.Component) error {
	switch parameter {
	case "zones", "fifo", "durable":
		return errFixed(parameter)
	}
	p.configure(c)
	return nil
}

func (p *queuePart) node(w *world) *queue.Node {
	n, _ := w.sim.Node(p.ids[0]).(*queue.Node)
	return n
}

func (p *queuePart) contents(w *world) queue.Contents {
	return queue.Look(p.node(w), w.sim.Disk(p.ids[0]))
}

func (p *queuePart) quiet(w *world) bool {
	if p.contents(w).Total() == 0 {
		return true
	}
	// Jobs that nobody takes are at rest as well: those for which no worker asked.
	return w.sim.Now().Sub(p.ledger.changed) > max(2*p.config.VisibilityTimeout, 2*queue.Patience, p.config.Delay)
}

// redrive puts the dead letters back.
func (p *queuePart) redrive(w *world) (int, bool) {
	n := p.node(w)
	if n == nil {
		return 0, false
	}
	return n.Redrive(w.sim.Env(p.ids[0])), true
}

func (p *queuePart) measures(w *world) []measure {
	lost := counted("lost", func() int { return p.lost(w) })
	lost.heavy = true
	return []measure{
		counted("depth", func() int { c := p.contents(w); return c.Total() - c.InFlight() }),
		counted("in-flight", func() int { return p.contents(w).InFlight() }),
		counted("delayed", func() int { return p.contents(w).Delayed() }),
		counted("dead-letters", func() int { return len(p.contents(w).Dead()) }),
		counted("sent", func() int { return p.stats.Sent }),
		counted("delivered", func() int { return p.stats.Delivered }),
		counted("redelivered", func() int { return p.stats.Redelivered }),
		counted("failed", func() int { return p.stats.Failed }),
		counted("acknowledged", func() int { return p.stats.Acknowledged }),
		counted("refused", func() int { return p.stats.Refused }),
		counted("held", func() int { return p.stats.Held }),
		counted("copies", func() int { return p.stats.Copies }),
		counted("duplicates", func() int { return p.ledger.duplicates }),
		counted("out-of-order", func() int { return p.ledger.disorder }),
		lost,
		{name: "oldest-age", unit: metric.UnitSeconds, value: func() float64 { return p.oldest(w).Seconds() }},
	}
}

// oldest is how long ago the oldest job was sent.
func (p *queuePart) oldest(w *world) time.Duration {
	if j, ok := p.contents(w).Oldest(); ok {
		return w.sim.Now().Sub(j.Sent)
	}
	return 0
}

// kept reports whether a job is still there, or was at least until dead letters
// had to make room.
func (p *queuePart) kept(w *world) func(uint64) bool {
	c := p.contents(w)
	dead := map[uint64]bool{}
	for _, j := range c.Dead() {
		dead[j.ID] = true
	}
	return func(id uint64) bool { return dead[id] || c.Holds(id) }
}

// lost counts the jobs that senders were promised, nobody did, and that are
// nowhere any more.
func (p *queuePart) lost(w *world) int {
	return len(check.Lost(p.promised(w), p.kept(w)))
}

// promised are the jobs whose senders were told that they were accepted. A
// job without an operation was sent by a part of the system itself.
func (p *queuePart) promised(w *world) []check.Message {
	var out []check.Message
	for _, m := range p.ledger.entries {
		if m.Operation == 0 || w.operations.acknowledged(m.Operation) {
			out = append(out, m)
		}
	}
	return out
}

// judge decides a check on the jobs.
func (p *queuePart) judge(w *world, name string) (check.Verdict, bool) {
	long := func() (check.Verdict, bool) {
		return check.Verdict{Name: name, Unknown: true,
			Explanation: "So many jobs were sent that the beginning of the run is no longer kept: check a shorter run."}, true
	}
	switch name {
	case "at-least-once":
		if !p.ledger.whole() {
			return long()
		}
		return check.AtLeastOnce(p.promised(w), p.kept(w)), true
	case "exactly-once":
		if !p.ledger.whole() {
			return long()
		}
		return check.ExactlyOnce(p.promised(w), p.kept(w)), true
	case "ordered":
		return check.Ordered(p.ledger.entries), true
	}
	return check.Verdict{}, false
}

func (p *queuePart) view(w *world, s *Snapshot) {
	now := w.sim.Now()
	c := p.contents(w)
	v := Queue{Component: p.spec.Name, Sent: p.stats.Sent, Delivered: p.stats.Delivered,
		Acknowledged: p.stats.Acknowledged, Redelivered: p.stats.Redelivered,
		Depth: c.Total() - c.InFlight(), InFlight: c.InFlight(), Dead: len(c.Dead()), Delayed: c.Delayed(),
		Capacity: p.config.Capacity, Refused: p.stats.Refused, Duplicates: p.ledger.duplicates, Disorder: p.ledger.disorder,
		FIFO: p.config.FIFO, Oldest: p.oldest(w), Changed: p.ledger.changed}
	if n := p.node(w); n != nil {
		v.Held = n.Waiting()
	}
	all := c.Jobs()
	for _, j := range all[:min(jobsShown, len(all))] {
		v.Jobs = append(v.Jobs, p.viewJob(w, j, now))
	}
	dead := c.Dead()
	for _, j := range dead[max(0, len(dead)-jobsShown):] {
		v.DeadLetters = append(v.DeadLetters, p.viewJob(w, j, now))
	}
	s.Queues = append(s.Queues, v)
}

func (p *queuePart) detail(w *world, id sim.NodeID) string {
	if n, ok := w.sim.Node(id).(*queue.Node); ok {
		return n.Detail()
	}
	return ""
}

func (p *queuePart) sends() []string { return nil }
