package cli

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync/atomic"

	"netsplit/calc/noun"
	"netsplit/engine/history"
)

type checkCommand struct {
	History string `arg:"" predictor:"history" help:"A recorded history: JSON lines, also gzipped (.gz), or - for standard input."`
	Initial string `default:"null" placeholder:"VALUE" help:"What every key holds before: a JSON value, or text. Default: null, nothing."`
	Model   string `enum:"register" default:"register" placeholder:"MODEL" help:"What every key has to behave like: register."`
	JSON    bool   `name:"json" help:"Print JSON."`

	bounds history.Bounds
}

// Help shows the format and examples.
func (*checkCommand) Help() string {
	return `Decides whether every operation can have taken effect at one moment between its call and its answer, so that each key behaves like one register.

A history has one JSON object a line, in the order in which things happened. An operation begins with "invoke" and ends with a line of the same process: "ok"; "fail", it did not happen; or "info", nobody knows, and it may happen at any later time. What has no end is "info" too.

  {"process":0,"type":"invoke","f":"write","key":"x","value":3}
  {"process":0,"type":"ok","f":"write","key":"x","value":3}
  {"process":1,"type":"invoke","f":"cas","key":"x","value":[3,4]}

f is read, write or cas. Values are single JSON values; null is nothing. The key may be left out. Other fields are ignored.

The exit code is 0 when the history is linearizable, 3 when it is not, 1 when that could not be decided.

Examples:

  netsplit run quorum-one-and-one --history run.jsonl; netsplit check run.jsonl
  netsplit check jepsen.jsonl.gz --initial 0 --json`
}

// checkReport is the JSON of netsplit check.
type checkReport struct {
	History      string           `json:"history"`
	Model        string           `json:"model"`
	Linearizable *bool            `json:"linearizable"`
	Key          json.RawMessage  `json:"key"`
	Operations   []checkOperation `json:"operations"`
	Explanation  string           `json:"explanation"`
	Reason       string           `json:"reason"`
	Counts       checkCounts      `json:"counts"`
}

// checkOperation is an operation at fault.
type checkOperation struct {
	Line    int             `json:"line"`
	EndLine *int            `json:"end_line"`
	Process int             `json:"process"`
	F       string          `json:"f"`
	Key     json.RawMessage `json:"key"`
	Value   json.RawMessage `json:"value"`
	Type    string          `json:"type"`
}

// checkCounts says what was looked at. Unknown: ended with info, or not at all.
type checkCounts struct {
	Lines      int `json:"lines"`
	Operations int `json:"operations"`
	OK         int `json:"ok"`
	Failed     int `json:"failed"`
	Unknown    int `json:"unknown"`
	Keys       int `json:"keys"`
}

// Run reads a history and judges it.
func (c *checkCommand) Run(p *Program) error {
	recording, err := c.read(p)
	if err != nil {
		return err
	}
	r := c.judge(p, recording)
	if c.JSON {
		err = p.json(r)
	} else {
		r.print(p.Stdout)
	}
	switch {
	case err != nil:
		return err
	case r.Linearizable == nil:
		return fmt.Errorf("%s: whether it is linearizable is not decided", c.History)
	case !*r.Linearizable:
		return errFailed
	}
	return nil
}

func (c *checkCommand) read(p *Program) (*history.Recording, error) {
	if c.History == "-" {
		if p.StdinTerminal {
			return nil, usagef("standard input is a terminal: give a file, or pipe one in")
		}
		return c.readAll(p, "standard input", p.Stdin, nil, 0)
	}
	file, err := os.Open(c.History)
	if os.IsNotExist(err) {
		return nil, fmt.Errorf("%s: there is no such file", c.History)
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	size := int64(0)
	if info, err := file.Stat(); err == nil {
		size = info.Size()
	}
	if info, err := file.Stat(); err == nil && info.IsDir() {
		return nil, fmt.Errorf("%s is a folder: give a file of JSON lines", c.History)
	}
	packed := &counted{r: file}
	if !strings.HasSuffix(strings.ToLower(c.History), ".gz") {
		return c.readAll(p, c.History, packed, packed, size)
	}
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return nil, fmt.Errorf("%s: not gzip, in spite of its name: %w", c.History, err)
	}
	return c.readAll(p, c.History, unpacked, packed, size)
}

// readAll reads a history with a bar for how much of the file, if it is one, was
// read.
func (c *checkCommand) readAll(p *Program, name string, r io.Reader, file *counted, size int64) (*history.Recording, error) {
	b := newBar(p, "bytes", uint64(max(size, 1)))
	defer b.clear()
	return history.Read(name, &watched{r, func() {
		if file == nil {
			b.say("reading")
			return
		}
		b.show(file.n, "")
	}}, c.bounds)
}

