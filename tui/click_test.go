package tui_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"netsplit/tui"
	"netsplit/tui/keymap"
	"netsplit/tui/page"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

func click(p *tuitest.Program, x, y int) {
	p.Send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	p.Send(tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft})
}

func clickOn(t *testing.T, p *tuitest.Program, text string) {
	t.Helper()
	x, y := at(t, p, text)
	click(p, x, y)
}

// Goal: who has only a mouse gets everywhere: to the palette by what the first
// line says of it, and out of a line of text by what the last one says.
func TestEdgesAreClicked(t *testing.T) {
	p := wholeWith(t, tui.Deps{Start: page.Place{Page: "drill", Target: "url-shortener"}, Theme: theme.Options{Dark: true}}, 80, 24)
	clickOn(t, p, "open anything")
	p.Sees(t, "what you want to do")
	click(p, 0, 0)
	p.Lacks(t, "what you want to do")
	clickOn(t, p, "esc done")
	p.Sees(t, "Practise")

	p = wholeWith(t, tui.Deps{Start: page.Place{Page: "search"}, Theme: theme.Options{Dark: true}}, 80, 24)
	if clickOn(t, p, "ctrl+c quit"); !p.Ended() {
		t.Error("a click on quit does not quit while typing")
	}
}

// Goal: where esc does something else than go back, the end of the last line
// says what, and a click does it.
func TestEscIsAlwaysNamed(t *testing.T) {
	for _, c := range []struct {
		at         page.Place
		keys, says string
	}{
		{page.Place{Page: "lesson", Target: "quorums"}, "tab", "esc let go  ? keys  q quit"},
		{page.Place{Page: "lesson", Target: "quorums"}, "c", "esc text  ? keys  q quit"},
		{page.Place{Page: "review", Target: "high-availability"}, "f", "esc items  ? keys  q quit"},
		{page.Place{Page: "lab", Target: "default"}, "f", "esc close  ? keys  q quit"},
		{page.Place{Page: "welcome"}, "right", "esc skip  ? keys  q quit"},
	} {
		p := wholeWith(t, tui.Deps{Start: c.at, Theme: theme.Options{Dark: true}}, 80, 24)
		p.Keys(c.keys)
		p.Sees(t, c.says)
		clickOn(t, p, c.says)
		p.Lacks(t, c.says)
	}
}

// Goal: while text is typed, the last line always says how to end that, also
// where it is narrow, and with keys of one's own.
func TestTypingSaysHowItEnds(t *testing.T) {
	own := keymap.Own{"stop-typing": {"ctrl+g"}, "close": {"ctrl+g"}}
	for _, c := range []struct {
		own  keymap.Own
		want string
	}{{nil, "esc"}, {own, "ctrl+g"}} {
		p := wholeWith(t, tui.Deps{Start: page.Place{Page: "sql", Target: "transfer"}, Theme: theme.Options{Dark: true}, Keys: c.own}, 80, 24)
		p.Outlasts(t, "at work")
		p.Keys("tab")
		lines := strings.Split(p.Screen(), "\n")
		if last := lines[len(lines)-1]; !strings.Contains(last, c.want+" done  ctrl+c quit") {
			t.Errorf("the last line is %q, want %s", last, c.want)
		}
		p.Keys(c.want)
		p.Sees(t, "type SQL")
	}
}

// Goal: whoever takes every key from quit and back is still told how to leave.
func TestNothingQuits(t *testing.T) {
	own := keymap.Own{"quit": {}, "back": {}, "help": {}}
	p := wholeWith(t, tui.Deps{Start: page.Place{Page: "progress"}, Theme: theme.Options{Dark: true}, Keys: own}, 80, 24)
	p.Sees(t, "ctrl+c quit")
	p.Keys("q", "esc", "?")
	p.Sees(t, "netsplit › Progress")
	p = wholeWith(t, tui.Deps{Theme: theme.Options{Dark: true}, Keys: keymap.Own{"quit": {"ctrl+q"}}}, 80, 24)
	p.Keys("esc")
	p.Sees(t, "This is home. ctrl+q leaves netsplit.")
}

// Goal: a message that hides text goes when it is clicked, and what lies under
// it is not.
func TestClickOnToast(t *testing.T) {
	p := wholeWith(t, tui.Deps{Start: page.Place{}, Theme: theme.Options{Dark: true}}, 80, 24)
	p.Keys("esc")
	clickOn(t, p, "This is home")
	p.Lacks(t, "This is home")
	p.Sees(t, "Practise")
}

// Goal: in a window too small to show anything, nothing is done unseen.
func TestNothingUnseen(t *testing.T) {
	p := wholeWith(t, tui.Deps{Start: page.Place{Page: "review", Target: "high-availability"}, Theme: theme.Options{Dark: true}}, 80, 24)
	p.Resize(30, 8)
	p.Keys("y", "n", "enter", "ctrl+p", "?")
	p.Send(tea.PasteMsg{Content: "yyy"})
	click(p, 3, 3)
	p.Resize(80, 24)
	p.Sees(t, "0 of 23 answered")
	p.Lacks(t, "what you want to do")
	p.Keys("?")
	p.Resize(30, 8)
	p.Keys("esc")
	p.Resize(80, 24)
	p.Lacks(t, "review.yes")
	p.Resize(30, 8)
	if p.Keys("q"); !p.Ended() {
		t.Error("q does not quit in a small window")
	}
}

// Goal: the answers of a review can be clicked where they stand.
func TestReviewAnswersAreClicked(t *testing.T) {
	for _, w := range []int{80, 140} {
		p := wholeWith(t, tui.Deps{Start: page.Place{Page: "review", Target: "high-availability"}, Theme: theme.Options{Dark: true}}, w, 24)
		clickOn(t, p, "a not applicable")
		p.Sees(t, "1 of 23 answered")
		clickOn(t, p, "n no ")
		p.Sees(t, "2 of 23 answered")
		clickOn(t, p, "e note")
		p.Sees(t, "keeps the note")
	}
}
