package cli

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/store"
	"netsplit/tui"
	"netsplit/tui/page"
	"netsplit/tui/palette"
	"netsplit/tui/theme"
)

// screen opens the full-screen program at a place; the zero place resumes.
func (p *Program) screen(start page.Place) error {
	own, err := p.ownKeys()
	if err != nil {
		return err
	}
	path, _ := p.database()
	s, notices, err := store.Open(path)
	if err != nil {
		return err
	}
	defer s.Close()
	s.Now = p.Now
	if start.Page == "" {
		if start, err = resume(s); err != nil {
			return err
		}
	}
	if p.BeforeScreen != nil {
		p.BeforeScreen()
	}
	err = tui.Run(context.Background(), tui.Deps{
		Pages:         tui.Pages(content.Embedded(), s),
		Store:         s,
		Things:        func() []palette.Entry { return tui.Things(content.Embedded()) },
		Start:         start,
		Keys:          own,
		Theme:         p.theme(),
		AskBackground: p.config.Theme == "" || p.config.Theme == "auto",
		NoMouse:       p.config.Mouse != nil && !*p.config.Mouse,
		Notices:       notices,
		Now:           p.Now,
	}, p.Stdin, p.out.direct)
	if errors.Is(err, tea.ErrInterrupted) {
		return errInterrupted
	}
	return err
}

// resume is the place saved last; without one, home.
func resume(s *store.Store) (page.Place, error) {
	place, ok, err := s.LastPlace()
	if err != nil || !ok {
		return page.Place{Page: "home"}, err
	}
	return page.Place{Page: place.Page, Target: place.Target, State: place.State}, nil
}

// theme is what the environment says about colours and glyphs. Whether the
// terminal is light or dark is asked when the screen is up.
func (p *Program) theme() theme.Options {
	ascii := p.env("TERM") == "dumb" || p.env("TERM") == "linux" || p.plainLocale()
	if p.config.ASCII != nil {
		ascii = *p.config.ASCII
	}
	return theme.Options{Dark: p.config.Theme != "light", NoColour: !p.colour(), ASCII: ascii}
}

// plainLocale reports whether the locale asks for ASCII: C or POSIX, by the
// first of the variables that is set. C.UTF-8 and no locale at all do not.
func (p *Program) plainLocale() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := p.env(name); v != "" {
			return v == "C" || v == "POSIX"
		}
	}
	return false
}
