package store

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// fresh opens a new file in a folder of the test's own.
func fresh(t *testing.T) *Store {
	t.Helper()
	return sound(t, filepath.Join(t.TempDir(), "progress.db"))
}

// sound opens a file and fails the test when anything was to be said about it.
func sound(t *testing.T, path string) *Store {
	t.Helper()
	s, notices, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(notices) > 0 {
		t.Fatalf("notices for a sound file: %q", notices)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// What is saved is there after the file is closed and opened again, for every
// kind of thing the store keeps.
func TestEverythingComesBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a folder", "not there yet", "p?r%o#gress.db")
	at := time.Date(2026, 3, 4, 5, 6, 7, 891_000, time.UTC)
	yes, no := true, false

	place := Place{Page: "lesson", Target: "quorums", State: json.RawMessage(`{"fold":[1,2]}`), At: at}
	reading := Reading{Document: "/notes/ä b.md", Section: "caf\u00e9", Line: 12, Seen: 0.25, Done: true, Updated: at}
	answers := []Answer{
		{Document: "quorums", Block: "first", Kind: "predict", Text: "none", Correct: &yes, At: at},
		{Document: "quorums", Block: "first", Kind: "predict", Text: "all\x00of\nthem", Right: "none", Correct: &no, At: at},
		{Document: "quorums", Block: "open", Kind: "quiz", At: at},
	}

	s := sound(t, path)
	s.Now = func() time.Time { return at }
	must(t, s.SavePlace(Place{Page: "home"}))
	must(t, s.SavePlace(place))
	must(t, s.SaveReading(reading))
	for _, a := range answers {
		must(t, s.SaveAnswer(a))
	}
	must(t, s.SetSetting("theme", "light"))
	must(t, s.SetSetting("theme", "dark"))
	first, err := s.StartSession("drill", "url-shortener", math.MaxUint64)
	must(t, err)
	must(t, s.AppendEvent(first.ID, json.RawMessage(`{"ask":"users"}`)))
	must(t, s.AppendEvent(first.ID, json.RawMessage(`[1,2]`)))
	must(t, s.FinishSession(first.ID, json.RawMessage(`{"score":3}`)))
	second, err := s.StartSession("drill", "url-shortener", 7)
	must(t, err)
	must(t, s.Close())

	s = sound(t, path)
	if got, ok, err := s.LastPlace(); err != nil || !ok || !cmp.Equal(got, place) {
		t.Errorf("place: %v %v\n%s", ok, err, cmp.Diff(place, got))
	}
	if got, ok, err := s.Reading(reading.Document); err != nil || !ok || got != reading {
		t.Errorf("reading: %+v %v %v", got, ok, err)
	}
	if _, ok, err := s.Reading("another"); ok || err != nil {
		t.Errorf("a document never read: %v %v", ok, err)
	}
	if got, err := s.Readings(); err != nil || !cmp.Equal(got, []Reading{reading}) {
		t.Errorf("readings: %+v %v", got, err)
	}
	for _, document := range []string{"quorums", ""} {
		if got, err := s.Answers(document); err != nil || !cmp.Equal(got, answers) {
			t.Errorf("answers of %q: %v\n%s", document, err, cmp.Diff(answers, got))
		}
	}
	if got, err := s.Answers("another"); err != nil || len(got) != 0 {
		t.Errorf("answers of another document: %v %v", got, err)
	}
	if got, ok, err := s.Setting("theme"); got != "dark" || !ok || err != nil {
		t.Errorf("setting: %q %v %v", got, ok, err)
	}
	first.Finished, first.Summary = &at, json.RawMessage(`{"score":3}`)
	if got, err := s.Sessions("drill"); err != nil || !cmp.Equal(got, []Session{second, first}) {
		t.Errorf("sessions: %v\n%s", err, cmp.Diff([]Session{second, first}, got))
	}
	if got, err := s.Sessions("review"); err != nil || len(got) != 0 {
		t.Errorf("sessions of another kind: %v %v", got, err)
	}
	if got, ok, err := s.OpenSession("drill", "url-shortener"); err != nil || !ok || !cmp.Equal(got, second) {
		t.Errorf("open session: %v %v\n%s", ok, err, cmp.Diff(second, got))
	}
	want := []json.RawMessage{json.RawMessage(`{"ask":"users"}`), json.RawMessage(`[1,2]`)}
	if got, err := s.Events(first.ID); err != nil || !cmp.Equal(got, want) {
		t.Errorf("events: %v\n%s", err, cmp.Diff(want, got))
	}
}

// A new file has nothing in it, and says so without an error.
func TestNothingSavedYet(t *testing.T) {
	s := fresh(t)
	if _, ok, err := s.LastPlace(); ok || err != nil {
		t.Errorf("place: %v %v", ok, err)
	}
	if _, ok, err := s.OpenSession("drill", "x"); ok || err != nil {
		t.Errorf("open session: %v %v", ok, err)
	}
	if _, ok, err := s.Setting("theme"); ok || err != nil {
		t.Errorf("setting: %v %v", ok, err)
	}
	if got, err := s.Events(1); len(got) != 0 || err != nil {
		t.Errorf("events: %v %v", got, err)
	}
}

// Reset leaves no row, and no text of what was there in the file.
func TestReset(t *testing.T) {
	s := fresh(t)
	must(t, s.SetSetting("name", "a-secret-word"))
	session, err := s.StartSession("drill", "a-secret-word", 1)
	must(t, err)
	must(t, s.AppendEvent(session.ID, json.RawMessage(`"a-secret-word"`)))
	must(t, s.SavePlace(Place{Page: "drill", Target: "a-secret-word"}))
	must(t, s.SaveReading(Reading{Document: "a-secret-word"}))
	must(t, s.SaveAnswer(Answer{Document: "a-secret-word"}))

	must(t, s.Reset())

	for _, table := range tables() {
		var rows int
		must(t, s.db.QueryRow("SELECT count(*) FROM "+table).Scan(&rows))
		if rows != 0 {
			t.Errorf("%s has %d rows after a reset", table, rows)
		}
	}
	if err := s.AppendEvent(session.ID, json.RawMessage("1")); err == nil {
		t.Error("a session deleted by a reset takes events")
	}
	must(t, s.Close())
	raw, err := os.ReadFile(s.Path())
	must(t, err)
	if strings.Contains(string(raw), "a-secret-word") {
		t.Error("what was reset is still readable in the file")
	}
}

// What can't be read back is refused when it is written.
func TestRefused(t *testing.T) {
	s := fresh(t)
	session, err := s.StartSession("lab", "x", 1)
	must(t, err)
	large := json.RawMessage(`"` + strings.Repeat("a", 1<<20) + `"`)
	for name, try := range map[string]func() error{
		"an event that is no JSON":   func() error { return s.AppendEvent(session.ID, json.RawMessage("{")) },
		"an empty event":             func() error { return s.AppendEvent(session.ID, json.RawMessage{}) },
		"an event too large":         func() error { return s.AppendEvent(session.ID, large) },
		"a state that is no JSON":    func() error { return s.SavePlace(Place{State: json.RawMessage("x")}) },
		"a summary that is no JSON":  func() error { return s.FinishSession(session.ID, json.RawMessage("x")) },
		"an answer too large":        func() error { return s.SaveAnswer(Answer{Text: string(large)}) },
		"a setting too large":        func() error { return s.SetSetting("x", string(large)) },
		"an event of no session":     func() error { return s.AppendEvent(session.ID+1, json.RawMessage("1")) },
		"the end of no session":      func() error { return s.FinishSession(session.ID+1, nil) },
		"an event of no session (0)": func() error { return s.AppendEvent(0, json.RawMessage("1")) },
	} {
		if try() == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	must(t, s.FinishSession(session.ID, nil))
	if s.AppendEvent(session.ID, json.RawMessage("1")) == nil {
		t.Error("a finished session takes events")
	}
	if s.FinishSession(session.ID, nil) == nil {
		t.Error("a session can be finished twice")
	}
	if events, err := s.Events(session.ID); err != nil || len(events) != 0 {
		t.Errorf("refused events were kept: %s %v", events, err)
	}
}

// An empty document has 0/0 of it seen; that must not lose the position.
func TestSeenIsHeldToARatio(t *testing.T) {
	s := fresh(t)
	for _, c := range []struct{ give, want float64 }{{math.NaN(), 0}, {-1, 0}, {1.5, 1}, {math.Inf(1), 1}, {0.5, 0.5}} {
		must(t, s.SaveReading(Reading{Document: "d", Seen: c.give}))
		if got, _, err := s.Reading("d"); err != nil || got.Seen != c.want {
			t.Errorf("seen %v: got %v %v, want %v", c.give, got.Seen, err, c.want)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	path := filepath.Join(b.TempDir(), "progress.db")
	s, _, err := Open(path)
	if err != nil {
		b.Fatal(err)
	}
	session, _ := s.StartSession("lab", "x", 1)
	for range 1000 {
		if err := s.AppendEvent(session.ID, json.RawMessage(`{"step":"put cart milk via store-1","at":1234567}`)); err != nil {
			b.Fatal(err)
		}
	}
	s.Close()
	for b.Loop() {
		s, _, err := Open(path)
		if err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
}
