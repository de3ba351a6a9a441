package engine

import (
	"slices"
	"strings"

	"netsplit/engine/history"
	"netsplit/engine/scenario"
)

// whyStep explains a step that failed by the operation at fault: the one that
// an expectation is about, the last of those that a check names, or the latest
// bad one of the component whose metric is out of bounds.
func (w *world) whyStep(s *scriptStep) []Cause {
	var o *operation
	switch c := s.Command.(type) {
	case scenario.ExpectValue, scenario.ExpectError, scenario.ExpectNone:
		o = w.operations.lastManual()
	case scenario.Check:
		if s.verdict != nil && len(s.verdict.Operations) > 0 {
			o = w.operations.get(slices.Max(s.verdict.Operations))
		}
	case scenario.ExpectMetric:
		component, _, _ := strings.Cut(c.Condition.Metric, ".")
		o = w.operations.latestBad(component)
	}
	if o == nil {
		return nil
	}
	return w.why(o.ID).Chain
}

// latestBad is the latest operation of a client, or on a store, that failed or
// read an old value.
func (o *operations) latestBad(component string) *operation {
	for _, n := range slices.Backward(o.all) {
		bad := !n.pending && (n.Outcome != history.OK || n.stale)
		if bad && (n.Client == component || n.store == component) {
			return n
		}
	}
	return nil
}
