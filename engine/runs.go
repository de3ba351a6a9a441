package engine

import (
	"time"

	"netsplit/engine/check"
	"netsplit/engine/clock"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
	"netsplit/engine/worker"
)

// runs is the evidence of what became of the runs of a schedule. A run that
// several instances begin is one run, done twice.
type runs struct {
	ledger  *ledger
	numbers map[int64]uint64 // of the runs of late
	left    int              // out, because the one before went on
	started int
	overlap int // runs that began while another went on
}

// schedule sets what a worker does by the clock.
func (p *workerPart) schedule(c scenario.Component) {
	p.config.Schedule = worker.Schedule{Every: c.Duration("every"), Overlap: worker.Overlap(c.Text("overlap")), Missed: worker.Missed(c.Text("missed"))}
	if p.config.From != "" {
		return
	}
	switch p.config.Schedule.Overlap {
	case worker.OverlapAllow:
		p.config.Concurrency = max(p.config.Concurrency, mostRunsAtOnce)
	case worker.OverlapWait, worker.OverlapSkip:
		p.config.Concurrency = 1
		p.config.Prefetch = mostRunsAtOnce
	}
}

const mostRunsAtOnce = 1000

// hire implements employer: a schedule is its own.
func (p *workerPart) hire(w *world, _ string, c *worker.Config, s *worker.Stats) sim.Node {
	return worker.NewTicker(c, s, w.directory, p, p)
}

func (p *workerPart) waiting(*world, string) int { return 0 }

// Started implements worker.Diary.
func (p *workerPart) Started(run int64) uint64 {
	r := &p.runs
	r.started++
	number, ok := r.numbers[run]
	if !ok {
		number = r.ledger.accept(check.Message{Body: p.spec.Name, Accepted: p.w.sim.Now()})
		r.numbers[run] = number
		delete(r.numbers, run-ledgerLimit)
	}
	return number
}

// Skipped implements worker.Diary.
func (p *workerPart) Skipped(int64) { p.runs.left++ }

// Overlapped implements worker.Diary.
func (p *workerPart) Overlapped(int64) { p.runs.overlap++ }

// Worked implements worker.Witness.
func (p *workerPart) Worked(t worker.Task, by sim.NodeID) {
	p.runs.ledger.work(t.Job, p.w.sim.Name(by), p.w.sim.Now())
}

// due is how many runs a right clock has asked for, the one at time 0 apart.
func (p *workerPart) due() int {
	every := clock.FromDuration(p.config.Schedule.Every)
	return int(p.w.sim.Now() / max(every, clock.FromDuration(time.Microsecond)))
}

func (r *runs) measures(p *workerPart) []measure {
	if p.config.From != "" {
		return nil
	}
	return []measure{
		counted("due", p.due),
		counted("runs", func() int { return r.started }),
		counted("missed", func() int { return max(0, p.due()-len(r.ledger.entries)-r.left) }),
		counted("left-out", func() int { return r.left }),
		counted("overlapping", func() int { return r.overlap }),
		counted("duplicates", func() int { return r.ledger.duplicates }),
	}
}

// judge implements judged: what a schedule promises is that a run is done once.
func (p *workerPart) judge(_ *world, name string) (check.Verdict, bool) {
	if p.config.From != "" || name != "exactly-once" {
		return check.Verdict{}, false
	}
	// What is not done yet counts as kept while somebody works.
	return check.ExactlyOnce(p.runs.ledger.entries, func(uint64) bool { return p.config.Use.Busy() > 0 }), true
}
