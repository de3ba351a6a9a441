// Package home is the first page: where you stopped, what there is to learn and
// to practise, and how far you are. Shelves are its second level: the lessons
// of a track, all labs, all drills.
//
//	p, err := home.New(env, func() (home.Data, error) { … })
//
// Home knows nothing of lessons or drills; it is given rows with a name, a share
// done and a place to open.
package home

import "netsplit/tui/page"

// Data is what home shows. It is loaded when home opens and again whenever the
// learner comes back to it.
type Data struct {
	Continue *Item   // where the learner stopped; nil for a new one
	Groups   []Group // Learn, Practise, Your notes
	Fresh    bool    // nothing was ever done: show what to try first
}

// Group is a titled list of rows.
type Group struct {
	Title string
	Empty string // said in place of rows when there are none
	Items []Item
}

// Item is a row that can be opened.
type Item struct {
	Name   string
	Detail string // beside the name, muted: "12 min", "3 of 8"
	About  string // one or two sentences, shown for the selected row
	Done   bool
	Share  float64 // done so far, 0 to 1
	Bar    bool    // draw Share
	Topic  string  // on a shelf: rows with the same one stand under it
	Place  page.Place
	Below  []Item // shown under the row where the screen has room for all

	depth int
}

// Shelf is a list of rows under one title.
type Shelf struct {
	Title string
	About string
	Items []Item
}
