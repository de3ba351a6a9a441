package cli

import (
	"fmt"

	"netsplit/content"
	"netsplit/content/drill"
	"netsplit/store"
	"netsplit/tui/dialogue"
	screen "netsplit/tui/drill"
	"netsplit/tui/page"
	"netsplit/tui/record"
)

type drillCommand struct {
	Problem string  `arg:"" optional:"" predictor:"drill" help:"Which interview; see --list."`
	Seed    *uint64 `placeholder:"N" help:"Draw the numbers of a new drill from N instead of the clock."`
	Untimed bool    `help:"Leave the clock out."`
	Report  string  `placeholder:"FILE" predictor:"file" help:"Write the report of the latest drill of this problem to FILE (Markdown), or - for standard output, and stop."`
	List    bool    `help:"List the drills."`
	JSON    bool    `name:"json" help:"Print the list as JSON."`
}

// Help shows examples.
func (*drillCommand) Help() string {
	return `A mock interview: ask for what you need to know, estimate, design, break it, and grade yourself against what you really said. Every answer is saved; a drill that is left goes on where it stopped. With --accessible it is a dialogue of lines.

Examples:

  netsplit drill --list
  netsplit drill url-shortener
  netsplit --accessible drill url-shortener
  netsplit drill url-shortener --report interview.md`
}

// Run opens a drill on the screen or as a dialogue.
func (c *drillCommand) Run(p *Program) error {
	library := content.Embedded()
	if c.List || c.JSON {
		if c.Problem != "" {
			return usagef("--list and --json list all drills: leave %s out", c.Problem)
		}
		return p.listPractice(c.JSON, library.DrillNames(), library.DrillSource, "drill")
	}
	if c.Problem == "" {
		if p.accessible() || !p.interactive() {
			return usagef("say which drill\nAll of them: netsplit drill --list")
		}
		return p.screen(page.Place{Page: "home", Target: "drills"})
	}
	file, text, err := library.DrillSource(c.Problem)
	if err != nil {
		return err
	}
	if c.Report != "" {
		return c.report(p, file, text)
	}
	if p.accessible() {
		return c.dialogue(p, library)
	}
	if !p.interactive() {
		return usagef("a drill needs a terminal for both input and output.\nLine by line: netsplit --accessible drill %s", c.Problem)
	}
	if c.Seed != nil { // the screen goes on with what is begun here
		if err := c.begin(p, library); err != nil {
			return err
		}
	}
	return p.screen(c.place())
}

// place is where the screen opens the drill.
func (c *drillCommand) place() page.Place {
	return page.Place{Page: "drill", Target: c.Problem, State: screen.State(c.Untimed, false, nil)}
}

func (c *drillCommand) open(p *Program, library *content.Library, s *store.Store) (*record.Drill, error) {
	seed := uint64(p.Now().UnixNano())
	if c.Seed != nil {
		seed = *c.Seed
	}
	d, err := record.OpenDrill(library, s, c.Problem, seed)
	if err == nil && c.Seed != nil && d.Seed != *c.Seed {
		err = usagef("a drill with seed %d is under way; finish it, type anew in it, or leave --seed out", d.Seed)
	}
	return d, err
}

func (c *drillCommand) begin(p *Program, library *content.Library) error {
	s, err := p.openStore()
	if err != nil {
		return err
	}
	defer s.Close()
	_, err = c.open(p, library, s)
	return err
}

func (c *drillCommand) dialogue(p *Program, library *content.Library) error {
	s, err := p.openStore()
	if err != nil {
		return err
	}
	defer s.Close()
	d, err := c.open(p, library, s)
	if err != nil {
		return err
	}
	if err := s.SavePlace(store.Place{Page: "drill", Target: c.Problem}); err != nil {
		return err
	}
	return p.talk().Drill(d, dialogue.DrillOptions{Now: p.Now, Untimed: c.Untimed})
}

// talk is a dialogue on the standard streams.
func (p *Program) talk() *dialogue.Talk {
	return dialogue.New(p.Stdin, p.Stdout, dialogue.Options{
		Prompt: p.StdinTerminal,
		Width:  min(p.Width, widestText) - 1,
		Flush:  p.out.Flush,
	})
}

// report writes the latest drill of a problem as Markdown.
func (c *drillCommand) report(p *Program, file, text string) error {
	problem, err := drill.Parse(file, text)
	if err != nil {
		return err
	}
	s, last, err := p.latestSession(record.DrillKind, c.Problem)
	if err != nil {
		return err
	}
	defer s.Close()
	events, err := s.Events(last.ID)
	if err != nil {
		return err
	}
	d, err := drill.Replay(problem, last.Seed, events)
	if err != nil {
		return fmt.Errorf("the latest drill can't be replayed: %w", err)
	}
	return p.writeReport(c.Report, []byte(d.Report(last.Started)))
}
