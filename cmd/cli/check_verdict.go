package cli

import (
	"fmt"

	"netsplit/engine/check"
	"netsplit/engine/history"
	"netsplit/engine/linear"
)

// registerSteps bounds the work on one key. It takes a few seconds to use up.
const registerSteps = 20_000_000

// verdict decides each key. What linear finds in order needs no more. The
// general checker sees to the rest: it says best what is wrong, and sometimes
// decides what linear could not.
func (s *symbols) verdict(initial string) check.Verdict {
	var rest []history.Operation
	var stuck *history.Operation // by the first key that is surely wrong
	counted := 0
	keys := s.byKey()
	for i, places := range keys { // one key at a time: a history may be long
		if s.told != nil {
			s.told(i, len(keys))
		}
		operations := make([]history.Operation, len(places))
		for j, place := range places {
			operations[j] = s.symbolic(place)
			if operations[j].Outcome != history.Fail {
				counted++
			}
		}
		outcome, at := linear.Decide(operations, initial, registerSteps)
		if outcome == linear.Legal {
			continue
		}
		rest = append(rest, operations...)
		if outcome == linear.Illegal && stuck == nil {
			stuck = &at
		}
	}
	fine := fmt.Sprintf("%d operations, keys: %d; each key's can be put in one order that explains every answer", counted, len(keys))
	if len(rest) == 0 {
		return check.Verdict{Name: "linearizable", OK: true, Explanation: fine}
	}
	v := check.Linearizable(rest, check.Options{Initial: &initial})
	switch {
	case v.OK:
		v.Explanation = fine
	case v.Unknown && stuck != nil:
		return check.Verdict{Name: v.Name, Operations: []uint64{stuck.ID}, Explanation: fmt.Sprintf(
			"op %d can't end as it did: no order of what had begun by %v explains its answer and all before it. Too much overlaps to say which of the others are to blame",
			stuck.ID, stuck.Returned)}
	}
	return v
}
