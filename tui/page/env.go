package page

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"netsplit/tui/keymap"
	"netsplit/tui/theme"
)

// Place is where a learner is: enough to open the same page at the same spot.
// It mirrors store.Place without tying every page to the store.
type Place struct {
	Page   string          // home lesson lab drill review calculator progress
	Target string          // lesson id, file path, scenario, problem, checklist
	State  json.RawMessage // what the page needs to be exactly where it was; may be nil
}

// Env is what the root gives to every page.
type Env struct {
	Theme   *theme.Theme // shared; the root may change it in place, Theme.Version tells
	Journal *Journal     // all saving goes through here
	Now     func() time.Time
	Keys    keymap.Own // the learner's own
}

// Spell puts the keys of a page, now with these bindings, into a hint: see
// keymap.Spell.
func (e Env) Spell(keyPage string, typing bool, bindings []keymap.Binding, hint string) string {
	apply := e.Keys.Apply
	if typing {
		apply = e.Keys.ApplyTyping
	}
	all := append(slices.Clone(apply(keyPage, bindings)), e.Keys.Apply("", keymap.Global())...)
	return keymap.Spell(all, hint, e.Theme.ASCII)
}

// Hint is Spell for what a page prints about itself.
func (e Env) Hint(p Page, hint string) string {
	if !strings.Contains(hint, "{") {
		return hint
	}
	return e.Spell(KeyPage(p), Typing(p), p.Help(), hint)
}

// Constructor makes the page for a place. An error names what is missing and
// what to do; the root shows it and stays where it is.
type Constructor func(env Env, place Place) (Page, error)
