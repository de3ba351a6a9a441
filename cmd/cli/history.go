package cli

import (
	"fmt"
	"os"

	"netsplit/engine"
	"netsplit/engine/history"
	"netsplit/engine/scenario"
)

// createHistory makes the file for a run's history. A checker takes each key
// for one register, so the run must have one store.
func createHistory(path, file string, sc *scenario.Scenario) (*os.File, error) {
	stores := 0
	for _, c := range sc.Components {
		switch c.Kind {
		case "kv", "sql", "raft":
			stores++
		}
	}
	if stores != 1 {
		return nil, usagef("--history takes a scenario with one store; %s has %d", sc.Name, stores)
	}
	return createOutput("--history", path, file)
}

// writeHistory writes what clients asked and were told, for netsplit check.
func writeHistory(file *os.File, r *engine.Report) error {
	err := history.Write(file, r.History, func(o history.Operation) string { return o.Key })
	if closing := file.Close(); err == nil {
		err = closing
	}
	switch {
	case err != nil:
		return fmt.Errorf("the history %s is not complete: %w", file.Name(), err)
	case len(r.History) > 0 && r.History[0].ID != 1:
		return fmt.Errorf("the history %s begins at operation %d: the run has more than are kept; make it shorter", file.Name(), r.History[0].ID)
	}
	return nil
}
