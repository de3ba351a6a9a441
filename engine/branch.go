package engine

import (
	"fmt"
	"math"
	"slices"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/scenario"
)

// Change is how a fork differs from its run.
type Change struct {
	At      time.Duration  // With: when
	With    *scenario.Step // a step that the script does not have
	Without *scenario.Step // a step of the script that is left out, the first such
}

// Branch runs a scenario as it is written and with one change, both to the end
// of the script or, if that is later, to until.
func Branch(sc *scenario.Scenario, seed uint64, change Change, until time.Duration) (asWritten, changed *Cluster, err error) {
	if asWritten, err = New(sc, seed); err != nil {
		return nil, nil, err
	}
	switch {
	case change.Without != nil:
		if changed, err = without(sc, seed, *change.Without); err != nil {
			return nil, nil, err
		}
	case change.With != nil:
		asWritten.play(clock.FromDuration(change.At))
		changed = asWritten.Fork()
		if _, err := changed.Do(*change.With); err != nil {
			return nil, nil, fmt.Errorf("%s at %s: %w", change.With.Text, changed.Now(), err)
		}
	default:
		return nil, nil, fmt.Errorf("nothing is changed: name a step to add or to leave out")
	}
	end := clock.FromDuration(until)
	if len(sc.Steps) == 0 && until == 0 {
		end = clock.FromDuration(defaultRun)
	}
	for _, c := range []*Cluster{asWritten, changed} {
		for c.playOne(never) {
		}
		end = max(end, c.Now())
	}
	for _, c := range []*Cluster{asWritten, changed} {
		c.Advance(end.Sub(c.Now()))
	}
	return asWritten, changed, nil
}

// never is later than any step may last.
const never clock.Time = math.MaxInt64 / 2

// without runs the scenario without a step of its script.
func without(sc *scenario.Scenario, seed uint64, step scenario.Step) (*Cluster, error) {
	same := func(s scenario.Step) bool { return s.Command.String() == step.Command.String() }
	i := slices.IndexFunc(sc.Steps, func(s scenario.Step) bool { return same(s) && (!step.Timed || s.Timed && s.At == step.At) })
	if i < 0 {
		var all []string
		for _, s := range sc.Steps {
			all = append(all, s.Command.String())
		}
		return nil, unknownName("step", step.Command.String(), all)
	}
	shorter := *sc
	shorter.Steps = slices.Delete(slices.Clone(sc.Steps), i, i+1)
	return New(&shorter, seed)
}

// play takes the script's steps, each when the one before it is done, until a
// moment.
func (c *Cluster) play(until clock.Time) {
	for c.Now() < until && c.playOne(until) {
	}
	c.Advance(until.Sub(c.Now()))
}

// playOne takes the next step of the script, or lets time pass until the one
// in progress is done. False: the script is over.
func (c *Cluster) playOne(until clock.Time) bool {
	w := c.world
	if w.script.current() == nil {
		return false
	}
	if !w.script.busy() {
		return c.DoNext() == nil
	}
	w.sim.AdvanceTo(until, func() bool { w.pump(); return w.script.busy() })
	return true
}
