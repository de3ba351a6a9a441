package player

import (
	"errors"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/engine"
	"netsplit/engine/clock"
	"netsplit/engine/scenario"
)

// ErrBusy refuses what can't wait for the end of a jump.
var ErrBusy = errors.New("the run is on its way to another moment; try again when it is there")

// patience is how long, in virtual time, a run that was started by a step goes
// on waiting for its end.
const patience = 30 * time.Second

// Run lets time move.
func (p *Player) Run() tea.Cmd {
	if p.running {
		return nil
	}
	p.stopAt, p.note = stop{}, ""
	return p.start()
}

func (p *Player) start() tea.Cmd {
	if p.jump != nil {
		return nil
	}
	p.running, p.last, p.owed = true, p.options.Now(), 0
	return p.tick()
}

// Pause holds time.
func (p *Player) Pause() {
	p.jump, p.waiting = nil, nil
	if p.running {
		p.pause()
	}
}

func (p *Player) pause() {
	p.running, p.stopAt, p.behind = false, stop{}, 0
	p.ticks++ // the tick on its way is stale
	p.changed()
	p.saveTime(p.options.Now(), true)
}

// Toggle runs or pauses.
func (p *Player) Toggle() tea.Cmd {
	if p.running && p.stopAt == (stop{}) {
		p.Pause()
		return nil
	}
	if p.running { // it ran only until a step was done: now it runs on
		p.stopAt = stop{}
		return nil
	}
	if p.jump != nil {
		p.Pause()
		return nil
	}
	return p.Run()
}

// StepEvent runs exactly one event.
func (p *Player) StepEvent() {
	p.Pause()
	p.note = ""
	if !p.cluster.StepEvent() {
		p.note = "nothing is left to happen"
	}
	p.changed()
	p.saveTime(p.options.Now(), true)
}

// Do carries out a step. While paused, a client operation runs the cluster
// until it has ended: an answer is what was asked for. Steps that let time pass
// run it in the open, and a step with a time waits for it. On the way to another
// moment the step waits for its end, see Waiting.
func (p *Player) Do(step scenario.Step) (op uint64, cmd tea.Cmd, err error) {
	if p.jump != nil {
		return 0, nil, p.await(awaiting{&step})
	}
	p.note = ""
	now := p.cluster.Now()
	if step.Timed && step.At < now {
		return 0, nil, fmt.Errorf("it is already %s: leave out \"at %s\", or go back in time first", now, step.At.Duration())
	}
	if step.Timed && step.At > now {
		p.forget()
		step.Timed = false
		cmd = p.jumpTo(jump{from: now, to: step.At, then: &step, note: "done at " + step.At.String()})
		return 0, cmd, nil
	}
	switch c := step.Command.(type) {
	case scenario.Wait:
		cmd, err = p.SeekBy(c.For)
		return 0, cmd, err
	case scenario.WaitUntil:
		if _, _, err := p.cluster.Holds(c.Condition); err != nil {
			return 0, nil, err
		}
		return 0, p.runUntil(stop{condition: &c.Condition, latest: now.Add(orPatience(c.Timeout))}), nil
	case scenario.WaitQuiet:
		if c.Timeout > longest {
			return 0, nil, ErrTooLong
		}
	}
	op, err = p.cluster.Do(step)
	p.changed()
	if err != nil {
		return 0, nil, err
	}
	p.record(Event{At: now, Step: step.Command.String()})
	if op == 0 {
		return 0, nil, nil
	}
	p.operation = op
	return op, p.runUntil(stop{operation: op, latest: now.Add(patience)}), nil
}

// longest bounds a wait that the cluster does in one go.
const longest = 2 * time.Minute

var ErrTooLong = errors.New("the lab waits for quiet at most 2 minutes; {run-or-pause} runs as long as you like")

func orPatience(d time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return 2 * patience
}

// record adds to the history. What was done later, before a rewind, is dropped.
func (p *Player) record(e Event) {
	p.forget()
	p.history = append(p.history, e)
	p.done++
	p.save(e)
}

func (p *Player) forget() {
	p.history = p.history[:p.done:p.done]
	p.end = p.cluster.Now()
}

// runUntil starts a run that ends by itself, unless time moves already.
func (p *Player) runUntil(s stop) tea.Cmd {
	if p.running && p.stopAt == (stop{}) {
		return nil
	}
	p.stopAt = s
	if p.running {
		return nil
	}
	return p.start()
}

// Next starts the next step of the scenario's own script and runs until it is
// done; while one is in progress it runs on to its end at once. On the way to
// another moment it waits for its end.
func (p *Player) Next() (tea.Cmd, error) {
	if p.jump != nil {
		return nil, p.await(awaiting{})
	}
	if scriptBusy(p.Snapshot()) {
		return p.hurry(), nil
	}
	at, words := p.cluster.Now(), ""
	if step, ok := p.cluster.NextStep(); ok {
		words = step.Command.String()
	}
	if err := p.cluster.DoNext(); err != nil {
		return nil, err
	}
	p.note = ""
	p.changed()
	p.record(Event{At: at, Next: true, Step: words})
	if ops := p.Snapshot().Operations; len(ops) > 0 {
		for _, o := range ops {
			if o.Manual {
				p.operation = max(p.operation, o.ID)
			}
		}
	}
	if !scriptBusy(p.Snapshot()) && !p.pending() {
		return nil, nil
	}
	s := stop{script: true, latest: at.Add(patience)}
	if p.pending() {
		s.operation = p.operation
	}
	return p.runUntil(s), nil
}

// pending reports whether the latest operation by hand has no outcome yet.
func (p *Player) pending() bool {
	o, ok := p.cluster.Operation(p.operation)
	return ok && o.Outcome == engine.Pending
}

// Reset starts the scenario afresh.
func (p *Player) Reset() error {
	p.fork = nil
	if err := p.build(); err != nil {
		return err
	}
	p.ticks++
	p.history, p.end, p.note = nil, 0, "started afresh"
	p.save(Event{Reset: true})
	return nil
}

// Marks are the steps done in the whole history, for the time line.
func (p *Player) Marks() []Mark {
	var out []Mark
	for _, e := range p.history {
		step, err := scenario.ParseStep(e.Step)
		out = append(out, Mark{Time: e.At, Fault: err == nil && IsFault(step.Command)})
	}
	return out
}

// Mark is a step on the time line.
type Mark struct {
	Time  clock.Time
	Fault bool
}

// IsFault reports whether a command harms the cluster.
func IsFault(c scenario.Command) bool {
	switch c := c.(type) {
	case scenario.Crash, scenario.Pause, scenario.Wipe, scenario.Skew, scenario.Partition, scenario.Cut,
		scenario.Loss, scenario.Duplicate, scenario.Reorder, scenario.Bandwidth, scenario.FailZone,
		scenario.Swizzle, scenario.Spike, scenario.HotKey, scenario.Flush, scenario.Remove, scenario.Drop, scenario.Delay:
		return true
	case scenario.Slow:
		return c.By > 0
	}
	return false
}
