package lesson_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/content/pack"
	"netsplit/store"
	"netsplit/tui/keymap"
	"netsplit/tui/lesson"
	"netsplit/tui/page"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// memory is a store that forgets when the test ends.
type memory struct {
	readings map[string]store.Reading
	answers  []store.Answer
}

func (m *memory) Reading(d string) (store.Reading, bool, error) {
	r, ok := m.readings[d]
	return r, ok, nil
}

func (m *memory) SaveReading(r store.Reading) error {
	m.readings[r.Document] = r
	return nil
}

func (m *memory) Answers(d string) ([]store.Answer, error) {
	var found []store.Answer
	for _, a := range m.answers {
		if a.Document == d {
			found = append(found, a)
		}
	}
	return found, nil
}

func (m *memory) SaveAnswer(a store.Answer) error {
	m.answers = append(m.answers, a)
	return nil
}

// bench is a lab for tests: "r" runs it, "i" types into it.
type bench struct {
	subject string
	ran     bool
	typing  bool
	log     []string
	state   json.RawMessage
}

func (b *bench) Title() string                { return "bench" }
func (b *bench) Typing() bool                 { return b.typing }
func (b *bench) Place() page.Place            { return page.Place{Page: "lab", State: b.state} }
func (b *bench) Restore(data json.RawMessage) { b.state = data }
func (b *bench) Help() []keymap.Binding {
	return []keymap.Binding{keymap.New("run", "run it", "r"), keymap.New("type", "type", "i")}
}
func (b *bench) View(w, h int) string {
	line := "LAB " + b.subject + " " + strings.Join(b.log, " ")
	return strings.Repeat(line[:min(len(line), w)]+"\n", max(0, h-1)) + "end"[:min(3, w)]
}
func (b *bench) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case keymap.Press:
		b.ran = b.ran || msg.Action == "run"
		b.typing = msg.Action == "type"
	case tea.KeyPressMsg:
		b.log = append(b.log, msg.String())
	case page.Hidden:
		b.log = append(b.log, "hidden")
	}
	return nil
}

type rig struct {
	*lesson.Page
	t     *testing.T
	store *memory
	env   page.Env
	deps  lesson.Deps
	lab   *bench
	w, h  int
}

func newRig(t *testing.T) *rig {
	r := &rig{t: t, store: &memory{readings: map[string]store.Reading{}}}
	r.env = page.Env{Theme: theme.New(theme.Options{}), Journal: &page.Journal{}, Now: func() time.Time { return time.Unix(1000, 0) }}
	r.deps = lesson.Deps{
		Store: r.store,
		Lab: func(_ page.Env, subject string, _ *content.Scenario) (page.Page, error) {
			r.lab = &bench{subject: subject}
			return r.lab, nil
		},
		Grade:      func(_ *content.Predict, lab page.Page) (int, bool) { return 2, lab.(*bench).ran },
		Calculator: func(c string) page.Place { return page.Place{Page: "calculator", Target: c} },
	}
	return r
}

// open opens a lesson of testdata.
func open(t *testing.T, id string) *rig {
	t.Helper()
	r := newRig(t)
	r.reopen(page.Place{Page: "lesson", Target: id})
	return r
}

func (r *rig) reopen(place page.Place) {
	r.t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{"split", "copies"} {
		src, err := os.ReadFile(filepath.Join("testdata", name+".md"))
		if err != nil {
			r.t.Fatal(err)
		}
		files["lessons/"+name+".md"] = &fstest.MapFile{Data: src}
	}
	p, err := lesson.New(r.env, r.deps, lesson.Lessons{Library: content.NewLibrary(files), ID: place.Target}, place)
	if err != nil {
		r.t.Fatal(err)
	}
	r.begin(p)
}

func (r *rig) begin(p *lesson.Page) {
	r.Page = p
	r.size(80, 22)
	tuitest.Run(r.t, p, p.Update(page.Shown{}))
	r.env.Journal.Drain()
}

