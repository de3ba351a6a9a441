package progress_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/tui/page"
	"netsplit/tui/progress"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

func lesson(id string) page.Place { return page.Place{Page: "lesson", Target: id} }

func report() progress.Report {
	return progress.Report{
		Place: "lesson quorums, 2 hours ago",
		Tracks: []progress.Track{
			{Title: "Consistency", Done: 1, Lessons: []progress.Row{
				{State: "done", Done: true, Name: "The CAP theorem", When: "3 days ago", Place: lesson("cap")}, {State: "45%", Name: "Quorums", When: "2 hours ago", Place: lesson("quorums")}}},
			{Title: "Data", Lessons: []progress.Row{{State: "not started", Name: "Consistent hashing", Place: lesson("hashing")}}},
		},
		Notes: []progress.Row{{State: "61%", Name: "/home/ada/notes/003.md", When: "yesterday", Place: lesson("/home/ada/notes")}},
		Given: 9, Graded: 7, Right: 5,
		Sessions: []progress.Group{{Title: "Drills", Rows: []progress.Row{{State: "under way", Name: "url-shortener", When: "today", Place: page.Place{Page: "drill", Target: "url-shortener"}}}}, {Title: "Labs"}},
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

// Every row opens what it is about, by key and by a second click.
func TestOpen(t *testing.T) {
	p := open(t, report())
	p.View(60, 8)
	opened := func(asked []tea.Msg) string {
		t.Helper()
		if len(asked) != 1 {
			t.Fatalf("asked for %v", asked)
		}
		o, _ := asked[0].(page.Open)
		return o.Place.Page + " " + o.Place.Target
	}
	for _, want := range []string{"lesson cap", "lesson quorums", "lesson hashing", "lesson /home/ada/notes", "drill url-shortener", "drill url-shortener"} {
		p.View(60, 8)
		if got := opened(tuitest.Press(t, p, "enter")); got != want {
			t.Errorf("enter opens %s, want %s", got, want)
		}
		tuitest.Press(t, p, "j")
	}
	tuitest.Press(t, p, "g")
	for y, line := range strings.Split(tuitest.Plain(p.View(60, 8)), "\n") {
		if strings.Contains(line, "Quorums") {
			click := tea.MouseClickMsg{X: 20, Y: y, Button: tea.MouseLeft}
			if tuitest.Run(t, p, p.Update(click)) != nil {
				t.Error("one click opens a row that was not selected")
			}
			if got := opened(tuitest.Run(t, p, p.Update(click))); got != "lesson quorums" {
				t.Errorf("a click opens %s", got)
			}
		}
	}
}

// The wheel scrolls to both ends, and the cursor stays on the screen.
func TestWheel(t *testing.T) {
	p := open(t, report())
	first := tuitest.Plain(p.View(60, 8))
	for range 9 {
		p.Update(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	}
	if s := tuitest.Plain(p.View(60, 8)); !strings.Contains(s, "url-shortener") {
		t.Errorf("the wheel does not reach the end:\n%s", s)
	}
	for range 9 {
		p.Update(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
	}
	if s := tuitest.Plain(p.View(60, 8)); !strings.Contains(s, "Last: lesson quorums") {
		t.Errorf("the wheel does not go back to the top:\n%s\nwas\n%s", s, first)
	}
}
