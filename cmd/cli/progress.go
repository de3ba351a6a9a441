package cli

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"netsplit/content"
	"netsplit/store"
)

type progressCommand struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// Help shows examples.
func (*progressCommand) Help() string {
	return `Examples:

  netsplit progress
  netsplit progress --json | jq '.lessons[] | select(.done | not) | .id'`
}

// Run prints what was read, rehearsed and reviewed.
func (c *progressCommand) Run(p *Program) error {
	found, err := p.progress()
	if err != nil {
		return err
	}
	if c.JSON {
		return p.json(found)
	}
	found.print(p)
	return nil
}

// progress is all there is to tell; its JSON is the command's.
type progress struct {
	LastPlace *lastPlace      `json:"last_place"`
	Tracks    []trackProgress `json:"tracks"`
	Lessons   []read          `json:"lessons"`
	Documents []read          `json:"documents"` // the learner's own notes
	Answers   answers         `json:"answers"`
	Drills    []session       `json:"drills"`
	Reviews   []session       `json:"reviews"`
	Labs      []session       `json:"labs"`
}

type lastPlace struct {
	Page   string    `json:"page"`
	Target string    `json:"target"`
	At     time.Time `json:"at"`
}

type trackProgress struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Lessons int    `json:"lessons"`
	Done    int    `json:"done"`
}

type read struct {
	ID      string     `json:"id"` // of a lesson, or the path of a document
	Title   string     `json:"title,omitempty"`
	Track   string     `json:"track,omitempty"`
	Done    bool       `json:"done"`
	Seen    float64    `json:"seen_ratio"`
	Updated *time.Time `json:"updated"` // null when it was never opened
}

type answers struct {
	Given   int `json:"given"`
	Graded  int `json:"graded"`
	Correct int `json:"correct"`
}

type session struct {
	ID       int64           `json:"id"`
	Subject  string          `json:"subject"`
	Seed     uint64          `json:"seed"`
	Started  time.Time       `json:"started"`
	Updated  time.Time       `json:"updated"`
	Finished *time.Time      `json:"finished"`
	Summary  json.RawMessage `json:"summary"`
}

func (p *Program) progress() (progress, error) {
	found := progress{Tracks: []trackProgress{}, Lessons: []read{}, Documents: []read{},
		Drills: []session{}, Reviews: []session{}, Labs: []session{}}
	tracks, err := content.Embedded().Tracks()
	if err != nil {
		return progress{}, err
	}
	s, err := p.existingStore()
	if err != nil {
		return progress{}, err
	}
	readings := map[string]store.Reading{}
	if s != nil {
		defer s.Close()
		if err := found.load(s, readings); err != nil {
			return progress{}, err
		}
	}
	found.addLessons(tracks, readings)
	return found, nil
}

// load fills in what is in the store, and readings by document.
func (f *progress) load(s *store.Store, readings map[string]store.Reading) error {
	place, ok, err := s.LastPlace()
	if err != nil {
		return err
	}
	if ok {
		f.LastPlace = &lastPlace{Page: place.Page, Target: place.Target, At: place.At}
	}
	all, err := s.Readings()
	if err != nil {
		return err
	}
	for _, r := range all {
		readings[r.Document] = r
	}
	lessons := map[string]bool{}
	for _, id := range content.Embedded().LessonIDs() {
		lessons[id] = true
	}
	for _, r := range all { // in the store's order: the latest first
		if !lessons[r.Document] {
			f.Documents = append(f.Documents, read{ID: r.Document, Done: r.Done, Seen: r.Seen, Updated: &r.Updated})
		}
	}
	given, err := s.Answers("")
	if err != nil {
		return err
	}
	for _, a := range given {
		if a.Kind == "card" {
			continue // a review is no answer to a lesson
		}
		f.Answers.Given++
		if a.Correct != nil {
			f.Answers.Graded++
			if *a.Correct {
				f.Answers.Correct++
			}
		}
	}
	sessions, err := s.Sessions("")
	if err != nil {
		return err
	}
	for _, one := range sessions {
		line := session{one.ID, one.Subject, one.Seed, one.Started, one.Updated, one.Finished, one.Summary}
		switch one.Kind {
		case "drill":
			f.Drills = append(f.Drills, line)
		case "review":
			f.Reviews = append(f.Reviews, line)
		case "lab":
			f.Labs = append(f.Labs, line)
		}
	}
	return nil
}

