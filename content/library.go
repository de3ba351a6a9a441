package content

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"netsplit/calc/order"
)

// Library finds lessons, scenarios, drills and checklists in a tree of files
// with the folders lessons, scenarios, drills and checklists.
type Library struct{ fsys fs.FS }

// Embedded is the library inside the program.
func Embedded() *Library { return NewLibrary(files) }

// NewLibrary is a library over other files: in tests, or to check a folder.
func NewLibrary(fsys fs.FS) *Library { return &Library{fsys} }

// TrackList are the tracks in the order in which to learn, without lessons.
func TrackList() []Track {
	return []Track{
		{ID: "foundations", Title: "Foundations"},
		{ID: "traffic", Title: "Traffic"},
		{ID: "availability", Title: "Availability"},
		{ID: "data", Title: "Data"},
		{ID: "consistency", Title: "Consistency"},
		{ID: "caching", Title: "Caching"},
		{ID: "messaging", Title: "Messaging"},
		{ID: "communication", Title: "Communication"},
		{ID: "operations", Title: "Operations"},
		{ID: "interview", Title: "Interview"},
	}
}

func trackIDs() []string {
	var ids []string
	for _, t := range TrackList() {
		ids = append(ids, t.ID)
	}
	return ids
}

// Tracks returns every track that has lessons, each with its lessons in
// order. It reads front matter only.
func (l *Library) Tracks() ([]Track, error) {
	lessons, err := l.Lessons()
	if err != nil {
		return nil, err
	}
	var tracks []Track
	for _, track := range TrackList() {
		for _, lesson := range lessons {
			if lesson.Track == track.ID {
				track.Lessons = append(track.Lessons, lesson)
			}
		}
		if len(track.Lessons) > 0 {
			tracks = append(tracks, track)
		}
	}
	return tracks, nil
}

// Lessons returns all lessons by track and order, without their documents.
func (l *Library) Lessons() ([]Lesson, error) {
	var lessons []Lesson
	for _, id := range l.names("lessons", ".md") {
		text, err := l.read("lessons", id, ".md")
		if err != nil {
			return nil, err
		}
		lesson, _, _, err := readMatter("lessons/"+id+".md", id, text)
		if err != nil {
			return nil, err
		}
		lessons = append(lessons, lesson)
	}
	ids := trackIDs()
	order.By(lessons, func(a, b Lesson) int {
		return cmp.Or(
			cmp.Compare(slices.Index(ids, a.Track), slices.Index(ids, b.Track)),
			cmp.Compare(a.Order, b.Order), cmp.Compare(a.ID, b.ID))
	})
	return lessons, nil
}

// LessonIDs are the names of all lessons, by name.
func (l *Library) LessonIDs() []string { return l.names("lessons", ".md") }

// LessonSource returns the path and text of a lesson.
func (l *Library) LessonSource(id string) (file, text string, err error) {
	text, err = l.read("lessons", id, ".md")
	return "lessons/" + id + ".md", text, err
}

// Lesson reads and checks one lesson.
func (l *Library) Lesson(id string) (*Lesson, error) {
	text, err := l.read("lessons", id, ".md")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNone("lesson", id, l.LessonIDs())
	} else if err != nil {
		return nil, err
	}
	file := "lessons/" + id + ".md"
	lesson, body, first, err := readMatter(file, id, text)
	if err != nil {
		return nil, err
	}
	doc, err := Read(file, body, Options{Strict: true, Scenario: l.Scenario, FirstLine: first})
	if err != nil {
		return nil, err
	}
	doc.Title = lesson.Title
	lesson.Document = *doc
	return &lesson, nil
}

// ScenarioNames are the names of all scenarios.
func (l *Library) ScenarioNames() []string { return l.names("scenarios", ".yaml") }

// Scenario returns the text of a scenario.
func (l *Library) Scenario(name string) (*Scenario, error) {
	text, err := l.read("scenarios", name, ".yaml")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNone("scenario", name, l.ScenarioNames())
	} else if err != nil {
		return nil, err
	}
	sc := ReadScenario("scenarios/"+name+".yaml", text)
	return &sc, nil
}

// DrillNames are the names of all drills; see package drill.
func (l *Library) DrillNames() []string { return l.names("drills", ".yaml") }

// DrillSource returns the path and text of a drill.
func (l *Library) DrillSource(name string) (file, text string, err error) {
	return l.source("drills", "drill", name)
}

// ChecklistNames are the names of all checklists; see package checklist.
func (l *Library) ChecklistNames() []string { return l.names("checklists", ".yaml") }

// ChecklistSource returns the path and text of a checklist.
func (l *Library) ChecklistSource(name string) (file, text string, err error) {
	return l.source("checklists", "checklist", name)
}

func (l *Library) source(folder, what, name string) (file, text string, err error) {
	text, err = l.read(folder, name, ".yaml")
	if errors.Is(err, fs.ErrNotExist) {
		return "", "", errNone(what, name, l.names(folder, ".yaml"))
	}
	return folder + "/" + name + ".yaml", text, err
}

func (l *Library) names(folder, extension string) []string {
	entries, err := fs.ReadDir(l.fsys, folder)
	if err != nil {
		return nil // an absent folder holds nothing
	}
	var names []string
	for _, entry := range entries {
		if name, ok := strings.CutSuffix(entry.Name(), extension); ok && !entry.IsDir() {
			names = append(names, name)
		}
	}
	return names
}

func (l *Library) read(folder, name, extension string) (string, error) {
	file := path.Join(folder, name+extension)
	if strings.ContainsAny(name, `/\`) || !fs.ValidPath(file) {
		return "", fs.ErrNotExist
	}
	src, err := fs.ReadFile(l.fsys, file)
	if err != nil {
		return "", err
	}
	return Clean(src), nil
}
