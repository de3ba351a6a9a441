package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"netsplit/content"
	"netsplit/content/checklist"
	"netsplit/store"
	"netsplit/tui/page"
	"netsplit/tui/record"
)

type reviewCommand struct {
	Checklist string `arg:"" optional:"" predictor:"checklist" help:"Which checklist; see --list."`
	Answers   string `placeholder:"FILE" predictor:"file" help:"Take the answers from FILE (YAML or JSON), or - for standard input, instead of asking."`
	Report    string `placeholder:"FILE" predictor:"file" help:"Write the report to FILE: Markdown for .md, JSON for .json."`
	FailOn    string `enum:"high,medium,low,never" default:"never" placeholder:"SEVERITY" help:"Exit with code 3 when there is a finding of this severity or worse: high, medium, low or never."`
	List      bool   `help:"List the checklists."`
	JSON      bool   `name:"json" help:"Print the list, or the result of --answers, as JSON."`
}

// Help shows examples.
func (*reviewCommand) Help() string {
	return `Item by item: yes, no, not applicable, unknown, with a note. What is not safe, and what nobody knows, is a finding. Every answer is saved; a review that is left goes on where it stopped. With --accessible it is a dialogue of lines. With --answers nothing is asked and nothing is saved, for scripts.

Examples:

  netsplit review --list
  netsplit review high-availability
  netsplit review high-availability --report review.md
  netsplit review high-availability --answers shop.yaml --fail-on high

A file of answers:

  checklist: high-availability
  answers:
    dns: yes
    balancer: {answer: no, note: only one}`
}

// Run walks a checklist on the screen, as a dialogue, or from a file.
func (c *reviewCommand) Run(p *Program) error {
	library := content.Embedded()
	if c.Checklist == "" {
		switch {
		case c.List || c.JSON && c.Answers == "":
			return p.listPractice(c.JSON, library.ChecklistNames(), library.ChecklistSource, "review")
		case c.Answers != "" || p.accessible() || !p.interactive():
			return usagef("say which checklist\nAll of them: netsplit review --list")
		}
		return p.screen(page.Place{Page: "home", Target: "checklists"})
	}
	if c.List || c.JSON && c.Answers == "" {
		return usagef("--list lists all checklists, and --json prints those or the result of --answers: leave %s out, or add --answers FILE", c.Checklist)
	}
	file, text, err := library.ChecklistSource(c.Checklist)
	if err != nil {
		return err
	}
	list, err := checklist.Parse(file, text)
	if err != nil {
		return err
	}
	if err := c.checkReport(); err != nil {
		return err
	}
	result, at, err := c.review(p, library, list)
	if err != nil {
		return err
	}
	if c.Report != "" {
		text := []byte(result.Markdown(at))
		if isJSON(c.Report) {
			if text, err = json.MarshalIndent(result, "", "  "); err != nil {
				return err
			}
			text = append(text, '\n')
		}
		if err := p.writeReport(c.Report, text); err != nil {
			return err
		}
	}
	if c.FailOn != "never" && result.Fails(checklist.Severity(c.FailOn)) {
		return errFailed
	}
	return nil
}

func (c *reviewCommand) checkReport() error {
	switch extension := strings.ToLower(filepath.Ext(c.Report)); {
	case c.Report == "-" && c.JSON:
		return usagef("--report - and --json both go to standard output: leave one of them out, or name a file")
	case c.Report == "", c.Report == "-", extension == ".md", extension == ".markdown", extension == ".json":
		return nil
	}
	return usagef("the report %s must end in .md or .json", c.Report)
}

func isJSON(path string) bool { return strings.EqualFold(filepath.Ext(path), ".json") }

// review carries the review out, in the way that fits, and returns its result
// and when it began.
func (c *reviewCommand) review(p *Program, library *content.Library, list *checklist.Checklist) (checklist.Result, time.Time, error) {
	switch {
	case c.Answers != "":
		result, err := c.fromFile(p, list)
		return result, p.Now(), err
	case p.accessible():
		return c.dialogue(p, library)
	case p.interactive():
		if err := p.screen(page.Place{Page: "review", Target: c.Checklist}); err != nil {
			return checklist.Result{}, time.Time{}, err
		}
		if c.Report == "" && c.FailOn == "never" { // nothing depends on what it came to
			return checklist.Result{}, time.Time{}, nil
		}
		return c.latest(p, list)
	}
	return checklist.Result{}, time.Time{}, usagef("a review needs a terminal for both input and output.\n"+
		"Line by line: netsplit --accessible review %s\nFrom a file:  netsplit review %s --answers FILE", c.Checklist, c.Checklist)
}

// fromFile takes the answers from a file and prints what they come to.
func (c *reviewCommand) fromFile(p *Program, list *checklist.Checklist) (checklist.Result, error) {
	text, err := p.readText(c.Answers, largestText)
	if err != nil {
		return checklist.Result{}, err
	}
	events, err := checklist.ParseAnswers(list, shownName(c.Answers), text)
	if err != nil {
		return checklist.Result{}, err
	}
	session, _ := checklist.Start(list)
	for _, event := range events {
		if err := session.Apply(event); err != nil {
			return checklist.Result{}, fmt.Errorf("%s: %s: %w", shownName(c.Answers), event.Item, err)
		}
	}
	result := session.Result()
	if c.JSON {
		return result, p.json(result)
	}
	fmt.Fprintf(p.Stdout, "%s: %s\n", result.Title, result)
	for _, f := range result.Findings {
		fmt.Fprintf(p.Stdout, "  %-7s %-12s %s\n", f.Severity, f.Words(), f.Question)
		if f.Note != "" {
			fmt.Fprintf(p.Stdout, "          %12s %s\n", "", clean(f.Note))
		}
	}
	return result, nil
}

func (c *reviewCommand) dialogue(p *Program, library *content.Library) (checklist.Result, time.Time, error) {
	s, err := p.openStore()
	if err != nil {
		return checklist.Result{}, time.Time{}, err
	}
	defer s.Close()
	r, err := record.OpenReview(library, s, c.Checklist)
	if err != nil {
		return checklist.Result{}, time.Time{}, err
	}
	if err := s.SavePlace(store.Place{Page: "review", Target: c.Checklist}); err != nil {
		return checklist.Result{}, time.Time{}, err
	}
	if r, err = p.talk().Review(r, p.Now); err != nil {
		return checklist.Result{}, time.Time{}, err
	}
	return r.Result(), r.Began, nil
}

// latest is the review that was done last on the screen.
func (c *reviewCommand) latest(p *Program, list *checklist.Checklist) (checklist.Result, time.Time, error) {
	s, last, err := p.latestSession(record.ReviewKind, c.Checklist)
	if err != nil {
		return checklist.Result{}, time.Time{}, err
	}
	defer s.Close()
	events, err := s.Events(last.ID)
	if err != nil {
		return checklist.Result{}, time.Time{}, err
	}
	session, err := checklist.Replay(list, events)
	if err != nil {
		return checklist.Result{}, time.Time{}, err
	}
	return session.Result(), last.Started, nil
}

// writeReport writes a report to a file, or to standard output for "-".
func (p *Program) writeReport(path string, text []byte) error {
	if path == "-" {
		_, err := p.Stdout.Write(text)
		return err
	}
	if err := os.WriteFile(path, text, 0o644); err != nil {
		return err
	}
	fmt.Fprintf(p.Stderr, "netsplit: the report is in %s\n", clean(path))
	return nil
}
