package cli

import (
	"errors"
	"fmt"
	"strings"

	"netsplit/engine"
	"netsplit/engine/history"
	"netsplit/engine/scenario"
)

// recordings are the files that a run fills beside its report.
type recordings struct {
	trace    *trace
	perfetto *perfetto
	history  *resultFile
	key      func(history.Operation) string
}

// recorded lists the flags that were given which record one single run.
func (c *runCommand) recorded() []string {
	var flags []string
	for _, f := range []struct{ name, value string }{{"--trace", c.Trace}, {"--history", c.History}, {"--perfetto", c.Perfetto}} {
		if f.value != "" {
			flags = append(flags, f.name)
		}
	}
	return flags
}

// record makes the files that the flags name, before anything runs, and lets
// the run fill them.
func (c *runCommand) record(sc *scenario.Scenario, options *engine.Options) (r *recordings, err error) {
	r = &recordings{}
	defer func() {
		if err != nil {
			_ = r.close() // what was begun is of no use
		}
	}()
	taken := []string{c.Files[0]}
	var sinks []func(engine.Line)
	if c.Trace != "" {
		if r.trace, err = createTrace(c.Trace, c.Files[0]); err != nil {
			return r, err
		}
		taken = append(taken, c.Trace)
		sinks = append(sinks, r.trace.write)
	}
	if c.Perfetto != "" {
		file, err := createResult("--perfetto", c.Perfetto, taken...)
		if err != nil {
			return r, err
		}
		taken = append(taken, c.Perfetto)
		r.perfetto = newPerfetto(file, sc)
		sinks = append(sinks, r.perfetto.line)
	}
	if c.History != "" {
		if r.key, err = keysOf(sc); err != nil {
			return r, err
		}
		if r.history, err = createResult("--history", c.History, taken...); err != nil {
			return r, err
		}
	}
	if len(sinks) > 0 {
		options.Trace = func(l engine.Line) {
			for _, sink := range sinks {
				sink(l)
			}
		}
	}
	return r, nil
}

// finish writes what is known only when the run is over.
func (r *recordings) finish(report *engine.Report) error {
	if r.perfetto != nil {
		r.perfetto.report(report)
	}
	if r.history == nil {
		return nil
	}
	if len(report.History) > 0 && report.History[0].ID != 1 {
		return fmt.Errorf("--history %s: the run made too many operations, and the first %d are no longer kept. Record a shorter run",
			r.history.path, report.History[0].ID-1)
	}
	r.history.keep(history.Write(r.history, report.History, r.key))
	return nil
}

// close ends all files.
func (r *recordings) close() error {
	var failures []error
	if r.trace != nil {
		failures = append(failures, r.trace.close())
	}
	if r.perfetto != nil {
		failures = append(failures, r.perfetto.close())
	}
	if r.history != nil {
		failures = append(failures, r.history.close())
	}
	return errors.Join(failures...)
}

// keysOf names the keys of a recorded history. Two stores may use the same
// keys, so with several stores the name begins with the store's.
func keysOf(sc *scenario.Scenario) (func(history.Operation) string, error) {
	stores := 0
	for _, c := range sc.Components {
		if keepsKeys(c.Kind) {
			stores++
		}
	}
	if stores == 0 {
		return nil, usagef("--history takes a scenario with a store; %s has none", sc.Name)
	}
	if stores == 1 {
		return func(o history.Operation) string { return o.Key }, nil
	}
	return func(o history.Operation) string { return o.Store + "/" + o.Key }, nil
}

func keepsKeys(name string) bool {
	kind, _ := scenario.FindKind(name)
	return kind.Stores
}

// componentOf is the component that a node belongs to: store-3 to store, also
// when it was added during the run.
func componentOf(sc *scenario.Scenario, node string) string {
	if _, ok := sc.Find(node); ok {
		return node
	}
	if i := strings.LastIndexByte(node, '-'); i > 0 {
		if _, ok := sc.Find(node[:i]); ok {
			return node[:i]
		}
	}
	return node
}
