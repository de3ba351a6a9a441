package store

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// filled has one of everything.
func filled(t *testing.T) *Store {
	t.Helper()
	s := fresh(t)
	at := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	s.Now = func() time.Time { at = at.Add(time.Second); return at }
	no := false
	must(t, s.SetSetting("theme", "dark"))
	must(t, s.SavePlace(Place{Page: "lesson", Target: "quorums", State: json.RawMessage(`{"line":7}`)}))
	must(t, s.SaveReading(Reading{Document: "quorums", Section: "overlap", Line: 7, Seen: 0.5}))
	must(t, s.SaveAnswer(Answer{Document: "quorums", Block: "a", Kind: "quiz", Text: "2", Correct: &no}))
	done, err := s.StartSession("drill", "url-shortener", 1<<63+5)
	must(t, err)
	open, err := s.StartSession("lab", "default", 2)
	must(t, err)
	must(t, s.AppendEvent(open.ID, json.RawMessage(`{"step":"heal"}`)))
	must(t, s.AppendEvent(done.ID, json.RawMessage(`"first"`)))
	must(t, s.AppendEvent(done.ID, json.RawMessage(`"second"`)))
	must(t, s.FinishSession(done.ID, json.RawMessage(`{"score":7}`)))
	return s
}

// export is a dump after a way through JSON, as a file would hold it.
func export(t *testing.T, s *Store) Dump {
	t.Helper()
	d, err := s.Export()
	must(t, err)
	text, err := json.Marshal(d)
	must(t, err)
	var back Dump
	must(t, json.Unmarshal(text, &back))
	if diff := cmp.Diff(d, back); diff != "" {
		t.Fatalf("JSON changes a dump:\n%s", diff)
	}
	return back
}

// An export restores everything in a fresh store; a second import adds nothing.
func TestExportThenImport(t *testing.T) {
	want := export(t, filled(t))
	s := fresh(t)
	n, err := s.Import(want)
	must(t, err)
	if want := (Imported{Settings: 1, Readings: 1, Answers: 1, Sessions: 2}); n != want {
		t.Errorf("imported %+v, want %+v", n, want)
	}
	if diff := cmp.Diff(want, export(t, s)); diff != "" {
		t.Errorf("changed on the way:\n%s", diff)
	}
	n, err = s.Import(want)
	must(t, err)
	if n != (Imported{}) {
		t.Errorf("the second time it added %+v", n)
	}
	if diff := cmp.Diff(want, export(t, s)); diff != "" {
		t.Errorf("changed by the second import:\n%s", diff)
	}
}

// Where both sides know something, the later one stays.
func TestImportKeepsTheLater(t *testing.T) {
	early, late := time.Unix(1000, 0).UTC(), time.Unix(2000, 0).UTC()
	for _, c := range []struct {
		name        string
		here, there time.Time
		want        string
	}{{"here is later", late, early, "here"}, {"there is later", early, late, "there"}} {
		t.Run(c.name, func(t *testing.T) {
			s := fresh(t)
			must(t, s.SavePlace(Place{Page: "lesson", Target: "here", At: c.here}))
			must(t, s.SaveReading(Reading{Document: "d", Section: "here", Updated: c.here}))
			must(t, s.SetSetting("theme", "here"))
			_, err := s.Import(Dump{Version: DumpVersion,
				Settings: map[string]string{"theme": "there"},
				Place:    &DumpedPlace{Page: "lesson", Target: "there", At: c.there},
				Readings: []DumpedReading{{Document: "d", Section: "there", Updated: c.there}}})
			must(t, err)
			if place, _, _ := s.LastPlace(); place.Target != c.want {
				t.Errorf("place: %s", place.Target)
			}
			if reading, _, _ := s.Reading("d"); reading.Section != c.want {
				t.Errorf("reading: %s", reading.Section)
			}
			if theme, _, _ := s.Setting("theme"); theme != "here" {
				t.Errorf("setting: %s", theme)
			}
		})
	}
}

// An import with one bad part adds nothing at all.
func TestImportIsAllOrNothing(t *testing.T) {
	good := DumpedSession{Kind: "lab", Subject: "x", Events: []DumpedEvent{{Data: json.RawMessage("1")}}}
	bad := DumpedSession{Kind: "lab", Subject: "y", Events: []DumpedEvent{{Data: nil}}}
	for name, d := range map[string]Dump{
		"an event without data": {Version: DumpVersion, Sessions: []DumpedSession{good, bad}},
		"another version":       {Version: DumpVersion + 1, Sessions: []DumpedSession{good}},
		"no version":            {Sessions: []DumpedSession{good}},
	} {
		s := fresh(t)
		if _, err := s.Import(d); err == nil {
			t.Errorf("%s was accepted", name)
		}
		if sessions, err := s.Sessions(""); err != nil || len(sessions) != 0 {
			t.Errorf("%s: %d sessions are left, %v", name, len(sessions), err)
		}
	}
}
