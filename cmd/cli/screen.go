package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/content/strict"
	"netsplit/store"
	"netsplit/tui"
	"netsplit/tui/clipboard"
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
	look, err := p.theme()
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
		if start, err = p.resume(s); err != nil {
			return err
		}
	}
	if hard := look.Scheme.Hard(); hard != "" {
		notices = append(notices, fmt.Sprintf("%s is hard to read: %s to 1 on its background, and 4.5 is the least.", look.Scheme.Name, hard))
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
		Clipboard:     clipboard.Detect(p.LookupEnv),
		Theme:         look,
		AskBackground: look.Scheme == nil && !look.Mono,
		Replies:       400 * time.Millisecond, // over a slow line too
		Panic:         p.env("NETSPLIT_PANIC"),
		NoMouse:       p.config.Mouse != nil && !*p.config.Mouse,
		Notices:       notices,
		Now:           p.Now,
		MaySuspend:    underJobControl,
	}, p.Stdin, p.out.direct)
	if errors.Is(err, tea.ErrInterrupted) {
		return errInterrupted
	}
	return p.crashReport(err)
}

// resume is the place saved last; without one, home. Somebody new begins with
// the welcome, once.
func (p *Program) resume(s *store.Store) (page.Place, error) {
	place, ok, err := s.LastPlace()
	if err != nil {
		return page.Place{}, err
	}
	_, seen, err := s.Setting("welcomed")
	if err != nil {
		return page.Place{}, err
	}
	if !seen {
		if err := s.SetSetting("welcomed", p.Now().UTC().Format("2006-01-02")); err != nil {
			return page.Place{}, err
		}
	}
	switch {
	case !ok && !seen:
		return page.Place{Page: "welcome"}, nil
	case !ok || place.Page == "welcome": // it was left in the middle
		return page.Place{Page: "home"}, nil
	}
	return page.Place{Page: place.Page, Target: place.Target, State: place.State}, nil
}

// theme is what the environment says about colours and glyphs. Whether the
// terminal is light or dark is asked when the screen is up.
func (p *Program) theme() (theme.Options, error) {
	ascii := p.env("TERM") == "dumb" || p.env("TERM") == "linux" || p.plainLocale()
	if p.config.ASCII != nil {
		ascii = *p.config.ASCII
	}
	return p.named(theme.Options{Dark: true, NoColour: !p.colour(), ASCII: ascii})
}

// named puts on the theme that the flag or the settings name: a built-in one, a
// file, or one in the folder of themes beside the settings.
func (p *Program) named(o theme.Options) (theme.Options, error) {
	name := p.config.Theme
	if p.options.Theme != "" {
		name = p.options.Theme
	}
	if name == "" || name == "auto" {
		name = "terminal"
	}
	if found, ok := theme.Named(name, o); ok {
		return found, nil
	}
	settings, _, err := p.configPath()
	if err != nil {
		return o, err
	}
	file := name
	if !strings.ContainsAny(name, `/\.`) {
		file = filepath.Join(filepath.Dir(settings), "themes", name+".yaml")
	}
	text, err := readBounded(file)
	if errors.Is(err, fs.ErrNotExist) {
		return o, usagef("there is no theme %s: %s; nor is there a file %s", name, strict.DidYouMean(name, theme.Names()), file)
	} else if err != nil {
		return o, err
	}
	return theme.Read(file, text, o)
}

// readBounded reads a file that people write by hand.
func readBounded(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, strict.MaxBytes+1))
	if err != nil {
		return "", fmt.Errorf("reading %s: %w", path, err)
	}
	return string(text), nil
}

// plainLocale reports whether the locale asks for ASCII, by the first of the
// variables that is set: C, POSIX, or a codeset that is not UTF-8. C.UTF-8 and
// no locale at all do not.
func (p *Program) plainLocale() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := p.env(name); v != "" {
			_, codeset, named := strings.Cut(strings.ToLower(v), ".")
			codeset, _, _ = strings.Cut(codeset, "@")
			return v == "C" || v == "POSIX" || named && codeset != "utf-8" && codeset != "utf8"
		}
	}
	return false
}
