package widget_test

import (
	"math"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"netsplit/tui/keymap"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
	"netsplit/tui/widget"
)

func themes() []*theme.Theme {
	return []*theme.Theme{theme.New(theme.Options{Dark: true}), theme.New(theme.Options{}), theme.New(theme.Options{ASCII: true, NoColour: true})}
}

// text draws words, wide runes, emoji, combining marks, and control characters.
func text(t *rapid.T, label string) string {
	parts := rapid.SliceOfN(rapid.SampledFrom([]string{
		"quorum", " ", "a", "日本", "👩‍👩‍👧‍👦", "é", "\x1b[31m", "\x1b]0;x\x07", "\t", "\n", "\xff", "\u202e", "\u009b", "…", "🇩🇪", "\u200d",
	}), 0, 30).Draw(t, label)
	return strings.Join(parts, "")
}

// Safe leaves nothing that a terminal obeys and nothing that is no UTF-8.
func TestSafe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := widget.Safe(text(t, "text"))
		for _, r := range s {
			if r < 0x20 || r >= 0x7f && r < 0xa0 || r == 0x202e {
				t.Fatalf("%q holds %U", s, r)
			}
		}
		if ansi.Strip(s) != s {
			t.Fatalf("%q holds an escape", s)
		}
	})
	if got := widget.Safe("a\x1b[31mb\tc\r\nd"); got != "a␛[31mb c d" {
		t.Errorf("got %q", got)
	}
}

// Cut, Pad and Wrap keep their width; Wrap and Parts lose no text.
func TestFitting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := widget.Safe(text(t, "text"))
		w := rapid.IntRange(0, 20).Draw(t, "w")
		if got := widget.Width(widget.Cut(s, w, "…")); got > w {
			t.Fatalf("Cut is %d cells", got)
		}
		if got := widget.Width(widget.Pad(s, w)); got != w {
			t.Fatalf("Pad is %d cells instead of %d", got, w)
		}
		if w < 2 {
			return
		}
		joined := ""
		for _, line := range widget.Wrap(s, w) {
			if widget.Width(line) > w {
				t.Fatalf("Wrap made %q of %d cells", line, widget.Width(line))
			}
			joined += line
		}
		if strings.ReplaceAll(joined, " ", "") != strings.ReplaceAll(s, " ", "") {
			t.Fatalf("Wrap lost text: %q from %q", joined, s)
		}
		if strings.Join(widget.Parts(s, w), "") != s {
			t.Fatalf("Parts lost text of %q", s)
		}
	})
}