func (r *rig) size(w, h int) {
	tuitest.Run(r.t, r.Page, r.Update(tea.WindowSizeMsg{Width: w, Height: h}))
	r.w, r.h = w, h
}

// keys presses keys and saves what was to be saved.
func (r *rig) keys(names ...string) []tea.Msg {
	r.t.Helper()
	asked := tuitest.Press(r.t, r.Page, names...)
	r.env.Journal.Drain()
	return asked
}

func (r *rig) screen() string { return tuitest.Plain(r.View(r.w, r.h)) }

func (r *rig) top() string {
	for line := range strings.SplitSeq(r.screen(), "\n") {
		if strings.TrimSpace(line) != "" {
			return strings.TrimSpace(line)
		}
	}
	return ""
}

func (r *rig) sees(text string) {
	r.t.Helper()
	if !strings.Contains(r.screen(), text) {
		r.t.Errorf("%q is not on the screen:\n%s", text, r.screen())
	}
}

func (r *rig) lacks(text string) {
	r.t.Helper()
	if strings.Contains(r.screen(), text) {
		r.t.Errorf("%q is on the screen:\n%s", text, r.screen())
	}
}

func TestView(t *testing.T) {
	for name, size := range map[string][2]int{"80x24": {80, 22}, "100x30": {100, 28}, "140x45": {140, 43}} {
		r := open(t, "split")
		r.size(size[0], size[1])
		tuitest.Golden(t, name, r.screen())
	}
	r := open(t, "split")
	r.size(140, 43)
	r.keys("1", "l")
	tuitest.Golden(t, "lab-140x45", r.screen())
	r = open(t, "split")
	r.env.Theme.Apply(theme.Options{Dark: true})
	tuitest.Golden(t, "dark-80x24", r.View(80, 22))
}

// Every size, with and without tree, lab and search.
func TestSizes(t *testing.T) {
	for _, keys := range [][]string{{}, {"c"}, {"/"}, {"G"}, {"1", "l"}, {"1", "l", "esc", "c"}} {
		r := open(t, "split")
		r.keys(keys...)
		tuitest.Sweep(t, func(w, h int) string {
			r.size(w, h)
			return r.View(w, h)
		})
	}
}

// A link to another lesson is followed; [ goes back to the very line.
func TestLinks(t *testing.T) {
	r := open(t, "split")
	r.keys("down", "down")
	before := r.screen()
	r.keys("tab", "tab", "tab") // past "builds on" … the first from the top of the screen
	r.keys("esc")
	for range 5 {
		r.keys("tab")
		if strings.Contains(r.Status(), "copies.md#why") {
			break
		}
	}
	r.keys("enter")
	if r.Title() != "Keeping copies" || r.top() != "Why" {
		t.Fatalf("at %q, %q", r.Title(), r.top())
	}
	r.keys("[")
	if r.screen() != before {
		t.Errorf("back at another place:\n%s", r.screen())
	}
	asked := r.keys("[")
	if len(asked) != 1 || !strings.Contains(asked[0].(page.Toast).Text, "No link") {
		t.Errorf("got %v", asked)
	}
}

// A link within the lesson goes to its heading.
func TestAnchor(t *testing.T) {
	r := open(t, "split")
	for range 6 {
		r.keys("tab")
		if strings.Contains(r.Status(), "#the-price") {
			break
		}
	}
	r.keys("enter")
	if r.top() != "The price" {
		t.Errorf("at %q", r.top())
	}
}

// Search finds text, counts, goes round, and opens the fold that hides a match.
func TestFind(t *testing.T) {
	r := open(t, "split")
	r.keys("/")
	tuitest.Type(t, r.Page, "NODES")
	r.sees("match 1 of ")
	r.keys("enter")
	if !strings.Contains(r.Status(), "match 1 of ") {
		t.Errorf("status %q", r.Status())
	}
	r.keys("N")
	last := r.Status()
	r.keys("n")
	if first := r.Status(); !strings.Contains(first, "match 1 of ") || first == last {
		t.Errorf("n after the last match: %q", first)
	}
	r.keys("/")
	tuitest.Type(t, r.Page, "gondwana")
	r.keys("enter")
	r.sees("A hidden word: Gondwana.")
	r.keys("/")
	tuitest.Type(t, r.Page, "zzz")
	r.sees("no match")
	r.keys("esc")
	r.lacks("no match")
}

