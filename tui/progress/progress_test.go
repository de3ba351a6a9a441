package progress_test

import (
	"fmt"
	"testing"
	"time"

	"netsplit/tui/page"
	"netsplit/tui/progress"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

func report() progress.Report {
	return progress.Report{
		Place: "lesson quorums, 2 hours ago",
		Tracks: []progress.Track{
			{Title: "Consistency", Done: 1, Lessons: []progress.Row{
				{State: "done", Done: true, Name: "The CAP theorem", When: "3 days ago"}, {State: "45%", Name: "Quorums", When: "2 hours ago"}}},
			{Title: "Data", Lessons: []progress.Row{{State: "not started", Name: "Consistent hashing"}}},
		},
		Notes: []progress.Row{{State: "61%", Name: "/home/ada/notes/003.md", When: "yesterday"}},
		Given: 9, Graded: 7, Right: 5,
		Sessions: []progress.Group{{Title: "Drills", Rows: []progress.Row{{State: "under way", Name: "url-shortener", When: "today"}}}, {Title: "Labs"}},
	}
}

func open(t *testing.T, r progress.Report) *progress.Page {
	t.Helper()
	env := page.Env{Theme: theme.New(theme.Options{}), Now: time.Now}
	p, err := progress.New(env, func() (progress.Report, error) { return r, nil })
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestView(t *testing.T) {
	p := open(t, report())
	for _, size := range []tuitest.Size{{W: 80, H: 22}, {W: 100, H: 28}, {W: 140, H: 43}} {
		tuitest.Golden(t, fmt.Sprintf("%dx%d", size.W, size.H+2), tuitest.Plain(p.View(size.W, size.H)))
	}
	tuitest.Golden(t, "new", tuitest.Plain(open(t, progress.Report{}).View(80, 22)))
	tuitest.Sweep(t, p.View)
}

// What is below the screen can be scrolled to.
func TestScroll(t *testing.T) {
	p := open(t, report())
	first := tuitest.Plain(p.View(60, 8))
	tuitest.Press(t, p, "G")
	tuitest.Golden(t, "end", tuitest.Plain(p.View(60, 8)))
	tuitest.Press(t, p, "g")
	if tuitest.Plain(p.View(60, 8)) != first {
		t.Error("g does not go back to the top")
	}
}
