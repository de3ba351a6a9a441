package player

import (
	"errors"
	"fmt"

	"netsplit/engine"
	"netsplit/engine/clock"
	"netsplit/engine/scenario"
)

// A fork is a second cluster that is the same until a moment and then goes its
// own way, in lockstep: what is done from then on is done in the first alone, so
// the fork shows what would have happened without it.

// forker is a cluster that can be forked.
type forker interface{ Fork() *engine.Cluster }

// errNoFork refuses where the cluster can't be copied.
var errNoFork = errors.New("this run can't be forked")

// Fork begins a fork now, in place of an earlier one.
func (p *Player) Fork() error {
	c, ok := p.cluster.(forker)
	if !ok {
		return errNoFork
	}
	if p.jump != nil {
		return ErrBusy
	}
	p.fork, p.forked = c.Fork(), p.cluster.Now()
	p.changed()
	return nil
}

// EndFork drops the fork.
func (p *Player) EndFork() {
	p.fork = nil
	p.changed()
}

// Forked is the moment at which the fork began; false: there is none.
func (p *Player) Forked() (clock.Time, bool) { return p.forked, p.fork != nil }

// ForkSnapshot is the fork now, nil where there is none.
func (p *Player) ForkSnapshot() *engine.Snapshot {
	if p.fork == nil {
		return nil
	}
	if p.forkCopied != p.version {
		p.forkShown, p.forkCopied = p.fork.Snapshot(), p.version
	}
	return &p.forkShown
}

// DoInFork carries out a step in the fork alone. It is no part of the sitting.
func (p *Player) DoInFork(step scenario.Step) error {
	if p.fork == nil {
		return errors.New("there is no fork: F begins one")
	}
	switch step.Command.(type) {
	case scenario.Wait, scenario.WaitUntil, scenario.WaitQuiet:
		return errors.New("the two runs keep the same time: wait in both, without fork")
	}
	if step.Timed {
		return fmt.Errorf("a step in the fork is done at once: leave out %q", "at "+step.At.String())
	}
	_, err := p.fork.Do(step)
	p.changed()
	return err
}

// keepPace brings the fork to the time of the run.
func (p *Player) keepPace() {
	if p.fork == nil || p.jump != nil && p.fork.Now() > p.cluster.Now() {
		return // on the way back: once it is there
	}
	now := p.cluster.Now()
	switch at := p.fork.Now(); {
	case now < p.forked:
		p.fork = nil
		p.note = "the fork is gone: it began later"
	case at < now:
		p.fork.Advance(now.Sub(at))
	case at > now:
		if p.fork.Seek(now) != nil {
			p.fork = nil
		}
	}
}

// StepBack undoes the latest event, and the steps that were taken since.
func (p *Player) StepBack() error {
	c, ok := p.cluster.(interface{ StepBack() error })
	if !ok {
		return errors.New("this run can't step back")
	}
	p.Pause()
	if err := c.StepBack(); err != nil {
		return err
	}
	now := p.cluster.Now()
	steps := len(p.cluster.Recording())
	for p.done > 0 && (p.history[p.done-1].At > now || p.done > steps) {
		p.done--
	}
	p.note = ""
	// What was done after it is undone with it: it does not happen again.
	undone := len(p.history) - p.done
	p.forget()
	p.changed()
	if undone > 0 {
		p.save(Event{At: now, Undone: undone})
	} else {
		p.saveTime(p.options.Now(), true)
	}
	return nil
}

// comparedAtMost bounds how many events a comparison may repeat: it runs both
// again from the seed, and the screen waits for it.
const comparedAtMost = 400_000

// Compare sets the run beside its fork: where they parted, which operations and
// metrics differ. It costs about as much as the run so far did, so it is done
// when it is asked for and kept until something changes.
func (p *Player) Compare() (*engine.Comparison, error) {
	c, ok := p.cluster.(*engine.Cluster)
	if !ok || p.fork == nil {
		return nil, errors.New("there is no fork to compare with: F begins one")
	}
	if p.jump != nil {
		return nil, ErrBusy
	}
	if p.comparison != nil && p.comparedAt == p.version {
		return p.comparison, nil
	}
	if n := c.Events(); n > comparedAtMost {
		return nil, fmt.Errorf("this run has %d events, too many to go through again here: netsplit run --with compares long ones", n)
	}
	p.Pause()
	found := engine.Compare(c, p.fork)
	p.comparison, p.comparedAt = &found, p.version
	return p.comparison, nil
}

// Compared is the latest comparison if it still holds: nil once time went on.
func (p *Player) Compared() *engine.Comparison {
	if p.fork == nil || p.comparedAt != p.version {
		return nil
	}
	return p.comparison
}
