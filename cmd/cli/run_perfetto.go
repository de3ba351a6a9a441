package cli

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"

	"netsplit/engine"
	"netsplit/engine/history"
	"netsplit/engine/scenario"
)

// perfetto writes a run as trace events, the JSON form that ui.perfetto.dev and
// chrome://tracing open: a process for each component with a track for each of
// its nodes, an arrow for each message that arrived, and a slice for each
// operation of a client.
//
// The form is described in "Trace Event Format" (Duca and Sinclair, Google,
// 2013). A message is a slice of a microsecond at both ends, since arrows tie
// slices. Operations and outages overlap others of the same node, so they are
// asynchronous slices, which get rows of their own.
type perfetto struct {
	file      *resultFile
	scenario  *scenario.Scenario
	written   int
	processes map[string]int // by component
	threads   map[string]int // by node
	sent      map[uint64]engine.Line
	flows     int
	down      map[string]outage
	downs     int
}

// outage is a node that does not run.
type outage struct {
	id    int
	event string
}

// traceEvent is one entry of traceEvents. Times are microseconds.
type traceEvent struct {
	Name     string         `json:"name"`
	Phase    string         `json:"ph"`
	Category string         `json:"cat,omitempty"`
	Time     int64          `json:"ts"`
	Duration int64          `json:"dur,omitempty"`
	Process  int            `json:"pid"`
	Thread   int            `json:"tid"`
	ID       string         `json:"id,omitempty"`
	Bind     string         `json:"bp,omitempty"`
	Scope    string         `json:"s,omitempty"`
	Args     map[string]any `json:"args,omitempty"`
}

// logTrack is the process, and its only track, for the steps of the script and
// what is worth telling.
const logTrack = 1

func newPerfetto(file *resultFile, sc *scenario.Scenario) *perfetto {
	t := &perfetto{file: file, scenario: sc, processes: map[string]int{}, threads: map[string]int{},
		sent: map[uint64]engine.Line{}, down: map[string]outage{}}
	fmt.Fprint(file, `{"displayTimeUnit":"ms","traceEvents":[`)
	t.name("process_name", logTrack, 0, "steps and events")
	t.name("thread_name", logTrack, logTrack, "steps and events")
	for _, c := range sc.Components {
		t.process(c.Name)
	}
	return t
}

func (t *perfetto) write(e traceEvent) {
	text, err := json.Marshal(e)
	t.file.keep(err)
	comma := ","
	if t.written == 0 {
		comma = ""
	}
	t.written++
	fmt.Fprintf(t.file, "%s\n%s", comma, text)
}

func (t *perfetto) name(what string, process, thread int, name string) {
	t.write(traceEvent{Name: what, Phase: "M", Process: process, Thread: thread, Args: map[string]any{"name": clean(name)}})
}

func (t *perfetto) process(component string) int {
	id, ok := t.processes[component]
	if !ok {
		id = logTrack + 1 + len(t.processes)
		t.processes[component] = id
		t.name("process_name", id, 0, component)
		t.write(traceEvent{Name: "process_sort_index", Phase: "M", Process: id, Args: map[string]any{"sort_index": id}})
	}
	return id
}

// track is the process and the thread of a node.
func (t *perfetto) track(node string) (process, thread int) {
	process = t.process(componentOf(t.scenario, node))
	thread, ok := t.threads[node]
	if !ok {
		thread = logTrack + 1 + len(t.threads)
		t.threads[node] = thread
		t.name("thread_name", process, thread, node)
	}
	return process, thread
}

func microseconds(seconds float64) int64 { return int64(math.Round(seconds * 1e6)) }

