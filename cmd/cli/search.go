package cli

import (
	"fmt"
	"strings"

	"netsplit/content"
	"netsplit/tui/search"
)

type searchCommand struct {
	Words []string `arg:"" help:"What to look for; all of them must occur."`
	Most  int      `default:"20" placeholder:"N" help:"Print at most N of what is found."`
	JSON  bool     `name:"json" help:"Print JSON."`
}

// Help shows examples.
func (*searchCommand) Help() string {
	return `Looks through lessons, scenarios, drills, checklists, calculators and the reference. A word in a title counts more than one in the text. On the screen, / searches as well.

Examples:

  netsplit search quorum
  netsplit search hinted handoff
  netsplit search cache stampede --json`
}

type foundText struct {
	Kind    string `json:"kind"`
	Name    string `json:"name"`
	Title   string `json:"title"`
	Section string `json:"section"`
	Excerpt string `json:"excerpt"`
	Command string `json:"command"`
	Score   int    `json:"score"`
}

// Run prints what is found, the best first.
func (c *searchCommand) Run(p *Program) error {
	if c.Most < 1 {
		return usagef("--most is at least 1, not %d", c.Most)
	}
	query := strings.Join(c.Words, " ")
	if len(search.Words(query)) == 0 {
		return usagef("there is no word to look for")
	}
	index, err := search.For(content.Embedded(), query)
	if err != nil {
		return err
	}
	found := []foundText{}
	for _, h := range index.Find(query, c.Most) {
		found = append(found, foundText{h.Kind, h.Name, h.Title, h.Section, h.Excerpt, h.Command, h.Score})
	}
	if c.JSON {
		return p.json(found)
	}
	if len(found) == 0 {
		whole, err := search.Build(content.Embedded())
		if err != nil {
			return err
		}
		if near, ok := whole.Near(query); ok {
			fmt.Fprintf(p.Stderr, "netsplit: nothing has all of these words: %s. Shown: %s\n", clean(query), near)
			for _, h := range whole.Find(near, c.Most) {
				found = append(found, foundText{h.Kind, h.Name, h.Title, h.Section, h.Excerpt, h.Command, h.Score})
			}
		}
	}
	if len(found) == 0 {
		return fmt.Errorf("nothing has all of these words: %s\nTry fewer, or a part of one", query)
	}
	for i, h := range found {
		if i > 0 {
			fmt.Fprintln(p.Stdout)
		}
		title := h.Title
		if h.Section != "" && h.Section != h.Title {
			title += " > " + h.Section
		}
		fmt.Fprintf(p.Stdout, "%s: %s\n  %s\n  %s\n", h.Kind, title, clean(h.Excerpt), h.Command)
	}
	return nil
}