// Blocks, boxes, bars, tables, rules and hints keep their size.
func TestSizes(t *testing.T) {
	for _, th := range themes() {
		rapid.Check(t, func(t *rapid.T) {
			w, h := rapid.IntRange(1, 40).Draw(t, "w"), rapid.IntRange(1, 8).Draw(t, "h")
			one := widget.Safe(text(t, "text"))
			s := one + "\n" + widget.Safe(text(t, "second line"))
			for name, drawn := range map[string]string{
				"fit": widget.Fit(s, w, h), "block": widget.Block(s, w, h), "box": widget.Box(th, one, s, w, h, true),
			} {
				if err := tuitest.Check(drawn, w, h); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
			in := widget.Input{Prompt: "/", Ghost: "search"}
			in.Set(one)
			for name, drawn := range map[string]string{
				"bar":  widget.Bar(th, rapid.Float64().Draw(t, "share"), w),
				"rule": widget.Rule(th, one, w), "edges": widget.Edges(one, one, w), "hints": widget.Hints(th, w, "a", "b", "c", "d"),
				"table": widget.Table(th, []string{"a", one}, [][]string{{one, "b"}}, w, 1), "input": in.View(th, w, true),
				"selected": widget.Selected(th, one, w, true),
			} {
				limit := w
				if name == "table" {
					limit = max(w, 4) // two columns of one cell and what is between them
				}
				if got := widget.Width(drawn); got > limit {
					t.Fatalf("%s is %d cells instead of %d: %q", name, got, w, drawn)
				}
			}
		})
	}
}

// A bar looks complete only when it is, and empty only when it is.
func TestBar(t *testing.T) {
	th := theme.New(theme.Options{ASCII: true, NoColour: true})
	for share, want := range map[float64]string{0: "..........", 0.001: "#.........", 0.5: "#####.....", 0.999: "#########.", 1: "##########", -1: "..........", 7: "##########", math.NaN(): ".........."} {
		if got := ansi.Strip(widget.Bar(th, share, 10)); got != want {
			t.Errorf("Bar(%v) = %s, want %s", share, got, want)
		}
	}
}

// A list keeps its cursor in sight, steps over headings and stays in bounds.
func TestList(t *testing.T) {
	l := widget.List{Skip: func(i int) bool { return i%5 == 0 }}
	l.Resize(20, 6)
	if l.Cursor != 1 {
		t.Fatalf("begins on the heading: %d", l.Cursor)
	}
	for _, step := range []struct {
		action keymap.Action
		want   int
	}{
		{keymap.Up, 1}, {keymap.Down, 2}, {keymap.Down, 3}, {keymap.Down, 4}, {keymap.Down, 6},
		{keymap.Bottom, 19}, {keymap.Down, 19}, {keymap.PageUp, 16}, {keymap.Up, 14}, {keymap.Top, 1},
	} {
		l.Act(step.action)
		if l.Cursor != step.want {
			t.Fatalf("%s leads to %d, want %d", step.action, l.Cursor, step.want)
		}
		if l.Cursor < l.Top || l.Cursor >= l.Top+l.Height {
			t.Fatalf("cursor %d is out of sight (%d+%d)", l.Cursor, l.Top, l.Height)
		}
	}
	if l.Top != 0 {
		t.Error("the heading above the first row is out of sight")
	}
	l.Resize(0, 6)
	l.Act(keymap.Down)
	if l.Cursor != 0 {
		t.Error("an empty list has no rows")
	}
	if l.Act("other") {
		t.Error("took an action that is not its own")
	}
}

// Typing, moving and deleting as in a shell.
func TestInput(t *testing.T) {
	var in widget.Input
	typed := func(keys ...string) {
		for _, k := range keys {
			in.Handle(tuitest.Key(k))
		}
	}
	typed("p", "u", "t", "space", "a", "b")
	typed("ctrl+w")
	if in.Value() != "put " {
		t.Errorf("ctrl+w leaves %q", in.Value())
	}
	typed("left", "left", "backspace", "X", "home", "delete", "end", "!")
	if in.Value() != "Xt !" {
		t.Errorf("got %q", in.Value())
	}
	typed("ctrl+u")
	in.Handle(tea.PasteMsg{Content: "get\x1b[31m cart\nnow"})
	if in.Value() != "get[31m cart now" {
		t.Errorf("paste gives %q", in.Value())
	}
	if in.Handle(tuitest.Key("enter")) {
		t.Error("enter is the page's")
	}
	in.Set(strings.Repeat("x", 20_000))
	if len(in.Value()) != 10_000 {
		t.Errorf("unbounded: %d", len(in.Value()))
	}
}

// Scroll never shows more than the end.
func TestScroll(t *testing.T) {
	var s widget.Scroll
	s.Resize(100, 10)
	s.Act(keymap.Bottom)
	if s.Top != 90 || s.Share() != 1 {
		t.Errorf("bottom is %d, %v", s.Top, s.Share())
	}
	s.Resize(20, 30)
	if s.Top != 0 || s.Share() != 1 {
		t.Errorf("a text that fits stands at %d", s.Top)
	}
}

// Words are moved over and removed as in readline; ! is the cursor.
func TestInputWords(t *testing.T) {
	for _, c := range []struct{ key, from, want string }{
		{"alt+b", "put cart-a milk!", "put cart-a !milk"},
		{"alt+left", "put cart-a !milk", "put cart-!a milk"},
		{"ctrl+left", "put! x", "!put x"},
		{"alt+b", "! x", "! x"},
		{"alt+f", "!put cart-a", "put! cart-a"},
		{"alt+right", "put! cart-a", "put cart!-a"},
		{"ctrl+right", "put a!", "put a!"},
		{"alt+d", "put !cart-a milk", "put !-a milk"},
		{"alt+d", "put! ", "put!"},
		{"alt+backspace", "put cart-a! milk", "put cart-! milk"},
		{"ctrl+w", "put cart-a ! milk", "put ! milk"},
		{"ctrl+w", "!put", "!put"},
	} {
		var in widget.Input
		before, after, _ := strings.Cut(c.from, "!")
		in.Set(before + after)
		in.Handle(tuitest.Key("home"))
		for range len(before) {
			in.Handle(tuitest.Key("right"))
		}
		in.Handle(tuitest.Key(c.key))
		if got := in.Value()[:in.Cursor()] + "!" + in.Value()[in.Cursor():]; got != c.want {
			t.Errorf("%s of %q gives %q, want %q", c.key, c.from, got, c.want)
		}
	}
}
