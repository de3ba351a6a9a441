package tui_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"netsplit/content"
	"netsplit/store"
	"netsplit/tui"
	"netsplit/tui/keymap"
	"netsplit/tui/page"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// learner opens the real program over the real lessons and a store on disk, as
// often as a test likes.
type learner struct {
	t    *testing.T
	path string
	db   *store.Store
}

func newLearner(t *testing.T) *learner {
	l := &learner{t: t, path: filepath.Join(t.TempDir(), "progress.db")}
	t.Cleanup(func() { l.close() })
	return l
}

func (l *learner) close() {
	if l.db != nil {
		l.db.Close()
		l.db = nil
	}
}

// start opens the program where the learner left, as `netsplit` does.
func (l *learner) start(w, h int) *tuitest.Program {
	l.t.Helper()
	l.close()
	db, _, err := store.Open(l.path)
	if err != nil {
		l.t.Fatal(err)
	}
	l.db = db
	place, _, err := db.LastPlace()
	if err != nil {
		l.t.Fatal(err)
	}
	m, err := tui.New(tui.Deps{
		Pages: tui.Pages(content.Embedded(), db), Store: db, Theme: theme.Options{Dark: true},
		Start: page.Place{Page: place.Page, Target: place.Target, State: place.State},
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return tuitest.Start(l.t, m, w, h)
}

// first is the title of the first lesson.
func first(t *testing.T) string {
	t.Helper()
	lessons, err := content.Embedded().Lessons()
	if err != nil || len(lessons) == 0 {
		t.Fatal("no lessons", err)
	}
	return lessons[0].Title
}

// Somebody new opens the first lesson with one key, reads, is killed without a
// word, and finds the very same screen next time; from there esc leads home,
// which offers to continue.
func TestFromHomeIntoALessonAndBack(t *testing.T) {
	l := newLearner(t)
	p := l.start(80, 24)
	p.Sees(t, "Start with: "+first(t))
	p.Keys("enter", "d", "d", "j")
	p.Sees(t, "netsplit › "+first(t))
	before := p.Screen()

	p = l.start(80, 24) // nothing was closed in order
	if p.Screen() != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, p.Screen())
	}
	p.Keys("esc")
	p.Sees(t, "Continue: "+first(t))
	p.Keys("enter")
	if p.Screen() != before {
		t.Errorf("continued elsewhere:\n%s\nbefore:\n%s", p.Screen(), before)
	}
	p.Keys("q")
	if !p.Ended() {
		t.Error("q does not leave")
	}
}

// Home names the section where a text was left by its title; a text that has
// lost the section, or is gone, by what was kept of it.
func TestHomeNamesTheSection(t *testing.T) {
	file := filepath.Join(t.TempDir(), "notes.md")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l := newLearner(t)
	l.start(80, 24)
	lesson, err := content.Embedded().Lesson("quorums")
	if err != nil {
		t.Fatal(err)
	}
	sections := lesson.Document.Sections
	last := sections[len(sections)-1]
	stopped := func(document, section, want string) {
		t.Helper()
		if err := l.db.SaveReading(store.Reading{Document: document, Section: section, Seen: .5, Updated: time.Now()}); err != nil {
			t.Fatal(err)
		}
		l.start(80, 24).Sees(t, "You stopped at: "+want)
	}
	stopped(lesson.ID, last.Anchor, last.Title)
	stopped(lesson.ID, "a-section-of-old", "a section of old")
	write("# One\n\n## What's **new**: `W+R > N`?\n\ntext\n")
	stopped(file, "whats-new-wr--n", "What's new: W+R > N?")
	write("# One\n")
	stopped(file, "whats-new-wr--n", "whats new wr  n")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	stopped(file, "whats-new-wr--n", "whats new wr  n")
}

