package history

import (
	"bufio"
	"cmp"
	"encoding/json"
	"io"
	"slices"

	"netsplit/engine/clock"
)

// recordedLine is a line as Write writes it: the time, the operation's number
// and the error's code are for the reader's eyes.
type recordedLine struct {
	Process     int             `json:"process"`
	Type        string          `json:"type"`
	F           string          `json:"f"`
	Key         string          `json:"key"`
	Value       json.RawMessage `json:"value"`
	TimeSeconds float64         `json:"time_seconds"`
	Operation   uint64          `json:"operation"`
	Error       string          `json:"error,omitempty"`
}

// Write records a run's operations on keys in the form that Read reads; jobs
// are left out. key names the key that an operation is about.
//
// Operations that touch in time are concurrent to the checkers, so of all that
// happens at one moment the invocations come first. Only a process that ends
// one operation and begins the next at that moment does so in that order. One
// that begins although its operation has not ended gets another number.
func Write(w io.Writer, operations []Operation, key func(Operation) string) error {
	b := bufio.NewWriterSize(w, 64<<10)
	wr := &writer{encoder: json.NewEncoder(b), key: key, busy: map[int]bool{}, process: map[uint64]int{}}
	wr.encoder.SetEscapeHTML(false)
	var begins, ends []*Operation
	for i := range operations {
		o := &operations[i]
		if recordedName(o.Kind) == "" {
			continue
		}
		wr.next = max(wr.next, o.Process+1)
		begins = append(begins, o)
		if !pending(o) {
			ends = append(ends, o)
		}
	}
	byTime(begins, func(o *Operation) clock.Time { return o.Invoked })
	byTime(ends, func(o *Operation) clock.Time { return o.Returned })
	for len(begins) > 0 || len(ends) > 0 {
		now := moment(begins, ends)
		begins, ends = wr.moment(now, begins, ends)
	}
	if wr.err != nil {
		return wr.err
	}
	return b.Flush()
}

// pending reports whether an operation had not ended when the run did.
func pending(o *Operation) bool {
	return o.Outcome == Info && (o.Returned < o.Invoked || o.Returned == 0)
}

func byTime(list []*Operation, at func(*Operation) clock.Time) {
	slices.SortStableFunc(list, func(a, b *Operation) int { return cmp.Or(cmp.Compare(at(a), at(b)), cmp.Compare(a.ID, b.ID)) })
}

// moment is when something happens next.
func moment(begins, ends []*Operation) clock.Time {
	switch {
	case len(begins) == 0:
		return ends[0].Returned
	case len(ends) == 0:
		return begins[0].Invoked
	}
	return min(begins[0].Invoked, ends[0].Returned)
}

type writer struct {
	encoder *json.Encoder
	key     func(Operation) string
	busy    map[int]bool   // processes with an operation in progress
	process map[uint64]int // of the operations in progress
	next    int            // a process number that nobody has
	err     error
}

// moment writes all that happens at a time, and returns the rest.
func (w *writer) moment(now clock.Time, begins, ends []*Operation) (laterBegins, laterEnds []*Operation) {
	var waiting []*Operation // for the process to end what it does
	for len(begins) > 0 && begins[0].Invoked == now {
		if w.busy[begins[0].Process] {
			waiting = append(waiting, begins[0])
		} else {
			w.begin(begins[0])
		}
		begins = begins[1:]
	}
	var early []*Operation // they end before they were written
	for len(ends) > 0 && ends[0].Returned == now {
		if _, begun := w.process[ends[0].ID]; begun {
			w.end(ends[0])
		} else {
			early = append(early, ends[0])
		}
		ends = ends[1:]
	}
	for _, o := range waiting {
		w.begin(o)
		if slices.Contains(early, o) {
			w.end(o)
		}
	}
	return begins, ends
}

func (w *writer) begin(o *Operation) {
	p := o.Process
	if w.busy[p] {
		p = w.next
		w.next++
	}
	w.busy[p], w.process[o.ID] = true, p
	value := json.RawMessage("null")
	if o.Kind != Get {
		value = recordedValue(o)
	}
	w.line(o, p, "invoke", value, o.Invoked, "")
}

func (w *writer) end(o *Operation) {
	p := w.process[o.ID]
	delete(w.process, o.ID)
	delete(w.busy, p)
	value := recordedValue(o)
	if o.Kind == Get && o.Outcome != OK {
		value = json.RawMessage("null")
	}
	w.line(o, p, string(o.Outcome), value, o.Returned, o.Code)
}

func (w *writer) line(o *Operation, process int, kind string, value json.RawMessage, at clock.Time, code string) {
	if w.err == nil {
		w.err = w.encoder.Encode(recordedLine{process, kind, recordedName(o.Kind), w.key(*o), value, at.Seconds(), o.ID, code})
	}
}

// recordedName is f: deleting is writing null.
func recordedName(k Kind) string {
	switch k {
	case Get:
		return "read"
	case Put, Delete:
		return "write"
	case CompareAndSet:
		return "cas"
	}
	return ""
}

// recordedValue is what was written or read. All values of a run are text. To
// compare with the empty value is to compare with nothing.
func recordedValue(o *Operation) json.RawMessage {
	null := json.RawMessage("null")
	switch {
	case o.Kind == Delete, o.Kind == Get && !o.Found:
		return null
	case o.Kind == CompareAndSet:
		old := null
		if o.Expected != "" {
			old = quote(o.Expected)
		}
		pair := append(json.RawMessage("["), old...)
		pair = append(append(pair, ','), quote(o.Value)...)
		return append(pair, ']')
	}
	return quote(o.Value)
}
