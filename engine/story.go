package engine

import (
	"fmt"

	"netsplit/calc/noun"
	"netsplit/engine/history"
	"netsplit/engine/sim"
)

// linesKept bounds the log.
const linesKept = 1000

// story tells the run as a log of sentences.
type story struct {
	w       *world
	lines   []LogLine
	started bool
	// Failed traffic is summed up: a line a second and client and code.
	failures map[failure]int // index of the line, counted from the first ever
	dropped  int
	counts   map[failure]int
}

type failure struct {
	client, code string
	second       int
}

func newStory(w *world) *story {
	return &story{w: w, failures: map[failure]int{}, counts: map[failure]int{}}
}

// begin ends the silence while everything starts.
func (s *story) begin() { s.started = true }

func (s *story) add(l LogLine) int {
	l.Time = s.w.sim.Now()
	if len(s.lines) >= linesKept {
		drop := linesKept / 10
		s.lines = append(s.lines[:0], s.lines[drop:]...)
		s.dropped += drop
	}
	s.lines = append(s.lines, l)
	return s.dropped + len(s.lines) - 1
}

func (s *story) say(severity Severity, format string, args ...any) {
	s.add(LogLine{Severity: severity, Text: fmt.Sprintf(format, args...)})
}

// happened turns a record into a line, if it deserves one.
func (s *story) happened(r sim.Record) {
	if !s.started {
		return
	}
	name := s.w.sim.Name(r.Node)
	switch r.Kind {
	case sim.Noted:
		severity := Info
		switch r.Fact.Weight() {
		case sim.Quiet:
			return
		case sim.Warning:
			severity = Warning
		case sim.Trouble:
			severity = Problem
		}
		s.add(LogLine{Severity: severity, Text: r.Fact.Sentence(s.w.sim.Name), Operation: r.Operation, Node: name})
	case sim.Started:
		s.add(LogLine{Severity: Info, Text: name + " is up", Node: name})
	case sim.Halted:
		text := map[sim.State]string{
			sim.Crashed: name + " is down: its memory is lost",
			sim.Paused:  name + " is frozen",
			sim.Gone:    name + " has left",
		}[r.State]
		s.add(LogLine{Severity: Warning, Text: text, Node: name})
	}
}

// operationEnded tells of operations by hand, of failures and of stale reads.
func (s *story) operationEnded(o *operation) {
	switch {
	case o.manual:
		s.add(LogLine{Severity: severityOf(o), Text: sentence(o), Operation: o.ID, Node: s.w.sim.Name(o.via)})
	case !o.answer.OK():
		s.failed(o)
	case o.stale:
		s.add(LogLine{Severity: Warning, Operation: o.ID, Node: s.w.sim.Name(o.via),
			Text: fmt.Sprintf("%s read an old value: %s=%s", o.Client, o.Key, o.Value)})
	}
}

func (s *story) failed(o *operation) {
	key := failure{o.Client, o.Code, int(s.w.sim.Now().Seconds())}
	s.counts[key]++
	text := fmt.Sprintf("%s: %s %s failed (%s): %s", o.Client, o.Kind, o.Key, o.Code, o.answer.Detail)
	if at, ok := s.failures[key]; ok && at >= s.dropped {
		line := &s.lines[at-s.dropped]
		line.Text = fmt.Sprintf("%s: %d operations failed (%s) within this second", o.Client, s.counts[key], o.Code)
		line.Operation = o.ID
		return
	}
	if len(s.failures) > linesKept {
		clear(s.failures)
		clear(s.counts)
		s.counts[key] = 1
	}
	s.failures[key] = s.add(LogLine{Severity: Problem, Text: text, Operation: o.ID, Node: s.w.sim.Name(o.via)})
}

func severityOf(o *operation) Severity {
	switch {
	case !o.answer.OK():
		return Problem
	case o.stale:
		return Warning
	}
	return Info
}

// sentence says what came of an operation.
func sentence(o *operation) string {
	what := nameOf(o)
	switch {
	case !o.answer.OK():
		maybe := ""
		if o.Outcome == history.Info {
			maybe = " It may have happened all the same."
		}
		return fmt.Sprintf("%s failed (%s): %s.%s", what, o.Code, o.answer.Detail, maybe)
	case o.Kind == history.Get && !o.Found:
		return what + " found nothing"
	case o.Kind == history.Get && o.stale:
		return fmt.Sprintf("%s read %s, which is old", what, o.Value)
	case o.Kind == history.Get:
		return fmt.Sprintf("%s read %s", what, o.Value)
	case o.Kind == history.Send:
		return fmt.Sprintf("%s was accepted as job %d", what, o.answer.Job)
	case o.Kind == history.Poll:
		return fmt.Sprintf("%s brought %s", what, noun.Count(len(o.answer.Updates), "update"))
	case o.Kind == history.Connect:
		return what + ": the connection is open"
	}
	return what + " is acknowledged"
}

// nameOf is an operation in the words of a step.
func nameOf(o *operation) string {
	switch o.Kind {
	case history.Put:
		return "put " + o.Key + " " + o.request.Value
	case history.CompareAndSet:
		return "cas " + o.Key + " " + o.Expected + " " + o.request.Value
	case history.Send, history.Publish, history.Append:
		return string(o.Kind) + " " + o.Key + " " + o.request.Value
	}
	return string(o.Kind) + " " + o.Key
}