// All that home offers opens, goes back with esc, and comes back after a
// restart.
func TestEverythingOnHomeOpens(t *testing.T) {
	l := newLearner(t)
	p := l.start(100, 40)
	home := p.Screen()
	for i := range 40 {
		p.Keys("g")
		for range i {
			p.Keys("down")
		}
		row := p.Screen()
		p.Keys("enter")
		inside := p.Screen()
		if !strings.Contains(strings.SplitN(inside, "\n", 2)[0], "›") {
			t.Errorf("row %d did not open:\n%s", i, inside)
			continue
		}
		again := l.start(100, 40)
		if head, want := strings.SplitN(again.Screen(), "\n", 2)[0], strings.SplitN(inside, "\n", 2)[0]; head != want {
			t.Errorf("row %d: after a restart at %q, want %q", i, head, want)
		}
		p = again
		p.Keys("esc")
		if strings.Contains(strings.SplitN(p.Screen(), "\n", 2)[0], "›") {
			t.Errorf("row %d: esc does not lead home:\n%s", i, p.Screen())
		}
		p.Keys("g")
		for range i + 1 {
			p.Keys("down")
		}
		if p.Screen() == row { // the cursor was on the last row already
			break
		}
	}
	if home == "" {
		t.Error("home is empty")
	}
}

// Every page explains its keys, leaves the root's keys alone, and keeps every
// size.
func TestPagesKeepTheRules(t *testing.T) {
	l := newLearner(t)
	l.start(80, 24)
	pages := tui.Pages(content.Embedded(), l.db)
	for _, place := range placesToSee(t) {
		open := pages[place.Page]
		env := page.Env{Theme: theme.New(theme.Options{}), Journal: &page.Journal{}, Now: time.Now}
		p, err := open(env, place)
		if err != nil {
			t.Errorf("%s %s: %v", place.Page, place.Target, err)
			continue
		}
		tuitest.Sweep(t, p.View)
		p.View(80, 22)
		for _, b := range p.Help() {
			if b.Meaning == "" {
				t.Errorf("%s: %s has no meaning", place.Page, b.Action)
			}
			for _, key := range []string{"q", "?", "ctrl+c"} {
				if _, taken := keymap.Find([]keymap.Binding{b}, key); taken {
					t.Errorf("%s takes %s for %s", place.Page, key, b.Action)
				}
			}
		}
	}
}

// placesToSee is a place of every kind of page.
func placesToSee(t *testing.T) []page.Place {
	lessons, err := content.Embedded().Lessons()
	if err != nil {
		t.Fatal(err)
	}
	all := []page.Place{
		{Page: "home"}, {Page: "home", Target: "labs"}, {Page: "lab", Target: "default"},
		{Page: "calculator"}, {Page: "calculator", Target: "nines"}, {Page: "progress"},
	}
	for _, name := range content.Embedded().DrillNames() {
		all = append(all, page.Place{Page: "drill", Target: name})
	}
	for _, name := range content.Embedded().ChecklistNames() {
		all = append(all, page.Place{Page: "review", Target: name})
	}
	for _, lesson := range lessons {
		all = append(all, page.Place{Page: "lesson", Target: lesson.ID})
	}
	return all
}

// Places of other versions, and of notes that are gone, lead home with a reason.
func TestPlacesThatAreGone(t *testing.T) {
	for _, place := range []page.Place{
		{Page: "lesson", Target: "no-such-lesson"}, {Page: "lesson", Target: filepath.Join(t.TempDir(), "gone.md")},
		{Page: "home", Target: "cupboard"}, {Page: "lesson", Target: "../../etc/passwd"}, {Page: "lab", Target: "no-such-lab"},
	} {
		l := newLearner(t)
		l.start(80, 24)
		if err := l.db.SavePlace(store.Place{Page: place.Page, Target: place.Target}); err != nil {
			t.Fatal(err)
		}
		p := l.start(80, 24)
		p.Sees(t, "Start with: ")
		if !strings.Contains(p.Screen(), "╭─") {
			t.Errorf("%v: no reason on the screen:\n%s", place, p.Screen())
		}
	}
	// A state that can't be read is no reason to stay away.
	l := newLearner(t)
	l.start(80, 24)
	lessons, err := content.Embedded().Lessons()
	if err != nil {
		t.Fatal(err)
	}
	if err := l.db.SavePlace(store.Place{Page: "lesson", Target: lessons[0].ID, State: []byte(`{"index":-7,"line":"x"}`)}); err != nil {
		t.Fatal(err)
	}
	l.start(80, 24).Sees(t, "netsplit › "+lessons[0].Title)
}
