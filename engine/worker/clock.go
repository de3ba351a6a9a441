package worker

import (
	"fmt"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Schedule is work that is due again and again, by the instance's own clock.
type Schedule struct {
	Every   time.Duration
	Overlap Overlap
	Missed  Missed
}

// Overlap is what happens when a run is due while the one before goes on.
type Overlap string

// The choices.
const (
	OverlapAllow Overlap = "allow" // both run
	OverlapSkip  Overlap = "skip"  // the new one is left out
	OverlapWait  Overlap = "wait"  // the new one runs after the old one
)

// Missed is what happens to runs that were due while the instance was down.
type Missed string

// The choices.
const (
	MissedSkip Missed = "skip"
	MissedOnce Missed = "once" // one run stands for all
	MissedAll  Missed = "all"
)

// Diary is told of the runs of a schedule.
type Diary interface {
	// Started numbers a run.
	Started(run int64) uint64
	Skipped(run int64)
	// Overlapped is told of a run that began while another went on.
	Overlapped(run int64)
}

// catchUp bounds how many missed runs are made up for.
const catchUp = 100

// ticker makes work by the clock. What it last began is on disk.
type ticker struct {
	n     *Node
	diary Diary
}

// NewTicker returns an instance whose work is due by the clock.
func NewTicker(c *Config, s *Stats, d *request.Directory, w Witness, diary Diary) *Node {
	n := newNode(c, s, d, w)
	n.source = &ticker{n, diary}
	return n
}

func (k *ticker) run(env *sim.Env) int64 {
	return int64(env.Clock() / clock.FromDuration(k.n.config.Schedule.Every))
}

func (k *ticker) begin(env *sim.Env) {
	now := k.run(env)
	if last, ok := env.Disk().Content.(int64); ok && now > last {
		first := last + 1
		switch k.n.config.Schedule.Missed {
		case MissedSkip:
			first = now + 1
		case MissedOnce:
			first = now
		}
		for run := max(first, now-catchUp); run <= now; run++ {
			k.start(env, run)
		}
	}
	env.Disk().Content = now
	k.wait(env)
}

// wait sets the timer for the next run.
func (k *ticker) wait(env *sim.Env) {
	every := clock.FromDuration(k.n.config.Schedule.Every)
	next := (env.Clock()/every + 1) * every
	env.After(next.Sub(env.Clock()), sourceTimer, 0)
}

func (k *ticker) timeout(env *sim.Env, _ sim.Timer) {
	last, _ := env.Disk().Content.(int64)
	if run := k.run(env); run > last { // a clock that was set back runs nothing twice
		env.Disk().Content = run
		if !k.n.Idle() && k.n.config.Schedule.Overlap == OverlapSkip {
			k.diary.Skipped(run)
			env.Note(0, RunSkipped{Worker: env.Self(), Run: run})
		} else {
			k.start(env, run)
		}
	}
	k.wait(env)
}

func (k *ticker) start(env *sim.Env, run int64) {
	t := Task{Body: fmt.Sprintf("run-%d", run), Terms: request.Terms{ID: fmt.Sprintf("%s-%d", k.n.config.Name, run)}, Source: env.Self()}
	t.Job = k.diary.Started(run)
	switch {
	case !k.n.give(env, t):
		k.diary.Skipped(run)
	case len(k.n.busy) > 1:
		k.diary.Overlapped(run)
	}
}

func (*ticker) receive(*sim.Env, sim.Message) {}
func (*ticker) refill(*sim.Env)               {}

func (*ticker) acknowledge(*sim.Env, *Task) {}
func (*ticker) over(*sim.Env, *Task)        {}

// fail leaves a run that failed as it is: the next is due soon.
func (*ticker) fail(*sim.Env, *Task) {}

// RunSkipped is the fact that a run was left out, because the one before went on.
type RunSkipped struct {
	Worker sim.NodeID
	Run    int64
}

// Sentence implements sim.Fact.
func (r RunSkipped) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s leaves run %d out: the one before has not ended", name(r.Worker), r.Run)
}

// Weight implements sim.Fact.
func (RunSkipped) Weight() sim.Weight { return sim.Warning }