// watched tells of every read.
type watched struct {
	r    io.Reader
	told func()
}

func (w *watched) Read(b []byte) (int, error) {
	w.told()
	return w.r.Read(b)
}

// judge checks a history as symbols, and puts the words back into the verdict.
func (c *checkCommand) judge(p *Program, recording *history.Recording) *checkReport {
	s := newSymbols(recording.Operations)
	var key, keys atomic.Int64
	s.told = func(at, all int) { key.Store(int64(at)); keys.Store(int64(all)) }
	stop := newBar(p, "keys", 1).ticking(func() string {
		if keys.Load() == 0 {
			return "sorting operations by key"
		}
		return fmt.Sprintf("looking for an order: key %d of %d", min(key.Load()+1, keys.Load()), keys.Load())
	})
	v := s.verdict(s.value(initialText(c.Initial)))
	stop()
	r := &checkReport{History: c.History, Model: c.Model, Key: json.RawMessage("null"), Operations: []checkOperation{},
		Explanation: s.words(v.Explanation), Counts: s.counts(recording)}
	switch {
	case !v.OK && !v.Unknown:
		r.Linearizable = &v.OK
		for _, line := range v.Operations {
			r.Operations = append(r.Operations, describeRecorded(s.byLine(line)))
		}
		if len(r.Operations) > 0 {
			r.Key = r.Operations[0].Key
		}
	case v.Unknown:
		r.Reason = r.Explanation
	case recording.Cut:
		// What begins wrong is wrong; what begins well may still go wrong.
		r.Reason = fmt.Sprintf("the history is too long: only the %d operations before line %d were read. They are linearizable",
			r.Counts.Operations, recording.Lines)
		r.Explanation = r.Reason
	default:
		r.Linearizable = &v.OK
	}
	return r
}

// initialText takes a JSON scalar as it is, and anything else as text.
func initialText(argument string) string {
	if text, err := history.Text([]byte(argument)); err == nil {
		return text
	}
	return history.TextOf(argument)
}

func describeRecorded(o *history.Operation) checkOperation {
	d := checkOperation{Line: int(o.ID), Process: o.Process, F: recordedVerb(o.Kind), Key: json.RawMessage("null"),
		Value: history.Scalar(o.Value), Type: string(o.Outcome)}
	if o.Key != "" {
		d.Key = history.Scalar(o.Key)
	}
	if o.Kind == history.CompareAndSet {
		d.Value = slices.Concat(json.RawMessage("["), history.Scalar(o.Expected), json.RawMessage(","), d.Value, json.RawMessage("]"))
	}
	if o.Returned > 0 {
		end := int(o.Returned / history.Moment(1))
		d.EndLine = &end
	}
	return d
}

// recordedVerb is the word of recorded histories.
func recordedVerb(k history.Kind) string {
	switch k {
	case history.Get:
		return "read"
	case history.CompareAndSet:
		return "cas"
	}
	return "write"
}

func (r *checkReport) print(w io.Writer) {
	switch {
	case r.Linearizable == nil:
		fmt.Fprintln(w, "not decided")
	case *r.Linearizable:
		fmt.Fprintln(w, "linearizable")
	case string(r.Key) == "null":
		fmt.Fprintln(w, "not linearizable")
	default:
		fmt.Fprintf(w, "not linearizable: key %s\n", shorten(keyText(r.Key)))
	}
	fmt.Fprintln(w, r.Explanation)
	for _, o := range r.Operations {
		lines := fmt.Sprintf("line %d", o.Line)
		if o.EndLine != nil {
			lines = fmt.Sprintf("lines %d-%d", o.Line, *o.EndLine)
		}
		fmt.Fprintf(w, "  %-16s process %-4d %-5s %s (%s)\n", lines, o.Process, o.F, shorten(keyText(o.Value)), o.Type)
	}
	n := r.Counts
	fmt.Fprintf(w, "%s, %s: %d ok, %d failed, %d unknown; keys: %d\n", noun.Count(n.Lines, "line"), noun.Count(n.Operations, "operation"), n.OK, n.Failed, n.Unknown, n.Keys)
}

// keyText is a JSON value as it is shown: strings without quotes where that is
// clear.
func keyText(scalar json.RawMessage) string {
	if text, err := history.Text(scalar); err == nil {
		return text
	}
	return string(scalar)
}
