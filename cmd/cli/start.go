package cli

import (
	"fmt"

	"netsplit/content"
	"netsplit/content/recall"
	"netsplit/store"
	"netsplit/tui/page"
)

// startCommand is netsplit without a command.
type startCommand struct{}

// Run resumes where the learner stopped: on the screen, or in lines.
func (*startCommand) Run(p *Program) error {
	if p.accessible() {
		return p.resumeInLines()
	}
	if !p.interactive() {
		return usagef("the screen needs a terminal for both input and output.\n" +
			"Without one, try: netsplit progress\n" +
			"All commands:     netsplit --help")
	}
	if p.options.Welcome {
		return p.screen(page.Place{Page: "welcome"})
	}
	return p.screen(page.Place{})
}

// resumeInLines goes on with what was left, as the command for it would. With
// nothing to go on with, it says how things stand and what can be typed next.
func (p *Program) resumeInLines() error {
	place, err := p.lastPlace()
	if err != nil {
		return err
	}
	switch place.Page {
	case "lesson":
		return (&learnCommand{Lesson: place.Target}).Run(p)
	case "lab":
		return (&labCommand{Scenario: place.Target}).Run(p)
	case "drill":
		return (&drillCommand{Problem: place.Target}).Run(p)
	case "review":
		return (&reviewCommand{Checklist: place.Target, FailOn: "never"}).Run(p)
	case "sql":
		return (&sqlCommand{Name: place.Target}).Run(p)
	case "cards":
		return (&cardsCommand{Day: recall.Usual().Day, Fresh: recall.Usual().New}).Run(p)
	}
	if err := (&progressCommand{}).Run(p); err != nil {
		return err
	}
	if tracks, err := content.Embedded().Tracks(); err == nil && place.Page == "" && len(tracks) > 0 && len(tracks[0].Lessons) > 0 {
		fmt.Fprintf(p.Stdout, "\nBegin with: netsplit learn %s\n", tracks[0].Lessons[0].ID)
	}
	fmt.Fprint(p.Stdout, "\nWhat you can do next:\n"+
		"  netsplit learn --list    lessons\n"+
		"  netsplit lab --list      clusters to break\n"+
		"  netsplit drill --list    interviews\n"+
		"  netsplit review --list   checklists\n"+
		"  netsplit cards           what is due today\n"+
		"  netsplit sql --list      experiments on a real database\n"+
		"  netsplit calc            calculators\n")
	return nil
}

// lastPlace is where the learner stopped, the zero place when nowhere.
func (p *Program) lastPlace() (store.Place, error) {
	s, err := p.existingStore()
	if err != nil || s == nil {
		return store.Place{}, err
	}
	defer s.Close()
	place, _, err := s.LastPlace()
	return place, err
}
