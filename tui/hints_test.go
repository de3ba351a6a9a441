package tui_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"netsplit/tui"
	"netsplit/tui/keymap"
	"netsplit/tui/page"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// moved gives every action that can be rebound a key of its own that nothing
// else has.
func moved() keymap.Own {
	own := keymap.Own{}
	for _, g := range append(tui.Keys(), keymap.Group{Bindings: keymap.Global()}) {
		for _, b := range g.Bindings {
			name := string(b.Action)
			if _, done := own[name]; done || b.Many() || b.Action == keymap.ForceQuit {
				continue
			}
			i := len(own)
			own[name] = []string{fmt.Sprintf("alt+%c", 'à'+i)}
		}
	}
	return own
}

// press presses the keys that actions have now; what is no action is typed.
func press(p *tuitest.Program, own keymap.Own, actions ...string) {
	for _, a := range actions {
		if keys, ok := own[a]; ok {
			p.Keys(keys[0])
			continue
		}
		p.Type(a)
	}
}

// Goal: with every action on another key, each page can be worked, and no hint
// on it names a key that no longer does anything.
func TestHintsNameTheKeysThatWork(t *testing.T) {
	own := moved()
	if err := own.Check(keymap.Global(), tui.Keys()); err != nil {
		t.Fatal(err)
	}
	// A key's name before a word that says what it does.
	stale := regexp.MustCompile(`(?i)\b(enter|esc|space|tab|pgdown|pgup|backspace|ctrl\+[a-z])\b|\b[a-zA-Z] (writes|reads|runs|shows|goes|lists|ends|heals|starts|finds|opens|does|zooms|crashes|cuts|begins)\b|\([a-z]\)$`)
	for name, c := range map[string]struct {
		at    page.Place
		steps [][]string // after each the screen is looked at
		sees  []string
	}{
		"home":       {page.Place{}, [][]string{{}, {"down"}, {"next"}}, nil},
		"lesson":     {page.Place{Page: "lesson", Target: "quorums"}, [][]string{{}, {"next"}, {"contents"}, {"leave-contents", "find"}, {"close", "next-section"}}, nil},
		"lab lesson": {page.Place{Page: "lesson", Target: "quorums"}, [][]string{{"lab", "lab"}, {"put"}, {"leave-lab"}}, nil},
		"lab": {page.Place{Page: "lab", Target: "default"}, [][]string{{}, {"fault-menu"}, {"close", "prompt"}, {"zz"}, {"close", "views"}, {"zzz"}, {"close", "gallery"}, {"close", "message"}, {"one-event", "one-event", "message"},
			{"close", "guided", "next-step"}, {"guided", "crash"}, {"put"}, {"run-or-pause", "run-or-pause"}, {"why"}, {"reset"}, {"save"}, {"close", "fork"}, {"zoom-in"}, {"filter"}}, []string{"crash"}},
		"calculator": {page.Place{Page: "calculator", Target: "nines"}, [][]string{{}, {"test-yourself"}, {"close", "previous"}, {"previous"}}, nil},
		"drill":      {page.Place{Page: "drill", Target: "url-shortener"}, [][]string{{}, {"leave-line"}, {"go-on", "leave-line"}, {"start-over"}}, nil},
		"review":     {page.Place{Page: "review", Target: "high-availability"}, [][]string{{}, {"note"}, {"close", "no", "findings"}, {"start-over"}}, nil},
		"cards":      {page.Place{Page: "cards"}, [][]string{{}, {"turn-over"}}, nil},
		"search":     {page.Place{Page: "search"}, [][]string{{}, {"zzzz"}}, nil},
		"welcome":    {page.Place{Page: "welcome"}, [][]string{{}, {"open"}, {"open"}, {"open"}, {"open"}}, nil},
		"palette":    {page.Place{Page: "progress"}, [][]string{{"palette"}, {"zzzz"}}, nil},
		"help":       {page.Place{Page: "progress"}, [][]string{{"help"}}, nil},
		"select":     {page.Place{Page: "progress"}, [][]string{{"select-text"}, {"mark"}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			for _, w := range []int{80, 140} {
				p := wholeWith(t, tui.Deps{Start: c.at, Theme: theme.Options{Dark: true}, Keys: own}, w, 40)
				var before string
				for i, step := range c.steps {
					press(p, own, step...)
					screen := p.Screen()
					if i > 0 && screen == before {
						t.Errorf("%d wide: %v does nothing:\n%s", w, step, screen)
					}
					before = screen
					for _, line := range strings.Split(screen, "\n") {
						for _, word := range stale.FindAllString(line, -1) {
							if word != "ctrl+c" && word != "x does" { // it always leaves; "fork crash x does it"
								t.Errorf("%d wide, after %v: the hint %q names %q", w, step, strings.TrimSpace(line), word)
							}
						}
					}
				}
			}
		})
	}
}
