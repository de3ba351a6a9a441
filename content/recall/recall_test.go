package recall

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

func deck(n int) []Card {
	var cards []Card
	for i := range n {
		cards = append(cards, Card{ID: fmt.Sprintf("card-%d", i), Front: "front", Back: "back"})
	}
	return cards
}

// Goal: of a new deck a few cards come a day, and those that were done do not
// come again the same day, except the ones not known.
func TestNewCards(t *testing.T) {
	plan := Plan(deck(12), nil, noon, Usual())
	if len(plan.Today) != 5 || !plan.Today[0].New || plan.Waiting != 7 || plan.Done != 0 {
		t.Fatalf("%+v", plan)
	}
	var log []Review
	for _, d := range plan.Today {
		log = append(log, Review{d.ID, Easy, noon})
	}
	plan = Plan(deck(12), log, noon.Add(time.Hour), Usual())
	if len(plan.Today) != 0 || plan.Done != 5 || plan.Next.IsZero() {
		t.Errorf("more than five new cards a day: %+v", plan)
	}
	plan = Plan(deck(12), log, noon.AddDate(0, 0, 1), Usual())
	if len(plan.Today) != 5 || plan.Done != 0 {
		t.Errorf("the next day: %+v", plan)
	}
}

// Goal: a card that is known comes back later each time, and one that was not
// soon.
func TestIntervalsGrow(t *testing.T) {
	at, log := noon, []Review(nil)
	last := time.Duration(0)
	for i := range 6 {
		gap := Intervals("a", log, at)[Good]
		if i > 1 && gap <= last {
			t.Errorf("review %d comes after %s, the one before after %s", i, gap, last)
		}
		if again := Intervals("a", log, at)[Again]; again >= gap && i > 1 {
			t.Errorf("not knowing it brings it back after %s, knowing it after %s", again, gap)
		}
		log = append(log, Review{"a", Good, at})
		at, last = at.Add(gap), gap
	}
	if last < 20*24*time.Hour {
		t.Errorf("after six times it still comes after %s", last)
	}
}

// Goal: after a break the day is no longer than another, and what is most likely
// forgotten comes first.
func TestAfterABreak(t *testing.T) {
	var log []Review
	for i, c := range deck(60) {
		log = append(log, Review{c.ID, Good, noon.Add(time.Duration(i) * time.Second)}, Review{c.ID, []Rating{Good, Easy, Hard}[i%3], noon.Add(time.Hour)})
	}
	plan := Plan(deck(60), log, noon.AddDate(0, 3, 0), Usual())
	if len(plan.Today) != 20 || plan.Waiting != 40 {
		t.Fatalf("%d today, %d wait", len(plan.Today), plan.Waiting)
	}
	for i := 1; i < len(plan.Today); i++ {
		if plan.Today[i].Recalled < plan.Today[i-1].Recalled {
			t.Errorf("%g comes after %g", plan.Today[i].Recalled, plan.Today[i-1].Recalled)
		}
	}
}

// Goal: whatever the log says, no day is longer than its limit, no card comes
// twice, and every card is asked, waits or is scheduled.
func TestPlanIsBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cards := deck(rapid.IntRange(0, 30).Draw(t, "cards"))
		var log []Review
		at := noon
		for range rapid.IntRange(0, 60).Draw(t, "reviews") {
			at = at.Add(time.Duration(rapid.IntRange(-3600, 200000).Draw(t, "gap")) * time.Second)
			log = append(log, Review{fmt.Sprintf("card-%d", rapid.IntRange(0, 35).Draw(t, "card")),
				rapid.SampledFrom(append(Ratings(), "nonsense")).Draw(t, "rating"), at})
		}
		limits := Limits{rapid.IntRange(0, 30).Draw(t, "day"), rapid.IntRange(0, 10).Draw(t, "new")}
		plan := Plan(cards, log, at, limits)
		seen := map[string]bool{}
		for _, d := range plan.Today {
			if seen[d.ID] {
				t.Fatalf("%s comes twice", d.ID)
			}
			seen[d.ID] = true
		}
		if len(plan.Today) > limits.Day || len(plan.Today)+plan.Waiting > len(cards) {
			t.Fatalf("%d today and %d waiting, of %d cards with %+v", len(plan.Today), plan.Waiting, len(cards), limits)
		}
	})
}
