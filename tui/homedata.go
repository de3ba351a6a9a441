package tui

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"netsplit/calc/noun"
	"netsplit/content"
	"netsplit/content/pack"
	"netsplit/store"
	"netsplit/tui/home"
	"netsplit/tui/lesson"
	"netsplit/tui/page"
	"netsplit/tui/widget"
)

// home gathers the first page.
func (s shelves) home() (home.Data, error) {
	tracks, err := s.lib.Tracks()
	if err != nil {
		return home.Data{}, err
	}
	all, read, err := s.readings()
	if err != nil {
		return home.Data{}, err
	}
	sessions, err := s.db.Sessions("")
	if err != nil {
		return home.Data{}, err
	}
	practise, err := s.practise(sessions)
	if err != nil {
		return home.Data{}, err
	}
	d := home.Data{
		Fresh:    len(all) == 0 && len(sessions) == 0,
		Continue: s.next(tracks, all, read, sessions),
		Groups:   []home.Group{learn(tracks, read), practise, s.notes(all)},
	}
	return d, nil
}

func learn(tracks []content.Track, read map[string]store.Reading) home.Group {
	g := home.Group{Title: "Learn", Empty: "No lessons in this build."}
	titles := titlesOf(tracks)
	for _, t := range tracks {
		done, share := 0, 0.0
		var names []string
		var below []home.Item
		for _, l := range t.Lessons {
			r := read[l.ID]
			if r.Done {
				done++
				r.Seen = 1
			}
			share += r.Seen / float64(len(t.Lessons))
			names = append(names, l.Title)
			below = append(below, lessonItem(l, read[l.ID], titles))
		}
		item := home.Item{
			Name: t.Title, Detail: fmt.Sprintf("%d of %d", done, len(t.Lessons)), Bar: true, Share: share,
			Done: done == len(t.Lessons), About: strings.Join(names, ", "),
			Place: page.Place{Page: "home", Target: "track:" + t.ID}, Below: below,
		}
		if len(t.Lessons) == 1 { // a list of one is no choice
			item.Place = page.Place{Page: "lesson", Target: t.Lessons[0].ID}
		}
		g.Items = append(g.Items, item)
	}
	return g
}

func (s shelves) practise(sessions []store.Session) (home.Group, error) {
	g := home.Group{Title: "Practise"}
	for _, target := range []string{"labs", "sql", "drills", "checklists", "calculators"} {
		shelf, err := s.shelf(target)
		if err != nil {
			return g, err
		}
		if len(shelf.Items) == 0 || s.pages[shelf.Items[0].Place.Page] == nil {
			continue
		}
		item := home.Item{
			Name: shelf.Title, Detail: fmt.Sprint(len(shelf.Items)), About: shelf.About,
			Place: page.Place{Page: "home", Target: target},
		}
		if len(shelf.Items) == 1 {
			item.Place, item.About = shelf.Items[0].Place, shelf.About+" "+shelf.Items[0].Name+"."
		}
		g.Items = append(g.Items, item)
	}
	if s.pages["cards"] != nil {
		g.Items = append(g.Items, home.Item{Name: "Cards", About: "What you learned, asked again shortly before you would forget it.", Place: page.Place{Page: "cards"}})
	}
	finished := 0
	for _, session := range sessions {
		if session.Finished != nil {
			finished++
		}
	}
	g.Items = append(g.Items, home.Item{
		Name: "Progress", About: "What you have read, answered, run and finished.",
		Place: page.Place{Page: "progress"},
	})
	if finished > 0 {
		g.Items[len(g.Items)-1].Detail = noun.Count(finished, "session") + " done"
	}
	return g, nil
}

// notes lists the folders of the learner's own notes that were read last.
func (s shelves) notes(all []store.Reading) home.Group {
	g := home.Group{Title: "Your notes", Empty: "netsplit learn FOLDER opens your own Markdown as lessons."}
	seen := map[string]bool{}
	for _, r := range all {
		folder := filepath.Dir(r.Document)
		if !filepath.IsAbs(r.Document) || seen[folder] || len(g.Items) == 4 {
			continue
		}
		seen[folder] = true
		g.Items = append(g.Items, home.Item{
			Name:   widget.Safe(filepath.Base(folder) + "/" + filepath.Base(r.Document)),
			Detail: percent(r.Seen), Done: r.Done, About: widget.Safe(r.Document),
			Place: notePlace(r.Document),
		})
	}
	return g
}

// notePlace is a file of somebody's own notes, in its folder.
func notePlace(path string) page.Place {
	state, err := json.Marshal(map[string]string{"path": path})
	if err != nil {
		state = nil // a string always marshals
	}
	return page.Place{Page: "lesson", Target: filepath.Dir(path), State: state}
}

// next is where to go on: what was left last, else the next lesson.
func (s shelves) next(tracks []content.Track, all []store.Reading, read map[string]store.Reading, sessions []store.Session) *home.Item {
	var open *store.Session
	for i := range sessions {
		if sessions[i].Finished == nil && sessions[i].Kind != "lab" && s.pages[sessions[i].Kind] != nil && (open == nil || sessions[i].Updated.After(open.Updated)) {
			open = &sessions[i]
		}
	}
	if open != nil && (len(all) == 0 || open.Updated.After(all[0].Updated)) {
		return &home.Item{
			Name: "Continue: " + open.Subject, Detail: open.Kind + ", " + ago(s.now(), open.Updated),
			About: "It goes on where you stopped.",
			Place: page.Place{Page: open.Kind, Target: open.Subject},
		}
	}
	titles := titlesOf(tracks)
	first := (*content.Lesson)(nil)
	for _, t := range tracks {
		for _, l := range t.Lessons {
			if r := read[l.ID]; first == nil && !r.Done {
				first = &l
			}
		}
	}
	if len(all) > 0 && !all[0].Done {
		return s.left(all[0], titles)
	}
	if first == nil {
		return nil
	}
	item := lessonItem(*first, read[first.ID], titles)
	item.Name = "Next: " + item.Name
	if len(all) == 0 {
		item.Name = "Start with: " + first.Title
	}
	return &item
}

// left is the document that was read last, at the place where it was left.
func (s shelves) left(r store.Reading, titles map[string]string) *home.Item {
	item := home.Item{
		Detail: percent(r.Seen) + ", " + ago(s.now(), r.Updated), Share: r.Seen,
		Place: page.Place{Page: "lesson", Target: r.Document},
	}
	if r.Section != "" {
		item.About = "You stopped at: " + s.section(r)
	}
	title, ours := titles[r.Document]
	if !ours {
		title = widget.Safe(filepath.Base(r.Document))
	}
	item.Name = "Continue: " + title
	return &item
}

// section is the title of the section where a document was left. The store has
// only the anchor; where the document can't be read, or has changed, that must
// do.
func (s shelves) section(r store.Reading) string {
	var doc *content.Document
	var err error
	if filepath.IsAbs(r.Document) {
		var notes *pack.Pack
		if notes, err = pack.Open(r.Document); err == nil {
			doc, err = notes.Document(r.Document)
		}
	} else {
		book := lesson.Lessons{Library: s.lib, ID: r.Document}
		doc, err = book.Document(book.First())
	}
	if err == nil {
		if title, ok := lesson.SectionTitle(doc, r.Section); ok {
			return widget.Safe(title)
		}
	}
	return widget.Safe(strings.ReplaceAll(r.Section, "-", " "))
}
