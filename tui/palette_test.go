package tui_test

import (
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/store"
	"netsplit/tui"
	"netsplit/tui/page"
	"netsplit/tui/palette"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// whole is the whole program with its palette, at a page.
func whole(t *testing.T, at page.Place, o theme.Options) *tuitest.Program {
	t.Helper()
	return wholeWith(t, tui.Deps{Start: at, Theme: o}, 100, 30)
}

// wholeWith is whole with more of what the program depends on.
func wholeWith(t *testing.T, d tui.Deps, w, h int) *tuitest.Program {
	t.Helper()
	db, _, err := store.Open(filepath.Join(t.TempDir(), "p.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	lib := content.Embedded()
	d.Pages, d.Store, d.Things = tui.Pages(lib, db), db, func() []palette.Entry { return tui.Things(lib) }
	m, err := tui.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return tuitest.Start(t, m, w, h)
}

// From any page, ctrl+p and a few letters open any other.
func TestPaletteOpensAnything(t *testing.T) {
	p := whole(t, page.Place{}, theme.Options{Dark: true})
	for _, step := range [][2]string{
		{"lesson quorums", "netsplit › Quorums"}, {"cards", "› Cards"}, {"progress", "› Progress"},
		{"calculator nines", "› "}, {"checklist", "› "}, {"url short", "› "}, {"lab hinted", "Who takes the write?"}, {"home", "Practise"},
	} {
		before := p.Screen()
		p.Keys("ctrl+p")
		p.Sees(t, "Open or do")
		p.Type(step[0])
		p.Keys("enter")
		p.Lacks(t, "Open or do")
		p.Sees(t, step[1])
		if p.Screen() == before {
			t.Errorf("%s opened nothing", step[0])
		}
	}
}

// It does what the page can do, with the key beside it, and esc changes nothing.
func TestPaletteDoes(t *testing.T) {
	p := whole(t, page.Place{Page: "lesson", Target: "quorums"}, theme.Options{})
	before := p.Screen()
	p.Keys("ctrl+p")
	p.Type("mark as read")
	p.Sees(t, "Mark as read, or as not read")
	p.Keys("esc")
	if p.Screen() != before {
		t.Errorf("esc changed:\n%s", p.Screen())
	}
	p.Keys("ctrl+p")
	p.Type("quit")
	p.Keys("enter")
	if !p.Ended() {
		t.Error("it did not leave")
	}
}

// Words that no title has go on to the search of all text, and what is found
// there opens at its section.
func TestPaletteSearches(t *testing.T) {
	p := whole(t, page.Place{}, theme.Options{})
	p.Keys("/")
	p.Outlasts(t, "Reading everything")
	p.Keys("esc", "ctrl+p")
	p.Type("a quorum belongs to a key")
	p.Keys("end")
	for range 40 {
		p.Keys("pgdown")
	}
	p.Keys("enter")
	p.Sees(t, "netsplit › Search")
	p.Sees(t, "Quorums › A quorum belongs to a key")
	p.Keys("enter")
	p.Sees(t, "netsplit › Search › Quorums")
	lines := strings.Split(p.Screen(), "\n")
	if !strings.Contains(strings.Join(lines[1:4], " "), "A quorum belongs to a key") {
		t.Errorf("not at the section:\n%s", p.Screen())
	}
	p.Keys("esc")
	p.Sees(t, "a quorum belongs to a key")
}

// It fits every window on every page, and opens while typing too.
func TestPaletteSizes(t *testing.T) {
	for _, at := range []page.Place{{}, {Page: "calculator", Target: "nines"}, {Page: "search", Target: "cache"}} {
		p := whole(t, at, theme.Options{})
		p.Keys("ctrl+p")
		p.Sees(t, "Open or do")
		for _, s := range []tuitest.Size{{W: 1, H: 1}, {W: 39, H: 12}, {W: 40, H: 12}, {W: 41, H: 13}, {W: 200, H: 60}} {
			p.Resize(s.W, s.H)
			if err := tuitest.Check(p.Model.View().Content, s.W, s.H); err != nil {
				t.Error(err)
			}
		}
		p.Send(tea.PasteMsg{Content: strings.Repeat("x\x1b]52;", 200_000)})
		p.Sees(t, "]52;")
	}
}

// y sends the screen to the clipboard and says what can't be known.
func TestCopy(t *testing.T) {
	p := whole(t, page.Place{Page: "progress"}, theme.Options{})
	p.Keys("y")
	p.Sees(t, "Copied the screen")
	p.Sees(t, "OSC 52")
}
