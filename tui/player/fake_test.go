package player

import (
	"errors"
	"slices"
	"time"

	"netsplit/engine"
	"netsplit/engine/clock"
	"netsplit/engine/scenario"
)

// fake is a cluster in which nothing happens but time: an operation takes 5 ms,
// and each virtual second costs some wall time.
type fake struct {
	wall      *wall
	cost      time.Duration // wall time for a virtual second
	now       clock.Time
	recording []scenario.Step
	script    []string
	snapshots int
}

// wall is a clock that moves only when told to.
type wall struct{ now time.Time }

func (w *wall) Now() time.Time          { return w.now }
func (w *wall) advance(d time.Duration) { w.now = w.now.Add(d) }

func (f *fake) Do(step scenario.Step) (uint64, error) {
	if c, ok := step.Command.(scenario.Crash); ok && c.Target == "nobody" {
		return 0, errors.New("there is no nobody")
	}
	step.Timed, step.At = true, f.now
	f.recording = append(f.recording, step)
	if _, ok := step.Command.(scenario.Put); ok {
		return uint64(len(f.recording)), nil
	}
	return 0, nil
}

func (f *fake) Advance(d time.Duration) {
	f.now = f.now.Add(d)
	f.wall.advance(time.Duration(d.Seconds() * float64(f.cost)))
}

func (f *fake) StepEvent() bool { f.Advance(time.Millisecond); return true }
func (f *fake) Now() clock.Time { return f.now }

func (f *fake) Holds(c scenario.Condition) (bool, string, error) {
	if c.Metric != "run.time" {
		return false, "", errors.New("there is no metric " + c.Metric)
	}
	return f.now.Seconds() >= c.Value, f.now.String(), nil
}

func (f *fake) Snapshot() engine.Snapshot {
	f.snapshots++
	s := engine.Snapshot{Time: f.now}
	for i, step := range f.recording {
		o := engine.Operation{ID: uint64(i + 1), Start: step.At, Outcome: engine.Pending, Manual: true}
		if f.now >= step.At.Add(5*time.Millisecond) {
			o.Outcome = engine.OK
		}
		s.Operations = append(s.Operations, o)
	}
	return s
}

func (f *fake) Recording() []scenario.Step { return slices.Clone(f.recording) }

func (f *fake) NextStep() (scenario.Step, bool) {
	if len(f.script) == 0 {
		return scenario.Step{}, false
	}
	step, err := scenario.ParseStep(f.script[0])
	return step, err == nil
}

func (f *fake) DoNext() error {
	step, ok := f.NextStep()
	if !ok {
		return errors.New("the script has ended")
	}
	f.script = f.script[1:]
	_, err := f.Do(step)
	return err
}

func (f *fake) Names() []string { return []string{"store-1", "store-2"} }

func (f *fake) Why(uint64) engine.Explanation     { return engine.Explanation{} }
func (f *fake) WhyNode(string) engine.Explanation { return engine.Explanation{} }

func (f *fake) WhyMessage(uint64) engine.Explanation { return engine.Explanation{} }
func (f *fake) Message(uint64) (engine.Flight, bool) { return engine.Flight{}, false }
func (f *fake) Past(_, _ clock.Time) engine.Past     { return engine.Past{} }

func (f *fake) Operation(id uint64) (engine.Operation, bool) {
	for _, o := range f.Snapshot().Operations {
		if o.ID == id {
			return o, true
		}
	}
	return engine.Operation{}, false
}
