package history

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"
	"unicode/utf8"

	"netsplit/engine/clock"
)

// A recorded history is a text file, one JSON object a line: an operation
// begins with an invoke and ends with ok, fail or info of the same process.
// The form is that of Jepsen's histories, in JSON.
//
//	{"process":0,"type":"invoke","f":"write","key":"x","value":3}
//	{"process":0,"type":"ok","f":"write","key":"x","value":3}

// Bounds of reading.
const (
	longestLine       = 1 << 20
	DefaultOperations = 500_000
	DefaultTextBytes  = 256 << 20
)

// Bounds limit how much of a history is kept. Zero fields are the defaults.
type Bounds struct {
	Operations int // at most
	TextBytes  int // of keys and values, at most
}

// Recording is a history that was read.
//
// Its operations are numbered by the line on which they begin, and their times
// are lines too: what stands on line 7 happened 7 s after the start. Keys and
// values are texts of scalars (see Text); null is a value like any other. A
// key that was not given is "".
type Recording struct {
	Operations []Operation
	Lines      int
	Cut        bool // a bound was hit: this is only the beginning of the history
}

// LineError is a mistake on a line of a recorded history.
type LineError struct {
	Name    string // of the file
	Line    int
	Message string
}

func (e *LineError) Error() string { return fmt.Sprintf("%s:%d: %s", e.Name, e.Line, e.Message) }

// Moment is the time that stands for a line.
func Moment(line int) clock.Time { return clock.FromDuration(time.Duration(line) * time.Second) }

// Read reads a recorded history, line by line. name is for messages.
func Read(name string, r io.Reader, bounds Bounds) (*Recording, error) {
	if bounds.Operations <= 0 {
		bounds.Operations = DefaultOperations
	}
	if bounds.TextBytes <= 0 {
		bounds.TextBytes = DefaultTextBytes
	}
	rd := &reader{open: map[int]int{}, names: map[int]string{}, bounds: bounds}
	lines := bufio.NewReaderSize(r, 64<<10)
	for {
		text, err := nextLine(lines)
		if len(text) > 0 || err == nil {
			rd.Lines++
		}
		if err == nil || err == io.EOF {
			if failure := rd.line(text); failure != nil {
				return nil, &LineError{name, rd.Lines, failure.Error()}
			}
		}
		switch {
		case err == io.EOF || rd.Cut:
			return &rd.Recording, nil
		case errors.Is(err, errTooLong):
			return nil, &LineError{name, rd.Lines, err.Error()}
		case err != nil:
			return nil, fmt.Errorf("%s: after line %d: %w", name, rd.Lines, err)
		}
	}
}

var errTooLong = errors.New("the line is longer than 1 MiB; a history has one JSON object a line")

// nextLine returns a line without its end. The last one comes with io.EOF.
func nextLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		piece, err := r.ReadSlice('\n')
		if len(line)+len(piece) > longestLine+1 {
			return line, errTooLong
		}
		if line == nil && err == nil {
			return piece[:len(piece)-1], nil
		}
		line = append(line, piece...)
		if err == bufio.ErrBufferFull {
			continue
		}
		return bytes.TrimSuffix(line, []byte("\n")), err
	}
}

// reader pairs the lines of a history.
type reader struct {
	Recording
	bounds Bounds
	open   map[int]int    // by process: the index of its operation in progress
	names  map[int]string // of processes
	bytes  int
}

// event is one line.
type event struct {
	Process json.RawMessage `json:"process"`
	Type    *string         `json:"type"`
	F       *string         `json:"f"`
	Key     json.RawMessage `json:"key"`
	Value   json.RawMessage `json:"value"`
}

func (rd *reader) line(text []byte) error {
	if rd.Lines == 1 {
		text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	}
	text = bytes.TrimSpace(text)
	if len(text) == 0 {
		return nil
	}
	ev, err := parse(text)
	if err != nil {
		return err
	}
	process, err := strconv.Atoi(string(ev.Process))
	if err != nil {
		if ev.Process == nil {
			return errors.New("process is missing: a number says who does this")
		}
		return fmt.Errorf("process is %s, not a whole number", excerpt(ev.Process))
	}
	if ev.Type == nil {
		return errors.New("type is missing: invoke, ok, fail or info")
	}
	if *ev.Type == "invoke" {
		return rd.invoke(process, ev)
	}
	outcome := Outcome(*ev.Type)
	if outcome != OK && outcome != Fail && outcome != Info {
		return fmt.Errorf("type is %s; it is one of invoke, ok, fail, info", excerpt([]byte(*ev.Type)))
	}
	return rd.complete(process, outcome, ev)
}

