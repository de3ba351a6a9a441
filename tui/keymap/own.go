package keymap

import (
	"fmt"
	"slices"
	"strings"

	"netsplit/calc/spelling"
)

// Own are the keys that somebody gave actions, by name: "quit" means the action
// on every page, "lab.crash" only on that one.
type Own map[string][]string

// Group is what keys do on a page in one of its states.
type Group struct {
	Page     string // as in page.Place: "lab"; "" is every page
	Title    string // "fault menu"; "" is the page itself
	Typing   bool   // letters go to a line of text
	Bindings []Binding
}

// Apply gives the group its own keys.
func (g Group) Apply(o Own) []Binding {
	if g.Typing {
		return o.ApplyTyping(g.Page, g.Bindings)
	}
	return o.Apply(g.Page, g.Bindings)
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

// ApplyTyping is Apply where letters go to a line of text: of own keys only
// those that write nothing count, and without any the first ones stay.
func (o Own) ApplyTyping(page string, bindings []Binding) []Binding {
	if len(o) == 0 {
		return bindings
	}
	out := slices.Clone(bindings)
	for i, b := range out {
		keys, ok := o.of(page, b.Action)
		if !ok || b.Many() {
			continue
		}
		if kept := slices.DeleteFunc(slices.Clone(keys), Prints); len(kept) > 0 {
			out[i].Keys = kept
		}
	}
	return out
}

func (o Own) of(page string, a Action) ([]string, bool) {
	for _, name := range []string{page + "." + string(a), string(a)} {
		if keys, ok := o[name]; ok {
			return keys, true
		}
	}
	return nil, false
}

// From is the name under which an action got its own keys: "lab.crash", "quit".
// It is "" where they are the program's.
func (o Own) From(page string, a Action) string {
	for _, name := range []string{page + "." + string(a), string(a)} {
		if _, ok := o[name]; ok {
			return name
		}
	}
	return ""
}

// Wrong is a mistake in own keys: under which names it is.
type Wrong struct {
	Names []string // as in Own; the one to change first
	Text  string
}

// Error is what is wrong.
func (w *Wrong) Error() string { return w.Text }

// Check says what is wrong with own keys, as a Wrong: an action that is none, a
// key that no terminal sends, or a key that now means two things on a page.
// everywhere is what works on all pages.
func (o Own) Check(everywhere []Binding, groups []Group) error {
	for _, name := range o.names() {
		if err := o.checkName(name, everywhere, groups); err != nil {
			return &Wrong{[]string{name}, err.Error()}
		}
		for i, key := range o[name] {
			if !Valid(key) {
				return &Wrong{[]string{name}, fmt.Sprintf("%s: %q is no key%s Keys are written as x, X, enter, space, tab, shift+tab, esc, up, pgdown, f1, ctrl+x, alt+x", name, shorten(key), meant(key))}
			}
			if Prints(key) && onlyTyped(name, everywhere, groups) {
				return &Wrong{[]string{name}, fmt.Sprintf("%s: %q writes a letter there: take a key that writes none, as ctrl+o, alt+o, f2", name, key)}
			}
			if slices.Contains(o[name][:i], key) {
				return &Wrong{[]string{name}, fmt.Sprintf("%s: %q is there twice: keep one", name, key)}
			}
		}
	}
	for _, g := range append([]Group{{Bindings: everywhere}}, groups...) {
		always, own := everywhere, o.Apply("", everywhere)
		if g.Typing { // letters write: of what works everywhere, only this does
			always, own = whileTyping(always), whileTyping(own)
		}
		before := append(slices.Clone(g.Bindings), always...)
		after := append(g.Apply(o), own...)
		if err := o.conflict(g, before, after, len(g.Bindings)); err != nil {
			return err
		}
	}
	return nil
}

// onlyTyped reports whether an action is only one where text is typed.
func onlyTyped(name string, everywhere []Binding, groups []Group) bool {
	for _, g := range append([]Group{{Bindings: everywhere}}, groups...) {
		has := slices.ContainsFunc(g.Bindings, func(b Binding) bool { return name == string(b.Action) || name == full(g.Page, b.Action) })
		if has && !g.Typing {
			return false
		}
	}
	return true
}

// whileTyping keeps the bindings that work in a text input, with those of their
// keys that write nothing.
func whileTyping(all []Binding) []Binding {
	var out []Binding
	for _, b := range all {
		if WhileTyping(b.Action) {
			b.Keys = slices.DeleteFunc(slices.Clone(b.Keys), Prints)
			out = append(out, b)
		}
	}
	return out
}

// meant is what to write in place of a key that is none.
func meant(key string) string {
	if name := Canonical(key); named(key) {
		return ": terminals send " + name + " for it."
	} else if name != key && Valid(name) {
		return ": did you mean " + name + "?"
	}
	low := strings.ToLower(key)
	for _, mod := range []string{"cmd", "super", "hyper", "win", "altgr"} {
		if strings.HasPrefix(low, mod+"+") || strings.HasPrefix(low, mod+"-") {
			return ": terminals do not send " + mod + "."
		}
	}
	parts := strings.Fields(key)
	if len(parts) == 1 && len([]rune(key)) == 2 {
		parts = strings.Split(key, "") // gg
	}
	if len(parts) > 1 && !slices.ContainsFunc(parts, func(one string) bool { return !Valid(Canonical(one)) }) {
		return ": an action has keys that are pressed once, not one after the other; a list holds several."
	}
	return "."
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
	known, many := map[string]bool{}, map[string]bool{}
	add := func(page string, bindings []Binding) {
		for _, b := range bindings {
			if b.Many() {
				many[string(b.Action)], many[full(page, b.Action)] = true, true
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
	case many[name]:
		return fmt.Errorf("%s: each of its digits means something else, so they can't be changed", name)
	}
	if _, action, ok := strings.Cut(name, "."); ok && slices.ContainsFunc(everywhere, func(b Binding) bool { return action == string(b.Action) }) {
		return fmt.Errorf("%s: %s has the same keys on every page: write %s", name, action, action)
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

// conflict finds a key that means two things now, of actions that had no key in
// common before. Those that had one go on sharing: a search in the text and one
// of everything may both move from / to ctrl+s. The first of the bindings are
// the group's, the others work everywhere.
func (o Own) conflict(g Group, before, after []Binding, first int) error {
	for i, a := range after {
		for j, b := range after[:i] {
			if a.Action == b.Action || share(before[i].Keys, before[j].Keys) {
				continue
			}
			for _, key := range a.Keys {
				if !slices.Contains(b.Keys, key) {
					continue
				}
				page := g.Page
				if i >= first {
					page = ""
				}
				w := &Wrong{Text: fmt.Sprintf("on %s, %q would be both %s (%s) and %s (%s): give one of them another key",
					g.Name(), key, full(g.Page, b.Action), b.Meaning, full(page, a.Action), a.Meaning)}
				for _, name := range []string{o.From(g.Page, b.Action), o.From(page, a.Action)} {
					if name != "" && slices.Contains(o[name], key) {
						w.Names = append(w.Names, name)
					}
				}
				return w
			}
		}
	}
	return nil
}

func share(a, b []string) bool {
	return slices.ContainsFunc(a, func(key string) bool { return slices.Contains(b, key) })
}

// full is the name of an action in the settings.
func full(page string, a Action) string {
	if page == "" {
		return string(a)
	}
	return page + "." + string(a)
}

// nearest is the name that differs least, "" when none is near.
func nearest(name string, all []string) string {
	if len(name) > 60 { // no name is that long
		return ""
	}
	best, least := "", 3
	for _, one := range all {
		if d := spelling.Slips(name, one); d < least {
			best, least = one, d
		}
	}
	return best
}

func shorten(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:39]) + "…"
	}
	return text
}
