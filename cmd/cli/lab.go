package cli

import (
	"fmt"
	"path/filepath"
	"slices"

	"netsplit/content"
	"netsplit/tui/lab"
	"netsplit/tui/page"
)

type labCommand struct {
	Scenario string  `arg:"" optional:"" predictor:"scenario" help:"The name of a built-in scenario, or a scenario file. Without it, a whole system: ring, replicas, cache, queue."`
	Seed     *uint64 `placeholder:"N" help:"Start the random numbers at N instead of the scenario's seed."`
	List     bool    `help:"List the built-in scenarios."`
	JSON     bool    `name:"json" help:"Print the list as JSON."`
}

// Help shows examples.
func (*labCommand) Help() string {
	return `A live cluster to break by hand. With --accessible it is a dialogue: one step a line, the same words as in a scenario file, and help for the rest.

Examples:

  netsplit lab
  netsplit lab quorum-one-and-one
  netsplit lab ./design.yaml --seed 7
  netsplit lab --list
  echo 'put cart milk' | netsplit --accessible lab`
}

// Run opens a lab on the screen, or as a dialogue.
func (c *labCommand) Run(p *Program) error {
	if err := checkSeed(c.Seed); err != nil {
		return err
	}
	if c.Seed == nil {
		c.Seed = p.config.Seed
	}
	if c.List || c.JSON {
		if c.Scenario != "" {
			return usagef("--list and --json list all scenarios: leave %s out", c.Scenario)
		}
		return c.list(p, content.Embedded())
	}
	name := c.Scenario
	if name == "" {
		name = lab.DefaultScenario
	}
	if name == "-" {
		return usagef("a lab reads steps from standard input, so its scenario must be a file")
	}
	sc, err := p.loadScenario(name) // a mistake in it is told before a screen opens
	if err != nil {
		return err
	}
	target := name
	if !slices.Contains(content.Embedded().ScenarioNames(), name) {
		if target, err = filepath.Abs(name); err != nil { // to resume from any folder
			return err
		}
	}
	if p.accessible() {
		return p.labDialogue(sc, target, c.Seed)
	}
	if !p.interactive() {
		return usagef("a lab needs a terminal for both input and output.\n" +
			"Line by line: netsplit --accessible lab\n" +
			"In one go:    netsplit run FILE")
	}
	place := page.Place{Page: "lab", Target: target}
	if c.Seed != nil {
		place.State = lab.State(*c.Seed)
	}
	return p.screen(place)
}

type listedScenario struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

func (c *labCommand) list(p *Program, library *content.Library) error {
	list := []listedScenario{}
	for _, name := range library.ScenarioNames() {
		sc, err := library.Scenario(name)
		if err != nil {
			return err
		}
		list = append(list, listedScenario{name, sc.Title})
	}
	if c.JSON {
		return p.json(list)
	}
	for _, l := range list {
		fmt.Fprintf(p.Stdout, "%-26s  %s\n", l.Name, l.Title)
	}
	return nil
}
