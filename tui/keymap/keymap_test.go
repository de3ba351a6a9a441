package keymap_test

import (
	"testing"

	"netsplit/tui/keymap"
)

// The first binding with the key wins: pages put theirs before the root's.
func TestFind(t *testing.T) {
	keys := append([]keymap.Binding{keymap.New("close", "close the search", "esc")}, keymap.Global()...)
	if b, ok := keymap.Find(keys, "esc"); !ok || b.Action != "close" {
		t.Errorf("esc is %v", b)
	}
	if b, ok := keymap.Find(keys, "q"); !ok || b.Action != keymap.Quit {
		t.Errorf("q is %v", b)
	}
	if _, ok := keymap.Find(keys, "f12"); ok {
		t.Error("f12 is bound")
	}
}

// Labels are what help prints, with and without Unicode.
func TestLabel(t *testing.T) {
	digits := keymap.New("choose", "choose", "1", "2", "3", "4")
	up := keymap.New(keymap.Up, "up", "up", "k")
	for _, c := range []struct{ got, want string }{
		{digits.Label(false), "1-4"}, {digits.First(false), "1-4"}, {up.Label(false), "↑ k"}, {up.Label(true), "up k"}, {up.First(true), "up"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

// No key of the shared lists means two things.
func TestNoKeyTwice(t *testing.T) {
	seen := map[string]keymap.Action{}
	for _, b := range append(keymap.Global(), keymap.Moves()...) {
		for _, k := range b.Keys {
			if other, ok := seen[k]; ok {
				t.Errorf("%q is %s and %s", k, other, b.Action)
			}
			seen[k] = b.Action
		}
	}
}
