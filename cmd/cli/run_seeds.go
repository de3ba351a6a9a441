package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"

	"netsplit/engine"
	"netsplit/engine/scenario"
)

// sweepReport is the JSON of netsplit run --seeds.
type sweepReport struct {
	Scenario string `json:"scenario"`
	Title    string `json:"title,omitempty"`
	Seeds    struct {
		From uint64 `json:"from"`
		To   uint64 `json:"to"`
	} `json:"seeds"`
	Passed           uint64   `json:"passed"`
	Failed           uint64   `json:"failed"`
	NotRun           uint64   `json:"not_run"`
	FirstFailingSeed *uint64  `json:"first_failing_seed"`
	FailedStep       string   `json:"failed_step,omitempty"`
	Explanation      string   `json:"explanation,omitempty"`
	ReducedSteps     []string `json:"reduced_steps"`
	Reduced          bool     `json:"reduced"` // no step of reduced_steps can be left out
	Interrupted      bool     `json:"interrupted"`

	steps int // of the scenario
	file  string
}

// checkSeeds finds flags that make no sense with many runs.
func (c *runCommand) checkSeeds() error {
	switch flags := c.recorded(); {
	case !c.Seeds.given && c.KeepGoing:
		return usagef("--keep-going takes a range of seeds: add --seeds 1..1000")
	case !c.Seeds.given:
		return nil
	case c.Seed != nil:
		return usagef("--seed is one run, --seeds are many: give one of them")
	case len(flags) > 0:
		return usagef("%s takes one run: find a seed with --seeds first, then run it with --seed", flags[0])
	case c.Metrics:
		return usagef("--metrics takes one run: find a seed with --seeds first, then run it with --seed")
	}
	return nil
}

// runSeeds runs each scenario with every seed of the range.
func (c *runCommand) runSeeds(p *Program, scenarios []*scenario.Scenario) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, stop) // a second one ends the process at once
	if p.BeforeScreen != nil {
		p.BeforeScreen() // from here on an interrupt prints what is known
	}
	reports := []*sweepReport{}
	failed, interrupted := false, false
	for i, sc := range scenarios {
		r, err := c.sweepScenario(ctx, sc, newSeedBar(p, c.Seeds.count()))
		if err != nil {
			return err
		}
		r.file = c.Files[i]
		reports = append(reports, r)
		failed = failed || r.Failed > 0
		interrupted = r.Interrupted
		if !c.JSON {
			r.print(p.Stdout)
			if err := p.out.Flush(); err != nil {
				return err
			}
		}
		if interrupted {
			break
		}
	}
	var err error
	switch {
	case c.JSON && len(scenarios) == 1:
		err = p.json(reports[0])
	case c.JSON:
		err = p.json(reports)
	}
	switch {
	case err != nil:
		return err
	case interrupted:
		return errInterrupted
	case failed:
		return errFailed
	}
	return nil
}

func (c *runCommand) sweepScenario(ctx context.Context, sc *scenario.Scenario, bar *seedBar) (*sweepReport, error) {
	if _, err := engine.New(sc, 1); err != nil {
		return nil, err // no seed would help
	}
	until := time.Duration(c.Until)
	state, interrupted := sweep(ctx, c.Seeds, c.KeepGoing, func(seed uint64) bool {
		report, err := runSeed(sc, engine.Options{Seed: &seed, Until: until})
		return err == nil && report.Passed()
	}, bar.seeds)
	r := &sweepReport{Scenario: sc.Name, Title: sc.Title, Passed: state.passed, Failed: state.failed, FirstFailingSeed: state.first,
		ReducedSteps: []string{}, Interrupted: interrupted, steps: len(sc.Steps)}
	r.Seeds.From, r.Seeds.To = c.Seeds.From, c.Seeds.To
	r.NotRun = c.Seeds.count() - r.Passed - r.Failed
	if state.first != nil && !interrupted {
		r.reduce(ctx, sc, until, bar)
	}
	bar.clear()
	return r, nil
}

// reduce says what failed, and with how few steps it still does.
func (r *sweepReport) reduce(ctx context.Context, sc *scenario.Scenario, until time.Duration, bar *seedBar) {
	seed := *r.FirstFailingSeed
	report, err := runSeed(sc, engine.Options{Seed: &seed, Until: until})
	if err != nil {
		r.Explanation = err.Error()
		return
	}
	index, fault, ok := firstFault(sc.Steps, report)
	if !ok {
		r.Explanation = "it passes when it runs again: a mistake in netsplit, runs must be reproducible"
		return
	}
	r.FailedStep, r.Explanation = sc.Steps[index].Text, report.Steps[index].Message
	reducer := &reducer{scenario: sc, seed: seed, target: sc.Steps[index], fault: fault, tell: bar.reducing}
	left, whole := reducer.reduce(ctx, sc.Steps[:index])
	r.Reduced = whole
	r.Interrupted = r.Interrupted || ctx.Err() != nil
	for _, s := range left {
		r.ReducedSteps = append(r.ReducedSteps, s.Text)
	}
}

func (r *sweepReport) print(w io.Writer) {
	fmt.Fprintln(w, headline(r.Scenario, r.Title))
	fmt.Fprintf(w, "seeds %d..%d: %d passed, %d failed", r.Seeds.From, r.Seeds.To, r.Passed, r.Failed)
	if r.NotRun > 0 {
		fmt.Fprintf(w, ", %d not run", r.NotRun)
	}
	fmt.Fprintln(w)
	if r.FirstFailingSeed != nil {
		r.printFailure(w)
	}
	if r.Interrupted {
		fmt.Fprintln(w, "interrupted: this is what was known")
	}
}

func (r *sweepReport) printFailure(w io.Writer) {
	fmt.Fprintf(w, "the first seed that failed is %d\n", *r.FirstFailingSeed)
	if r.FailedStep != "" {
		fmt.Fprintf(w, "  FAIL  %s\n", clean(r.FailedStep))
	}
	if r.Explanation != "" {
		fmt.Fprintf(w, "          %s\n", strings.ReplaceAll(clean(r.Explanation), "\n", "\n          "))
	}
	if len(r.ReducedSteps) > 0 {
		how := "none of them can be left out"
		if !r.Reduced {
			how = "fewer may do: the search did not end"
		}
		fmt.Fprintf(w, "%d of %d steps still fail with it, %s:\n", len(r.ReducedSteps), r.steps, how)
		for _, s := range r.ReducedSteps {
			fmt.Fprintf(w, "  - %s\n", clean(s))
		}
	}
	if r.file != "-" {
		fmt.Fprintf(w, "See it: netsplit run %s --seed %d\n", clean(r.file), *r.FirstFailingSeed)
	}
}

// seedBar shows how far a sweep is.
type seedBar struct{ *bar }

func newSeedBar(p *Program, total uint64) *seedBar { return &seedBar{newBar(p, "seeds", total)} }

func (b *seedBar) seeds(s *sweepState) {
	b.show(s.passed+s.failed, fmt.Sprintf(", %d failed", s.failed))
}

func (b *seedBar) reducing(steps int) { b.say(fmt.Sprintf("reducing: %d steps", steps)) }
