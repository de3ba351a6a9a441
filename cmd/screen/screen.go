// Package screen composes the full-screen program: it knows the content, the
// store and every page, which do not know each other, and hands each what it
// shows.
//
//	err := screen.Run(ctx, screen.Options{Store: db, Library: content.Embedded(), In: os.Stdin, Out: os.Stdout, …})
//
// A page is opened by its place: the table in pages.go says which constructor
// belongs to which name.
package screen

import (
	"context"
	"io"
	"time"

	"netsplit/content"
	"netsplit/store"
	"netsplit/tui"
	"netsplit/tui/page"
	"netsplit/tui/theme"
)

// Options is all that the program depends on.
type Options struct {
	Store   *store.Store
	Library *content.Library
	Start   page.Place // the zero place resumes where the learner stopped
	Notices []string   // shown once at the start
	Theme   theme.Options
	Now     func() time.Time
	In      io.Reader
	Out     io.Writer
}

// Run shows the program until the learner leaves it.
func Run(ctx context.Context, o Options) error {
	start := o.Start
	if start.Page == "" {
		var err error
		if start, err = resume(o.Store); err != nil {
			return err
		}
	}
	return tui.Run(ctx, tui.Deps{
		Pages:         pages(o),
		Store:         o.Store,
		Start:         start,
		Theme:         o.Theme,
		AskBackground: true,
		Notices:       o.Notices,
		Now:           o.Now,
	}, o.In, o.Out)
}

// resume is the place saved last; without one, home.
func resume(s *store.Store) (page.Place, error) {
	place, ok, err := s.LastPlace()
	if err != nil || !ok {
		return page.Place{Page: "home"}, err
	}
	return page.Place{Page: place.Page, Target: place.Target, State: place.State}, nil
}
