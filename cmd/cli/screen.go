package cli

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"netsplit/cmd/screen"
	"netsplit/content"
	"netsplit/store"
	"netsplit/tui/page"
	"netsplit/tui/theme"
)

// screen opens the full-screen program at a place; the zero place resumes.
func (p *Program) screen(start page.Place) error {
	path, _ := p.database()
	s, notices, err := store.Open(path)
	if err != nil {
		return err
	}
	defer s.Close()
	s.Now = p.Now
	if p.BeforeScreen != nil {
		p.BeforeScreen()
	}
	err = screen.Run(context.Background(), screen.Options{
		Store:   s,
		Library: content.Embedded(),
		Start:   start,
		Notices: notices,
		Theme:   p.theme(),
		Now:     p.Now,
		In:      p.Stdin,
		Out:     p.out.direct,
	})
	if errors.Is(err, tea.ErrInterrupted) {
		return errInterrupted
	}
	return err
}

// theme is what the environment says about colours and glyphs. Whether the
// terminal is light or dark is asked when the screen is up.
func (p *Program) theme() theme.Options {
	ascii := p.env("TERM") == "dumb" || p.env("TERM") == "linux"
	return theme.Options{Dark: true, NoColour: !p.colour(), ASCII: ascii}
}
