package guide

import (
	"netsplit/content"
	"netsplit/content/grade"
	"netsplit/engine"
)

// Decide looks whether a run has decided a prediction, and for which option: its
// script must have ended, since that is what the prediction is about.
func Decide(p *content.Predict, s *engine.Snapshot) (option int, ok bool) {
	if !ended(s) {
		return 0, false
	}
	outcome, err := grade.Predict(p, shown(s))
	return outcome.Option, err == nil && outcome.Option > 0
}

// ended reports whether the scenario's own steps are all done. One without
// steps is judged by the first operation by hand.
func ended(s *engine.Snapshot) bool {
	if len(s.Script) == 0 {
		return latest(s) != nil
	}
	for _, step := range s.Script {
		if step.State != "done" && step.State != "failed" {
			return false
		}
	}
	return true
}

// shown is a snapshot in the words of package grade.
func shown(s *engine.Snapshot) grade.Run {
	run := grade.Run{Metrics: make(map[string]float64, len(s.Metrics))}
	for _, m := range s.Metrics {
		run.Metrics[m.Name] = m.Value
	}
	if op := latest(s); op != nil {
		run.Operation = &grade.Operation{
			Name: op.Name, OK: op.Outcome == engine.OK, Code: op.Code, Value: op.Value, Found: op.Found,
		}
	}
	return run
}

// latest is the last operation by hand that has an outcome.
func latest(s *engine.Snapshot) *engine.Operation {
	for i := len(s.Operations) - 1; i >= 0; i-- {
		if op := &s.Operations[i]; op.Manual && op.Outcome != engine.Pending {
			return op
		}
	}
	return nil
}
