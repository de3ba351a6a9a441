package home_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/tui/home"
	"netsplit/tui/page"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

func env(o theme.Options) page.Env {
	return page.Env{Theme: theme.New(o), Now: func() time.Time { return time.Unix(0, 0) }}
}

func item(name, detail string, share float64, done bool) home.Item {
	return home.Item{
		Name: name, Detail: detail, Bar: strings.Contains(detail, " of "), Share: share, Done: done,
		About: "About " + name + ": one sentence on what it is and what it asks of you.",
		Place: page.Place{Page: "lesson", Target: name},
	}
}

// data is a learner in the middle of things.
func data() home.Data {
	return home.Data{
		Continue: &home.Item{
			Name: "Continue: Quorums", Detail: "45%, 2 hours ago", About: "You stopped at: sloppy quorums",
			Place: page.Place{Page: "lesson", Target: "quorums"},
		},
		Groups: []home.Group{
			{Title: "Learn", Items: []home.Item{
				item("Foundations", "6 of 6", 1, true), item("Traffic", "2 of 5", 0.5, false), item("Availability", "0 of 6", 0, false),
				item("Data", "0 of 7", 0, false), item("Consistency", "1 of 6", 0.24, false), item("Caching", "0 of 5", 0, false),
				item("Messaging", "0 of 5", 0, false), item("Communication", "0 of 4", 0, false),
				item("Operations", "0 of 6", 0, false), item("Interview", "0 of 4", 0, false),
			}},
			{Title: "Practise", Items: []home.Item{
				item("Labs", "24", 0, false), item("Drills", "12", 0, false), item("Checklists", "5", 0, false),
				item("Calculators", "14", 0, false), item("Progress", "3 sessions done", 0, false),
			}},
			{Title: "Your notes", Items: []home.Item{item("notes/003.md", "61%", 0.61, false)}},
		},
	}
}

func fresh() home.Data {
	d := data()
	d.Fresh, d.Continue.Name, d.Continue.About, d.Continue.Detail = true, "Start with: Why systems are split", "", "8 min"
	d.Groups[2] = home.Group{Title: "Your notes", Empty: "netsplit learn FOLDER opens your own Markdown as lessons."}
	return d
}

