package tui_test

import (
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"netsplit/store"
	"netsplit/tui"
	"netsplit/tui/keymap"
	"netsplit/tui/page"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// note is a page for tests: it shows its name and what it was told.
type note struct {
	env    page.Env
	name   string
	typing bool
	status string
	log    []string
}

func (n *note) Title() string     { return n.name }
func (n *note) Status() string    { return n.status }
func (n *note) Typing() bool      { return n.typing }
func (n *note) Place() page.Place { return page.Place{Page: "note", Target: n.name} }
func (n *note) Help() []keymap.Binding {
	return []keymap.Binding{
		keymap.New("ask", "ask something", "a").Hinted("ask"),
		keymap.New("deeper", "open a note below", "enter"),
		keymap.New("missing", "open what is not there", "m"),
		keymap.New("broken", "save something that fails", "b"),
	}
}

type reply struct{ text string }

func (n *note) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case keymap.Press:
		n.log = append(n.log, string(msg.Action))
		switch msg.Action {
		case "ask":
			return tea.Sequence(page.Do(reply{"one"}), tea.Batch(page.Do(reply{"two"})))
		case "deeper":
			return page.Do(page.Open{Place: page.Place{Page: "note", Target: n.name + "+"}})
		case "missing":
			return page.Do(page.Open{Place: page.Place{Page: "nothing"}})
		case "broken":
			n.env.Journal.Save("the answer", func() error { return errors.New("disk full") })
		}
	case tea.KeyPressMsg:
		n.log = append(n.log, "typed "+msg.String())
	case reply:
		n.log = append(n.log, "reply "+msg.text)
	case page.Shown:
		n.log = append(n.log, "shown")
	case page.Hidden:
		n.log = append(n.log, "hidden")
	}
	return nil
}

func (n *note) View(w, h int) string {
	return n.name + ": " + strings.Join(n.log, ", ") + strings.Repeat("\n", max(0, h-1))
}

// places records what the root saves.
type places struct {
	saved []string
	err   error
}

func (p *places) SavePlace(place store.Place) error {
	p.saved = append(p.saved, place.Page+" "+place.Target)
	return p.err
}

type rig struct {
	*tuitest.Program
	pages map[string]*note
	store *places
}

