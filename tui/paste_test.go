package tui

import (
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/store"
	"netsplit/tui/page"
)

// Goal: a paste whose end is lost ends with ctrl+c; a ctrl+c within pasted text
// stays a part of it, and all else passes as it is.
func TestPasteThatDoesNotEnd(t *testing.T) {
	for name, c := range map[string]struct {
		reads []string
		want  string
	}{
		"no paste":                     {[]string{"a", "\x03"}, "a\x03"},
		"a paste, then ctrl+c":         {[]string{"\x1b[200~text\x1b[201~", "\x03"}, "\x1b[200~text\x1b[201~\x03"},
		"an open paste, then ctrl+c":   {[]string{"\x1b[200~text", "\x03"}, "\x1b[200~text\x1b[201~\x03"},
		"a begin in two reads":         {[]string{"x\x1b[20", "0~text", "\x03"}, "x\x1b[200~text\x1b[201~\x03"},
		"an end in many reads":         {[]string{"\x1b[200~a", "\x1b", "[2", "01", "~", "\x03"}, "\x1b[200~a\x1b[201~\x03"},
		"ctrl+c among pasted text":     {[]string{"\x1b[200~a\x03b", "c\x1b[201~"}, "\x1b[200~a\x03bc\x1b[201~"},
		"the keyboard protocol":        {[]string{"\x1b[200~a", "\x1b[99;5u"}, "\x1b[200~a\x1b[201~\x1b[99;5u"},
		"it ends once":                 {[]string{"\x1b[200~a", "\x03", "\x03"}, "\x1b[200~a\x1b[201~\x03\x03"},
		"a second paste, left open":    {[]string{"\x1b[200~a\x1b[201~\x1b[200~b", "\x03"}, "\x1b[200~a\x1b[201~\x1b[200~b\x1b[201~\x03"},
		"one paste within a long text": {[]string{strings.Repeat("x", 4096), "\x03"}, strings.Repeat("x", 4096) + "\x03"},
	} {
		in, got := &terminal{}, ""
		for _, text := range c.reads {
			p := make([]byte, 4096)
			got += string(p[:in.read(p, copy(p, text))])
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Goal: who waits for the end of a paste is told why keys do nothing, and is
// not when it comes.
func TestPasteIsWaitedFor(t *testing.T) {
	db, _, err := store.Open(filepath.Join(t.TempDir(), "p.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	m, err := New(Deps{Pages: Pages(content.Embedded(), db), Store: db, Start: page.Place{Page: "search"}})
	if err != nil {
		t.Fatal(err)
	}
	says := func(after string, want bool, msgs ...tea.Msg) {
		t.Helper()
		for _, msg := range msgs {
			m.Update(msg)
		}
		if strings.Contains(m.Screen(), "A paste has begun") != want {
			t.Errorf("%s: told is %t, want %t", after, !want, want)
		}
	}
	says("begun", false, tea.PasteStartMsg{})
	says("late", true, pasteOverdue{1})
	says("ended", false, tea.PasteMsg{Content: "quorum"}, tea.PasteEndMsg{})
	says("ended long ago", false, pasteOverdue{1})
	says("another, and the clock of the first", false, tea.PasteStartMsg{}, pasteOverdue{1})
	says("another, late", true, pasteOverdue{2})
	if !strings.Contains(m.Screen(), "quorum") {
		t.Error("what was pasted is not there")
	}
}