// Text is found across the end of a wrapped line.
func TestFindAcrossLines(t *testing.T) {
	r := open(t, "split")
	r.size(50, 22)
	r.keys("/")
	tuitest.Type(t, r.Page, "cluster no longer hear each other. Each half must")
	r.sees("match 1 of 1")
}

// enter opens and closes a fold.
func TestFold(t *testing.T) {
	r := open(t, "split")
	r.size(80, 60)
	r.sees("And with five nodes?")
	r.lacks("Gondwana")
	r.size(80, 22)
	r.keys("J", "J", "tab")
	r.keys("enter")
	r.sees("Gondwana")
	r.keys("space")
	r.lacks("Gondwana")
}

// A prediction is asked before the lab, kept, and graded by the run.
func TestPredict(t *testing.T) {
	r := open(t, "split")
	r.size(140, 43)
	asked := r.keys("l")
	if len(asked) != 1 || !strings.Contains(asked[0].(page.Toast).Text, "what you expect") || r.lab != nil {
		t.Fatalf("got %v", asked)
	}
	r.keys("1")
	r.sees("Noted.")
	r.keys("l")
	r.sees("LAB split#tiny")
	r.sees("When the network splits") // beside the text
	asked = r.keys("r")
	if len(asked) != 1 || !strings.Contains(asked[0].(page.Toast).Text, "it refuses") {
		t.Errorf("got %v", asked)
	}
	r.sees("The run showed otherwise. It is answer 2.")
	r.sees("One node is no majority of three.")
	if n := len(r.store.answers); n != 2 || *r.store.answers[1].Correct {
		t.Errorf("saved %v", r.store.answers)
	}
	r.keys("esc", "esc")
	r.lacks("LAB")
	r.reopen(page.Place{Page: "lesson", Target: "split"})
	r.size(140, 43)
	r.sees("The run showed otherwise. It is answer 2.")
}

// Below 120 columns the lab takes the whole page; esc shows the text again and
// stops the run.
func TestLabAlone(t *testing.T) {
	r := open(t, "split")
	r.keys("1", "l")
	r.sees("LAB")
	r.lacks("When the network")
	r.keys("esc")
	r.lacks("LAB")
	if got := strings.Join(r.lab.log, " "); got != "hidden" {
		t.Errorf("the lab was told %q", got)
	}
	r.keys("l", "i")
	tuitest.Type(t, r.Page, "q?")
	r.sees("hidden q ?")
}

// A quiz is graded at once, and only once.
func TestQuiz(t *testing.T) {
	r := open(t, "split")
	r.keys("G")
	r.keys("1")
	r.sees("Not so. It is answer 2.")
	r.sees("More than half.")
	if len(r.store.answers) != 1 || r.store.answers[0].Kind != "quiz" || *r.store.answers[0].Correct {
		t.Errorf("saved %v", r.store.answers)
	}
}

// The place brings back the very screen, at this size and, near enough, at
// another; also the lab that was open.
func TestResume(t *testing.T) {
	r := open(t, "split")
	r.keys("down", "down", "down", "down", "down")
	before := r.screen()
	r.reopen(r.Place())
	if r.screen() != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, r.screen())
	}
	r.size(140, 43)
	r.keys("1", "l")
	before = r.screen()
	r.reopen(r.Place())
	r.size(140, 43)
	if r.screen() != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, r.screen())
	}
}

// From a list, a document opens where it was left.
func TestReadingIsKept(t *testing.T) {
	r := open(t, "split")
	r.keys("J", "J", "down")
	before := r.screen()
	saved := r.store.readings["split"]
	if saved.Section != "the-price" || saved.Line != 1 || saved.Seen < 0.5 {
		t.Errorf("saved %+v", saved)
	}
	r.reopen(page.Place{Page: "lesson", Target: "split"})
	if r.screen() != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, r.screen())
	}
}

