package tui

import (
	"netsplit/tui/calculator"
	"netsplit/tui/cards"
	"netsplit/tui/drill"
	"netsplit/tui/home"
	"netsplit/tui/keymap"
	"netsplit/tui/lab"
	"netsplit/tui/lesson"
	"netsplit/tui/overlay"
	"netsplit/tui/page"
	"netsplit/tui/palette"
	"netsplit/tui/progress"
	"netsplit/tui/review"
	"netsplit/tui/search"
	"netsplit/tui/sqllab"
	"netsplit/tui/welcome"
)

// Keys lists what keys do, on every page in each of its states.
func Keys() []keymap.Group {
	var all []keymap.Group
	add := func(page string, groups []keymap.Group) {
		for _, g := range groups {
			g.Page = page
			all = append(all, g)
		}
	}
	add("home", []keymap.Group{{Bindings: (&home.Page{}).Help()}, {Title: "a list", Bindings: home.ShelfKeys()}})
	add("lesson", lesson.Keys())
	add("lab", append(lab.Keys(), lesson.LabKeys()...))
	add("drill", drill.Keys())
	add("review", review.Keys())
	add("calculator", calculator.Keys())
	add("cards", cards.Keys())
	add("search", []keymap.Group{{Typing: true, Bindings: (&search.Page{}).Help()}})
	add("palette", []keymap.Group{{Typing: true, Bindings: palette.Keys()}})
	add("help", []keymap.Group{{Typing: true, Bindings: overlay.HelpKeys()}})
	add("select", []keymap.Group{{Bindings: selectKeys()}})
	add("sql", sqllab.Keys())
	add("progress", []keymap.Group{{Bindings: (&progress.Page{}).Help()}})
	add("welcome", welcome.Keys())
	return all
}

// bindings are what keys do on a page now, with the learner's own keys.
func (m *Model) bindings(e entry) []keymap.Binding {
	g := keymap.Group{Page: page.KeyPage(e.page), Typing: page.Typing(e.page), Bindings: e.page.Help()}
	return g.Apply(m.deps.Keys)
}

// global is what keys do everywhere.
func (m *Model) global() []keymap.Binding { return m.deps.Keys.Apply("", keymap.Global()) }

// typed finds the action of a key in a text input that own keys gave one. A key
// that lost its action does nothing: used is true with no action.
func (m *Model) typed(name string, text bool) (b keymap.Binding, used bool) {
	if text || len(m.deps.Keys) == 0 || !page.Typing(m.top().page) {
		return b, false
	}
	own, ok := keymap.Find(m.bindings(m.top()), name)
	was, before := keymap.Find(m.top().page.Help(), name)
	switch {
	case ok && (!before || was.Action != own.Action):
		return own, true
	case before && !ok:
		return b, true
	}
	return b, false
}
