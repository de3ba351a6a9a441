package cli

import (
	"context"
	"fmt"
	"regexp"

	"netsplit/engine"
	"netsplit/engine/scenario"
)

// reduceRuns bounds the runs of one reduction.
const reduceRuns = 1000

// reducer looks for fewer steps of a script that still make the same step fail
// (delta debugging: Zeller and Hildebrandt, "Simplifying and Isolating
// Failure-Inducing Input", 2002).
type reducer struct {
	scenario *scenario.Scenario
	seed     uint64
	target   scenario.Step
	fault    stepFault
	runs     int
	tell     func(steps int)
}

// stepFault says in what way a step failed. Numbers and times in a message
// depend on all that came before, so only the words count; a check and a
// comparison of a metric fail alike however they say it.
type stepFault struct {
	words   string
	unknown bool // a check that hit a bound
}

func faultOf(steps []scenario.Step, index int, r *engine.Report) (stepFault, bool) {
	result := r.Steps[index]
	if result.State == "done" {
		return stepFault{}, false
	}
	switch steps[index].Command.(type) {
	case scenario.Check:
		earlier := 0 // checks; the report has theirs in the same order
		for _, s := range steps[:index] {
			if _, ok := s.Command.(scenario.Check); ok {
				earlier++
			}
		}
		return stepFault{unknown: r.Checks[earlier].Unknown}, true
	case scenario.ExpectMetric:
		return stepFault{}, true
	}
	return stepFault{words: result.State + " " + numbers().ReplaceAllString(result.Message, "#")}, true
}

func numbers() *regexp.Regexp { return regexp.MustCompile(`[0-9][0-9.,]*`) }

// firstFault finds the first step that failed.
func firstFault(steps []scenario.Step, r *engine.Report) (int, stepFault, bool) {
	for i := range r.Steps {
		if f, failed := faultOf(steps, i, r); failed {
			return i, f, true
		}
	}
	return 0, stepFault{}, false
}

// reduce returns the steps that are left, the failing one last. whole is
// false if the context or the bound ended the search.
func (r *reducer) reduce(ctx context.Context, before []scenario.Step) (left []scenario.Step, whole bool) {
	left = before
	if r.stillFails(nil) {
		left = nil
	}
	for pieces := min(2, len(left)); len(left) > 0; {
		r.tell(len(left) + 1)
		smaller, ok := r.without(ctx, left, pieces)
		switch {
		case ctx.Err() != nil || r.runs >= reduceRuns:
			return append(smaller[:len(smaller):len(smaller)], r.target), false
		case ok:
			left = smaller
			pieces = max(min(2, len(left)), min(pieces-1, len(left)))
		case pieces == len(left):
			return append(left[:len(left):len(left)], r.target), true
		default:
			pieces = min(2*pieces, len(left))
		}
	}
	return []scenario.Step{r.target}, true
}

// without leaves out one of so many pieces; if that works with none of them, it
// returns what it was given.
func (r *reducer) without(ctx context.Context, steps []scenario.Step, pieces int) ([]scenario.Step, bool) {
	for i := range pieces {
		from, to := i*len(steps)/pieces, (i+1)*len(steps)/pieces
		if ctx.Err() != nil || r.runs >= reduceRuns {
			break
		}
		rest := append(append([]scenario.Step{}, steps[:from]...), steps[to:]...)
		if r.stillFails(rest) {
			return rest, true
		}
	}
	return steps, false
}

// stillFails runs some steps and then the failing one.
func (r *reducer) stillFails(before []scenario.Step) bool {
	r.runs++
	sc := *r.scenario
	sc.Steps = append(append([]scenario.Step{}, before...), r.target)
	report, err := runSeed(&sc, engine.Options{Seed: &r.seed})
	if err != nil {
		return false
	}
	fault, failed := faultOf(sc.Steps, len(sc.Steps)-1, report)
	return failed && fault == r.fault
}

// runSeed runs a scenario. A panic is an error that names the seed: one of
// thousands must not take the others with it.
func runSeed(sc *scenario.Scenario, options engine.Options) (r *engine.Report, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("seed %d stopped the simulator: %v. This is a mistake in netsplit; run it with --seed %d to see where", *options.Seed, p, *options.Seed)
		}
	}()
	return engine.Run(sc, options)
}