// Reading to the end marks a lesson as read; x takes it back.
func TestDone(t *testing.T) {
	r := open(t, "split")
	if r.store.readings["split"].Done {
		t.Fatal("done before it was read")
	}
	for range 20 {
		r.keys("d")
	}
	if !r.store.readings["split"].Done {
		t.Error("read to the end and not done")
	}
	r.keys("x")
	if r.store.readings["split"].Done {
		t.Error("x does not take it back")
	}
}

// The contents go to a section; from 100 columns they stand beside the text.
func TestContents(t *testing.T) {
	r := open(t, "split")
	r.lacks("Sources and next")
	r.keys("c", "down", "down", "enter")
	if r.top() != "The price" {
		t.Errorf("at %q", r.top())
	}
	r.size(100, 28)
	r.sees("Sources and next")
	r.keys("c", "c")
	r.keys("g")
	r.lacks("Sources and next")
}

// Headings too long for the contents go on in a second line, which belongs to
// the same row; they are cut where all rows would not fit otherwise.
func TestContentsWrap(t *testing.T) {
	text := "# One\n"
	for i := range 8 {
		text += fmt.Sprintf("\n## %d What happens to a write when two die\n\ntext\n", i)
	}
	text += "\n### Last\n\ntext\n"
	r := notes(t, map[string]string{"a.md": text, "b.md": "# Two\n"})
	r.size(100, 30)
	section := func() string {
		r.env.Journal.Drain()
		for _, reading := range r.store.readings {
			return reading.Section
		}
		return ""
	}
	see := func(texts ...string) {
		t.Helper()
		for _, text := range texts {
			r.sees(text)
		}
	}
	lines := strings.Split(r.screen(), "\n")
	at := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(strings.TrimSpace(l), "3 What") })
	if at < 0 || !strings.Contains(lines[at+1], "        write when two die ") || strings.Contains(lines[at], "…") {
		t.Fatalf("not wrapped:\n%s", strings.Join(lines, "\n"))
	}
	for _, y := range []int{at, at + 1} {
		r.keys("g")
		tuitest.Run(t, r.Page, r.Update(tea.MouseClickMsg{X: 8, Y: y, Button: tea.MouseLeft}))
		if got := section(); !strings.HasPrefix(got, "3-what") {
			t.Errorf("a click on line %d leads to %q", y, got)
		}
	}
	r.keys("g", "c", "down", "down", "down", "enter")
	if got := section(); !strings.HasPrefix(got, "2-what") {
		t.Errorf("three rows below the file is %q", got)
	}
	r.keys("c", "G")
	r.size(100, 19) // now only the cut ones fit
	see("…", "Last", "7 What")
	r.size(100, 8) // and now nothing does: it scrolls
	see("Last", "7 What", "two die")
	r.keys("enter")
	tuitest.Sweep(t, r.View)
}

// notes opens a folder of one's own files.
func notes(t *testing.T, files map[string]string) *rig {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p, err := pack.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	r := newRig(t)
	l, err := lesson.New(r.env, r.deps, lesson.Notes{Pack: p, Root: dir}, page.Place{Page: "lesson", Target: dir})
	if err != nil {
		t.Fatal(err)
	}
	r.begin(l)
	return r
}