// line takes what happened to a node.
func (t *perfetto) line(l engine.Line) {
	at := microseconds(l.TimeSeconds)
	process, thread := t.track(l.Node)
	switch l.Event {
	case "sent":
		t.sent[l.Message] = l
	case "delivered":
		sent, first := t.sent[l.Message]
		if first { // a copy that arrives later has no arrow
			delete(t.sent, l.Message)
			t.flows++
			t.slice("send", sent)
			t.flow("s", sent, t.flows)
		}
		t.slice("receive", l)
		if first {
			t.flow("f", l, t.flows)
		}
	case "dropped":
		if sent, ok := t.sent[l.Message]; ok {
			delete(t.sent, l.Message)
			t.slice("send", sent)
		}
		t.write(traceEvent{Name: "lost: " + clean(l.Text), Phase: "i", Scope: "t", Category: "message", Time: at, Process: process, Thread: thread,
			Args: map[string]any{"from": l.Peer, "operation": l.Operation}})
	case "note":
		t.write(traceEvent{Name: clean(l.Text), Phase: "i", Scope: "t", Category: "note", Time: at, Process: process, Thread: thread,
			Args: map[string]any{"operation": l.Operation}})
	case "halted":
		if _, already := t.down[l.Node]; !already {
			t.downs++
			t.down[l.Node] = outage{t.downs, l.Node + " does not run"}
			t.outage("b", l.Node, at)
		}
	case "up":
		if _, was := t.down[l.Node]; was {
			t.outage("e", l.Node, at)
			delete(t.down, l.Node)
		}
	}
}

func (t *perfetto) outage(phase, node string, at int64) {
	process, thread := t.track(node)
	o := t.down[node]
	t.write(traceEvent{Name: o.event, Phase: phase, Category: "outage", ID: fmt.Sprintf("outage-%d", o.id), Time: at, Process: process, Thread: thread})
}

// slice is one end of a message.
func (t *perfetto) slice(verb string, l engine.Line) {
	process, thread := t.track(l.Node)
	t.write(traceEvent{Name: verb + " " + clean(l.Text), Phase: "X", Category: "message", Time: microseconds(l.TimeSeconds), Duration: 1,
		Process: process, Thread: thread, Args: map[string]any{"peer": l.Peer, "message": l.Message, "operation": l.Operation}})
}

// flow is one end of an arrow. It follows its slice, so that it is tied to that
// one of all at the same moment.
func (t *perfetto) flow(phase string, l engine.Line, id int) {
	process, thread := t.track(l.Node)
	e := traceEvent{Name: "message", Phase: phase, Category: "message", ID: fmt.Sprintf("message-%d", id), Time: microseconds(l.TimeSeconds),
		Process: process, Thread: thread}
	if phase == "f" {
		e.Bind = "e" // the slice around it, not the next one
	}
	t.write(e)
}

// report adds what is known at the end: operations, the log, what is still
// under way.
func (t *perfetto) report(r *engine.Report) {
	end := microseconds(r.VirtualSeconds)
	for _, l := range slices.SortedFunc(maps.Values(t.sent), func(a, b engine.Line) int { return cmp.Compare(a.Number, b.Number) }) {
		t.slice("send", l)
	}
	for _, o := range r.History {
		t.operation(o, end)
	}
	for _, node := range slices.Sorted(maps.Keys(t.down)) {
		t.outage("e", node, end)
	}
	for _, l := range r.Log {
		t.write(traceEvent{Name: clean(l.Text), Phase: "i", Scope: "t", Category: string(l.Severity), Time: int64(l.Time),
			Process: logTrack, Thread: logTrack})
	}
}

func (t *perfetto) operation(o history.Operation, end int64) {
	process, thread := t.track(o.Client)
	returned, outcome := int64(o.Returned), string(o.Outcome)
	switch {
	case o.Returned < o.Invoked || o.Returned == 0:
		returned, outcome = end, "still in progress"
	case o.Code != "":
		outcome += ": " + o.Code
	}
	e := traceEvent{Name: clean(fmt.Sprintf("%s %s", o.Kind, o.Key)), Phase: "b", Category: "operation", ID: fmt.Sprintf("operation-%d", o.ID),
		Time: int64(o.Invoked), Process: process, Thread: thread, Args: map[string]any{"operation": o.ID, "value": o.Value, "via": o.Via, "outcome": outcome}}
	t.write(e)
	e.Phase, e.Time, e.Args = "e", returned, nil
	t.write(e)
}

// close ends the document, so that also a run that failed leaves valid JSON.
func (t *perfetto) close() error {
	fmt.Fprint(t.file, "\n]}\n")
	return t.file.close()
}
