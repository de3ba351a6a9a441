package tui_test

import (
	"encoding/base64"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"netsplit/tui"
	"netsplit/tui/clipboard"
	"netsplit/tui/page"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// copied is what was sent to the clipboard last.
func copied(t *testing.T, p *tuitest.Program) string {
	t.Helper()
	if len(p.Raw) == 0 {
		t.Fatalf("nothing was copied:\n%s", p.Screen())
	}
	code, ok := strings.CutPrefix(p.Raw[len(p.Raw)-1], "\x1b]52;c;")
	text, err := base64.StdEncoding.DecodeString(strings.TrimSuffix(code, "\a"))
	if !ok || err != nil {
		t.Fatalf("%q, %v", p.Raw[len(p.Raw)-1], err)
	}
	return string(text)
}

func drag(p *tuitest.Program, x0, y0, x1, y1 int) {
	p.Send(tea.MouseClickMsg{X: x0, Y: y0, Button: tea.MouseLeft})
	p.Send(tea.MouseMotionMsg{X: (x0 + x1) / 2, Y: (y0 + y1) / 2, Button: tea.MouseLeft})
	p.Send(tea.MouseMotionMsg{X: x1, Y: y1, Button: tea.MouseLeft})
	p.Send(tea.MouseReleaseMsg{X: x1, Y: y1, Button: tea.MouseLeft})
}

// at is the first cell of a text on the screen.
func at(t *testing.T, p *tuitest.Program, text string) (x, y int) {
	t.Helper()
	for y, line := range strings.Split(p.Screen(), "\n") {
		if before, _, ok := strings.Cut(line, text); ok {
			return len([]rune(before)), y
		}
	}
	t.Fatalf("%q is not on the screen:\n%s", text, p.Screen())
	return 0, 0
}

// Goal: a drag copies what it goes over, and nothing of what is beside it.
func TestDragCopies(t *testing.T) {
	p := wholeWith(t, tui.Deps{Start: page.Place{Page: "lesson", Target: "quorums"}, Theme: theme.Options{Dark: true}}, 120, 40)
	x, y := at(t, p, "Three nodes keep")
	drag(p, x, y, x+10, y+1)
	text := copied(t, p)
	if !strings.HasPrefix(text, "Three nodes keep") || strings.Count(text, "\n") != 1 || strings.Contains(text, "│") {
		t.Errorf("copied %q", text)
	}
	p.Sees(t, "Copied the selected text, 2 lines.")
	drag(p, x+10, y+1, x, y) // the other way round; the first press ends the selection
	drag(p, x+10, y+1, x, y)
	if again := copied(t, p); again != text {
		t.Errorf("backwards %q, forwards %q", again, text)
	}
	before := len(p.Raw)
	p.Keys("j")
	if p.Lacks(t, "no such words"); len(p.Raw) != before {
		t.Error("a key copies again")
	}
}

// Goal: a click is still a click, when the button comes up.
func TestClickIsNoDrag(t *testing.T) {
	p := whole(t, page.Place{}, theme.Options{Dark: true})
	x, y := at(t, p, "Progress")
	click := func() {
		p.Send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
		p.Send(tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft})
	}
	click()
	click()
	p.Sees(t, "netsplit › Progress")
	if len(p.Raw) > 0 {
		t.Errorf("copied %q", p.Raw)
	}
	p.Send(tea.MouseClickMsg{X: 3, Y: 0, Button: tea.MouseLeft}) // home, in the breadcrumb
	p.Sees(t, "Practise")
	x, y = at(t, p, "? keys")
	p.Send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	p.Sees(t, "Everywhere")
}

// Goal: with keys alone, over more than a screen, down and up.
func TestSelectWithKeys(t *testing.T) {
	p := whole(t, page.Place{Page: "lesson", Target: "quorums"}, theme.Options{Dark: true})
	p.Keys("V", "j", "space", "G")
	p.Sees(t, "selected: ")
	p.Keys("enter")
	down := copied(t, p)
	if n := strings.Count(down, "\n"); n < 60 || !strings.Contains(down, "Three numbers and a coordinator") || !strings.Contains(down, "DeCandia") {
		t.Errorf("%d lines, %.200q", n, down)
	}
	p.Keys("V", "G", "space", "g", "enter")
	if up := copied(t, p); !strings.Contains(up, strings.TrimSpace(down[:len(down)-100])) {
		t.Errorf("upwards %d bytes, downwards %d", len(up), len(down))
	}
	p.Keys("V", "q", "x", "esc")
	p.Lacks(t, "space begin")
	if p.Ended() {
		t.Error("q leaves the program from a selection")
	}
}

// Goal: what a page has to copy is copied whole, also while typing.
func TestCopyOfPages(t *testing.T) {
	for _, c := range []struct {
		at   page.Place
		keys []string
		want []string
		said string
	}{
		{page.Place{Page: "calculator", Target: "nines"}, []string{"ctrl+y"}, []string{"8 h 45 min 36 s", "$ netsplit calc nines 99.9%"}, "the worksheet"},
		{page.Place{Page: "lab", Target: "default"}, []string{"ctrl+y"}, []string{"components:", "users:"}, "the scenario"},
		{page.Place{Page: "lab", Target: "default"}, []string{"u", "ctrl+y"}, []string{"put cart v1"}, "this session"},
		{page.Place{Page: "lesson", Target: "quorums"}, []string{"y"}, []string{"# Quorums"}, "this section"},
		{page.Place{Page: "review", Target: "high-availability"}, []string{"ctrl+y"}, []string{"Answer: no answer yet"}, "its answer"},
		{page.Place{Page: "drill", Target: "url-shortener"}, []string{"ctrl+y"}, []string{"interviewer: Design a service"}, "the interview"},
		{page.Place{Page: "search", Target: "quorum"}, []string{"ctrl+y"}, []string{"uorum"}, "what was found"},
	} {
		p := whole(t, c.at, theme.Options{Dark: true})
		if c.at.Page == "search" {
			p.Outlasts(t, "Reading everything")
		}
		p.Keys(c.keys...)
		text := copied(t, p)
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q lacks %q", c.at.Page, text, want)
			}
		}
		p.Sees(t, c.said)
	}
}

// Goal: what can't be copied says so, with the reason.
func TestCopyRefused(t *testing.T) {
	for _, c := range []struct {
		to   clipboard.Terminal
		want string
	}{{clipboard.Terminal{Never: "the console of Linux has no clipboard"}, "Not copied"}, {clipboard.Terminal{}, "Copied"}} {
		p := wholeWith(t, tui.Deps{Start: page.Place{Page: "progress"}, Clipboard: c.to}, 100, 30)
		p.Keys("y")
		p.Sees(t, c.want)
		if sent := len(p.Raw) > 0; sent != (c.to.Never == "") {
			t.Errorf("sent %v to %+v", sent, c.to)
		}
	}
}
