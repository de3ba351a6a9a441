package check

import (
	"fmt"

	"netsplit/calc/noun"
	"netsplit/engine/history"
)

// DefaultSteps is how many steps the search takes on one key before it gives
// up. They take about a second.
const DefaultSteps = 5_000_000

// Options bound and start the linearizability check. The zero value is the
// default: keys hold nothing before the run.
type Options struct {
	Steps   int     // the most steps of the search on one key; 0: DefaultSteps
	Initial *string // what every key holds before the run; nil: nothing
}

func (o Options) steps() int {
	if o.Steps <= 0 {
		return DefaultSteps
	}
	return o.Steps
}

func (o Options) initial() content {
	if o.Initial == nil {
		return content{}
	}
	return content{true, *o.Initial}
}

// Linearizable decides whether every operation can have taken effect at one
// moment between its invocation and its return, such that all answers are
// those of one register a key. Keys are independent, so each is decided alone
// (linearizability is a local property).
//
// Puts, gets, deletes and compare-and-sets count; sends do not. What ended
// with Info may have taken effect at any later time, or never; what ended
// with Fail did not; a read without an answer says nothing. Operations that
// touch in time (one returns in the microsecond in which another begins) are
// concurrent.
//
// A key that needs more than Options.Steps steps makes the verdict Unknown,
// unless another key is at fault.
func Linearizable(operations []history.Operation, options Options) Verdict {
	const check = "linearizable"
	var faults []fault
	var unknown []string
	checked := 0
	list := registers(operations, options.initial())
	for _, r := range list {
		r.settle()
		checked += len(r.entries)
		if conflicts := r.conflicts(); len(conflicts) > 0 {
			faults = append(faults, conflicts[0].fault)
			continue
		}
		switch r.decide(options.steps()) {
		case illegal:
			faults = append(faults, r.shrink(options.steps()))
		case undecided:
			unknown = append(unknown, fmt.Sprintf("%s (%s)", word(r.key), noun.Count(len(r.entries), "operation")))
		}
	}
	if len(faults) == 0 && len(unknown) > 0 {
		return Verdict{Name: check, Unknown: true, Explanation: fmt.Sprintf(
			"not decided for %s: too many operations overlap, and the search stopped after %d steps; no fault was found until then",
			join(unknown[:min(3, len(unknown))]), options.steps())}
	}
	return verdict(check, faults, fmt.Sprintf("%s on %s can be put in one order that explains every answer",
		noun.Count(checked, "operation"), noun.Count(len(list), "key")))
}

// decide looks for an order of all entries, once zones found no fault: with
// porcupine, and if that takes too long by other means.
func (r *register) decide(steps int) outcome {
	s := &search{budget: steps}
	out := s.run(r.initial, r.entries)
	if out == undecided && r.simple() {
		return legal // zones decide, and found nothing
	}
	if out == undecided {
		out = r.dense(steps)
	}
	if out == undecided {
		f := &frontier{budget: steps}
		out = f.run(r.initial, r.entries)
	}
	return out
}
