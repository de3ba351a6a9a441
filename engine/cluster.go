// Package engine runs a scenario: a whole system in one process, on virtual
// time, the same for the same scenario and seed.
//
//	sc, err := scenario.Load("quorum.yaml")
//	c, err := engine.New(sc, 7)
//	step, err := scenario.ParseStep("partition store-1 | store-2 store-3")
//	op, err := c.Do(step)
//	c.Advance(time.Second)
//	fmt.Println(c.Why(op))
//
// Nothing here uses goroutines, the wall clock or global randomness: who calls
// decides when time passes.
package engine

import (
	"fmt"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

// Cluster is a running scenario. It is not safe for concurrent use.
type Cluster struct {
	scenario *scenario.Scenario
	seed     uint64
	world    *world
	recorded []recorded
	done     int // how many of recorded the world has seen: fewer after going back
}

// recorded is a step that somebody took, and exactly when: after how many
// events. Several events may share a time.
type recorded struct {
	events uint64
	at     clock.Time
	step   scenario.Step
	script bool // the scenario's own next step
	// Refused steps are replayed too: one may have gone half way, or have waited
	// in vain. They are no part of what a session is saved as.
	refused bool
}

// New builds the system of a scenario at time zero. A seed of 0 takes the
// scenario's own.
func New(sc *scenario.Scenario, seed uint64) (*Cluster, error) {
	if seed == 0 {
		seed = sc.Seed
	}
	w, err := newWorld(sc, seed, nil)
	if err != nil {
		return nil, err
	}
	return &Cluster{scenario: sc, seed: seed, world: w}, nil
}

// Scenario is what runs.
func (c *Cluster) Scenario() *scenario.Scenario { return c.scenario }

// Seed is what all randomness is derived from.
func (c *Cluster) Seed() uint64 { return c.seed }

// Now is the time of the run.
func (c *Cluster) Now() clock.Time { return c.world.sim.Now() }

// Advance runs all events of the next d. After going back in time the steps
// that were recorded happen again, until a new step is done.
func (c *Cluster) Advance(d time.Duration) { c.forward(c.Now().Add(d)) }

// forward runs to t, with the recorded steps on the way.
func (c *Cluster) forward(t clock.Time) {
	for c.done < len(c.recorded) && c.recorded[c.done].at <= t {
		c.replay(c.recorded[c.done])
		c.done++
	}
	c.world.advance(t)
}

func (w *world) advance(t clock.Time) {
	w.sim.AdvanceTo(t, func() bool { w.pump(); return true })
}

// StepEvent runs exactly one event: a message arrives, a timer fires. False:
// nothing is left to happen.
func (c *Cluster) StepEvent() bool {
	if c.done < len(c.recorded) && c.recorded[c.done].events <= c.world.sim.Processed() {
		c.replay(c.recorded[c.done])
		c.done++
		return true
	}
	ok := c.world.sim.Step()
	c.world.pump()
	return ok
}

// Do carries a step out now. The number of a client operation comes back, for
// Why; 0 for other steps. Waiting lets the time pass before it returns. An
// expectation or a check that fails is an error that says what was found.
//
// After going back in time a new step starts another history: what was
// recorded later is dropped.
func (c *Cluster) Do(step scenario.Step) (uint64, error) {
	if handlesMessage(step.Command) {
		c.world.settle()
	}
	r := recorded{events: c.world.sim.Processed(), at: c.Now(), step: step}
	operation, err := c.world.act(step)
	r.refused = err != nil && !judges(step.Command)
	c.record(r)
	return operation, err
}

func (c *Cluster) record(r recorded) {
	c.recorded = append(c.recorded[:c.done:c.done], r)
	c.done++
}

// judges reports whether a command only looks.
func judges(c scenario.Command) bool {
	switch c.(type) {
	case scenario.ExpectValue, scenario.ExpectError, scenario.ExpectNone, scenario.ExpectMetric, scenario.Check:
		return true
	}
	return false
}

// act carries out a step by hand.
func (w *world) act(step scenario.Step) (uint64, error) {
	if step.Timed && step.At > w.sim.Now() {
		w.advance(step.At)
	}
	switch c := step.Command.(type) {
	case scenario.Wait:
		w.advance(w.sim.Now().Add(c.For))
		return 0, nil
	case scenario.WaitQuiet:
		return 0, w.waitQuiet(or(c.Timeout, quietPatience))
	case scenario.WaitUntil:
		return 0, w.waitUntil(c)
	}
	if judges(step.Command) {
		ok, got, _ := w.judge(step.Command)
		w.tell(step.Command, ok, got)
		if !ok {
			return 0, fmt.Errorf("%s does not hold: %s", step.Command, got)
		}
		return 0, nil
	}
	return w.carryOut(step.Command)
}

// carryOut does a command and tells of it; a command that can't be done
// leaves no line.
func (w *world) carryOut(c scenario.Command) (uint64, error) {
	lines := len(w.story.lines)
	w.announce(c)
	operation, err := w.do(c)
	if err != nil && len(w.story.lines) > lines {
		w.story.lines = w.story.lines[:lines]
	}
	return operation, err
}

func (w *world) waitQuiet(patience time.Duration) error {
	w.hold(true)
	defer w.hold(false)
	for end := w.sim.Now().Add(patience); w.sim.Now() < end; {
		w.advance(w.sim.Now().Add(pollEvery))
		if w.quiet() {
			return nil
		}
	}
	return fmt.Errorf("not quiet after %s: %s", patience, w.unrest())
}

func (w *world) waitUntil(c scenario.WaitUntil) error {
	patience := or(c.Timeout, untilPatience)
	for end := w.sim.Now().Add(patience); ; w.advance(w.sim.Now().Add(pollEvery)) {
		ok, got, err := w.holds(c.Condition)
		switch {
		case err != nil || ok:
			return err
		case w.sim.Now() >= end:
			return fmt.Errorf("still %s after %s", got, patience)
		}
	}
}

// NextStep is the next step of the scenario's own script.
func (c *Cluster) NextStep() (scenario.Step, bool) {
	s := c.world.script.current()
	if s == nil {
		return scenario.Step{}, false
	}
	return s.Step, true
}

// DoNext starts the next step of the script. It ends by itself as time passes.
func (c *Cluster) DoNext() error {
	s := c.world.script.current()
	r := recorded{events: c.world.sim.Processed(), at: c.Now(), script: true}
	if s != nil {
		r.step = s.Step
	}
	if err := c.world.startStep(); err != nil {
		return err
	}
	c.record(r)
	return nil
}

// Seek goes to a moment, back or forth. Back, it runs everything again from
// the seed. What was done later stays recorded, and happens again when time
// gets there, until a new step is done.
func (c *Cluster) Seek(t clock.Time) error {
	t = max(t, 0)
	if t < c.Now() {
		w, err := newWorld(c.scenario, c.seed, nil)
		if err != nil {
			return err
		}
		c.world, c.done = w, 0
	}
	c.forward(t)
	return nil
}

// replay does a recorded step again, at the same point of the run.
func (c *Cluster) replay(r recorded) {
	w := c.world
	for w.sim.Processed() < r.events && w.sim.Step() {
		w.pump()
	}
	w.sim.SetTime(r.at)
	// What failed then fails again, and what did not does not: the log has both.
	if r.script {
		_ = w.startStep()
		return
	}
	_, _ = w.act(r.step)
}

// Fork returns an independent copy at the same point of the run.
func (c *Cluster) Fork() *Cluster {
	f, err := c.repeat(nil)
	if err != nil {
		// The same scenario was built before: a programming error.
		panic(err)
	}
	return f
}

// repeat runs everything again from the seed until the same point. sink, if
// not nil, is given every record.
func (c *Cluster) repeat(sink func(Line)) (*Cluster, error) {
	f := &Cluster{scenario: c.scenario, seed: c.seed, recorded: append([]recorded(nil), c.recorded[:c.done]...)}
	var observe func(*world, sim.Record)
	if sink != nil {
		observe = func(w *world, r sim.Record) { sink(w.line(r)) }
	}
	w, err := newWorld(c.scenario, c.seed, observe)
	if err != nil {
		return nil, err
	}
	f.world = w
	for ; f.done < len(f.recorded); f.done++ {
		f.replay(f.recorded[f.done])
	}
	for f.world.sim.Processed() < c.world.sim.Processed() && f.world.sim.Step() {
		f.world.pump()
	}
	f.world.sim.SetTime(c.Now())
	return f, nil
}

// Recording is every step taken so far, with its time: the session as a script.
func (c *Cluster) Recording() []scenario.Step {
	out := make([]scenario.Step, 0, c.done)
	for _, r := range c.recorded[:c.done] {
		// A wait for quiet that was in vain held the clients back all the same.
		if _, quiet := r.step.Command.(scenario.WaitQuiet); r.refused && !quiet {
			continue
		}
		step := r.step
		at := r.at
		if step.Timed {
			at = max(at, step.At) // it waited for its time
		}
		step.Timed, step.At, step.Line = true, at, 0
		step.Text = step.String()
		out = append(out, step)
	}
	return out
}

// TraceHash identifies the run until now: every message, timer and answer.
func (c *Cluster) TraceHash() string { return c.world.trace.text() }

// Names are the words that steps may use: components, nodes, zones.
func (c *Cluster) Names() []string { return c.world.names() }

// Metrics are the names of all metrics.
func (c *Cluster) Metrics() []string {
	var out []string
	for _, p := range c.world.order {
		for _, m := range p.measures(c.world) {
			out = append(out, p.base().name()+"."+m.name)
		}
	}
	return out
}

// Holds compares a metric with a value, as `expect` does, and says what it is.
func (c *Cluster) Holds(condition scenario.Condition) (ok bool, got string, err error) {
	return c.world.holds(condition)
}
