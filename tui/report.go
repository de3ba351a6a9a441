package tui

import (
	"path/filepath"
	"strings"

	"netsplit/content"
	"netsplit/store"
	"netsplit/tui/page"
	"netsplit/tui/progress"
)

func openProgress(lib *content.Library, db *store.Store) page.Constructor {
	return func(env page.Env, _ page.Place) (page.Page, error) {
		s := shelves{lib: lib, db: db, now: env.Now}
		return progress.New(env, s.report)
	}
}

// report gathers how far the learner is.
func (s shelves) report() (progress.Report, error) {
	var r progress.Report
	tracks, err := s.lib.Tracks()
	if err != nil {
		return r, err
	}
	all, read, err := s.readings()
	if err != nil {
		return r, err
	}
	sessions, err := s.db.Sessions("")
	if err != nil {
		return r, err
	}
	answers, err := s.db.Answers("")
	if err != nil {
		return r, err
	}
	titles := titlesOf(tracks)
	for _, t := range tracks {
		track := progress.Track{Title: t.Title}
		for _, l := range t.Lessons {
			row := s.reading(read[l.ID], l.Title)
			row.Place = page.Place{Page: "lesson", Target: l.ID}
			if row.Done {
				track.Done++
			}
			track.Lessons = append(track.Lessons, row)
		}
		r.Tracks = append(r.Tracks, track)
	}
	for _, one := range all {
		if filepath.IsAbs(one.Document) {
			row := s.reading(one, one.Document)
			row.Place = notePlace(one.Document)
			r.Notes = append(r.Notes, row)
		}
	}
	if len(all) > 0 {
		name := titles[all[0].Document]
		if name == "" {
			name = all[0].Document
		}
		r.Place = name + ", " + ago(s.now(), all[0].Updated)
	}
	for _, a := range answers {
		if a.Kind == "card" {
			continue // a review is no answer to a lesson
		}
		r.Given++
		if a.Correct != nil {
			r.Graded++
			if *a.Correct {
				r.Right++
			}
		}
	}
	for _, kind := range []string{"drill", "review", "lab"} {
		r.Sessions = append(r.Sessions, s.group(kind, sessions, titles))
	}
	return r, nil
}

func (s shelves) reading(r store.Reading, name string) progress.Row {
	row := progress.Row{Name: name, State: "not started", Done: r.Done}
	switch {
	case r.Done:
		row.State, row.When = "done", ago(s.now(), r.Updated)
	case r.Document != "":
		row.State, row.When = percent(r.Seen)+" read", ago(s.now(), r.Updated)
	}
	return row
}

func (s shelves) group(kind string, sessions []store.Session, titles map[string]string) progress.Group {
	g := progress.Group{Title: strings.ToUpper(kind[:1]) + kind[1:] + "s"}
	for _, one := range sessions {
		if one.Kind != kind {
			continue
		}
		row := progress.Row{State: "under way", Name: one.Subject, When: ago(s.now(), one.Updated), Place: sessionPlace(one, titles)}
		if one.Finished != nil {
			row.State, row.Done = "finished", true
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// sessionPlace is where a session goes on: that of a lab inside a lesson or a
// note, which is called DOCUMENT#BLOCK, in the text.
func sessionPlace(one store.Session, titles map[string]string) page.Place {
	if i := strings.LastIndexByte(one.Subject, '#'); i > 0 && one.Kind == "lab" {
		document := one.Subject[:i]
		if titles[document] != "" {
			return page.Place{Page: "lesson", Target: document}
		}
		if filepath.IsAbs(document) && filepath.Ext(document) == ".md" {
			return notePlace(document)
		}
	}
	return page.Place{Page: one.Kind, Target: one.Subject}
}
