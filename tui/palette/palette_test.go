package palette_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"netsplit/tui/keymap"
	"netsplit/tui/palette"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

func entries() []palette.Entry {
	var all []palette.Entry
	for _, e := range [][4]string{
		{"here", "Crash the chosen node, or restart it", "crash", "x"},
		{"lesson", "Quorums", "consistency", ""},
		{"lesson", "Consistent hashing", "data", ""},
		{"lab", "Why does one slow replica not slow every read?", "quorum-two", ""},
		{"lab", "What does a cache lose when one of its nodes goes?", "cache-node-lost", ""},
		{"calculator", "Quorum", "N R W", ""},
		{"anywhere", "Leave netsplit", "quit", "q"},
	} {
		all = append(all, palette.Entry{Kind: e[0], Title: e[1], Words: e[2], Keys: e[3], Do: e[1]})
	}
	return append(all, palette.Entry{Kind: "search", Title: "Search all text for these words", Always: true, Do: "search"})
}

// first types a query and returns what enter chooses.
func first(t *testing.T, query string) string {
	t.Helper()
	p := palette.New(entries())
	for _, r := range query {
		if _, open := p.Update(tuitest.Key(string(r))); !open {
			t.Fatalf("%q closed it", r)
		}
	}
	chosen, open := p.Act(keymap.Open)
	if open || chosen == nil {
		return ""
	}
	return chosen.Do.(string)
}

// Goal: a few letters find what is meant: a title before other words, a whole
// word before a part, letters in order where no word fits.
func TestFind(t *testing.T) {
	for query, want := range map[string]string{
		"":            "Crash the chosen node, or restart it",
		"quorum":      "Quorum",
		"quorums":     "Quorums",
		"lesson quor": "Quorums",
		"cohash":      "Consistent hashing",
		"ch cons":     "Consistent hashing",
		"slow read":   "Why does one slow replica not slow every read?",
		"CACHE":       "What does a cache lose when one of its nodes goes?",
		"quit":        "Leave netsplit",
		"zzz":         "search",
	} {
		if got := first(t, query); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

// Goal: esc leaves without a choice, also after moving.
func TestEsc(t *testing.T) {
	p := palette.New(entries())
	p.Act(keymap.Down)
	if chosen, open := p.Act(keymap.Close); open || chosen != nil {
		t.Errorf("chose %v, open %v", chosen, open)
	}
}

// Goal: a click on a row chooses it; one beside the box closes the palette.
func TestMouse(t *testing.T) {
	th := theme.New(theme.Options{})
	p := palette.New(entries())
	screen := strings.Split(tuitest.Plain(p.View(th, "", "enter opens  esc closes", 80, 24)), "\n")
	for y, line := range screen {
		if x := strings.Index(line, "Consistent hashing"); x >= 0 {
			chosen, open := p.Update(tea.MouseClickMsg{X: 40, Y: y, Button: tea.MouseLeft})
			if open || chosen == nil || chosen.Do != "Consistent hashing" {
				t.Errorf("chose %v", chosen)
			}
		}
	}
	p = palette.New(entries())
	p.View(th, "", "enter opens  esc closes", 80, 24)
	if chosen, open := p.Update(tea.MouseClickMsg{X: 0, Y: 0, Button: tea.MouseLeft}); open || chosen != nil {
		t.Error("a click beside the box does not close it")
	}
}

// Goal: it fits any screen, whatever is typed into it, and stays quick.
func TestSizes(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		th := theme.New(theme.Options{Dark: true, ASCII: ascii})
		p := palette.New(entries())
		p.Update(tea.PasteMsg{Content: strings.Repeat("日本\x1b[31m ", 100_000)})
		tuitest.Sweep(t, func(w, h int) string { return p.View(th, "", "enter opens  esc closes", w, h) })
		p = palette.New(entries())
		tuitest.Sweep(t, func(w, h int) string { return p.View(th, "", "enter opens  esc closes", w, h) })
		if !ascii {
			for _, s := range []tuitest.Size{{W: 40, H: 12}, {W: 80, H: 24}, {W: 100, H: 30}, {W: 140, H: 45}} {
				tuitest.Golden(t, name(s), tuitest.Plain(p.View(th, "", "enter opens  esc closes", s.W, s.H)))
			}
		}
	}
}

func name(s tuitest.Size) string {
	return map[int]string{40: "40x12", 80: "80x24", 140: "140x45"}[s.W]
}

// Goal: the selected row, what it is and its keys look apart in every theme.
func TestStyled(t *testing.T) {
	for _, name := range theme.Names() {
		o, _ := theme.Named(name, theme.Options{Dark: true})
		p := palette.New(entries())
		p.Update(tuitest.Key("q"))
		tuitest.Golden(t, name, p.View(theme.New(o), "", "enter opens  esc closes", 60, 14))
	}
}
