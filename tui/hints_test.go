package tui_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"netsplit/content"
	"netsplit/tui"
	"netsplit/tui/catalogue"
	"netsplit/tui/keymap"
	"netsplit/tui/page"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// moved gives every action that can be rebound a key of its own that nothing
// else has.
func moved() keymap.Own {
	own := keymap.Own{}
	key := 'à'
	for _, g := range append(tui.Keys(), keymap.Group{Bindings: keymap.Global()}) {
		for _, b := range g.Bindings {
			name := string(b.Action)
			if _, done := own[name]; done || b.Many() || b.Action == keymap.ForceQuit {
				continue
			}
			own[name] = []string{fmt.Sprintf("alt+%c", key)}
			for key++; !unicode.IsLower(key) || unicode.ToLower(unicode.ToUpper(key)) != key; key++ {
			}
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

// journey leads through the states of a page by actions; what is no action is
// typed.
type journey struct {
	at    page.Place
	steps [][]string // after each the screen is looked at
}

// journeys lead through every page.
func journeys() map[string]journey {
	return map[string]journey{
		"home":       {page.Place{}, [][]string{{}, {"down"}, {"next"}}},
		"lesson":     {page.Place{Page: "lesson", Target: "quorums"}, [][]string{{}, {"next"}, {"contents"}, {"leave-contents", "find"}, {"close", "next-section"}}},
		"lab lesson": {page.Place{Page: "lesson", Target: "quorums"}, [][]string{{"lab", "lab"}, {"put"}, {"leave-lab"}}},
		"lab": {page.Place{Page: "lab", Target: "default"}, [][]string{{}, {"fault-menu"}, {"close", "prompt"}, {"zz"}, {"close", "views"}, {"zzz"}, {"close", "gallery"}, {"close", "message"}, {"one-event", "one-event", "message"},
			{"close", "guided", "next-step"}, {"guided", "crash"}, {"put"}, {"run-or-pause", "run-or-pause"}, {"why"}, {"reset"}, {"save"}, {"close", "fork"}, {"zoom-in"}, {"filter"}}},
		"calculator": {page.Place{Page: "calculator", Target: "nines"}, [][]string{{}, {"test-yourself"}, {"close", "previous"}, {"previous"}}},
		"drill":      {page.Place{Page: "drill", Target: "url-shortener"}, [][]string{{}, {"leave-line"}, {"go-on", "leave-line"}, {"start-over"}}},
		"review":     {page.Place{Page: "review", Target: "high-availability"}, [][]string{{}, {"note"}, {"close", "no", "findings"}, {"start-over"}}},
		"sql":        {page.Place{Page: "sql", Target: "transfer"}, [][]string{{}, {"type-sql"}, {"help ", "run"}, {"stop-typing"}}},
		"sql form":   {page.Place{Page: "sql", Target: "injection"}, [][]string{{}, {"form"}}},
		"cards":      {page.Place{Page: "cards"}, [][]string{{}, {"turn-over"}}},
		"search":     {page.Place{Page: "search"}, [][]string{{}, {"zzzz"}}},
		"welcome":    {page.Place{Page: "welcome"}, [][]string{{}, {"open"}, {"open"}, {"open"}, {"open"}}},
		"palette":    {page.Place{Page: "progress"}, [][]string{{"palette"}, {"zzzz"}}},
		"help":       {page.Place{Page: "progress"}, [][]string{{"help"}}},
		"select":     {page.Place{Page: "progress"}, [][]string{{"select-text"}, {"mark"}}},
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
	stale := regexp.MustCompile(`(?i)\b(enter|esc|space|tab|pgdown|pgup|backspace|ctrl\+[a-z])\b|\b[a-zA-Z] (writes|reads|runs|shows|goes|lists|ends|heals|starts|finds|opens|does|zooms|crashes|cuts|begins)\b|\([a-z]\)$|\b[ynuae] (yes|no|unknown|not applicable|note)\b`)
	for name, c := range journeys() {
		t.Run(name, func(t *testing.T) {
			for _, w := range []int{80, 140} {
				p := wholeWith(t, tui.Deps{Start: c.at, Theme: theme.Options{Dark: true}, Keys: own}, w, 40)
				p.Outlasts(t, "at work") // a database is set up
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

// Goal: without Unicode, every page in all its states is ASCII alone, and as
// wide as the window.
func TestASCIIAlone(t *testing.T) {
	own := moved()
	all := journeys()
	for _, c := range catalogue.All() {
		all["calculator "+c.Name] = journey{page.Place{Page: "calculator", Target: c.Name}, [][]string{{}, {"page-down"}, {"test-yourself"}}}
	}
	for _, id := range content.Embedded().LessonIDs() {
		all["lesson "+id] = journey{page.Place{Page: "lesson", Target: id}, [][]string{{}, {"page-down"}, {"page-down"}, {"bottom"}}}
	}
	for _, list := range []string{"labs", "drills", "checklists", "calculators"} {
		all["list "+list] = journey{page.Place{Page: "home", Target: list}, [][]string{{}, {"bottom"}}}
	}
	for _, name := range []string{"default", "raft-partition", "quorum-hinted-handoff"} {
		if slices.Contains(content.Embedded().ScenarioNames(), name) {
			all["lab "+name] = journey{page.Place{Page: "lab", Target: name}, [][]string{{"next-step", "next-step", "next-step"}, {"1"}, {"2"}, {"3"}, {"4"}, {"5"}, {"6"}, {"7"}, {"8"}, {"views", "open"}}}
		}
	}
	for name, c := range all {
		t.Run(name, func(t *testing.T) {
			for _, s := range []tuitest.Size{{W: 80, H: 24}, {W: 140, H: 45}} {
				p := wholeWith(t, tui.Deps{Start: c.at, Theme: theme.Options{Dark: true, ASCII: true}, Keys: own}, s.W, s.H)
				for _, step := range c.steps {
					press(p, own, step...)
					screen := p.Model.View().Content
					if at := strings.IndexFunc(screen, func(r rune) bool { return r >= 0x80 }); at >= 0 {
						t.Fatalf("%v, after %v: %q", s, step, screen[max(0, at-20):min(len(screen), at+20)])
					}
					if err := tuitest.Check(screen, s.W, s.H); err != nil {
						t.Fatalf("%v, after %v: %v", s, step, err)
					}
					if strings.Contains(screen, "??") {
						t.Errorf("%v, after %v: something has no ASCII:\n%s", s, step, p.Screen())
					}
				}
			}
		})
	}
}
