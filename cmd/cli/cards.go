package cli

import (
	"bufio"
	"fmt"
	"strings"
	"time"

	"netsplit/content"
	"netsplit/content/recall"
	"netsplit/store"
	"netsplit/tui/cards"
	"netsplit/tui/page"
	"netsplit/tui/widget"
)

type cardsCommand struct {
	List  bool `help:"Say what is due today, and ask nothing."`
	Day   int  `default:"20" placeholder:"NUMBER" help:"Reviews a day at most: 20."`
	Fresh int  `name:"new" default:"5" placeholder:"NUMBER" help:"New cards a day at most: 5."`
	JSON  bool `name:"json" help:"Print what is due as JSON."`
}

// Help shows examples.
func (*cardsCommand) Help() string {
	return `Cards of the lessons come back shortly before they would be forgotten (FSRS). Look at the front, say the answer,
turn it over, and say how well you knew it: 1 not at all, 2 hardly, 3 well, 4 easily.

Examples:

  netsplit cards
  netsplit cards --list
  netsplit cards --day 10 --new 2
  netsplit cards --json | jq .due_today`
}

// dueCards is the JSON of what is due.
type dueCards struct {
	DueToday  int        `json:"due_today"`
	Waiting   int        `json:"waiting"`
	DoneToday int        `json:"done_today"`
	Next      *time.Time `json:"next"`
	Cards     []dueCard  `json:"cards"`
}

type dueCard struct {
	ID       string  `json:"id"`
	Lesson   string  `json:"lesson"`
	Front    string  `json:"front"`
	New      bool    `json:"new"`
	Recalled float64 `json:"recalled_ratio"`
}

// Run asks for the cards that are due.
func (c *cardsCommand) Run(p *Program) error {
	if c.Day < 0 || c.Fresh < 0 {
		return usagef("--day and --new are numbers of cards: 0 or more")
	}
	limits := recall.Limits{Day: c.Day, New: c.Fresh}
	switch {
	case c.JSON || c.List:
		return c.list(p, limits)
	case !p.accessible() && p.interactive():
		return p.screen(page.Place{Page: "cards"})
	}
	return p.reviewCards(limits)
}

// list prints what is due.
func (c *cardsCommand) list(p *Program, limits recall.Limits) error {
	deck, err := cards.Deck(content.Embedded())
	if err != nil {
		return err
	}
	var log []recall.Review
	s, err := p.existingStore()
	if err != nil {
		return err
	}
	if s != nil {
		defer s.Close()
		if log, err = cards.Log(s); err != nil {
			return err
		}
	}
	plan := recall.Plan(deck, log, p.Now(), limits)
	if c.JSON {
		out := dueCards{DueToday: len(plan.Today), Waiting: plan.Waiting, DoneToday: plan.Done, Cards: []dueCard{}}
		if !plan.Next.IsZero() {
			out.Next = &plan.Next
		}
		for _, d := range plan.Today {
			out.Cards = append(out.Cards, dueCard{d.ID, d.Lesson, d.Front, d.New, d.Recalled})
		}
		return p.json(out)
	}
	fmt.Fprintln(p.Stdout, cards.Summary(plan, p.Now()))
	for _, d := range plan.Today {
		state := "new"
		if !d.New {
			state = fmt.Sprintf("%.0f%%", d.Recalled*100)
		}
		fmt.Fprintf(p.Stdout, "%-4s  %s\n", state, clean(d.Front))
	}
	return nil
}

// reviewCards asks line by line. Each rating is on disk before the next card.
func (p *Program) reviewCards(limits recall.Limits) error {
	s, err := p.openStore()
	if err != nil {
		return err
	}
	defer s.Close()
	deck, err := cards.Deck(content.Embedded())
	if err != nil {
		return err
	}
	in := bufio.NewScanner(p.Stdin)
	in.Buffer(nil, longestLine)
	for asked := 0; ; asked++ {
		log, err := cards.Log(s)
		if err != nil {
			return err
		}
		plan := recall.Plan(deck, log, p.Now(), limits)
		if asked == 0 || len(plan.Today) == 0 {
			fmt.Fprintln(p.Stdout, cards.Summary(plan, p.Now()))
		}
		if len(plan.Today) == 0 {
			return nil
		}
		if more, err := p.askCard(s, in, plan.Today[0]); err != nil || !more {
			return err
		}
	}
}

// askCard shows both sides and keeps the rating. False: the reader has had
// enough.
func (p *Program) askCard(s *store.Store, in *bufio.Scanner, d recall.Due) (more bool, err error) {
	line := func(prompt string) (string, bool) {
		fmt.Fprint(p.Stdout, prompt)
		if p.out.Flush() != nil || !in.Scan() {
			return "", false
		}
		return strings.ToLower(strings.TrimSpace(in.Text())), true
	}
	wrapped := func(text string) string {
		return strings.Join(widget.Wrap(clean(text), min(p.Width, widestText)-1), "\n")
	}
	fmt.Fprintf(p.Stdout, "\n%s\n", wrapped(d.Front))
	text, ok := line("Enter turns it over, q ends: ")
	for tries := 0; ok && text != "" && text != "q" && text != "quit" && tries < mostTries; tries++ {
		p.complain(fmt.Errorf("%q is no command: enter turns the card over, q ends", text))
		text, ok = line("Enter turns it over, q ends: ")
	}
	if !ok || text != "" {
		fmt.Fprintln(p.Stdout)
		return false, in.Err()
	}
	fmt.Fprintf(p.Stdout, "\n%s\n(from the lesson %s)\n", wrapped(d.Back), d.Lesson)
	for range mostTries {
		text, ok = line("How well? 1 again, 2 hard, 3 good, 4 easy, q ends: ")
		if !ok || text == "q" || text == "quit" {
			fmt.Fprintln(p.Stdout)
			return false, in.Err()
		}
		if rating, ok := cards.Rating(text); ok {
			return true, cards.Save(s, d.ID, rating, p.Now())
		}
		p.complain(fmt.Errorf("%q is no rating: type 1, 2, 3 or 4", text))
	}
	return false, fmt.Errorf("%d lines were no rating", mostTries)
}
