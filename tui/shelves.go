package tui

import (
	"fmt"
	"strings"
	"time"

	"netsplit/calc/noun"
	"netsplit/calc/order"
	"netsplit/content"
	"netsplit/store"
	"netsplit/store/sqllab"
	"netsplit/tui/catalogue"
	"netsplit/tui/home"
	"netsplit/tui/lab"
	"netsplit/tui/page"
)

// shelves gathers what home shows from the library and the store.
type shelves struct {
	lib *content.Library
	db  *store.Store
	now func() time.Time

	pages map[string]page.Constructor // home offers only what can be opened
}

// readings returns what was read, the latest first, and by document.
func (s shelves) readings() ([]store.Reading, map[string]store.Reading, error) {
	all, err := s.db.Readings()
	if err != nil {
		return nil, nil, err
	}
	by := make(map[string]store.Reading, len(all))
	for _, r := range all {
		by[r.Document] = r
	}
	return all, by, nil
}

func (s shelves) has(target string) bool {
	switch target {
	case "labs", "drills", "checklists", "calculators", "sql":
		return true
	}
	id, ok := strings.CutPrefix(target, "track:")
	for _, t := range content.TrackList() {
		if ok && t.ID == id {
			return true
		}
	}
	return false
}

func (s shelves) shelf(target string) (home.Shelf, error) {
	switch target {
	case "labs":
		return s.labs()
	case "drills":
		return s.drills()
	case "checklists":
		return s.checklists()
	case "calculators":
		return calculators(), nil
	case "sql":
		return sqlShelf(), nil
	}
	tracks, err := s.lib.Tracks()
	if err != nil {
		return home.Shelf{}, err
	}
	_, read, err := s.readings()
	if err != nil {
		return home.Shelf{}, err
	}
	for _, t := range tracks {
		if target == "track:"+t.ID {
			return trackShelf(t, read, titlesOf(tracks)), nil
		}
	}
	return home.Shelf{}, fmt.Errorf("the track %q has no lessons yet", strings.TrimPrefix(target, "track:"))
}

func trackShelf(t content.Track, read map[string]store.Reading, titles map[string]string) home.Shelf {
	shelf := home.Shelf{Title: t.Title, About: fmt.Sprintf("%s, each with something to run.", noun.Count(len(t.Lessons), "lesson"))}
	for _, l := range t.Lessons {
		shelf.Items = append(shelf.Items, lessonItem(l, read[l.ID], titles))
	}
	return shelf
}

// lessonItem is a lesson's row; titles are those of all lessons by id.
func lessonItem(l content.Lesson, r store.Reading, titles map[string]string) home.Item {
	item := home.Item{
		Name: l.Title, Done: r.Done, Share: r.Seen,
		Detail: fmt.Sprintf("%d min", l.Minutes),
		Place:  page.Place{Page: "lesson", Target: l.ID},
	}
	switch {
	case r.Done:
		item.Detail = "done"
	case r.Document != "":
		item.Detail = percent(r.Seen)
	}
	var needs []string
	for _, id := range l.Needs {
		if title, ok := titles[id]; ok {
			needs = append(needs, title)
		}
	}
	if len(needs) > 0 {
		item.About = "Builds on " + strings.Join(needs, ", ") + "."
	}
	return item
}

func (s shelves) labs() (home.Shelf, error) {
	shelf := home.Shelf{Title: "Labs", About: "Live clusters to break by hand. Every key you press is a step that can be saved."}
	known, err := s.db.Sessions("lab")
	if err != nil {
		return shelf, err
	}
	left := map[string]time.Time{}
	for _, session := range known {
		if session.Updated.After(left[session.Subject]) {
			left[session.Subject] = session.Updated
		}
	}
	for _, name := range s.lib.ScenarioNames() {
		sc, err := s.lib.Scenario(name)
		if err != nil {
			return shelf, err
		}
		item := home.Item{Name: sc.Title, Topic: lab.TopicOf(sc.Source), About: name, Place: page.Place{Page: "lab", Target: name}}
		if item.Name == "" {
			item.Name = name
		}
		if at, ok := left[name]; ok {
			item.Detail = "left " + ago(s.now(), at)
		}
		shelf.Items = append(shelf.Items, item)
	}
	order.By(shelf.Items, func(a, b home.Item) int { return strings.Compare(a.Topic, b.Topic) })
	return shelf, nil
}