func parse(text []byte) (event, error) {
	var ev event
	switch {
	case !utf8.Valid(text):
		return ev, errors.New("the line is not UTF-8 text")
	case text[0] == '[':
		return ev, errors.New("this is a JSON list; a history has one JSON object a line, {\"process\":0,\"type\":\"invoke\",\"f\":\"read\"}")
	case bytes.HasPrefix(text, []byte("{:")):
		return ev, errors.New("this looks like EDN; a history has one JSON object a line, {\"process\":0,\"type\":\"invoke\",\"f\":\"read\"}")
	}
	err := json.Unmarshal(text, &ev)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return ev, fmt.Errorf("not JSON at column %d: %v", syntax.Offset, syntax)
	case errors.As(err, &kind) && kind.Field == "":
		return ev, fmt.Errorf("a JSON %s, not an object like {\"process\":0,\"type\":\"invoke\",\"f\":\"read\"}", kind.Value)
	case errors.As(err, &kind):
		return ev, fmt.Errorf("%s is a %s, not text", kind.Field, kind.Value)
	}
	return ev, err
}

func (rd *reader) invoke(process int, ev event) error {
	if i, busy := rd.open[process]; busy {
		return fmt.Errorf("process %d invokes, but its operation of line %d has not ended: a process does one thing at a time",
			process, rd.Operations[i].ID)
	}
	name, known := rd.names[process]
	if !known {
		name = fmt.Sprintf("process %d", process)
		rd.names[process] = name
	}
	o := Operation{ID: uint64(rd.Lines), Process: process, Client: name, Found: true,
		Invoked: Moment(rd.Lines), Outcome: Info}
	var err error
	if o.Kind, err = ev.kind(); err != nil {
		return err
	}
	if o.Key, err = ev.key(); err != nil {
		return err
	}
	if o.Kind != Get {
		if ev.Value == nil {
			return fmt.Errorf("the %s has no value", *ev.F)
		}
		if o.Expected, o.Value, err = written(o.Kind, ev.Value); err != nil {
			return err
		}
	}
	rd.bytes += len(o.Key) + len(o.Value) + len(o.Expected)
	if len(rd.Operations) >= rd.bounds.Operations || rd.bytes > rd.bounds.TextBytes {
		rd.Cut = true
		return nil
	}
	rd.open[process] = len(rd.Operations)
	rd.Operations = append(rd.Operations, o)
	return nil
}

func (ev event) kind() (Kind, error) {
	if ev.F == nil {
		return "", errors.New("f is missing: read, write or cas")
	}
	switch *ev.F {
	case "read":
		return Get, nil
	case "write":
		return Put, nil
	case "cas":
		return CompareAndSet, nil
	}
	return "", fmt.Errorf("f is %s; it is one of read, write, cas", excerpt([]byte(*ev.F)))
}

// key is "" when it was not given, or null.
func (ev event) key() (string, error) {
	if ev.Key == nil || string(ev.Key) == "null" {
		return "", nil
	}
	key, err := Text(ev.Key)
	if err != nil {
		return "", fmt.Errorf("key: %w", err)
	}
	return key, nil
}

// written is what a write writes; for a compare-and-set also what it expects.
func written(kind Kind, value json.RawMessage) (expected, text string, err error) {
	if kind == CompareAndSet {
		var pair []json.RawMessage
		if json.Unmarshal(value, &pair) != nil || len(pair) != 2 {
			return "", "", fmt.Errorf("the value of a cas is %s, not [old, new]", excerpt(value))
		}
		if expected, err = Text(pair[0]); err != nil {
			return "", "", fmt.Errorf("old value: %w", err)
		}
		value = pair[1]
	}
	if text, err = Text(value); err != nil {
		return "", "", fmt.Errorf("value: %w", err)
	}
	return expected, text, nil
}

// complete ends an operation. The line may leave out what the invocation said.
func (rd *reader) complete(process int, outcome Outcome, ev event) error {
	i, busy := rd.open[process]
	if !busy {
		return fmt.Errorf("process %d ends an operation (%s) that it did not begin: there is no invoke before", process, outcome)
	}
	o := &rd.Operations[i]
	if ev.F != nil {
		kind, err := ev.kind()
		if err != nil {
			return err
		}
		if kind != o.Kind {
			return differs(o, "f", *ev.F)
		}
	}
	key, err := ev.key()
	if err != nil {
		return err
	}
	if key != "" && key != o.Key {
		return differs(o, "key", key)
	}
	if err := rd.settle(o, outcome, ev.Value); err != nil {
		return err
	}
	delete(rd.open, process)
	o.Outcome, o.Returned = outcome, Moment(rd.Lines)
	return nil
}

// settle takes a read's answer, and compares a write's value.
func (rd *reader) settle(o *Operation, outcome Outcome, value json.RawMessage) error {
	switch {
	case o.Kind == Get && outcome == OK:
		if value == nil {
			return errors.New("the read has no value; it is null if nothing was there")
		}
		text, err := Text(value)
		if err != nil {
			return fmt.Errorf("value: %w", err)
		}
		o.Value = text
		rd.bytes += len(text)
	case o.Kind != Get && value != nil && (outcome == OK || string(value) != "null"):
		expected, text, err := written(o.Kind, value)
		if err != nil {
			return err
		}
		if expected != o.Expected || text != o.Value {
			return differs(o, "value", string(value))
		}
	}
	return nil
}

func differs(o *Operation, field, got string) error {
	return fmt.Errorf("%s is %s, which is not what process %d invoked on line %d", field, excerpt([]byte(got)), o.Process, o.ID)
}
