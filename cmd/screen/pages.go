package screen

import (
	"netsplit/tui/home"
	"netsplit/tui/page"
)

// pages says which constructor belongs to which page.
func pages(o Options) map[string]page.Constructor {
	shelves := shelves{o.Library, o.Store}
	return map[string]page.Constructor{
		"home": func(env page.Env, place page.Place) (page.Page, error) {
			if place.Target == "" {
				return home.New(env, shelves.home)
			}
			return home.NewShelf(env, place.Target, func() (home.Shelf, error) { return shelves.shelf(place.Target) })
		},
	}
}
