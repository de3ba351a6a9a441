package keymap

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Own are the keys that somebody gave actions, by name: "quit" means the action
// on every page, "lab.crash" only on that one.
type Own map[string][]string

// Group is what keys do on a page in one of its states.
type Group struct {
	Page     string // as in page.Place: "lab"; "" is every page
	Title    string // "fault menu"; "" is the page itself
	Bindings []Binding
}

// Name is the group in words.
func (g Group) Name() string {
	switch {
	case g.Page == "":
		return "every page"
	case g.Title == "":
		return "the page " + g.Page
	}
	return "the page " + g.Page + ", " + g.Title
}

// Apply gives a page's bindings their own keys. Digits that choose one of many
// stay as they are, since each of them means something else.
func (o Own) Apply(page string, bindings []Binding) []Binding {
	if len(o) == 0 {
		return bindings
	}
	out := slices.Clone(bindings)
	for i, b := range out {
		if keys, ok := o.of(page, b.Action); ok && !b.Many() {
			out[i].Keys = keys
		}
	}
	return out
}

func (o Own) of(page string, a Action) ([]string, bool) {
	names := []string{page + "." + string(a)}
	if page == "lesson" {
		names = append(names, "lab."+string(a)) // a lab beside the text
	}
	for _, name := range append(names, string(a)) {
		if keys, ok := o[name]; ok {
			return keys, true
		}
	}
	return nil, false
}

// Check says what is wrong with own keys: an action that is none, a key that no
// terminal sends, or a key that now means two things on a page. everywhere is
// what works on all pages.
func (o Own) Check(everywhere []Binding, groups []Group) error {
	for _, name := range o.names() {
		if err := o.checkName(name, everywhere, groups); err != nil {
			return err
		}
		for _, key := range o[name] {
			if !Valid(key) {
				return fmt.Errorf("%s: %q is no key; keys are written as x, X, enter, space, tab, shift+tab, esc, up, pgdown, f1, ctrl+x, alt+x", name, shorten(key))
			}
		}
	}
	for _, g := range append([]Group{{Bindings: everywhere}}, groups...) {
		before := append(slices.Clone(g.Bindings), everywhere...)
		after := append(o.Apply(g.Page, g.Bindings), o.Apply("", everywhere)...)
		if err := conflict(g, before, after); err != nil {
			return err
		}
	}
	return nil
}

// names are the names in order, so that the same file has the same error.
func (o Own) names() []string {
	var names []string
	for name := range o {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (o Own) checkName(name string, everywhere []Binding, groups []Group) error {
	known := map[string]bool{}
	add := func(page string, bindings []Binding) {
		for _, b := range bindings {
			if b.Many() {
				continue
			}
			known[string(b.Action)] = true
			if page != "" {
				known[page+"."+string(b.Action)] = true
			}
		}
	}
	add("", everywhere)
	for _, g := range groups {
		add(g.Page, g.Bindings)
	}
	switch {
	case name == string(ForceQuit):
		return fmt.Errorf("%s: ctrl+c always leaves; its keys can't be changed", name)
	case known[name]:
		return nil
	}
	var all []string
	for one := range known {
		all = append(all, one)
	}
	slices.Sort(all)
	cure := "netsplit keys lists them"
	if near := nearest(name, all); near != "" {
		cure = "did you mean " + near + "? " + cure
	}
	return fmt.Errorf("there is no action %q: %s", shorten(name), cure)
}

// conflict finds a key that means two things now and did not before.
func conflict(g Group, before, after []Binding) error {
	for i, a := range after {
		for j, b := range after[:i] {
			if a.Action == b.Action {
				continue
			}
			for _, key := range a.Keys {
				if slices.Contains(b.Keys, key) && !(slices.Contains(before[i].Keys, key) && slices.Contains(before[j].Keys, key)) {
					return fmt.Errorf("on %s, %q would be both %s (%s) and %s (%s): give one of them another key",
						g.Name(), key, b.Action, b.Meaning, a.Action, a.Meaning)
				}
			}
		}
	}
	return nil
}

// Valid reports whether a terminal can send a key of this name.
func Valid(key string) bool {
	base := key
	modified := false
	for _, mod := range []string{"ctrl+", "alt+", "shift+"} { // the order in which they are written
		if rest, ok := strings.CutPrefix(base, mod); ok {
			base, modified = rest, true
		}
	}
	switch base {
	case "enter", "space", "tab", "esc", "backspace", "delete", "insert", "up", "down", "left", "right", "home", "end", "pgup", "pgdown":
		return true
	}
	if n, ok := strings.CutPrefix(base, "f"); ok && n != "" {
		return slices.Contains([]string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"}, n)
	}
	r, n := utf8.DecodeRuneInString(base)
	return n == len(base) && n > 0 && r > ' ' && r != utf8.RuneError && r != 0x7f && !(modified && strings.HasPrefix(key, "shift+"))
}

// nearest is the name that differs least, "" when none is near.
func nearest(name string, all []string) string {
	best, least := "", 3
	for _, one := range all {
		if d := distance(name, one); d < least {
			best, least = one, d
		}
	}
	return best
}

// distance counts the letters to change, add or drop.
func distance(a, b string) int {
	if len(a) > 60 || len(b) > 60 {
		return 60
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func shorten(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:39]) + "…"
	}
	return text
}
