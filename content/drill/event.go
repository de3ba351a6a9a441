package drill

import (
	"math"

	"netsplit/content/grade"
)

// EventType says what the candidate did.
type EventType string

// The types of event.
const (
	Began     EventType = "began"     // Text is the problem's version
	Asked     EventType = "asked"     // Text is the question
	Assumed   EventType = "assumed"   // Text is the assumption
	Noted     EventType = "noted"     // Text is a line of an answer
	Hinted    EventType = "hinted"    // asked for a hint
	Went      EventType = "went on"   // finished the task
	Estimated EventType = "estimated" // Text is the answer as typed
	Chose     EventType = "chose"     // Option
	RanIt     EventType = "ran"       // Run
	Skipped   EventType = "skipped"   // left the task out
	Revealed  EventType = "revealed"  // looked at the evidence
	Graded    EventType = "graded"    // Option is the level
)

// Event is one thing that the candidate did. It is saved as JSON; replaying
// the events restores the session.
type Event struct {
	Type   EventType `json:"type"`
	Task   string    `json:"task"` // which task was open
	Text   string    `json:"text,omitempty"`
	Option int       `json:"option,omitempty"`
	Run    *Run      `json:"run,omitempty"`
	At     float64   `json:"at_seconds"` // time spent in the drill so far
}

// Run is the outcome of a run on the cluster.
type Run struct {
	Metrics   map[string]float64 `json:"metrics"`
	Operation *grade.Operation   `json:"operation,omitempty"`
	Seconds   float64            `json:"virtual_seconds"`
	TraceHash string             `json:"trace_hash,omitempty"`
}

// NewRun makes a Run of an engine's metrics. Metrics that are no numbers (a
// ratio of nothing) are left out: JSON can't hold them, and no condition can
// look at them.
func NewRun(metrics map[string]float64, operation *grade.Operation, seconds float64, hash string) Run {
	r := Run{Metrics: map[string]float64{}, Operation: operation, Seconds: seconds, TraceHash: hash}
	for name, value := range metrics {
		if !math.IsNaN(value) && !math.IsInf(value, 0) {
			r.Metrics[name] = value
		}
	}
	return r
}
