// Package cards is the page that asks for what was learned: the front of a card,
// then its back, then how well it was known. What is due comes from
// content/recall.
//
//	pages["cards"] = cards.Constructor(library, db)
package cards

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/content/recall"
	"netsplit/store"
	"netsplit/tui/keymap"
	"netsplit/tui/page"
	"netsplit/tui/widget"
)

// Constructor makes the page over a library's cards and a store's reviews.
func Constructor(library *content.Library, db *store.Store) page.Constructor {
	return func(env page.Env, _ page.Place) (page.Page, error) {
		deck, err := Deck(library)
		if err != nil {
			return nil, err
		}
		log, err := Log(db)
		if err != nil {
			return nil, err
		}
		save := func(card string, rating recall.Rating, at time.Time) error { return Save(db, card, rating, at) }
		return New(env, deck, log, save), nil
	}
}

// Page asks one card after another.
type Page struct {
	env    page.Env
	deck   []recall.Card
	log    []recall.Review
	save   func(card string, rating recall.Rating, at time.Time) error
	plan   recall.Today
	turned bool // the back is in sight
	rows   int  // the line of the first rating, as last drawn
}

// New makes the page. save keeps a rating; it is called by the journal.
func New(env page.Env, deck []recall.Card, log []recall.Review, save func(string, recall.Rating, time.Time) error) *Page {
	p := &Page{env: env, deck: deck, log: log, save: save}
	p.replan()
	return p
}

func (p *Page) replan() {
	p.plan, p.turned = recall.Plan(p.deck, p.log, p.env.Now(), recall.Usual()), false
}

// Title of the page.
func (p *Page) Title() string { return "Cards" }

// Place of the page.
func (p *Page) Place() page.Place { return page.Place{Page: "cards"} }

// The actions of a card.
const (
	turn keymap.Action = "turn-over"
	read keymap.Action = "read-lesson"
)

// Help lists the keys.
func (p *Page) Help() []keymap.Binding {
	switch {
	case len(p.plan.Today) == 0:
		return nil
	case !p.turned:
		return front()
	}
	return back()
}

func front() []keymap.Binding {
	return []keymap.Binding{keymap.New(turn, "turn the card over", "space", "enter").Hinted("turn over")}
}

func back() []keymap.Binding {
	keys := []keymap.Binding{}
	for i, r := range recall.Ratings() {
		keys = append(keys, keymap.New(keymap.Action(r), "it was "+meaning(r), fmt.Sprint(i+1)).Hinted(string(r)))
	}
	return append(keys, keymap.New(read, "read the lesson it is from", "o").Hinted("lesson"))
}

// Keys lists everything that keys can do on the page.
func Keys() []keymap.Group {
	return []keymap.Group{{Title: "the front of a card", Bindings: front()}, {Title: "its back", Bindings: back()}}
}

// meaning is a rating in words.
func meaning(r recall.Rating) string {
	switch r {
	case recall.Again:
		return "not known"
	case recall.Hard:
		return "hardly known"
	case recall.Easy:
		return "known at once"
	}
	return "known"
}

// Update turns cards over and keeps ratings.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Shown:
		if !p.turned {
			p.replan()
		}
	case tea.MouseClickMsg:
		return p.click(msg)
	case keymap.Press:
		if len(p.plan.Today) == 0 {
			return nil
		}
		switch msg.Action {
		case turn:
			p.turned = true
		case read:
			return page.Do(page.Open{Place: page.Place{Page: "lesson", Target: p.plan.Today[0].Lesson}})
		default:
			if rating, ok := Rating(string(msg.Action)); ok && p.turned {
				p.rate(rating)
			}
		}
	}
	return nil
}

// click turns the card over, or takes the rating under the mouse.
func (p *Page) click(msg tea.MouseClickMsg) tea.Cmd {
	if msg.Button != tea.MouseLeft || len(p.plan.Today) == 0 {
		return nil
	}
	if !p.turned {
		p.turned = true
		return nil
	}
	if i := msg.Y - p.rows; i >= 0 && i < len(recall.Ratings()) {
		p.rate(recall.Ratings()[i])
	}
	return nil
}

// rate keeps a rating and goes on to the next card.
func (p *Page) rate(rating recall.Rating) {
	card, now := p.plan.Today[0].ID, p.env.Now()
	save := p.save
	p.env.Journal.Save("the rating of a card", func() error { return save(card, rating, now) })
	p.log = append(p.log, recall.Review{Card: card, Rating: rating, At: now})
	p.replan()
}

// widest keeps a card readable on a wide screen.
const widest = 72

// View draws the card, or that there is none.
func (p *Page) View(w, h int) string {
	th := p.env.Theme
	lines := []string{th.Muted.Render(widget.Cut(Summary(p.plan, p.env.Now()), w, th.Glyph.Ellipsis)), ""}
	if len(p.plan.Today) == 0 {
		return widget.Fit(strings.Join(lines, "\n"), w, h)
	}
	d := p.plan.Today[0]
	room := max(1, min(w-4, widest))
	for _, l := range widget.Wrap(widget.Safe(d.Front), room) {
		lines = append(lines, "  "+th.Strong.Render(l))
	}
	lines = append(lines, "")
	if !p.turned {
		lines = append(lines, "  "+th.Muted.Render(p.env.Hint(p, "Say the answer, then press {turn-over}.")))
		return widget.Fit(strings.Join(lines, "\n"), w, h)
	}
	for _, l := range widget.Wrap(widget.Safe(d.Back), room) {
		lines = append(lines, "  "+l)
	}
	lines = append(lines, "", "  "+th.Muted.Render("How well did you know it?"))
	p.rows = len(lines)
	next := recall.Intervals(d.ID, p.log, p.env.Now())
	for _, r := range recall.Ratings() {
		lines = append(lines, fmt.Sprintf("  %s  %s%s", th.Key.Render(p.env.Hint(p, "{"+string(r)+"}")), widget.Pad(meaning(r), 16),
			th.Muted.Render("comes "+when(next[r]))))
	}
	return widget.Fit(strings.Join(lines, "\n"), w, h)
}
