package cli

import (
	"encoding/json"

	"netsplit/engine"
)

// trace is a file that takes every event of a run, a JSON object a line.
type trace struct {
	*resultFile
	encoder *json.Encoder
}

// createTrace makes the file, but not over the scenario that is to be run.
func createTrace(path, scenario string) (*trace, error) {
	file, err := createResult("--trace", path, scenario)
	if err != nil {
		return nil, err
	}
	t := &trace{file, json.NewEncoder(file)}
	t.encoder.SetEscapeHTML(false)
	return t, nil
}

func (t *trace) write(line engine.Line) { t.keep(t.encoder.Encode(line)) }
