// Package tui is the full-screen program: one Bubble Tea model that keeps a
// stack of pages, a breadcrumb above and a status line below. Pages are plain
// structs (package page); the root turns keys into their actions, brings their
// messages back to them, saves where the learner is, and draws help and
// messages over them.
//
//	err := tui.Run(ctx, tui.Deps{Pages: tui.Pages(lib, db), Store: db, Start: place}, os.Stdin, os.Stdout)
package tui

import (
	"context"
	"errors"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/store"
	"netsplit/tui/clipboard"
	"netsplit/tui/keymap"
	"netsplit/tui/page"
	"netsplit/tui/palette"
	"netsplit/tui/theme"
)

// Deps is all that the program depends on.
type Deps struct {
	Pages  map[string]page.Constructor // by Place.Page; "home" must be there
	Store  PlaceStore                  // nil keeps nothing
	Things func() []palette.Entry      // what the palette offers besides the keys; nil: nothing
	Start  page.Place                  // the page to open; home goes below it

	Keys      keymap.Own         // the learner's own, checked
	Clipboard clipboard.Terminal // how the terminal takes text to copy

	Theme         theme.Options
	AskBackground bool          // ask the terminal whether it is light or dark
	Replies       time.Duration // how long the terminal may take to answer what it is asked
	NoMouse       bool          // leave the mouse to the terminal, which selects text with it
	Notices       []string      // shown once at the start: what was set aside, for example
	Panic         string        // "key", "draw" or "command": fail there, to try out what happens then
	Now           func() time.Time
	MaySuspend    func() bool // a shell could wake it again; nil: none
}

// PlaceStore is the part of the store that the root writes itself.
type PlaceStore interface {
	SavePlace(store.Place) error
}

// Run shows the program until the learner leaves or ctx ends. What is still
// queued to be saved is written before it returns.
func Run(ctx context.Context, deps Deps, in io.Reader, out io.Writer, options ...tea.ProgramOption) error {
	m, err := New(deps)
	if err != nil {
		return err
	}
	options = append([]tea.ProgramOption{tea.WithContext(ctx), tea.WithInput(endable(in)), tea.WithOutput(out)}, options...)
	g := &guard{m: m}
	program := tea.NewProgram(g, options...)
	g.quit, g.pace.program = program.Quit, program
	_, err = program.Run()
	if g.crash != nil {
		err = g.crash
	}
	for _, failed := range m.env.Journal.Drain() {
		err = errors.Join(err, failed)
	}
	return err
}
