// Package tuitest helps to test pages without a terminal: press keys by name,
// look at the plain screen, compare it with a golden file, and try every size.
//
//	p := home.New(...)
//	tuitest.Press(t, p, "down", "enter")
//	tuitest.Golden(t, "80x24", tuitest.Plain(p.View(80, 22)))
//	tuitest.Sweep(t, p.View)
//
// Golden files live in testdata/ beside the test; `go test ./tui/home -update`
// writes them anew. Look at what changed before committing.
package tuitest

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"netsplit/tui/keymap"
	"netsplit/tui/page"
)

// Plain is the screen without styles, without spaces at the end of lines.
func Plain(screen string) string {
	lines := strings.Split(ansi.Strip(screen), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// Golden compares got with testdata/TESTNAME/name.golden.
func Golden(t *testing.T, name, got string) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		t.Helper()
		golden.RequireEqual(t, got+"\n")
	})
}

// Key makes the message of a pressed key from its name: "a", "A", "enter",
// "space", "shift+tab", "ctrl+c", "pgdown".
func Key(name string) tea.KeyPressMsg {
	var k tea.Key
	base := name
	for {
		mod, rest, ok := strings.Cut(base, "+")
		if !ok || rest == "" {
			break
		}
		switch mod {
		case "ctrl":
			k.Mod |= tea.ModCtrl
		case "alt":
			k.Mod |= tea.ModAlt
		case "shift":
			k.Mod |= tea.ModShift
		}
		base = rest
	}
	if code, ok := named()[base]; ok {
		k.Code = code
		if code == tea.KeySpace && k.Mod == 0 {
			k.Text = " "
		}
		return tea.KeyPressMsg(k)
	}
	k.Code, _ = utf8.DecodeRuneInString(base)
	if k.Mod&(tea.ModCtrl|tea.ModAlt) == 0 {
		k.Text = base
	}
	return tea.KeyPressMsg(k)
}

func named() map[string]rune {
	return map[string]rune{
		"enter": tea.KeyEnter, "tab": tea.KeyTab, "esc": tea.KeyEscape, "space": tea.KeySpace,
		"backspace": tea.KeyBackspace, "delete": tea.KeyDelete, "up": tea.KeyUp, "down": tea.KeyDown,
		"left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd,
		"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
	}
}

// Press sends keys to a page the way the root does: as the action bound to the
// key, or raw while the page is typing. A key that is not bound fails the test.
// Commands are run, their messages given to the page; what the page asked of the
// root (page.Open, page.Toast, …) is returned in order.
func Press(t *testing.T, p page.Page, keys ...string) []tea.Msg {
	t.Helper()
	var asked []tea.Msg
	for _, name := range keys {
		key := Key(name)
		var cmd tea.Cmd
		if page.Typing(p) {
			cmd = p.Update(key)
		} else {
			b, ok := keymap.Find(p.Help(), key.String())
			if !ok {
				t.Fatalf("key %q is bound to nothing on %q", name, p.Title())
			}
			cmd = p.Update(keymap.Press{Action: b.Action, Key: key.String()})
		}
		asked = append(asked, Run(t, p, cmd)...)
	}
	return asked
}

// Type writes text into the page's input, rune by rune.
func Type(t *testing.T, p page.Page, text string) []tea.Msg {
	t.Helper()
	var asked []tea.Msg
	for _, r := range text {
		if !page.Typing(p) {
			t.Fatalf("page %q has no input with the focus", p.Title())
		}
		asked = append(asked, Run(t, p, p.Update(Key(string(r))))...)
	}
	return asked
}

// Run executes a command and gives its messages to the page, and so on until
// nothing is left; requests to the root are returned. A bound keeps timers that
// start themselves again from running forever.
func Run(t *testing.T, p page.Page, cmd tea.Cmd) []tea.Msg {
	t.Helper()
	var asked []tea.Msg
	queue := []tea.Cmd{cmd}
	for steps := 0; len(queue) > 0 && steps < 100; steps++ {
		next := queue[0]
		queue = queue[1:]
		if next == nil {
			continue
		}
		switch msg := next().(type) {
		case nil:
		case tea.BatchMsg:
			queue = append(queue, msg...)
		case page.Open, page.Replace, page.Back, page.Quit, page.Toast, page.Moved:
			asked = append(asked, msg)
		default:
			if v := reflect.ValueOf(msg); v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
				for i := range v.Len() { // tea.Sequence
					queue = append(queue, v.Index(i).Interface().(tea.Cmd))
				}
				continue
			}
			queue = append(queue, p.Update(msg))
		}
	}
	return asked
}

// Sweep draws at every small size and a grid of larger ones and fails where a
// line is wider than the screen or the height is not exact.
func Sweep(t *testing.T, view func(w, h int) string) {
	t.Helper()
	for _, size := range Sizes() {
		if err := Check(view(size.W, size.H), size.W, size.H); err != nil {
			t.Fatalf("at %dx%d: %v", size.W, size.H, err)
		}
	}
}

// Size is the size of a screen.
type Size struct{ W, H int }

// Sizes lists the sizes of a sweep: all up to 12x6, then a grid up to 200x60,
// with the sizes where layouts change.
func Sizes() []Size {
	var out []Size
	for w := 1; w <= 12; w++ {
		for h := 1; h <= 6; h++ {
			out = append(out, Size{w, h})
		}
	}
	for _, w := range []int{17, 25, 39, 40, 41, 60, 79, 80, 81, 99, 100, 119, 120, 121, 140, 200} {
		for _, h := range []int{1, 2, 5, 10, 11, 12, 13, 22, 24, 30, 45, 60} {
			out = append(out, Size{w, h})
		}
	}
	return out
}

// Check says what is wrong with a screen of w by h cells.
func Check(screen string, w, h int) error {
	lines := strings.Split(screen, "\n")
	if len(lines) != h {
		return fmt.Errorf("%d lines instead of %d", len(lines), h)
	}
	for i, line := range lines {
		if n := ansi.StringWidth(line); n > w {
			return fmt.Errorf("line %d is %d cells wide: %q", i+1, n, ansi.Strip(line))
		}
	}
	return nil
}