func (s shelves) drills() (home.Shelf, error) {
	shelf := home.Shelf{Title: "Drills", About: "Timed mock interviews, graded offline with the reasons."}
	var err error
	shelf.Items, err = s.sessions("drill", s.lib.DrillNames(), s.lib.DrillSource)
	return shelf, err
}

func (s shelves) checklists() (home.Shelf, error) {
	shelf := home.Shelf{Title: "Checklists", About: "Walk your own design item by item; the findings are ranked in a report."}
	var err error
	shelf.Items, err = s.sessions("review", s.lib.ChecklistNames(), s.lib.ChecklistSource)
	return shelf, err
}

// sessions makes rows of content files that are worked through in sessions.
func (s shelves) sessions(kind string, names []string, source func(string) (file, text string, err error)) ([]home.Item, error) {
	known, err := s.db.Sessions(kind)
	if err != nil {
		return nil, err
	}
	var items []home.Item
	for _, name := range names {
		_, text, err := source(name)
		if err != nil {
			return nil, err
		}
		item := home.Item{Name: name, Place: page.Place{Page: kind, Target: name}}
		if title, ok := content.TopLevel(text, "title"); ok && title != "" {
			item.Name = title
		}
		for _, session := range known { // newest first
			if session.Subject != name {
				continue
			}
			if session.Finished == nil {
				item.Detail, item.About = "under way", "Begun "+ago(s.now(), session.Started)+". It goes on where you stopped."
			} else {
				item.Detail, item.Done = "done "+ago(s.now(), *session.Finished), true
			}
			break
		}
		items = append(items, item)
	}
	return items, nil
}

func calculators() home.Shelf {
	shelf := home.Shelf{Title: "Calculators", About: "Answers with their working and their conventions."}
	for _, c := range catalogue.All() {
		shelf.Items = append(shelf.Items, home.Item{Name: c.Title, About: sentence(c.Summary), Place: page.Place{Page: "calculator", Target: c.Name}})
	}
	return shelf
}

func sqlShelf() home.Shelf {
	shelf := home.Shelf{Title: "SQL", About: "Experiments on a real database: two sessions, crashes, query plans, an injection."}
	for _, l := range sqllab.Labs() {
		shelf.Items = append(shelf.Items, home.Item{Name: l.Title, About: l.About, Place: page.Place{Page: "sql", Target: l.Name}})
	}
	return shelf
}

// titlesOf are the titles of all lessons by id.
func titlesOf(tracks []content.Track) map[string]string {
	titles := map[string]string{}
	for _, t := range tracks {
		for _, l := range t.Lessons {
			titles[l.ID] = l.Title
		}
	}
	return titles
}

func percent(share float64) string { return fmt.Sprintf("%.0f%%", 100*share) }

// ago says how long ago t was, in the largest unit that fits.
func ago(now, t time.Time) string {
	switch d := now.Sub(t); {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return noun.Count(int(d/time.Minute), "minute") + " ago"
	case d < 24*time.Hour:
		return noun.Count(int(d/time.Hour), "hour") + " ago"
	case d < 365*24*time.Hour:
		return noun.Count(int(d/(24*time.Hour)), "day") + " ago"
	}
	return "on " + t.Format("2 January 2006")
}

// sentence makes a summary, which begins small and has no full stop, one.
func sentence(summary string) string {
	if summary == "" {
		return ""
	}
	return strings.ToUpper(summary[:1]) + summary[1:] + "."
}
