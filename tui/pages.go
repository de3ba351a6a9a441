package tui

import (
	"fmt"

	"netsplit/content"
	"netsplit/store"
	"netsplit/tui/home"
	"netsplit/tui/page"
)

// Pages makes the constructors of all pages over what there is to learn and
// what is known of the learner.
func Pages(lib *content.Library, db *store.Store) map[string]page.Constructor {
	return map[string]page.Constructor{
		"home": openHome(lib, db),
	}
}

// openHome makes home or, with a target, one of its shelves: "labs", "drills",
// "checklists", "track:data".
func openHome(lib *content.Library, db *store.Store) page.Constructor {
	return func(env page.Env, place page.Place) (page.Page, error) {
		s := shelves{lib: lib, db: db, now: env.Now}
		if place.Target == "" {
			return home.New(env, s.home)
		}
		if !s.has(place.Target) {
			return nil, fmt.Errorf("there is no list %q", place.Target)
		}
		return home.NewShelf(env, place.Target, func() (home.Shelf, error) { return s.shelf(place.Target) })
	}
}
