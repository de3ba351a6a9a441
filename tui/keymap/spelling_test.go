package keymap_test

import (
	"strings"
	"testing"

	"netsplit/tui/keymap"
)

// Goal: a key has one name, whoever writes it: other programs' notation, the
// order of modifiers, and what a terminal sends in its place. Text that is no
// key stays as it is.
func TestCanonical(t *testing.T) {
	for key, want := range map[string]string{
		"x": "x", "X": "X", "^": "^", "-": "-", "<": "<", "<>": "<>", "alt+^": "alt+^", "f5": "f5", "日": "日",
		"M-x": "alt+x", "C-x": "ctrl+x", "^x": "ctrl+x", "<C-Space>": "ctrl+space", "C-M-x": "ctrl+alt+x", "alt+ctrl+x": "ctrl+alt+x",
		"M-<": "alt+<", "S-Tab": "shift+tab", "backtab": "shift+tab", "Page_Up": "pgup", "page-down": "pgdown", "F5": "f5", "Return": "enter", "ctrl + x": "ctrl+x",
		"alt+X": "alt+shift+x", "alt+shift+X": "alt+shift+x", "ctrl+X": "ctrl+x", "shift+x": "X", "shift+ä": "Ä",
		"ctrl+i": "tab", "C-m": "enter", "ctrl+[": "esc", "ctrl+@": "ctrl+space", "ctrl+/": "ctrl+_",
		"mouse1": "mouse1", "ctrl+": "ctrl+", "": "", "gg": "gg", "\xff": "\xff",
	} {
		if got := keymap.Canonical(key); got != want {
			t.Errorf("%q is %q, want %q", key, got, want)
		}
		if got := keymap.Canonical(want); got != want {
			t.Errorf("the name %q is called %q", want, got)
		}
	}
}

// Goal: a key that is written as elsewhere, or that no terminal sends, is an
// error that says what to write.
func TestForeignKeys(t *testing.T) {
	for key, want := range map[string]string{
		"M-x": "did you mean alt+x?", "alt+X": "terminals send alt+shift+x for it", "ctrl+i": "terminals send tab for it",
		"cmd+x": "terminals do not send cmd", "gg": "pressed once", "C-x C-s": "pressed once", "mouse1": "is no key. Keys are written",
	} {
		err := keymap.Own{"help": {key}}.Check(keymap.Global(), nil)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", key, err, want)
		}
	}
	err := keymap.Own{"lab.quit": {"Q"}}.Check(keymap.Global(), groups())
	if err == nil || !strings.Contains(err.Error(), "quit has the same keys on every page: write quit") {
		t.Errorf("%v", err)
	}
}
