// Package recall schedules cards, so that each comes back shortly before it
// would be forgotten.
//
// A card's state is not kept: it is folded from the log of its reviews, which is
// all there is to store.
//
//	plan := recall.Plan(cards, reviews, now, recall.Usual())
//	for _, due := range plan.Today { … show due.Card, ask for a rating … }
//
// The schedule is FSRS's (Ye, Su and Cao, "A Stochastic Shortest Path Algorithm
// for Optimizing Spaced Repetition Scheduling", KDD 2022), by go-fsrs.
package recall

import (
	"cmp"
	"slices"
	"time"

	"github.com/open-spaced-repetition/go-fsrs/v3"

	"netsplit/calc/order"
)

// Card is something to remember.
type Card struct {
	ID, Lesson, Front, Back string
}

// Rating is how well a card was remembered.
type Rating string

// The ratings, as FSRS has them.
const (
	Again Rating = "again" // not at all
	Hard  Rating = "hard"
	Good  Rating = "good"
	Easy  Rating = "easy"
)

// Ratings returns them from worst to best, as the keys 1 to 4 stand for them.
func Ratings() []Rating { return []Rating{Again, Hard, Good, Easy} }

// Review is one time that a card was asked for.
type Review struct {
	Card   string
	Rating Rating
	At     time.Time
}

// Limits keep a day short.
type Limits struct {
	Day int // reviews a day, new cards with them
	New int // cards a day that were never seen
}

// Usual are twenty reviews a day, five of new cards.
func Usual() Limits { return Limits{Day: 20, New: 5} }

// Due is a card that is asked for, and how likely it is remembered.
type Due struct {
	Card
	New       bool
	Recalled  float64 // the probability that it is still known; 0 of a new one
	Scheduled time.Time
}

// Today is what a day asks for.
type Today struct {
	Today   []Due     // in the order to ask
	Waiting int       // due or new as well, beyond the limits of the day
	Done    int       // reviews of today so far
	Next    time.Time // when the next card comes; zero: none was ever reviewed
}

// Plan says what to ask now: of the cards that are due the one that is most
// likely forgotten first, which after a break is what saves most; then new ones,
// in the order of the lessons. A day is the calendar's, in the zone of now.
func Plan(cards []Card, log []Review, now time.Time, limits Limits) Today {
	states := fold(log)
	done, fresh := today(log, now)
	plan := Today{Done: done}
	var due, unseen []Due
	for _, c := range cards {
		state, seen := states[c.ID]
		switch {
		case !seen:
			unseen = append(unseen, Due{Card: c, New: true})
		case !state.Due.After(now):
			due = append(due, Due{Card: c, Recalled: retrievability(state, now), Scheduled: state.Due})
		case plan.Next.IsZero() || state.Due.Before(plan.Next):
			plan.Next = state.Due
		}
	}
	order.By(due, func(a, b Due) int { return cmp.Compare(a.Recalled, b.Recalled) })
	room := max(0, limits.Day-done)
	taken := min(room, len(due))
	news := min(room-taken, len(unseen), max(0, limits.New-fresh))
	plan.Today = append(slices.Clone(due[:taken]), unseen[:news]...)
	plan.Waiting = len(due) - taken + len(unseen) - news
	return plan
}

// fold replays the log.
func fold(log []Review) map[string]fsrs.Card {
	scheduler := fsrs.NewFSRS(fsrs.DefaultParam())
	states := map[string]fsrs.Card{}
	for _, r := range log {
		grade, ok := grades()[r.Rating]
		if !ok {
			continue // of a later version: nothing is known about it
		}
		state, seen := states[r.Card]
		if !seen {
			state = fsrs.NewCard()
		}
		at := r.At
		if at.Before(state.LastReview) {
			at = state.LastReview // a clock that was set back
		}
		states[r.Card] = scheduler.Next(state, at, grade).Card
	}
	return states
}

func grades() map[Rating]fsrs.Rating {
	return map[Rating]fsrs.Rating{Again: fsrs.Again, Hard: fsrs.Hard, Good: fsrs.Good, Easy: fsrs.Easy}
}

// today counts the reviews of the day of now, and those of cards that were seen
// for the first time.
func today(log []Review, now time.Time) (reviews, fresh int) {
	year, month, day := now.Date()
	start := time.Date(year, month, day, 0, 0, 0, 0, now.Location())
	seen := map[string]bool{}
	for _, r := range log {
		if !r.At.Before(start) && !r.At.After(now) {
			reviews++
			if !seen[r.Card] {
				fresh++
			}
		}
		seen[r.Card] = true
	}
	return reviews, fresh
}

// retrievability is the probability that a card is still known.
func retrievability(state fsrs.Card, now time.Time) float64 {
	return fsrs.NewFSRS(fsrs.DefaultParam()).GetRetrievability(state, now)
}

// Intervals says when a card would come back after each rating.
func Intervals(card string, log []Review, now time.Time) map[Rating]time.Duration {
	states := fold(log)
	state, ok := states[card]
	if !ok {
		state = fsrs.NewCard()
	}
	scheduler := fsrs.NewFSRS(fsrs.DefaultParam())
	found := map[Rating]time.Duration{}
	for rating, grade := range grades() {
		found[rating] = scheduler.Next(state, now, grade).Card.Due.Sub(now)
	}
	return found
}
