package tui_test

import (
	"path/filepath"
	"testing"

	"netsplit/content"
	"netsplit/store"
	"netsplit/tui"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// keyNames are the keys that a byte of fuzz input can stand for; the bytes
// above them resize the window.
func keyNames() []string {
	names := []string{"enter", "esc", "tab", "shift+tab", "up", "down", "left", "right", "pgup", "pgdown", "home", "end", "backspace", "delete", "ctrl+w", "ctrl+u", "ctrl+d", "ctrl+z"}
	for c := '!'; c <= '~'; c++ {
		if c != 'q' {
			names = append(names, string(c))
		}
	}
	return append(names, "日", "👩‍👩‍👧‍👦", "é")
}

// Any keys in any order, in windows of any size: never a panic, and always a
// screen that is exactly as large as the window.
func FuzzKeys(f *testing.F) {
	f.Add([]byte{0, 9, 9, 2, 2, 0, 1, 1})
	f.Add([]byte("/quorum\x00nnN\x01\x01c\x05\x05\x00"))
	f.Add([]byte{5, 5, 5, 0, 240, 0, 200, 9, 150, 1, 130, 0})
	f.Fuzz(func(t *testing.T, keys []byte) {
		t.Chdir(t.TempDir()) // a lab can be saved as a file
		db, _, err := store.Open(filepath.Join(t.TempDir(), "p.db"))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		m, err := tui.New(tui.Deps{Pages: tui.Pages(content.Embedded(), db), Store: db, Theme: theme.Options{Dark: true}})
		if err != nil {
			t.Fatal(err)
		}
		w, h := 80, 24
		p := tuitest.Start(t, m, w, h)
		names := keyNames()
		for _, b := range keys[:min(len(keys), 60)] {
			if int(b) < len(names) {
				p.Keys(names[b])
			} else {
				w, h = 1+int(b)*7%180, 1+int(b)*3%50
				p.Resize(w, h)
			}
			if err := tuitest.Check(p.Model.View().Content, w, h); err != nil {
				t.Fatalf("after %v: %v", keys, err)
			}
		}
	})
}
