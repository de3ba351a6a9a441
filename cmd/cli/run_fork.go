package cli

import (
	"fmt"
	"time"

	"netsplit/engine"
	"netsplit/engine/network"
	"netsplit/engine/scenario"
)

// forkReport is the JSON of netsplit run --with and --without. The run as it
// is written is a, the changed one b.
type forkReport struct {
	Scenario       string   `json:"scenario"`
	Seed           uint64   `json:"seed"`
	ForkAtSeconds  *float64 `json:"fork_at_seconds,omitempty"`
	With           string   `json:"with,omitempty"`
	Without        string   `json:"without,omitempty"`
	VirtualSeconds float64  `json:"virtual_seconds"`
	engine.Comparison
}

// forks reports whether two runs are to be compared.
func (c *runCommand) forks() bool { return c.ForkAt != nil || c.With != "" || c.Without != "" }

// checkFork finds flags that do not go together.
func (c *runCommand) checkFork() error {
	switch flags := c.recorded(); {
	case !c.forks():
		return nil
	case c.With != "" && c.Without != "":
		return usagef("--with adds a step, --without leaves one out: one change at a time")
	case c.With != "" && c.ForkAt == nil:
		return usagef("--with needs a moment: add --fork-at, such as --fork-at 2s")
	case c.Without != "" && c.ForkAt != nil:
		return usagef("--without names a step of the script, which says when: leave out --fork-at")
	case c.With == "" && c.Without == "":
		return usagef("--fork-at needs the step that is changed: add --with 'crash store-2'")
	case len(c.Files) > 1 || c.Seeds.given || c.Metrics:
		return usagef("a comparison is of one file with one seed; it has all metrics")
	case len(flags) > 0:
		return usagef("%s takes one run, not two", flags[0])
	}
	return nil
}

// runFork runs a scenario as it is written and with one step changed, and
// prints both outcomes side by side.
func (c *runCommand) runFork(p *Program, sc *scenario.Scenario) error {
	report := forkReport{Scenario: sc.Name, Seed: sc.Seed, With: c.With, Without: c.Without}
	if c.Seed != nil {
		report.Seed = *c.Seed
	}
	var change engine.Change
	heading := "without it"
	step, err := scenario.ParseStep(c.With + c.Without)
	if err != nil {
		return err
	}
	if c.With != "" {
		if step.Timed {
			return usagef("--with takes a step without a time: --fork-at says when")
		}
		change = engine.Change{At: time.Duration(*c.ForkAt), With: &step}
		seconds := change.At.Seconds()
		report.ForkAtSeconds, heading = &seconds, "with it"
	} else {
		change.Without = &step
	}
	a, b, err := engine.Branch(sc, report.Seed, change, time.Duration(c.Until))
	if err != nil {
		return err
	}
	report.Comparison, report.VirtualSeconds = engine.Compare(a, b), a.Now().Seconds()
	if c.JSON {
		return p.json(report)
	}
	fmt.Fprintln(p.Stdout, clean(headline(sc.Name, sc.Title)))
	if c.With != "" {
		fmt.Fprintf(p.Stdout, "as written, and with %s at %s\n", clean(step.String()), network.FormatDuration(change.At))
	} else {
		fmt.Fprintf(p.Stdout, "as written, and without %s\n", clean(step.String()))
	}
	fmt.Fprintf(p.Stdout, "seed %d, %s of virtual time each\n\n", report.Seed, network.FormatDuration(a.Now().Duration()))
	fmt.Fprint(p.Stdout, clean(report.Comparison.Table("as written", heading)))
	return nil
}
