package overlay_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"netsplit/tui/keymap"
	"netsplit/tui/overlay"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// A box lies over the screen; what is around it stays, also beside wide runes
// cut in half.
func TestCenter(t *testing.T) {
	screen := "abcdefgh\n日本日本\nabcdefgh\nabcdefgh"
	got := ansi.Strip(overlay.Center(screen, "[--]\n[--]", 8, 4))
	want := "abcdefgh\n日[--]本\nab[--]gh\nabcdefgh"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	got = ansi.Strip(overlay.At("日本日本", "XX", 1, 0, 8, 1))
	if got != " XX 日本" {
		t.Errorf("got %q", got)
	}
}

func TestAtKeepsSize(t *testing.T) {
	tuitest.Sweep(t, func(w, h int) string {
		return overlay.At(strings.Repeat("日本", 100), strings.Repeat("box ", 30)+"\nx\ny", w/2, h-1, w, h)
	})
}

// Help fits any screen and can be scrolled to its end.
func TestHelp(t *testing.T) {
	th := theme.New(theme.Options{})
	groups := []overlay.Group{{Title: "Here", Bindings: keymap.Moves()}, {Title: "Everywhere", Bindings: keymap.Global()}}
	tuitest.Sweep(t, func(w, h int) string {
		box, _ := overlay.Help(th, "Keys", groups, "", nil, w, h, 0)
		return overlay.Center("", box, w, h)
	})
	box, most := overlay.Help(th, "Keys", groups, "", nil, 60, 14, 0)
	if most == 0 || strings.Contains(box, "leave at once") {
		t.Fatal("all of it fits; nothing to scroll")
	}
	box, _ = overlay.Help(th, "Keys", groups, "", nil, 60, 14, most)
	if !strings.Contains(box, "leave at once") {
		t.Errorf("the end can't be seen:\n%s", ansi.Strip(box))
	}
}

// A key shows what it does, anything else is a word.
func TestFilter(t *testing.T) {
	groups := []overlay.Group{{Title: "Here", Bindings: keymap.Moves()}, {Title: "Everywhere", Bindings: keymap.Global()}}
	for query, want := range map[string]string{"k": "one up", "ctrl+u": "half a screen up", "clipboard": "copy to the clipboard", "LEAVE": "leave"} {
		found := overlay.Filter(groups, query)
		if len(found) == 0 || !strings.Contains(found[0].Bindings[0].Meaning, want) {
			t.Errorf("%q: %v", query, found)
		}
	}
	if found := overlay.Filter(groups, "zzz"); len(found) != 0 {
		t.Errorf("%v", found)
	}
	if found := overlay.Filter(groups, "k"); len(found) != 1 || len(found[0].Bindings) != 1 {
		t.Errorf("a key shows more than what it does: %v", found)
	}
}
