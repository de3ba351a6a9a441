package engine

import (
	"slices"

	"netsplit/engine/check"
	"netsplit/engine/clock"
	"netsplit/engine/metric"
	"netsplit/engine/queue"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

type queuePart struct {
	member
	config *queue.Config
	stats  queue.Stats
	ledger ledger
	now    func() clock.Time
}

// ledger is the evidence of what became of jobs.
type ledger struct {
	accepted  []check.Job
	processed []uint64
	times     map[uint64]int // how often each recent job was worked on
	changed   clock.Time

	duplicates int // times that a job was worked on again
}

// ledgerLimit bounds the evidence of a long run. Beyond it the check
// at-least-once says that it can't know.
const ledgerLimit = 200_000

// Accepted implements queue.Ledger.
func (p *queuePart) Accepted(job, operation uint64, _ string) {
	p.ledger.changed = p.now()
	if len(p.ledger.accepted) < ledgerLimit {
		p.ledger.accepted = append(p.ledger.accepted, check.Job{ID: job, Operation: operation})
	}
}

// Processed implements queue.Ledger.
func (p *queuePart) Processed(job uint64, _ sim.NodeID) {
	p.ledger.changed = p.now()
	p.ledger.times[job]++
	if p.ledger.times[job] > 1 {
		p.ledger.duplicates++
	}
	if job > ledgerLimit { // numbers grow: what is that old is not delivered again
		delete(p.ledger.times, job-ledgerLimit)
	}
	if len(p.ledger.processed) < 2*ledgerLimit {
		p.ledger.processed = append(p.ledger.processed, job)
	}
}

// Acknowledged implements queue.Ledger.
func (p *queuePart) Acknowledged(uint64) { p.ledger.changed = p.now() }

// Dead implements queue.Ledger.
func (p *queuePart) Dead(uint64) { p.ledger.changed = p.now() }

func (p *queuePart) build(w *world) {
	p.now = w.sim.Now
	p.ledger.times = map[uint64]int{}
	p.config = &queue.Config{}
	p.configure(p.spec)
	p.spawn(w, func() sim.Node { return queue.New(p.config, &p.stats, p) })
}

func (p *queuePart) configure(c scenario.Component) {
	p.config.VisibilityTimeout = c.Duration("visibility-timeout")
	p.config.MaxReceives = c.Int("max-receives")
	p.config.Capacity = c.Int("capacity")
	p.config.Time = c.Distribution("time")
}

func (p *queuePart) set(_ *world, parameter string, c scenario.Component) error {
	if parameter == "zones" {
		return errFixed(parameter)
	}
	p.configure(c)
	return nil
}

// counts are the jobs that wait, that workers have, and the dead letters.
func (p *queuePart) counts(w *world) (waiting, flying, dead int) {
	jobs, buried := queue.Jobs(w.sim.Disk(p.ids[0]))
	for _, j := range jobs {
		if j.InFlight() {
			flying++
		} else {
			waiting++
		}
	}
	return waiting, flying, len(buried)
}

func (p *queuePart) quiet(w *world) bool {
	waiting, flying, _ := p.counts(w)
	if waiting+flying == 0 {
		return true
	}
	// Jobs that nobody takes are at rest as well.
	return w.sim.Now().Sub(p.ledger.changed) > 2*p.config.VisibilityTimeout
}

func (p *queuePart) measures(w *world) []measure {
	count := func(name string, f func() int) measure {
		return measure{name: name, unit: metric.UnitCount, value: func() float64 { return float64(f()) }}
	}
	return []measure{
		count("depth", func() int { n, _, _ := p.counts(w); return n }),
		count("in-flight", func() int { _, n, _ := p.counts(w); return n }),
		count("dead-letters", func() int { _, _, n := p.counts(w); return n }),
		count("sent", func() int { return p.stats.Sent }),
		count("delivered", func() int { return p.stats.Delivered }),
		count("redelivered", func() int { return p.stats.Redelivered }),
		count("acknowledged", func() int { return p.stats.Acknowledged }),
		count("refused", func() int { return p.stats.Refused }),
		count("duplicates", func() int { return p.ledger.duplicates }),
	}
}

func (p *queuePart) view(w *world, s *Snapshot) {
	now := w.sim.Now()
	v := Queue{Component: p.spec.Name, Sent: p.stats.Sent, Delivered: p.stats.Delivered,
		Acknowledged: p.stats.Acknowledged, Redelivered: p.stats.Redelivered}
	v.Depth, v.InFlight, v.Dead = p.counts(w)
	jobs, _ := queue.Jobs(w.sim.Disk(p.ids[0]))
	for _, j := range jobs[:min(100, len(jobs))] {
		job := Job{ID: j.ID, Body: j.Body, Receives: j.Receives, InFlight: j.InFlight(), Age: now.Sub(j.Sent)}
		if j.InFlight() {
			job.Worker, job.VisibleIn = w.sim.Name(j.Worker), max(0, j.Visible.Sub(now))
		}
		v.Jobs = append(v.Jobs, job)
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

// atLeastOnce checks that every job whose sender was told so was worked on,
// or is still there.
func (p *queuePart) atLeastOnce(w *world) check.Verdict {
	if len(p.ledger.accepted) >= ledgerLimit || len(p.ledger.processed) >= 2*ledgerLimit {
		return check.Verdict{Name: "at-least-once", Unknown: true,
			Explanation: "More than 200,000 jobs were sent: the run is too long for this check."}
	}
	var promised []check.Job
	for _, j := range p.ledger.accepted {
		// A job whose sender never heard back was not promised.
		if w.operations.acknowledged(j.Operation) {
			promised = append(promised, j)
		}
	}
	jobs, dead := queue.Jobs(w.sim.Disk(p.ids[0]))
	var kept []uint64
	for _, j := range slices.Concat(jobs, dead) {
		kept = append(kept, j.ID)
	}
	return check.AtLeastOnce(promised, p.ledger.processed, kept)
}