func start(t *testing.T, at page.Place) *rig {
	t.Helper()
	r := &rig{pages: map[string]*note{}, store: &places{}}
	open := func(env page.Env, place page.Place) (page.Page, error) {
		name := place.Target
		if place.Page == "home" {
			name = "home"
		}
		r.pages[name] = &note{env: env, name: name}
		return r.pages[name], nil
	}
	m, err := tui.New(tui.Deps{
		Pages: map[string]page.Constructor{"home": open, "note": open},
		Store: r.store, Start: at, Theme: theme.Options{Dark: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	r.Program = tuitest.Start(t, m, 80, 24)
	return r
}

// A start page opens above home, so esc leads home and no further.
func TestEscGoesBackToHome(t *testing.T) {
	r := start(t, page.Place{Page: "note", Target: "a"})
	r.Sees(t, "home › a")
	r.Keys("enter")
	r.Sees(t, "home › a › a+")
	r.Keys("esc", "esc")
	r.Lacks(t, "›")
	r.Keys("esc")
	r.Sees(t, "This is home")
	if r.Ended() {
		t.Error("esc left the program")
	}
}

// Every move is saved, in order, and nothing twice.
func TestPlaceIsSaved(t *testing.T) {
	r := start(t, page.Place{Page: "note", Target: "a"})
	r.Keys("enter", "a", "esc")
	want := "note a,note a+,note a"
	if got := strings.Join(r.store.saved, ","); got != want {
		t.Errorf("saved %s, want %s", got, want)
	}
}

// q and ctrl+c leave; q is a letter while typing, ctrl+c still leaves.
func TestQuit(t *testing.T) {
	for _, key := range []string{"q", "ctrl+c"} {
		r := start(t, page.Place{})
		r.Keys(key)
		if !r.Ended() {
			t.Errorf("%s does not leave", key)
		}
	}
	r := start(t, page.Place{})
	r.pages["home"].typing = true
	r.Keys("q", "?", "esc")
	r.Sees(t, "typed q, typed ?, typed esc")
	if r.Ended() {
		t.Error("q left while typing")
	}
	r.Keys("ctrl+c")
	if !r.Ended() {
		t.Error("ctrl+c does not leave while typing")
	}
}

// What a page's command returns comes back to it alone, also from a sequence
// and when another page is on top by then.
func TestMessagesComeHome(t *testing.T) {
	r := start(t, page.Place{Page: "note", Target: "a"})
	r.Keys("a", "enter")
	if got := strings.Join(r.pages["a"].log, ", "); got != "shown, ask, reply one, reply two, deeper, hidden" {
		t.Error(got)
	}
	if got := strings.Join(r.pages["a+"].log, ", "); got != "shown" {
		t.Error(got)
	}
}

// ? shows the page's keys in words; a key pressed then shows what it does, a
// word what it is in, and esc closes.
func TestHelp(t *testing.T) {
	r := start(t, page.Place{Page: "note", Target: "a"})
	r.Keys("?")
	r.Sees(t, "ask something")
	r.Sees(t, "go back to the page before")
	r.Keys("a")
	r.Sees(t, "ask something")
	r.Lacks(t, "go back to the page before")
	r.Keys("backspace", "ctrl+p")
	r.Sees(t, "open anything, do anything")
	r.Keys("backspace")
	r.Type("fails")
	r.Sees(t, "save something that fails")
	r.Keys("esc")
	r.Lacks(t, "ask something")
	if log := strings.Join(r.pages["a"].log, " "); log != "shown" {
		t.Errorf("the key that closed help reached the page: %s", log)
	}
}

// Long help scrolls by half screens too, and to its ends.
func TestHelpPages(t *testing.T) {
	r := start(t, page.Place{Page: "note", Target: "a"})
	r.Resize(80, 12)
	r.Keys("?")
	first := r.Screen()
	r.Keys("down")
	line := r.Screen()
	r.Keys("up", "pgdown")
	if got := r.Screen(); got == first || got == line {
		t.Errorf("half a screen down:\n%s", got)
	}
	r.Keys("home")
	if r.Screen() != first {
		t.Errorf("back at the top:\n%s", r.Screen())
	}
}

// A page that can't be opened says why; the learner stays.
func TestOpenFails(t *testing.T) {
	r := start(t, page.Place{Page: "note", Target: "a"})
	r.Keys("m")
	r.Sees(t, "home › a")
	r.Sees(t, `there is no page "nothing"`)
	r.Keys("a")
	r.Lacks(t, "there is no page")
	r = start(t, page.Place{Page: "gone"})
	r.Sees(t, `there is no page "gone"`)
}

// What could not be saved is said.
func TestSaveFails(t *testing.T) {
	r := start(t, page.Place{})
	r.Keys("b")
	r.Sees(t, "could not save the answer: disk full")
}

// A frame that shows a step waits until the step is saved.
func TestFrameWaitsForTheDisk(t *testing.T) {
	r := start(t, page.Place{})
	before := r.Screen()
	_, cmd := r.Model.Update(tuitest.Key("enter"))
	r.Model.Update(cmd()) // opens the note, queues its place
	if got := r.Screen(); got != before {
		t.Errorf("the step is on the screen before it is saved:\n%s", got)
	}
	r.Model.Update(page.Saved{})
	r.Sees(t, "home+")
}

// Any size at any moment: never a panic, never a line too wide, and below 40x12
// a message that names both sizes.
func TestSizes(t *testing.T) {
	r := start(t, page.Place{Page: "note", Target: "a"})
	for _, help := range []string{"", "?"} {
		if help != "" {
			r.Keys(help)
		}
		tuitest.Sweep(t, func(w, h int) string {
			r.Resize(w, h)
			return r.Model.View().Content
		})
	}
	r.Resize(39, 11)
	text := strings.Join(strings.Fields(ansi.Strip(r.Model.View().Content)), " ")
	if !strings.Contains(text, "40x12") || !strings.Contains(text, "39x11") {
		t.Error(text)
	}
}

// A line that is too narrow for all of the status loses the left of it; how to
// see the keys and how to leave stay.
func TestStatusKeepsHowToLeave(t *testing.T) {
	r := start(t, page.Place{Page: "note", Target: "a"})
	for _, status := range []string{"", "paused", "paused at 12.345678 s", strings.Repeat("a long way ", 9)} {
		r.pages["a"].status = status
		for w := 40; w < 100; w++ {
			r.Resize(w, 12)
			lines := strings.Split(r.Screen(), "\n")
			last := lines[len(lines)-1]
			if !strings.HasSuffix(strings.TrimSpace(last), "esc back  ? keys  q quit") {
				t.Fatalf("%d wide: %q", w, last)
			}
			if !strings.HasPrefix(last, " "+status[:min(len(status), 6)]) {
				t.Fatalf("%d wide: %q", w, last)
			}
		}
	}
}

// The root's own keys can't be taken by a page without a word.
func TestGlobalKeys(t *testing.T) {
	for _, b := range keymap.Global() {
		if b.Meaning == "" || len(b.Keys) == 0 {
			t.Errorf("%v has no key or no meaning", b)
		}
	}
}
