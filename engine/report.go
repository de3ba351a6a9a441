package engine

import (
	"encoding/json"
	"fmt"
	"math"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/history"
	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

// Options of a headless run.
type Options struct {
	Seed  *uint64       // nil: the scenario's own
	Until time.Duration // run on after the script until then; 0: stop with it
	Trace func(Line)    // is given every record, if not nil
}

// Line is a record as a trace file has it.
type Line struct {
	Number      uint64  `json:"number"`
	TimeSeconds float64 `json:"time_seconds"`
	Event       string  `json:"event"`
	Node        string  `json:"node"`
	Peer        string  `json:"peer,omitempty"`
	Operation   uint64  `json:"operation,omitempty"`
	Message     uint64  `json:"message,omitempty"`
	Text        string  `json:"text,omitempty"`
}

// Report is what a headless run came to. Its JSON is netsplit run --json.
type Report struct {
	Scenario       string              `json:"scenario"`
	Title          string              `json:"title,omitempty"`
	Seed           uint64              `json:"seed"`
	TraceHash      string              `json:"trace_hash"`
	VirtualSeconds float64             `json:"virtual_seconds"`
	Events         uint64              `json:"events"`
	Operations     OperationCounts     `json:"operations"`
	Metrics        map[string]float64  `json:"metrics"`
	Checks         []CheckResult       `json:"checks"`
	Expectations   []Expectation       `json:"expectations"`
	Steps          []StepResult        `json:"steps"`
	Objectives     []Objective         `json:"objectives"`
	Log            []LogLine           `json:"-"`
	History        []history.Operation `json:"-"`
}

// OperationCounts are operations by outcome. Unknown: failed, and may have
// happened.
type OperationCounts struct {
	Total   int `json:"total"`
	OK      int `json:"ok"`
	Failed  int `json:"failed"`
	Unknown int `json:"unknown"`
}

// CheckResult is a check step's verdict.
type CheckResult struct {
	Name        string   `json:"name"`
	OK          bool     `json:"ok"`
	Line        int      `json:"line,omitempty"`
	Explanation string   `json:"explanation"`
	Operations  []uint64 `json:"operations"`
	Unknown     bool     `json:"unknown,omitempty"`
}

// Expectation is an expect step and what it got.
type Expectation struct {
	Step string `json:"step"`
	Line int    `json:"line,omitempty"`
	OK   bool   `json:"ok"`
	Got  string `json:"got"`
}

// StepResult is any step of the script.
type StepResult struct {
	Step    string `json:"step"`
	Line    int    `json:"line,omitempty"`
	State   string `json:"state"`
	Message string `json:"message,omitempty"`
	// Why is the way from the symptom to the cause, where the step failed
	// because of an operation.
	Why []WhyLine `json:"why,omitempty"`
}

// WhyLine is one link of an explanation.
type WhyLine struct {
	TimeSeconds float64 `json:"time_seconds"`
	Text        string  `json:"text"`
}

// Passed reports whether every step was carried out and every expectation and
// check held.
func (r *Report) Passed() bool {
	for _, s := range r.Steps {
		if s.State != string(stepDone) {
			return false
		}
	}
	return true
}

// defaultRun is how long a scenario without steps runs.
const defaultRun = 10 * time.Second

// Run runs a scenario's script to its end, without a screen. A step that
// fails does not stop the run: later ones may tell more.
func Run(sc *scenario.Scenario, o Options) (*Report, error) {
	seed := sc.Seed
	if o.Seed != nil {
		seed = *o.Seed
	}
	var sink func(*world, sim.Record)
	if o.Trace != nil {
		sink = func(w *world, r sim.Record) { o.Trace(w.line(r)) }
	}
	w, err := newWorld(sc, seed, sink)
	if err != nil {
		return nil, err
	}
	for w.script.current() != nil {
		if !w.script.busy() {
			if err := w.startStep(); err != nil {
				return nil, err
			}
			continue
		}
		if !w.sim.Step() {
			return nil, fmt.Errorf("%s: nothing is left to happen, and %q is not over", sc.Path, w.script.current().Text)
		}
		w.pump()
	}
	until := clock.FromDuration(o.Until)
	if len(sc.Steps) == 0 && o.Until == 0 {
		until = clock.FromDuration(defaultRun)
	}
	if until > w.sim.Now() {
		w.advance(until)
	}
	return w.report(), nil
}

func (w *world) report() *Report {
	r := &Report{Scenario: w.scenario.Name, Title: w.scenario.Title, Seed: w.seed, TraceHash: w.trace.text(),
		VirtualSeconds: w.sim.Now().Seconds(), Events: w.sim.Records(), Metrics: map[string]float64{},
		Checks: []CheckResult{}, Expectations: []Expectation{}, Steps: []StepResult{}, Objectives: w.objectives(), Log: w.story.lines}
	for _, o := range w.operations.all {
		if o.pending && o.request.Verb.Listens() {
			continue // who listens is always in the middle of it
		}
		told := o.Operation
		told.Store = o.store
		r.History = append(r.History, told)
	}
	r.Operations = w.operations.counts
	for _, p := range w.order {
		for _, m := range p.measures(w) {
			if v := m.value(); !math.IsNaN(v) && !math.IsInf(v, 0) {
				r.Metrics[p.base().name()+"."+m.name] = v
			}
		}
	}
	for _, s := range w.script.steps {
		r.add(s)
	}
	return r
}

func (r *Report) add(s scriptStep) {
	ok := s.state == stepDone
	r.Steps = append(r.Steps, StepResult{Step: s.Text, Line: s.Line, State: string(s.state), Message: s.message, Why: whyLines(s.why)})
	switch c := s.Command.(type) {
	case scenario.Check:
		result := CheckResult{Name: c.Name, OK: ok, Line: s.Line, Explanation: s.message, Operations: []uint64{}}
		if s.verdict != nil {
			result.Unknown = s.verdict.Unknown
			result.Operations = append(result.Operations, s.verdict.Operations...)
		}
		r.Checks = append(r.Checks, result)
	case scenario.ExpectValue, scenario.ExpectError, scenario.ExpectNone, scenario.ExpectMetric:
		r.Expectations = append(r.Expectations, Expectation{Step: s.Text, Line: s.Line, OK: ok, Got: s.message})
	}
}

func whyLines(chain []Cause) []WhyLine {
	var out []WhyLine
	for _, c := range chain {
		out = append(out, WhyLine{c.Time.Seconds(), c.Text})
	}
	return out
}

// line is a record for a trace file.
func (w *world) line(r sim.Record) Line {
	l := Line{Number: r.Number, TimeSeconds: r.Time.Seconds(), Node: w.sim.Name(r.Node), Operation: r.Operation, Message: r.Message}
	l.Event = map[sim.RecordKind]string{sim.Sent: "sent", sim.Delivered: "delivered", sim.Dropped: "dropped", sim.Fired: "timer",
		sim.Started: "up", sim.Halted: "halted", sim.Noted: "note"}[r.Kind]
	if r.Peer != sim.Nobody {
		l.Peer = w.sim.Name(r.Peer)
	}
	switch {
	case r.Fact != nil:
		l.Text = r.Fact.Sentence(w.sim.Name)
	case r.Payload != nil:
		l.Text = r.Payload.Kind() + ": " + r.Payload.String()
	}
	return l
}

// MarshalJSON keeps the fields in the order of the type and lists no null.
func (l LogLine) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		TimeSeconds float64 `json:"time_seconds"`
		Severity    string  `json:"severity"`
		Text        string  `json:"text"`
		Operation   uint64  `json:"operation,omitempty"`
		Node        string  `json:"node,omitempty"`
	}{l.Time.Seconds(), string(l.Severity), l.Text, l.Operation, l.Node})
}