func (f *progress) addLessons(tracks []content.Track, readings map[string]store.Reading) {
	for _, track := range tracks {
		sum := trackProgress{ID: track.ID, Title: track.Title, Lessons: len(track.Lessons)}
		for _, lesson := range track.Lessons {
			line := read{ID: lesson.ID, Title: lesson.Title, Track: track.ID}
			if r, ok := readings[lesson.ID]; ok {
				line.Done, line.Seen, line.Updated = r.Done, r.Seen, &r.Updated
			}
			if line.Done {
				sum.Done++
			}
			f.Lessons = append(f.Lessons, line)
		}
		f.Tracks = append(f.Tracks, sum)
	}
}

// print is the same for a reader.
func (f *progress) print(p *Program) {
	out := p.Stdout
	if f.LastPlace == nil {
		begin := ". Begin with: netsplit"
		if p.accessible() {
			begin = " to read." // which was typed just now
		}
		fmt.Fprintln(out, "You have not started yet"+begin)
	} else {
		fmt.Fprintf(out, "Last place: %s, %s. Continue with: netsplit\n",
			clean(strings.TrimSpace(f.LastPlace.Page+" "+f.LastPlace.Target)), day(f.LastPlace.At))
	}
	for _, track := range f.Tracks {
		fmt.Fprintf(out, "\n%s: %d of %d lessons done\n", track.Title, track.Done, track.Lessons)
		for _, lesson := range f.Lessons {
			if lesson.Track == track.ID {
				fmt.Fprintf(out, "  %-12s %-24s %s\n", lesson.state(), lesson.ID, lesson.Title)
			}
		}
	}
	if len(f.Documents) > 0 {
		fmt.Fprintln(out, "\nYour notes")
		for _, document := range f.Documents {
			fmt.Fprintf(out, "  %-12s %s\n", document.state(), clean(document.ID))
		}
	}
	if f.Answers.Given > 0 {
		fmt.Fprintf(out, "\nAnswers: %d given, %d of %d graded ones right\n", f.Answers.Given, f.Answers.Correct, f.Answers.Graded)
	}
	printSessions(p, "Drills", f.Drills, drillScore)
	printSessions(p, "Reviews", f.Reviews, reviewScore)
	printSessions(p, "Labs", f.Labs, nil)
}

// printSessions prints a line a session, and below it the score of one that is
// finished.
func printSessions(p *Program, title string, sessions []session, score func(json.RawMessage) string) {
	if len(sessions) == 0 {
		return
	}
	fmt.Fprintf(p.Stdout, "\n%s\n", title)
	for _, s := range sessions {
		state := "under way"
		if s.Finished != nil {
			state = "finished"
		}
		fmt.Fprintf(p.Stdout, "  %-12s %-24s %s\n", state, clean(s.Subject), day(s.Updated))
		if s.Finished == nil || score == nil {
			continue
		}
		if text := score(s.Summary); text != "" {
			fmt.Fprintf(p.Stdout, "  %-12s %s\n", "", clean(text))
		}
	}
}

func (r read) state() string {
	switch {
	case r.Done:
		return "done"
	case r.Updated == nil:
		return "not started"
	}
	return fmt.Sprintf("%.0f%% seen", r.Seen*100)
}

// day is a time for people, in their own zone.
func day(t time.Time) string { return t.Local().Format("2 January 2006, 15:04") }