// A folder shows its files; links between them work, dead ones say why.
func TestNotes(t *testing.T) {
	r := notes(t, map[string]string{
		"a.md":     "# First\n\nSee [second](sub/b.md#part), [nothing](gone.md), [web](https://example.com).\n",
		"sub/b.md": "# Second\n\ntext\n\n## Part\n\nHere.\n",
	})
	r.size(120, 28)
	r.sees("sub/b.md")
	r.keys("tab", "tab")
	asked := r.keys("enter")
	if len(asked) != 1 || !strings.Contains(asked[0].(page.Toast).Text, "leads nowhere") {
		t.Errorf("got %v", asked)
	}
	r.keys("tab")
	asked = r.keys("enter")
	if len(asked) != 1 || !strings.Contains(asked[0].(page.Toast).Text, "https://example.com") {
		t.Errorf("got %v", asked)
	}
	r.keys("shift+tab", "shift+tab", "enter")
	if r.Title() != "Second" || !strings.Contains(string(r.Place().State), "sub/b.md") {
		t.Errorf("at %q, %s", r.Title(), r.Place().State)
	}
	r.keys("backspace")
	if r.Title() != "First" {
		t.Errorf("at %q", r.Title())
	}
	r.keys(">")
	if r.Title() != "Second" {
		t.Errorf("at %q", r.Title())
	}
}

// Hostile notes: nothing that a terminal would obey, nothing wider than the
// screen, no panic at any size.
func TestHostileNotes(t *testing.T) {
	r := notes(t, map[string]string{
		"a.md": "# \x1b[31mred\x1b]0;x\x07\n\n" + strings.Repeat("x", 20_000) + "\n\n" +
			strings.Repeat("> ", 500) + "deep\n\n" + strings.Repeat("- ", 300) + "deep\n\n|a|\n|-|\n|" + strings.Repeat("y", 3000) + "|\n",
		"empty.md": "\n\n", "headings.md": "# a\n# b\n# c\n",
	})
	screen := r.View(80, 22)
	if strings.Contains(screen, "\x1b[31mred") || strings.Contains(screen, "\x1b]") {
		t.Error("an escape of the note reached the terminal")
	}
	tuitest.Sweep(t, r.View)
	r.size(80, 22)
	r.keys("G", "g", "J", "K", "tab", "shift+tab", "u", "d")
	r.keys(">")
	r.keys("G", "down", "up", "tab")
	tuitest.Sweep(t, r.View)
}

// Where nothing is left to choose, tab says so.
func TestTabWithoutLinks(t *testing.T) {
	r := open(t, "split")
	r.keys("G")
	var asked []tea.Msg
	for range 20 {
		if asked = r.keys("tab"); len(asked) > 0 {
			break
		}
	}
	if len(asked) != 1 || !strings.Contains(asked[0].(page.Toast).Text, "No link") {
		t.Errorf("got %v", asked)
	}
}

// While the lab has the keys, the way back to the text comes early among the
// hints: the last ones have no room at 80 columns.
func TestWayBackFromTheLab(t *testing.T) {
	r := open(t, "split")
	r.keys("1", "l")
	keys := r.Help()
	if i := slices.IndexFunc(keys, func(b keymap.Binding) bool { return b.Hint == "text" }); i < 0 || i > 1 {
		t.Errorf("the hint is number %d", i)
	}
}

// What another program has read meanwhile stays read, until it is unmarked here.
func TestReadInTwoPrograms(t *testing.T) {
	r := open(t, "split")
	r.env.Journal.Drain()
	other := r.store.readings["split"]
	other.Seen, other.Done = 1, true
	r.store.readings["split"] = other
	tuitest.Press(t, r, "j")
	r.env.Journal.Drain()
	if got := r.store.readings["split"]; !got.Done || got.Seen != 1 || got.Line == other.Line && got.Section == other.Section {
		t.Errorf("it is kept as %+v", got)
	}
	tuitest.Press(t, r, "x", "x")
	r.env.Journal.Drain()
	if got := r.store.readings["split"]; got.Done {
		t.Errorf("it can't be marked as not read: %+v", got)
	}
}

// What is half typed in the lab beside the text is there again.
func TestLabIsRestored(t *testing.T) {
	r := open(t, "split")
	r.keys("1", "l")
	r.lab.state = json.RawMessage(`{"typed":"put ca"}`)
	first := r.lab
	r.reopen(r.Place())
	if r.lab == first || string(r.lab.state) != `{"typed":"put ca"}` {
		t.Errorf("the lab is given %s", r.lab.state)
	}
}
