package drill

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/store"
	"netsplit/tui/page"
	"netsplit/tui/record"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// stage is a drill on a screen with a clock that the test turns.
type stage struct {
	t    *testing.T
	db   *store.Store
	env  page.Env
	now  time.Time
	page page.Page
}

func newStage(t *testing.T, st state) *stage {
	t.Helper()
	s := &stage{t: t, now: time.Date(2026, 11, 21, 20, 0, 0, 0, time.UTC)}
	db, _, err := store.Open(filepath.Join(t.TempDir(), "netsplit.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	s.db = db
	s.env = page.Env{Theme: theme.New(theme.Options{Dark: true}), Journal: &page.Journal{}, Now: func() time.Time { return s.now }}
	s.open(st)
	return s
}

// open opens the page, as a process that starts does.
func (s *stage) open(st state) {
	s.t.Helper()
	seed := uint64(7)
	if st.Seed == nil {
		st.Seed = &seed
	}
	p, err := Constructor(content.Embedded(), s.db)(s.env, page.Place{Page: "drill", Target: "url-shortener", State: State(st.Untimed, st.Anew, st.Seed)})
	if err != nil {
		s.t.Fatal(err)
	}
	p.(*Page).d.Began = s.now
	s.page = p
}

// write types a line and sends it, a minute later.
func (s *stage) write(lines ...string) {
	s.t.Helper()
	for _, line := range lines {
		s.now = s.now.Add(time.Minute)
		tuitest.Type(s.t, s.page, line)
		s.press("enter")
	}
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

func (s *stage) wants(parts ...string) {
	s.t.Helper()
	got := s.screen(100, 200)
	for _, part := range parts {
		if !strings.Contains(got, part) {
			s.t.Errorf("no %q on the screen:\n%s", part, got)
		}
	}
}

// scenes are the kinds of screen that a drill has, from its start to its end.
func scenes() []struct {
	name string
	play func(s *stage)
} {
	return []struct {
		name string
		play func(s *stage)
	}{
		{"start", func(*stage) {}},
		{"questions", func(s *stage) {
			s.write("How many links are made?", "and how often are they followed?", "what colour is the logo?")
			tuitest.Type(s.t, s.page, "assume 400 by")
		}},
		{"estimate", func(s *stage) {
			s.write("tes", "next", "40/s", "many apples")
			tuitest.Press(s.t, s.page, "ctrl+u")
			tuitest.Type(s.t, s.page, "57k")
		}},
		{"design", func(s *stage) {
			s.write("", "skip", "skip", "a balancer, web servers and a database", "next")
		}},
		{"choose", func(s *stage) {
			s.press("enter")
			s.write("a counter", "next", "302", "next")
		}},
		{"ran", func(s *stage) {
			s.press("2", "r", "1", "r")
			s.write("the queue is the weakest point", "next")
		}},
		{"grade", func(s *stage) { s.press("enter") }},
		{"report", func(s *stage) { s.press("3", "enter", "2", "enter", "3", "enter", "4") }},
	}
}

func TestGolden(t *testing.T) {
	for _, size := range []struct {
		name string
		w, h int
	}{{"80x24", 80, 22}, {"100x30", 100, 28}, {"140x45", 140, 43}} {
		t.Run(size.name, func(t *testing.T) {
			s := newStage(t, state{})
			for _, scene := range scenes() {
				scene.play(s)
				tuitest.Golden(t, scene.name, s.screen(size.w, size.h))
			}
		})
	}
}

func TestSweep(t *testing.T) {
	s := newStage(t, state{})
	for _, scene := range scenes() {
		scene.play(s)
		tuitest.Sweep(t, s.page.View)
	}
}

// Goal: opened again after any key, as after kill -9, the page shows the same.
func TestResumes(t *testing.T) {
	s := newStage(t, state{})
	for _, scene := range scenes() {
		scene.play(s)
		draft := s.page.(*Page).input.Value()
		before := s.page.(*Page).d.Transcript
		s.open(state{})
		after := s.page.(*Page).d
		if scene.name == "report" { // a finished drill is not opened again
			if len(after.Transcript) != 2 {
				t.Errorf("after the end, a new drill was expected: %v", after.Transcript)
			}
			return
		}
		if !after.Resumed || len(after.Transcript) != len(before) {
			t.Errorf("%s: %d entries instead of %d", scene.name, len(after.Transcript), len(before))
		}
		s.page.(*Page).input.Set(draft)
	}
}

// Goal: the line that is being written is part of the place.
func TestDraft(t *testing.T) {
	s := newStage(t, state{})
	tuitest.Type(t, s.page, "half a quest")
	p, err := Constructor(content.Embedded(), s.db)(s.env, s.page.Place())
	if err != nil {
		t.Fatal(err)
	}
	if got := tuitest.Plain(p.View(80, 22)); !strings.Contains(got, "> half a quest") {
		t.Error(got)
	}
}

// Goal: a mistake stands where it was typed, and can be mended.
func TestMistake(t *testing.T) {
	s := newStage(t, state{})
	s.write("next", "many apples")
	s.wants("is not a rate", "> many apples")
	tuitest.Press(t, s.page, "ctrl+u")
	if got := s.screen(100, 40); strings.Contains(got, "is not a rate") {
		t.Errorf("the mistake stays:\n%s", got)
	}
}

// Goal: tab leaves the line; then the keys of the page work. Esc goes back, but
// not past a line that was begun.
func TestKeys(t *testing.T) {
	s := newStage(t, state{})
	s.press("tab")
	if page.Typing(s.page) {
		t.Fatal("tab does not leave the line")
	}
	s.press("h")
	s.wants("Can you give me a hint?")
	s.press("tab", "n")
	s.wants("Before you go on")
	tuitest.Type(t, s.page, "12")
	if asked := s.press("esc"); len(asked) != 0 || page.Typing(s.page) {
		t.Errorf("esc left a line that was begun: %v", asked)
	}
	s.press("tab", "ctrl+u")
	if asked := s.press("esc"); len(asked) != 1 || asked[0] != (page.Back{}) {
		t.Errorf("esc does not go back: %v", asked)
	}
}

// Goal: the clock says when the time of a step has passed, and does not count
// time on other pages.
func TestClock(t *testing.T) {
	s := newStage(t, state{})
	s.page.Update(page.Hidden{})
	s.now = s.now.Add(time.Hour)
	s.page.Update(page.Shown{})
	s.now = s.now.Add(9 * time.Minute)
	s.wants("! 9 of 8 min")
	s.write("traffic?")
	s.wants("Clock", "was planned for 8 minutes; 10")
	s.press("tab", "c")
	if got := s.screen(100, 40); strings.Contains(got, "of 8 min") {
		t.Errorf("the clock is still there:\n%s", got)
	}
}

// Goal: starting over asks first, and then really starts over.
func TestAnew(t *testing.T) {
	s := newStage(t, state{})
	s.write("traffic?")
	s.press("tab")
	if asked := s.press("N"); len(asked) != 1 || !strings.Contains(asked[0].(page.Toast).Text, "Press N again") {
		t.Fatalf("it did not ask: %v", asked)
	}
	asked := s.press("N")
	replace, ok := asked[len(asked)-1].(page.Replace)
	if !ok {
		t.Fatalf("it did not start over: %v", asked)
	}
	p, err := Constructor(content.Embedded(), s.db)(s.env, replace.Place)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(p.(*Page).d.Transcript); n != 2 {
		t.Errorf("the new drill has %d entries", n)
	}
	all, err := s.db.Sessions(record.DrillKind)
	if err != nil || len(all) != 2 || all[1].Finished == nil {
		t.Errorf("%+v %v", all, err)
	}
}

// Goal: the report is written once, never over a file.
func TestSaveReport(t *testing.T) {
	t.Chdir(t.TempDir())
	s := newStage(t, state{})
	for _, scene := range scenes() {
		scene.play(s)
	}
	asked := s.press("s")
	if !strings.Contains(asked[0].(page.Toast).Text, "Saved as ") {
		t.Fatal(asked)
	}
	asked = s.press("s")
	if !strings.Contains(asked[0].(page.Toast).Text, "there already") {
		t.Fatal(asked)
	}
	files, err := filepath.Glob("*.md")
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil || !strings.Contains(string(text), "## Practise next") {
		t.Errorf("%s %v", text, err)
	}
}

// Goal: an option can be clicked, where it is drawn.
func TestClick(t *testing.T) {
	s := newStage(t, state{})
	for _, scene := range scenes()[:5] {
		scene.play(s)
	}
	s.page.View(80, 22)
	spots := s.page.(*Page).spots
	if len(spots) < 3 {
		t.Fatalf("no options were drawn: %v", spots)
	}
	lines := strings.Split(s.screen(80, 22), "\n")
	last := spots[len(spots)-1]
	if !strings.Contains(lines[last.y], "Not a single request fails") {
		t.Errorf("line %d is %q", last.y, lines[last.y])
	}
	tuitest.Run(t, s.page, s.page.Update(tea.MouseClickMsg{X: 5, Y: last.y}))
	if got := s.page.(*Page).d.Prompt().Task; got != "run store-node" {
		t.Errorf("after the click %s is open", got)
	}
}

// Goal: what somebody pastes is shown, not obeyed.
func TestHostile(t *testing.T) {
	s := newStage(t, state{})
	s.page.Update(tea.PasteMsg{Content: "\x1b[2Jwhat\x07?"})
	s.press("enter")
	if got := s.page.View(100, 40); strings.Contains(got, "\x1b[2J") || strings.Contains(got, "\x07") {
		t.Errorf("a control sequence came through: %q", got)
	}
}
