package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"netsplit/engine"
)

// trace is a file that takes every event of a run, a JSON object a line. The
// first error is kept: the run goes on, and the end says what went wrong.
type trace struct {
	path    string
	file    *os.File
	buffer  *bufio.Writer
	encoder *json.Encoder
	err     error
}

// createTrace makes the file, but not over the scenario that is to be run.
func createTrace(path, scenario string) (*trace, error) {
	if a, err := os.Stat(path); err == nil {
		if b, err := os.Stat(scenario); err == nil && os.SameFile(a, b) {
			return nil, usagef("--trace %s would overwrite the scenario", path)
		}
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	t := &trace{path: path, file: file, buffer: bufio.NewWriterSize(file, 256<<10)}
	t.encoder = json.NewEncoder(t.buffer)
	t.encoder.SetEscapeHTML(false)
	return t, nil
}

func (t *trace) write(line engine.Line) {
	if t.err == nil {
		t.err = t.encoder.Encode(line)
	}
}

func (t *trace) close() error {
	for _, end := range []func() error{t.buffer.Flush, t.file.Close} {
		if err := end(); t.err == nil {
			t.err = err
		}
	}
	if t.err != nil {
		return fmt.Errorf("the trace %s is not complete: %w", t.path, t.err)
	}
	return nil
}
