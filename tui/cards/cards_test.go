package cards

import (
	"strings"
	"testing"
	"time"

	"netsplit/content"
	"netsplit/content/recall"
	"netsplit/store"
	"netsplit/tui/page"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

func env() page.Env {
	return page.Env{Theme: theme.New(theme.Options{Dark: true}), Journal: &page.Journal{}, Now: func() time.Time { return noon }}
}

func three() []recall.Card {
	return []recall.Card{{ID: "a", Lesson: "quorums", Front: "What is N?", Back: "Copies of a key."},
		{ID: "b", Lesson: "quorums", Front: "What is R?", Back: "Responses to a read."},
		{ID: "c", Lesson: "quorums", Front: "What is W?", Back: "Acknowledgements of a write."}}
}

func wants(t *testing.T, got string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(got, part) {
			t.Errorf("no %q on the screen:\n%s", part, got)
		}
	}
}

// Goal: front, back, rating, next card; and each rating is kept.
func TestReview(t *testing.T) {
	saved := map[string]recall.Rating{}
	p := New(env(), three(), nil, func(card string, r recall.Rating, _ time.Time) error { saved[card] = r; return nil })
	front := tuitest.Plain(p.View(80, 20))
	wants(t, front, "3 cards today.", "What is N?", "press space")
	if strings.Contains(front, "Copies") {
		t.Error("the back is in sight")
	}
	tuitest.Press(t, p, "space")
	wants(t, tuitest.Plain(p.View(80, 20)), "Copies of a key.", "1  not known", "4  known at once")
	tuitest.Press(t, p, "4")
	wants(t, tuitest.Plain(p.View(80, 20)), "What is R?")
	tuitest.Press(t, p, "space", "4", "space", "4")
	wants(t, tuitest.Plain(p.View(80, 20)), "Done for today: 3 cards.", "The next comes in")
	if cmd := p.env.Journal.Flush(); cmd != nil {
		cmd()
	}
	if len(saved) != 3 || saved["a"] != recall.Easy {
		t.Errorf("saved %v", saved)
	}
}

func TestSweep(t *testing.T) {
	p := New(env(), three(), nil, nil)
	tuitest.Sweep(t, p.View)
	tuitest.Press(t, p, "space")
	tuitest.Sweep(t, p.View)
	tuitest.Sweep(t, New(env(), nil, nil, nil).View)
}

// Goal: the deck is that of the lessons, and the log what was saved.
func TestDeckAndLog(t *testing.T) {
	deck, err := Deck(content.Embedded())
	if err != nil || len(deck) < 10 || deck[0].Front == "" || deck[0].Lesson == "" {
		t.Fatalf("%d cards, %v", len(deck), err)
	}
	s, _, err := store.Open(t.TempDir() + "/p.db")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := Save(s, deck[0].ID, recall.Good, noon); err != nil {
		t.Fatal(err)
	}
	log, err := Log(s)
	if err != nil || len(log) != 1 || log[0].Card != deck[0].ID || log[0].Rating != recall.Good || !log[0].At.Equal(noon) {
		t.Errorf("%+v, %v", log, err)
	}
}

func TestSummary(t *testing.T) {
	for want, plan := range map[string]recall.Today{
		"No card is due.": {}, "1 card today. 2 cards wait for another day.": {Today: make([]recall.Due, 1), Waiting: 2},
		"Done for today: 4 cards. The next comes in 3 days.": {Done: 4, Next: noon.Add(72 * time.Hour)},
		"No card is due. The next comes in 10 min.":          {Next: noon.Add(10 * time.Minute)},
	} {
		if got := Summary(plan, noon); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
