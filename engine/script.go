package engine

import (
	"fmt"
	"strings"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/check"
	"netsplit/engine/clock"
	"netsplit/engine/history"
	"netsplit/engine/metric"
	"netsplit/engine/scenario"
)

// Bounds of waiting, in virtual time.
const (
	pollEvery     = 10 * time.Millisecond
	quietPatience = 2 * time.Minute
	untilPatience = 10 * time.Minute
)

// script is the scenario's own list of steps and how far the run got.
type script struct {
	steps []scriptStep
	next  int  // the step that runs, or the first that has not begun
	poll  bool // a poll timer fired: look whether a wait is over
}

type stepState string

const (
	stepLater   stepState = "later"
	stepNext    stepState = "next"
	stepWaiting stepState = "waiting" // for its time
	stepRunning stepState = "running"
	stepDone    stepState = "done"
	stepFailed  stepState = "failed"
)

type scriptStep struct {
	scenario.Step
	state     stepState
	message   string
	operation uint64
	began     clock.Time
	verdict   *check.Verdict
	why       []Cause // it failed
}

func newScript(steps []scenario.Step) script {
	s := script{steps: make([]scriptStep, len(steps))}
	for i, step := range steps {
		s.steps[i] = scriptStep{Step: step, state: stepLater}
	}
	if len(steps) > 0 {
		s.steps[0].state = stepNext
	}
	return s
}

// current is the step that is next or in progress.
func (s *script) current() *scriptStep {
	if s.next >= len(s.steps) {
		return nil
	}
	return &s.steps[s.next]
}

// busy reports whether a step is in progress.
func (s *script) busy() bool {
	c := s.current()
	return c != nil && (c.state == stepRunning || c.state == stepWaiting)
}

// startStep begins the next step of the script, or its wait for the time that
// it names.
func (w *world) startStep() error {
	s := w.script.current()
	if s == nil {
		return fmt.Errorf("the script is over: it has no more steps")
	}
	if w.script.busy() {
		return fmt.Errorf("%q is still in progress: let time run", s.Text)
	}
	if s.Timed && s.At > w.sim.Now() {
		s.state = stepWaiting
		w.remind(s.At.Sub(w.sim.Now()), reminder{kind: remindPoll})
		return nil
	}
	w.runStep(s)
	return nil
}

// runStep does a step's work and ends it at once, unless it takes time.
func (w *world) runStep(s *scriptStep) {
	s.state, s.began = stepRunning, w.sim.Now()
	w.announce(s.Command)
	switch c := s.Command.(type) {
	case scenario.Wait:
		w.remind(c.For, reminder{kind: remindPoll})
	case scenario.WaitQuiet:
		w.hold(true)
		w.remind(pollEvery, reminder{kind: remindPoll})
	case scenario.WaitUntil:
		w.remind(0, reminder{kind: remindPoll})
	case scenario.ExpectValue, scenario.ExpectError, scenario.ExpectNone, scenario.ExpectMetric, scenario.Check:
		ok, got, verdict := w.judge(s.Command)
		s.verdict = verdict
		w.endStep(s, ok, got)
	default:
		operation, err := w.do(s.Command)
		switch {
		case err != nil:
			w.endStep(s, false, err.Error())
		case operation == 0 || !w.operator.InProgress(operation):
			s.operation = operation
			w.endStep(s, true, "")
		default:
			s.operation = operation
			// A step with a time starts at its time, also while this goes on.
			if at, ok := w.script.overtaken(); ok {
				w.remind(max(0, at.Sub(w.sim.Now())), reminder{kind: remindPoll})
			}
		}
	}
}

// overtaken is when the step after the one in progress starts, if that is a
// matter of its time alone. What judges waits for the operation before it.
func (s *script) overtaken() (clock.Time, bool) {
	if s.next+1 >= len(s.steps) {
		return 0, false
	}
	next := s.steps[s.next+1]
	return next.At, next.Timed && !judges(next.Command)
}

// announce puts a step into the log; judgements speak for themselves.
func (w *world) announce(c scenario.Command) {
	switch c.(type) {
	case scenario.ExpectValue, scenario.ExpectError, scenario.ExpectNone, scenario.ExpectMetric, scenario.Check:
	default:
		w.story.add(LogLine{Severity: Action, Text: c.String()})
	}
}

func (w *world) endStep(s *scriptStep, ok bool, message string) {
	s.state, s.message = stepDone, message
	if !ok {
		s.state = stepFailed
		s.why = w.whyStep(s)
	}
	w.tell(s.Command, ok, message)
	w.script.next++
	if next := w.script.current(); next != nil {
		next.state = stepNext
	}
}

// tell puts a judgement into the log.
func (w *world) tell(c scenario.Command, ok bool, message string) {
	switch {
	case !ok:
		w.story.say(Problem, "%s: %s", c, message)
	case message != "":
		w.story.say(Info, "%s: %s", c, message)
	}
}

