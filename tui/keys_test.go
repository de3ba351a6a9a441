package tui_test

import (
	"math/rand/v2"
	"path/filepath"
	"testing"

	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/store"
	"netsplit/tui"
	"netsplit/tui/keymap"
	"netsplit/tui/page"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// The list of all keys has no conflict with itself and says what each key does.
func TestKeysAreListed(t *testing.T) {
	if err := (keymap.Own{"quit": {"ctrl+q"}}).Check(keymap.Global(), tui.Keys()); err != nil {
		t.Error(err)
	}
	for _, g := range tui.Keys() {
		for _, b := range g.Bindings {
			if b.Meaning == "" {
				t.Errorf("%s: %s has no meaning", g.Name(), b.Action)
			}
			for _, key := range b.Keys {
				if !keymap.Valid(key) {
					t.Errorf("%s: %q is no key", g.Name(), key)
				}
			}
		}
	}
}

// What a page offers while somebody presses keys is in the list, with the same
// keys: own keys are checked against it.
func TestKeysListIsComplete(t *testing.T) {
	listed := map[string]bool{}
	for _, g := range tui.Keys() {
		for _, b := range g.Bindings {
			listed[g.Page+"."+string(b.Action)] = true
		}
	}
	db, _, err := store.Open(filepath.Join(t.TempDir(), "p.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	pages := tui.Pages(content.Embedded(), db)
	rng := rand.New(rand.NewPCG(3, 0))
	env := page.Env{Theme: theme.New(theme.Options{}), Journal: &page.Journal{}, Now: db.Now}
	for _, at := range []page.Place{{Page: "home"}, {Page: "home", Target: "labs"}, {Page: "lesson", Target: "quorums"}, {Page: "review", Target: "high-availability"}, {Page: "progress"}} {
		p, err := pages[at.Page](env, at)
		if err != nil {
			t.Fatal(err)
		}
		p.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
		for range 60 {
			p.View(100, 30)
			keys := p.Help()
			for _, b := range keys {
				if !b.Many() && !listed[at.Page+"."+string(b.Action)] && !(at.Page == "lesson" && listed["lab."+string(b.Action)]) {
					t.Errorf("the page %s offers %s, which netsplit keys does not list", at.Page, b.Action)
				}
			}
			if b := keys[rng.IntN(len(keys))]; len(b.Keys) > 0 && !page.Typing(p) && b.Action != "lab" {
				p.Update(keymap.Press{Action: b.Action, Key: b.Keys[0]})
			} else {
				p.Update(tuitest.Key("esc"))
			}
		}
	}
}

// Own keys work on the page, in the help, in the status line and in inputs, and
// those they replace do nothing.
func TestOwnKeys(t *testing.T) {
	db, _, err := store.Open(filepath.Join(t.TempDir(), "p.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	own := keymap.Own{"quit": {"Q"}, "down": {"n"}, "search.open": {"ctrl+o"}, "palette": {"ctrl+k", "f2"}}
	if err := own.Check(keymap.Global(), tui.Keys()); err == nil {
		t.Fatal("n is taken in a lesson")
	}
	own["down"] = []string{"ctrl+n"}
	if err := own.Check(keymap.Global(), tui.Keys()); err != nil {
		t.Fatal(err)
	}
	m, err := tui.New(tui.Deps{Pages: tui.Pages(content.Embedded(), db), Store: db, Keys: own})
	if err != nil {
		t.Fatal(err)
	}
	p := tuitest.Start(t, m, 100, 30)
	p.Sees(t, "Q quit")
	before := p.Screen()
	p.Keys("q", "down")
	if p.Ended() || p.Screen() != before {
		t.Errorf("the old keys still work:\n%s", p.Screen())
	}
	p.Keys("ctrl+n")
	if p.Screen() == before {
		t.Error("ctrl+n does not move")
	}
	p.Keys("f2")
	p.Sees(t, "Open or do")
	p.Keys("esc", "/")
	p.Type("hinted")
	p.Keys("enter")
	p.Sees(t, "› Search")
	p.Outlasts(t, "Reading everything")
	p.Keys("ctrl+o")
	p.Lacks(t, "/ hinted")
}
