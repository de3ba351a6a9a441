package cards

import (
	"fmt"
	"strings"
	"time"

	"netsplit/calc/noun"
	"netsplit/content"
	"netsplit/content/recall"
	"netsplit/store"
)

// document is where reviews stand among the answers of the store, by card: the
// log of answers is the whole state.
const document = "cards"

// Deck returns the cards of all lessons, in the lessons' order.
func Deck(library *content.Library) ([]recall.Card, error) {
	var deck []recall.Card
	for _, id := range library.LessonIDs() {
		l, err := library.Lesson(id)
		if err != nil {
			return nil, err
		}
		for _, b := range l.Document.AllBlocks() {
			if b.Card != nil {
				deck = append(deck, recall.Card{ID: b.Card.ID, Lesson: l.ID, Front: b.Card.Front, Back: b.Card.Back})
			}
		}
	}
	return deck, nil
}

// Log returns every review, oldest first.
func Log(s *store.Store) ([]recall.Review, error) {
	answers, err := s.Answers(document)
	if err != nil {
		return nil, err
	}
	var log []recall.Review
	for _, a := range answers {
		log = append(log, recall.Review{Card: a.Block, Rating: recall.Rating(a.Text), At: a.At})
	}
	return log, nil
}

// Save keeps a review.
func Save(s *store.Store, card string, rating recall.Rating, at time.Time) error {
	return s.SaveAnswer(store.Answer{Document: document, Block: card, Kind: "card", Text: string(rating), At: at})
}

// Rating reads 1 to 4, or a rating's name.
func Rating(text string) (recall.Rating, bool) {
	for i, r := range recall.Ratings() {
		if text == string(r) || text == fmt.Sprint(i+1) {
			return r, true
		}
	}
	return "", false
}

// Summary says in a line how the day stands.
func Summary(plan recall.Today, now time.Time) string {
	n := len(plan.Today)
	var b strings.Builder
	switch {
	case n == 0 && plan.Done == 0:
		b.WriteString("No card is due.")
	case n == 0:
		b.WriteString("Done for today: " + noun.Count(plan.Done, "card") + ".")
	default:
		b.WriteString(noun.Count(n, "card") + " today.")
	}
	if plan.Waiting > 0 {
		b.WriteString(" " + noun.Count(plan.Waiting, "card") + " wait for another day.")
	}
	if n == 0 && !plan.Next.IsZero() {
		b.WriteString(" The next comes " + when(plan.Next.Sub(now)) + ".")
	}
	return b.String()
}

// when says how far away a time is, coarsely.
func when(d time.Duration) string {
	switch {
	case d < time.Hour:
		return fmt.Sprintf("in %d min", max(1, int(d.Round(time.Minute)/time.Minute)))
	case d < 36*time.Hour:
		return fmt.Sprintf("in %d h", int(d.Round(time.Hour)/time.Hour))
	}
	return fmt.Sprintf("in %d days", int(d.Round(24*time.Hour)/(24*time.Hour)))
}