// pump ends the step in progress once what it waits for has come. It is
// called after every event.
func (w *world) pump() {
	if len(w.leaving) > 0 {
		w.settleDepartures()
	}
	s := w.script.current()
	if s == nil {
		return
	}
	if s.state == stepRunning && s.operation != 0 && !w.operator.InProgress(s.operation) {
		w.endStep(s, true, "")
		return
	}
	if !w.script.poll {
		return
	}
	w.script.poll = false
	switch s.state {
	case stepWaiting:
		// It comes after all else of its moment, as a step by hand does.
		if w.pollsNow() {
			return
		}
		if next, ok := w.sim.Next(); ok && next == w.sim.Now() {
			w.remind(0, reminder{kind: remindPoll})
			return
		}
		w.runStep(s)
	case stepRunning:
		w.pollStep(s)
	}
}

func (w *world) pollStep(s *scriptStep) {
	waited := w.sim.Now().Sub(s.began)
	switch c := s.Command.(type) {
	case scenario.Wait:
		if waited >= c.For {
			w.endStep(s, true, "")
		}
		return
	case scenario.WaitQuiet:
		patience := or(c.Timeout, quietPatience)
		switch {
		case w.quiet():
			w.hold(false)
			w.endStep(s, true, "")
			return
		case waited >= patience:
			w.hold(false)
			w.endStep(s, false, fmt.Sprintf("not quiet after %s: %s", patience, w.unrest()))
			return
		}
	case scenario.WaitUntil:
		ok, got, err := w.holds(c.Condition)
		switch {
		case err != nil:
			w.endStep(s, false, err.Error())
			return
		case ok:
			w.endStep(s, true, got)
			return
		case waited >= or(c.Timeout, untilPatience):
			w.endStep(s, false, fmt.Sprintf("still %s after %s", got, waited))
			return
		}
	default: // an operation: the next step does not wait for it
		if at, ok := w.script.overtaken(); ok && at <= w.sim.Now() {
			w.endStep(s, true, "")
		}
		return
	}
	w.remind(pollEvery, reminder{kind: remindPoll})
}

func or(d, otherwise time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return otherwise
}

// hold makes clients send nothing, or go on.
func (w *world) hold(on bool) {
	for _, p := range w.order {
		if c, ok := p.(*clientPart); ok {
			c.config.Held = on
		}
	}
}

// quiet reports whether nothing is in progress and nothing is left to repair.
func (w *world) quiet() bool {
	if w.operations.inProgress() > 0 {
		return false
	}
	for _, p := range w.order {
		if r, ok := p.(restful); ok && !r.quiet(w) {
			return false
		}
	}
	return true
}

// unrest says what is not quiet.
func (w *world) unrest() string {
	if n := w.operations.inProgress(); n > 0 {
		are := "are"
		if n == 1 {
			are = "is"
		}
		return noun.Count(n, "operation") + " " + are + " in progress"
	}
	for _, p := range w.order {
		if r, ok := p.(restful); ok && !r.quiet(w) {
			return p.base().name() + " still has work to do"
		}
	}
	return "nothing is in progress any more"
}

// holds compares a metric.
func (w *world) holds(c scenario.Condition) (ok bool, got string, err error) {
	m, err := w.measure(c.Metric)
	if err != nil {
		return false, "", err
	}
	v := m.value()
	return c.Holds(v), c.Metric + " is " + metric.Format(v, m.unit), nil
}

// judge decides an expectation or a check now, and says what was found.
func (w *world) judge(c scenario.Command) (ok bool, got string, verdict *check.Verdict) {
	switch c := c.(type) {
	case scenario.ExpectMetric:
		ok, got, err := w.holds(c.Condition)
		if err != nil {
			return false, err.Error(), nil
		}
		return ok, got, nil
	case scenario.Check:
		v := w.check(c.Name)
		w.verdict = Verdict{Time: w.sim.Now(), Name: c.Name, OK: v.OK, Unknown: v.Unknown, Explanation: v.Explanation, Operations: v.Operations}
		return v.OK, v.Explanation, &v
	}
	o := w.operations.lastManual()
	if o == nil {
		return false, "no operation was done by hand before", nil
	}
	got = sentence(o)
	if o.pending {
		return false, nameOf(o) + " is still in progress", nil
	}
	switch c := c.(type) {
	case scenario.ExpectValue:
		return o.answer.OK() && o.Kind == history.Get && o.Found && o.Value == c.Value, got, nil
	case scenario.ExpectError:
		return o.Code == c.Code, got, nil
	case scenario.ExpectNone:
		return o.answer.OK() && o.Kind == history.Get && !o.Found, got, nil
	}
	return false, fmt.Sprintf("%s: nothing judges this step", c), nil
}

// check runs a checker over every component that it applies to: the first
// verdict that is not OK counts. Else it says what was found of each that
// operations were about.
func (w *world) check(name string) check.Verdict {
	result := check.Verdict{Name: name, Unknown: true, Explanation: "nothing in this system can be checked for " + name}
	var about []string // what was found of those that were used, if several are fine
	found := false
	for _, p := range w.order {
		judge, is := p.(judged)
		if !is {
			continue
		}
		v, applies := judge.judge(w, name)
		switch {
		case !applies:
			continue
		case !v.OK:
			return v
		case !found:
			result, found = v, true
		}
		if used, _ := w.operations.of(p.base().name()); len(used) > 0 {
			about = append(about, p.base().name()+": "+v.Explanation)
			result.Explanation = v.Explanation
		}
	}
	if len(about) > 1 {
		result.Explanation = strings.Join(about, "; ")
	}
	return result
}
