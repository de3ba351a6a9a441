package cli

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"netsplit/calc/noun"
	"netsplit/content"
	"netsplit/engine"
	"netsplit/engine/clock"
	"netsplit/engine/network"
	"netsplit/engine/scenario"
)

type runCommand struct {
	Files     []string     `arg:"" name:"file" predictor:"scenario" help:"Scenario files, names of built-in ones, or - for standard input."`
	Seed      *uint64      `placeholder:"N" help:"Start the random numbers at N instead of the file's seed."`
	Seeds     seedRange    `placeholder:"FROM..TO" help:"Run with every seed of a range, on all cores, until one fails; show that failure in few steps."`
	KeepGoing bool         `help:"With --seeds: run all of them, also after one failed."`
	Until     virtualTime  `placeholder:"TIME" help:"Run on after the last step until TIME, such as 90s or 5m."`
	Trace     string       `placeholder:"FILE" predictor:"file" help:"Write every event to FILE as JSON lines."`
	History   string       `placeholder:"FILE" predictor:"file" help:"Write what clients asked and were told to FILE as JSON lines, for netsplit check."`
	Perfetto  string       `placeholder:"FILE" predictor:"file" help:"Write the run to FILE as a trace that ui.perfetto.dev opens."`
	Metrics   bool         `help:"Print all metrics at the end."`
	ForkAt    *virtualTime `placeholder:"TIME" help:"Run twice, as written and with one more step at TIME, and compare; needs --with."`
	With      string       `placeholder:"STEP" help:"The step that the second run has more, such as 'crash store-2'."`
	Without   string       `placeholder:"STEP" help:"Run twice, as written and without this step of the script, and compare."`
	JSON      bool         `name:"json" help:"Print JSON: one object, or a list when several files are given."`
}

// Help shows examples.
func (*runCommand) Help() string {
	return `The same file and seed give the same run on every machine: the trace hash proves it. The exit code is 3 when a step, an expectation or a check fails.

Examples:

  netsplit run quorum.yaml
  netsplit run default --seed 7 --json
  netsplit run design.yaml --until 5m --trace events.jsonl
  netsplit run quorum-one-and-one --history run.jsonl; netsplit check run.jsonl
  netsplit run quorum.yaml --seeds 1..1000
  netsplit run hinted-handoff --without 'crash store-5'
  netsplit run quorum-two-and-two --fork-at 2s --with 'crash store-2'
  netsplit run labs/*.yaml`
}

// virtualTime is a flag in the durations of scenario files.
type virtualTime time.Duration

// UnmarshalText reads 90s, 5m.
func (t *virtualTime) UnmarshalText(text []byte) error {
	d, err := network.ParseDuration(string(text))
	*t = virtualTime(d)
	return err
}

// Run runs scenarios without a screen.
func (c *runCommand) Run(p *Program) (failure error) {
	if flags := c.recorded(); len(flags) > 0 && len(c.Files) > 1 {
		return usagef("%s takes one run: give a single file", strings.Join(flags, " and "))
	}
	if err := c.checkSeeds(); err != nil {
		return err
	}
	if err := checkSeed(c.Seed); err != nil {
		return err
	}
	if c.Seed == nil && !c.Seeds.given {
		c.Seed = p.config.Seed
	}
	if err := c.checkFork(); err != nil {
		return err
	}
	if first := slices.Index(c.Files, "-"); first >= 0 && slices.Contains(c.Files[first+1:], "-") {
		return usagef("- is standard input, which can be read once: give it once")
	}
	var scenarios []*scenario.Scenario
	for _, name := range c.Files {
		sc, err := p.loadScenario(name)
		if err != nil {
			return err
		}
		scenarios = append(scenarios, sc)
	}
	if c.Seeds.given {
		return c.runSeeds(p, scenarios)
	}
	if c.forks() {
		return c.runFork(p, scenarios[0])
	}
	options := engine.Options{Seed: c.Seed, Until: time.Duration(c.Until)}
	records, err := c.record(scenarios[0], &options)
	if err != nil {
		return err
	}
	defer func() {
		if incomplete := records.close(); incomplete != nil {
			failure = incomplete // weighs more than a step that failed
		}
	}()
	reports, err := c.runAll(p, scenarios, options)
	if err != nil {
		return err
	}
	if err := records.finish(reports[0]); err != nil {
		return err
	}
	for _, report := range reports {
		if !report.Passed() {
			return errFailed
		}
	}
	return nil
}

