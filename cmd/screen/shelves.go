package screen

import (
	"fmt"
	"path/filepath"
	"strings"

	"netsplit/content"
	"netsplit/store"
	"netsplit/tui/home"
	"netsplit/tui/page"
)

// shelves fills home with what there is and how far the learner is.
type shelves struct {
	library *content.Library
	store   *store.Store
}

// home is the first page.
func (s shelves) home() (home.Data, error) {
	readings, err := s.readings()
	if err != nil {
		return home.Data{}, err
	}
	learn, err := s.tracks(readings)
	if err != nil {
		return home.Data{}, err
	}
	data := home.Data{Groups: []home.Group{learn}}
	if notes := s.notes(readings); len(notes.Items) > 0 {
		data.Groups = append(data.Groups, notes)
	}
	data.Continue, err = s.last()
	data.Fresh = data.Continue == nil
	return data, err
}

// shelf is the second level of home, by its name: "track:data".
func (s shelves) shelf(target string) (home.Shelf, error) {
	kind, id, _ := strings.Cut(target, ":")
	if kind == "track" {
		return s.track(id)
	}
	return home.Shelf{}, fmt.Errorf("there is no shelf %q", target)
}

func (s shelves) readings() (map[string]store.Reading, error) {
	all, err := s.store.Readings()
	if err != nil {
		return nil, err
	}
	readings := make(map[string]store.Reading, len(all))
	for _, r := range all {
		readings[r.Document] = r
	}
	return readings, nil
}

// tracks has one row a track, with the share of its lessons done.
func (s shelves) tracks(readings map[string]store.Reading) (home.Group, error) {
	tracks, err := s.library.Tracks()
	if err != nil {
		return home.Group{}, err
	}
	group := home.Group{Title: "Learn"}
	for _, track := range tracks {
		done := 0
		var titles []string
		for _, lesson := range track.Lessons {
			titles = append(titles, lesson.Title)
			if readings[lesson.ID].Done {
				done++
			}
		}
		group.Items = append(group.Items, home.Item{
			Name:   track.Title,
			Detail: fmt.Sprintf("%d of %d", done, len(track.Lessons)),
			About:  strings.Join(titles, ", ") + ".",
			Done:   done == len(track.Lessons),
			Share:  float64(done) / float64(len(track.Lessons)),
			Bar:    true,
			Place:  page.Place{Page: "home", Target: "track:" + track.ID},
		})
	}
	return group, nil
}

// track has one row a lesson.
func (s shelves) track(id string) (home.Shelf, error) {
	readings, err := s.readings()
	if err != nil {
		return home.Shelf{}, err
	}
	tracks, err := s.library.Tracks()
	if err != nil {
		return home.Shelf{}, err
	}
	for _, track := range tracks {
		if track.ID != id {
			continue
		}
		shelf := home.Shelf{Title: track.Title}
		for _, lesson := range track.Lessons {
			r := readings[lesson.ID]
			shelf.Items = append(shelf.Items, home.Item{
				Name:   lesson.Title,
				Detail: fmt.Sprintf("%d min", lesson.Minutes),
				About:  needs(lesson),
				Done:   r.Done,
				Share:  r.Seen,
				Bar:    r.Seen > 0,
				Place:  page.Place{Page: "lesson", Target: lesson.ID},
			})
		}
		return shelf, nil
	}
	return home.Shelf{}, fmt.Errorf("there is no track %q", id)
}

func needs(lesson content.Lesson) string {
	if len(lesson.Needs) == 0 {
		return ""
	}
	return "Best after: " + strings.Join(lesson.Needs, ", ") + "."
}

// notes are the learner's own documents, the latest first, a few of them.
func (s shelves) notes(readings map[string]store.Reading) home.Group {
	const most = 5
	group := home.Group{Title: "Your notes"}
	all, err := s.store.Readings()
	if err != nil {
		return group
	}
	ours := map[string]bool{}
	for _, id := range s.library.LessonIDs() {
		ours[id] = true
	}
	for _, r := range all {
		if ours[r.Document] || len(group.Items) == most {
			continue
		}
		group.Items = append(group.Items, home.Item{
			Name:  filepath.Base(r.Document),
			About: r.Document,
			Done:  r.Done, Share: readings[r.Document].Seen, Bar: true,
			Place: page.Place{Page: "lesson", Target: r.Document},
		})
	}
	return group
}

// last is the row that continues where the learner stopped.
func (s shelves) last() (*home.Item, error) {
	place, ok, err := s.store.LastPlace()
	if err != nil || !ok || place.Page == "home" {
		return nil, err
	}
	name := place.Target
	if lesson, err := s.library.Lesson(place.Target); err == nil && place.Page == "lesson" {
		name = lesson.Title
	} else if filepath.IsAbs(name) {
		name = filepath.Base(name)
	}
	return &home.Item{
		Name:   strings.ToUpper(place.Page[:1]) + place.Page[1:] + ": " + name,
		Detail: place.At.Local().Format("2 January, 15:04"),
		Place:  page.Place{Page: place.Page, Target: place.Target, State: place.State},
	}, nil
}