func open(t *testing.T, d home.Data, o theme.Options) *home.Page {
	t.Helper()
	p, err := home.New(env(o), func() (home.Data, error) { return d, nil })
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Home at the three sizes, for somebody who returns and for somebody new.
func TestView(t *testing.T) {
	p := open(t, data(), theme.Options{})
	for name, size := range map[string][2]int{"80x24": {80, 22}, "100x30": {100, 28}, "140x45": {140, 43}, "60x20": {60, 18}} {
		tuitest.Golden(t, name, tuitest.Plain(p.View(size[0], size[1])))
	}
	tuitest.Golden(t, "fresh-80x24", tuitest.Plain(open(t, fresh(), theme.Options{}).View(80, 22)))
	tuitest.Golden(t, "ascii-80x24", tuitest.Plain(open(t, data(), theme.Options{ASCII: true}).View(80, 22)))
}

// Where there is room, the lessons of a track stand below it; where the window
// becomes too small for them, they go, and the cursor stays on a row.
func TestLessonsBelowTracks(t *testing.T) {
	d := data()
	for i := range d.Groups[0].Items {
		d.Groups[0].Items[i].Below = []home.Item{item("One", "12 min", 0, false), item("Two", "done", 1, true)}
	}
	p := open(t, d, theme.Options{})
	tuitest.Golden(t, "140x45", tuitest.Plain(p.View(140, 43)))
	tuitest.Press(t, p, "down", "down", "enter")
	tuitest.Press(t, p, "G")
	p.View(80, 22)
	asked := tuitest.Press(t, p, "enter")
	if len(asked) != 1 || asked[0].(page.Open).Place.Target != "notes/003.md" {
		t.Errorf("got %v", asked)
	}
	tuitest.Sweep(t, p.View)
}

// The styles on dark and on light, with their escape codes.
func TestStyles(t *testing.T) {
	tuitest.Golden(t, "dark", open(t, data(), theme.Options{Dark: true}).View(80, 22))
	tuitest.Golden(t, "light", open(t, data(), theme.Options{}).View(80, 22))
}

// Without colour, what is selected and what is done still shows.
func TestNoColour(t *testing.T) {
	tuitest.Golden(t, "none", open(t, data(), theme.Options{Dark: true, NoColour: true}).View(80, 22))
}

func TestSizes(t *testing.T) {
	for _, d := range []home.Data{data(), fresh(), {}} {
		p := open(t, d, theme.Options{})
		tuitest.Sweep(t, p.View)
	}
}

// Up and down go through all rows, tab from column to column, enter opens.
func TestKeys(t *testing.T) {
	p := open(t, data(), theme.Options{})
	for _, step := range []struct {
		keys []string
		want string
	}{
		{[]string{"enter"}, "quorums"},
		{[]string{"down", "enter"}, "Foundations"},
		{[]string{"down", "down", "enter"}, "Availability"},
		{[]string{"tab", "enter"}, "Labs"},
		{[]string{"tab", "enter"}, "notes/003.md"},
		{[]string{"shift+tab", "shift+tab", "enter"}, "Foundations"},
		{[]string{"G", "enter"}, "notes/003.md"},
		{[]string{"g", "up", "enter"}, "quorums"},
	} {
		asked := tuitest.Press(t, p, step.keys...)
		if len(asked) != 1 || asked[0].(page.Open).Place.Target != step.want {
			t.Errorf("%v asked %v, want %s", step.keys, asked, step.want)
		}
	}
}

// A click selects a row, a second one opens it.
func TestMouse(t *testing.T) {
	p := open(t, data(), theme.Options{})
	p.View(80, 22)
	click := tea.MouseClickMsg{X: 6, Y: 6, Button: tea.MouseLeft}
	if got := tuitest.Run(t, p, p.Update(click)); len(got) != 0 {
		t.Fatalf("a first click opened %v", got)
	}
	got := tuitest.Run(t, p, p.Update(click))
	if len(got) != 1 || got[0].(page.Open).Place.Target != "Traffic" {
		t.Fatalf("got %v", got)
	}
}

// Coming back shows fresh progress; a failure is said, and what was there stays.
func TestReload(t *testing.T) {
	d := data()
	var fail error
	p, err := home.New(env(theme.Options{}), func() (home.Data, error) { return d, fail })
	if err != nil {
		t.Fatal(err)
	}
	d.Continue.Name = "Continue: Gossip"
	tuitest.Run(t, p, p.Update(page.Shown{}))
	if asked := tuitest.Press(t, p, "enter"); len(asked) != 1 {
		t.Fatal("home lost its rows")
	}
	fail = errors.New("the database is locked")
	got := tuitest.Run(t, p, p.Update(page.Shown{}))
	if len(got) != 1 || got[0].(page.Toast).Text != fail.Error() {
		t.Errorf("got %v", got)
	}
}

func shelf(t *testing.T) *home.ShelfPage {
	t.Helper()
	p, err := home.NewShelf(env(theme.Options{}), "track:data", func() (home.Shelf, error) {
		return home.Shelf{Title: "Data", About: "Seven lessons.", Items: data().Groups[0].Items}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// A shelf begins at the first row that is not done.
func TestShelf(t *testing.T) {
	p := shelf(t)
	tuitest.Golden(t, "80x24", tuitest.Plain(p.View(80, 22)))
	asked := tuitest.Press(t, p, "enter")
	if len(asked) != 1 || asked[0].(page.Open).Place.Target != "Traffic" {
		t.Errorf("got %v", asked)
	}
	tuitest.Sweep(t, p.View)
}

// Where the groups stand beside each other, tab on Continue goes to the right
// column, since Learn is right below it, and then from group to group.
func TestTabAcross(t *testing.T) {
	p := open(t, data(), theme.Options{})
	p.View(80, 22)
	for i, want := range []string{"Labs", "notes/003.md", "Foundations", "Labs"} {
		asked := tuitest.Press(t, p, "tab", "enter")
		if len(asked) != 1 || asked[0].(page.Open).Place.Target != want {
			t.Errorf("tab number %d: %v, want %s", i+1, asked, want)
		}
	}
}

// Rows of topics stand under headings that the cursor steps over; tab goes from
// topic to topic, and a name that is cut is shown whole below.
func TestShelfTopics(t *testing.T) {
	var items []home.Item
	for i := range 60 {
		x := item(fmt.Sprintf("Lab %d", i), "", 0, false)
		x.Topic = [...]string{"caches", "consensus", "queues"}[i/20]
		if i == 40 {
			x.Name = "Which of the many questions that can be asked of a queue does not fit into one row of a list?"
		}
		items = append(items, x)
	}
	p, err := home.NewShelf(env(theme.Options{}), "labs", func() (home.Shelf, error) {
		return home.Shelf{Title: "Labs", About: "By topic.", Items: items}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	p.View(80, 22)
	for _, step := range []struct {
		keys   []string
		target string
		status string
	}{
		{nil, "Lab 0", "1 of 60"}, {[]string{"tab"}, "Lab 20", "21 of 60"}, {[]string{"up"}, "Lab 19", "20 of 60"},
		{[]string{"tab", "tab"}, "Lab 40", "41 of 60"}, {[]string{"tab", "shift+tab"}, "Lab 40", "41 of 60"},
	} {
		asked := tuitest.Press(t, p, append(step.keys, "enter")...)
		if len(asked) != 1 || !strings.HasPrefix(asked[0].(page.Open).Place.Target, step.target[:4]) || p.Status() != step.status {
			t.Errorf("%v: %v at %s, want %s", step.keys, asked, p.Status(), step.status)
		}
	}
	tuitest.Golden(t, "80x24", tuitest.Plain(p.View(80, 22)))
	tuitest.Sweep(t, p.View)
}
