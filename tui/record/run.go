package record

import (
	"fmt"

	"netsplit/content"
	"netsplit/content/drill"
	"netsplit/content/grade"
	"netsplit/engine"
	"netsplit/engine/history"
	"netsplit/engine/scenario"
)

// Run runs what a drill asks to run, and returns what it showed. It takes some
// hundredths of a second: call it outside of a screen's Update.
func Run(request drill.RunRequest, seed uint64) (drill.Run, error) {
	report, err := Report(request.Task, request.Scenario, seed)
	if err != nil {
		return drill.Run{}, err
	}
	shown := Shown(report)
	return drill.NewRun(shown.Metrics, shown.Operation, report.VirtualSeconds, report.TraceHash), nil
}

// Report runs a scenario's text to its end.
func Report(name, text string, seed uint64) (*engine.Report, error) {
	sc, err := scenario.Parse(name, []byte(text))
	if err != nil {
		return nil, fmt.Errorf("the scenario can't be run: %w", err)
	}
	return engine.Run(sc, engine.Options{Seed: &seed})
}

// Shown is a finished run in the words of package grade.
func Shown(report *engine.Report) grade.Run {
	run := grade.Run{Metrics: report.Metrics}
	for i := len(report.History) - 1; i >= 0; i-- {
		op := report.History[i]
		if op.Client != "you" {
			continue
		}
		name := string(op.Kind) + " " + op.Key
		if op.Via != "" {
			name += " via " + op.Via
		}
		run.Operation = &grade.Operation{Name: name, OK: op.Outcome == history.OK, Code: op.Code, Value: op.Value, Found: op.Found}
		break
	}
	return run
}

// RunScenario runs a scenario of a lesson with its own seed.
func RunScenario(sc *content.Scenario) (*engine.Report, error) {
	parsed, err := scenario.Parse(sc.Path, []byte(sc.Source))
	if err != nil {
		return nil, fmt.Errorf("the scenario can't be run: %w", err)
	}
	return engine.Run(parsed, engine.Options{})
}
