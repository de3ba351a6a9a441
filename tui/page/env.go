package page

import (
	"encoding/json"
	"time"

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
}

// Constructor makes the page for a place. An error names what is missing and
// what to do; the root shows it and stays where it is.
type Constructor func(env Env, place Place) (Page, error)
