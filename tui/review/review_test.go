package review

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/content/checklist"
	"netsplit/store"
	"netsplit/tui/page"
	"netsplit/tui/record"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

type stage struct {
	t    *testing.T
	db   *store.Store
	env  page.Env
	page page.Page
}

func newStage(t *testing.T) *stage {
	t.Helper()
	db, _, err := store.Open(filepath.Join(t.TempDir(), "netsplit.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	now := time.Date(2026, 11, 21, 20, 0, 0, 0, time.UTC)
	s := &stage{t: t, db: db, env: page.Env{
		Theme: theme.New(theme.Options{Dark: true}), Journal: &page.Journal{}, Now: func() time.Time { return now },
	}}
	s.open(page.Place{Page: "review", Target: "high-availability"})
	return s
}

func (s *stage) open(place page.Place) {
	s.t.Helper()
	p, err := Constructor(content.Embedded(), s.db)(s.env, place)
	if err != nil {
		s.t.Fatal(err)
	}
	s.page = p
}

func (s *stage) press(keys ...string) []tea.Msg {
	s.t.Helper()
	asked := tuitest.Press(s.t, s.page, keys...)
	for _, failed := range s.env.Journal.Drain() {
		s.t.Error(failed)
	}
	return asked
}

func (s *stage) screen(w, h int) string { return tuitest.Plain(s.page.View(w, h)) }

func (s *stage) review() *record.Review { return s.page.(*Page).r }

type scene struct {
	name string
	play func(s *stage)
}

func scenes() []scene {
	return []scene{
		{"start", func(*stage) {}},
		{"answers", func(s *stage) {
			s.press("y", "n", "u", "a", "up")
			s.press("up", "up")
		}},
		{"note", func(s *stage) {
			s.press("e")
			tuitest.Type(s.t, s.page, "only one, in zone a")
		}},
		{"list", func(s *stage) { s.press("enter", "tab") }},
		{"findings", func(s *stage) { s.press("tab", "f") }},
		{"finished", func(s *stage) { s.press("F") }},
	}
}

func TestGolden(t *testing.T) {
	for _, size := range []struct {
		name string
		w, h int
	}{{"80x24", 80, 22}, {"100x30", 100, 28}, {"140x45", 140, 43}} {
		t.Run(size.name, func(t *testing.T) {
			s := newStage(t)
			for _, scene := range scenes() {
				scene.play(s)
				tuitest.Golden(t, scene.name, s.screen(size.w, size.h))
			}
		})
	}
}

func TestSweep(t *testing.T) {
	s := newStage(t)
	for _, scene := range scenes() {
		scene.play(s)
		tuitest.Sweep(t, s.page.View)
	}
}

// Goal: opened again after any key, as after kill -9, the page shows the same.
func TestResumes(t *testing.T) {
	s := newStage(t)
	for _, scene := range scenes()[:5] {
		scene.play(s)
		listing := s.page.(*Page).listing
		before := s.screen(100, 28)
		s.open(s.page.Place())
		if after := s.screen(100, 28); after != before {
			t.Errorf("%s: opened again it shows\n%s\ninstead of\n%s", scene.name, after, before)
		}
		s.page.(*Page).listing = listing
	}
	s.press("F")
	if all, err := s.db.Sessions(record.ReviewKind); err != nil || len(all) != 1 || all[0].Finished == nil {
		t.Errorf("the review is not finished: %+v %v", all, err)
	}
}

// Goal: after the last answer the findings are shown, and any item can still
// be changed.
func TestToTheEnd(t *testing.T) {
	s := newStage(t)
	for range s.review().List.Items {
		s.press("y")
	}
	if got := s.screen(80, 22); !strings.Contains(got, "0 high, 0 medium and 0 low findings; 23 of 23") {
		t.Errorf("the findings are not shown:\n%s", got)
	}
	s.press("f", "n")
	if got := s.review().Result(); !got.Fails(checklist.Medium) || got.Answered != 23 {
		t.Errorf("the first item was not changed: %v", got)
	}
	s.press("F")
	if !s.review().Closed() {
		t.Error("the review is not finished")
	}
}

// Goal: esc in a note leaves the note as it was; control characters in it are
// shown, not obeyed.
func TestNote(t *testing.T) {
	s := newStage(t)
	s.press("e")
	tuitest.Type(t, s.page, "gone")
	s.press("esc", "e")
	s.page.Update(tea.PasteMsg{Content: "see \x1b[31mAda\x07"})
	s.press("enter")
	note := s.review().Answer("dns").Note
	if strings.Contains(note, "gone") || !strings.Contains(note, "Ada") || strings.ContainsAny(note+s.page.View(80, 22), "\x07") {
		t.Errorf("the note is %q", note)
	}
}

// Goal: an item of the list can be clicked, where it is drawn.
func TestClick(t *testing.T) {
	s := newStage(t)
	for y, line := range strings.Split(s.screen(100, 28), "\n") {
		if strings.Contains(line, "web tier") {
			tuitest.Run(t, s.page, s.page.Update(tea.MouseClickMsg{X: 5, Y: y}))
		}
	}
	if item, _ := s.review().Item(); item.ID != "web-tier" {
		t.Errorf("%s is open", item.ID)
	}
}

func TestAnew(t *testing.T) {
	s := newStage(t)
	s.press("n")
	if asked := s.press("N"); !strings.Contains(asked[0].(page.Toast).Text, "Press N again") {
		t.Fatal(asked)
	}
	asked := s.press("N")
	s.open(asked[len(asked)-1].(page.Replace).Place)
	if s.review().Answered() != 0 {
		t.Error("the new review has answers")
	}
	s.press("y")
	s.open(s.page.Place())
	if s.review().Answered() != 1 {
		t.Error("it was started over a second time")
	}
}

func TestSaveReport(t *testing.T) {
	t.Chdir(t.TempDir())
	s := newStage(t)
	s.press("n", "f")
	if asked := s.press("s"); !strings.Contains(asked[0].(page.Toast).Text, "Saved as ") {
		t.Fatal(asked)
	}
	if asked := s.press("s"); !strings.Contains(asked[0].(page.Toast).Text, "there already") {
		t.Fatal(asked)
	}
	files, err := filepath.Glob("*.md")
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil || !strings.Contains(string(text), "## Findings") {
		t.Errorf("%s %v", text, err)
	}
}