// runAll runs scenarios one after another and prints what each came to.
func (c *runCommand) runAll(p *Program, scenarios []*scenario.Scenario, options engine.Options) ([]*engine.Report, error) {
	reports := []*engine.Report{}
	for i, sc := range scenarios {
		stop := newBar(p, "runs", 1).ticking(func() string { return "running " + clean(sc.Name) })
		report, err := engine.Run(sc, options)
		stop()
		if err != nil {
			return nil, err
		}
		reports = append(reports, report)
		if c.JSON {
			continue
		}
		if i > 0 {
			fmt.Fprintln(p.Stdout)
		}
		printReport(p.Stdout, report, c.Metrics)
		if err := p.out.Flush(); err != nil { // the next one may take a while
			return nil, err
		}
	}
	if c.JSON {
		return reports, c.printJSON(p, reports)
	}
	return reports, nil
}

func (c *runCommand) printJSON(p *Program, reports []*engine.Report) error {
	if len(reports) == 1 {
		return p.json(reports[0])
	}
	return p.json(reports)
}

// loadScenario reads a file, standard input, or a built-in scenario by name.
func (p *Program) loadScenario(name string) (*scenario.Scenario, error) {
	if name == "-" {
		if p.StdinTerminal {
			return nil, usagef("standard input is a terminal: give a file, or pipe one in")
		}
		src, err := io.ReadAll(io.LimitReader(p.Stdin, 16<<20)) // the parser has a smaller bound, and says so
		if err != nil {
			return nil, err
		}
		return scenario.Parse("standard input", src)
	}
	library := content.Embedded()
	builtIn := library.ScenarioNames()
	if slices.Contains(builtIn, name) { // a file of that name is ./name
		text, err := library.Scenario(name)
		if err != nil {
			return nil, err
		}
		return scenario.Parse(text.Path, []byte(text.Source))
	}
	if _, err := os.Stat(name); err != nil && !strings.ContainsAny(name, `/\.`) {
		cure := "The built-in ones: netsplit lab --list"
		if near, ok := scenario.Nearest(name, builtIn); ok {
			cure = "Did you mean " + near + "?"
		}
		return nil, fmt.Errorf("there is no scenario file and no built-in scenario %q. %s", name, cure)
	}
	return scenario.Load(name)
}

// checkSeed refuses 0, which stands for the scenario's own seed.
func checkSeed(seed *uint64) error {
	if seed != nil && *seed == 0 {
		return usagef("--seed 0: seeds begin at 1; without the flag the scenario's own is taken")
	}
	return nil
}

// headline is a scenario's name and, if it has one, its title.
func headline(name, title string) string {
	if title == "" {
		return name
	}
	return name + ": " + title
}

// printReport is a run for a reader: each step, what it came to, the sum.
func printReport(w io.Writer, r *engine.Report, metrics bool) {
	fmt.Fprintln(w, headline(r.Scenario, r.Title))
	failed := 0
	for _, s := range r.Steps {
		mark := "  ok    "
		if s.State != "done" {
			mark = "  FAIL  "
			failed++
		}
		fmt.Fprintf(w, "%s%s\n", mark, clean(s.Step))
		if s.Message != "" {
			fmt.Fprintf(w, "          %s\n", strings.ReplaceAll(clean(s.Message), "\n", "\n          "))
		}
		for i, cause := range s.Why {
			lead := "why:"
			if i > 0 {
				lead = "    "
			}
			fmt.Fprintf(w, "          %s %s  %s\n", lead, clock.FromDuration(time.Duration(cause.TimeSeconds*float64(time.Second))), clean(cause.Text))
		}
	}
	for _, promise := range r.Objectives {
		mark := "  met   "
		switch {
		case !promise.Measured:
			mark = "  ?     "
		case !promise.Met:
			mark = "  missed"
		}
		fmt.Fprintf(w, "%s  objective %s\n", mark, promise.Text)
	}
	o := r.Operations
	fmt.Fprintf(w, "%s: %d ok, %d failed, %d unknown\n", noun.Count(o.Total, "operation"), o.OK, o.Failed, o.Unknown)
	if metrics {
		names := make([]string, 0, len(r.Metrics))
		for name := range r.Metrics {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			fmt.Fprintf(w, "  %-32s %.6g\n", name, r.Metrics[name])
		}
	}
	fmt.Fprintf(w, "seed %d, %s of virtual time, %d events, trace %s\n", r.Seed,
		network.FormatDuration(time.Duration(r.VirtualSeconds*float64(time.Second))), r.Events, r.TraceHash)
	switch {
	case failed > 0:
		fmt.Fprintf(w, "%d of %s failed\n", failed, noun.Count(len(r.Steps), "step"))
	case len(r.Steps) > 0:
		fmt.Fprintf(w, "all %d steps passed\n", len(r.Steps))
	}
}
