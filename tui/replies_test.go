package tui_test

import (
	"image/color"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/tui"
	"netsplit/tui/page"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// What the terminal was asked is answered before the terminal is left: an
// answer that comes later would be typed into the shell. A terminal that never
// answers is not waited for long, and who asks twice does not wait.
func TestLeavesAfterTheTerminalHasAnswered(t *testing.T) {
	now := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	open := func(env page.Env, place page.Place) (page.Page, error) { return &note{env: env, name: "home"}, nil }
	begin := func(patience time.Duration) *tuitest.Program {
		m, err := tui.New(tui.Deps{
			Pages: map[string]page.Constructor{"home": open}, Theme: theme.Options{Dark: true},
			Replies: patience, Now: func() time.Time { return now },
		})
		if err != nil {
			t.Fatal(err)
		}
		return tuitest.Start(t, m, 80, 24)
	}
	ends := func(name string, p *tuitest.Program, want bool) {
		t.Helper()
		if p.Ended() != want {
			t.Errorf("%s: left is %t, want %t", name, p.Ended(), want)
		}
	}
	answer := tea.BackgroundColorMsg{Color: color.White}

	p := begin(time.Hour)
	p.Keys("q")
	ends("at once", p, false)
	p.Keys("q")
	ends("at once, asked twice", p, true)

	p = begin(time.Hour)
	p.Send(answer)
	p.Keys("q")
	ends("with the first of the answers", p, false)
	now = now.Add(time.Second)
	p.Send(tea.FocusMsg{})
	ends("a second after the first of the answers", p, true)

	p = begin(time.Second)
	now = now.Add(time.Second)
	p.Keys("q")
	ends("when no answer has come in time", p, true)

	p = begin(time.Millisecond)
	p.Keys("q")
	p.Leaves(t) // when the wait is over
}
