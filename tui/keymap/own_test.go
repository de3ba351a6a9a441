package keymap_test

import (
	"strings"
	"testing"

	"netsplit/tui/keymap"
)

func groups() []keymap.Group {
	return []keymap.Group{{Page: "lab", Bindings: append(keymap.Moves(),
		keymap.New("crash", "crash the chosen node", "x"),
		keymap.New("copy-row", "copy the row", "y"), // takes a key of every page, as pages may
		keymap.New("pane", "to a pane", "1", "2", "3", "4"))}}
}

// Goal: own keys replace the others, on one page or on all, and digits stay.
func TestApply(t *testing.T) {
	own := keymap.Own{"lab.crash": {"K", "ctrl+k"}, "quit": {"Q"}, "pane": {"9"}, "up": {"w"}}
	keys := own.Apply("lab", groups()[0].Bindings)
	if b, ok := keymap.Find(keys, "ctrl+k"); !ok || b.Action != "crash" {
		t.Errorf("ctrl+k is %v", b)
	}
	for _, gone := range []string{"x", "k", "9"} {
		if b, ok := keymap.Find(keys, gone); ok {
			t.Errorf("%s is still %v", gone, b)
		}
	}
	if b, _ := keymap.Find(own.Apply("", keymap.Global()), "Q"); b.Action != keymap.Quit {
		t.Errorf("Q is %v", b)
	}
	if _, ok := keymap.Find(own.Apply("drill", groups()[0].Bindings), "x"); !ok {
		t.Error("lab.crash changed another page")
	}
}

// Goal: every mistake is told with both actions, the page and what to do.
func TestCheck(t *testing.T) {
	for _, c := range []struct {
		own  keymap.Own
		want []string
	}{
		{keymap.Own{"lab.crash": {"x", "ctrl+k"}, "quit": {"ctrl+q"}}, nil},
		{keymap.Own{"lab.crash": {}}, nil},
		{keymap.Own{"lab.copy-row": {"ctrl+t"}, "copy": {"ctrl+t"}}, nil}, // as they shared y before
		{keymap.Own{"lab.crash": {"j"}}, []string{"the page lab", `"j"`, "lab.down", "lab.crash", "another key"}},
		{keymap.Own{"quit": {"x"}}, []string{"the page lab", "crash", "quit"}},
		{keymap.Own{"quit": {"?"}}, []string{"every page", "help", "quit"}},
		{keymap.Own{"lab.crsh": {"x"}}, []string{`no action "lab.crsh"`, "did you mean lab.crash?"}},
		{keymap.Own{"lab.crash": {"hyper+x"}}, []string{"is no key", "ctrl+x"}},
		{keymap.Own{"force-quit": {"x"}}, []string{"ctrl+c always leaves"}},
		{keymap.Own{"pane": {"x"}}, []string{"each of its digits"}},
		{keymap.Own{strings.Repeat("x", 1<<20): {"x"}}, []string{"no action"}},
	} {
		err := c.own.Check(keymap.Global(), groups())
		if (err == nil) != (c.want == nil) {
			t.Errorf("%v: %v", c.own, err)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%v: %q lacks %q", c.own, err, want)
			}
		}
		if err != nil && len(err.Error()) > 400 {
			t.Errorf("an error of %d bytes", len(err.Error()))
		}
	}
}

func TestValid(t *testing.T) {
	for _, key := range []string{"x", "X", "?", "é", "enter", "shift+tab", "ctrl+x", "alt+x", "f12", "f", "ctrl+alt+x", "+"} {
		if !keymap.Valid(key) {
			t.Errorf("%q is a key", key)
		}
	}
	for _, key := range []string{"", "xx", "Enter", "f13", "ctrl+", "\x1b", "escape", "shift+x", " ", "\xff", "alt+X", "ctrl+X", "ctrl+i", "ctrl+m", "ctrl+[", "alt+ctrl+x", "M-x"} {
		if keymap.Valid(key) {
			t.Errorf("%q is no key", key)
		}
	}
}
