package cli

import (
	"fmt"
	"path/filepath"

	"netsplit/tui"
	"netsplit/tui/keymap"
	"netsplit/tui/theme"
)

// helpCommand is help on what is no command.
type helpCommand struct {
	Environment helpEnvironmentCommand `cmd:"" help:"Environment variables, the settings file and exit codes."`
	Keys        helpKeysCommand        `cmd:"" help:"Keys of your own in the settings file."`
	Themes      helpThemesCommand      `cmd:"" help:"Colours of the screens, and the form of a theme file."`
}

// helpTopics are the names of the fields of helpCommand.
func helpTopics() []string { return []string{"environment", "keys", "themes"} }

type helpKeysCommand struct{}

// Run says how keys are written in the settings.
func (*helpKeysCommand) Run(p *Program) error {
	path, _, err := p.configPath()
	if err != nil {
		return err
	}
	fmt.Fprintf(p.Stdout, `Every action of every page can have other keys, one or several, in
%s:

  keys:
    quit: [Q, ctrl+q]        # on every page
    lab.crash: [x, ctrl+k]   # on one page
    cards.good: g            # one key needs no brackets
    copy: []                 # no key at all; the palette still finds it

The keys of an action replace those it had. What an action is called is in the
last column of the help (?) and in: netsplit keys

A key is a character (x X ? é), or one of
  enter space tab esc backspace delete insert
  up down left right home end pgup pgdown f1 to f12
with ctrl+, alt+ or shift+ before it, in this order: ctrl+x, alt+enter, shift+tab.
A capital letter is written as one: X, not shift+x. Where text is typed, letters
write; an action there needs a key that writes nothing, as ctrl+o, alt+o, f2.

Where text is typed, these keys do what they do in a shell:
  ctrl+a or home, ctrl+e or end          to the start or the end of the line
  alt+b or alt+left, alt+f or alt+right  a word back or on
  ctrl+w, alt+backspace, alt+d           remove the word before, or the one after
  ctrl+u, ctrl+k                         remove all before the cursor, or all after

ctrl+c always leaves. Digits that choose one of several answers stay as they are.

Two actions with the same key are an error at the start, with the file, the line,
both actions, and what to do. A page may use a key that works on every page for
something of its own, but only where it did so before.

`, clean(path))
	return p.columnsUnder("Pages, with their states", pagesOfKeys())
}

// pagesOfKeys lists the pages whose keys have names, and the states of each.
func pagesOfKeys() [][2]string {
	var rows [][2]string
	for _, g := range append([]keymap.Group{{Bindings: keymap.Global()}}, tui.Keys()...) {
		name, state := g.Page, g.Title
		if state == "" {
			state = "the page itself"
		}
		if name == "" {
			name, state = "(none)", "every page"
		}
		if n := len(rows); n > 0 && rows[n-1][0] == "  "+name {
			rows[n-1][1] += ", " + state
			continue
		}
		rows = append(rows, [2]string{"  " + name, state})
	}
	return rows
}

// columnsUnder prints a table with a title.
func (p *Program) columnsUnder(title string, rows [][2]string) error {
	fmt.Fprintln(p.Stdout, title)
	p.columns(rows)
	return nil
}

type helpThemesCommand struct{}

// Run says which themes there are and how one is written.
func (*helpThemesCommand) Run(p *Program) error {
	path, _, err := p.configPath()
	if err != nil {
		return err
	}
	folder := filepath.Join(filepath.Dir(path), "themes")
	fmt.Fprintf(p.Stdout, `A theme is chosen by --theme NAME, by theme: NAME in the settings, or in the
palette (ctrl+p, then theme) until you leave:

  terminal       the 16 colours of your terminal; the one without a choice
  light, dark    colours of their own; text has a contrast of at least 4.5 to 1
  high-contrast  at least 7 to 1 (WCAG 2.2, 1.4.3 and 1.4.6)
  monochrome     no colour; NO_COLOR does the same

A theme of your own is a YAML file. NAME is then a path, or the name of a file in
%s without its .yaml:

  base: dark            # light, dark or high-contrast; the rest is as there
  colours:
    background: "#2e3440"
    text: "#e5e9f0"
    muted: "#aeb7c6"
    accent: "#88c0d0"
    good: 114             # of the 256 colours
    bad: bright-red       # of the terminal's 16
    border: terminal      # the terminal's own text
    series: ["#88c0d0", "#b48ead", "#ebcb8b", "#a3be8c", "#81a1c1", "#bf616a"]

A colour is "#rrggbb" or "#rgb" between quotes, a number from 0 to 255, black, red,
green, yellow, blue, magenta, cyan or white, each also with bright- before it, or
terminal. A mistake is an error at the start, with file, line and cure.

No state is told by its colour alone: a sign or a word stands beside it. With
ascii: true in the settings, or a locale that is not UTF-8, all signs are ASCII.

`, clean(folder))
	var rows [][2]string
	for _, t := range theme.Tokens() {
		rows = append(rows, [2]string{"  " + t.Name, t.About})
	}
	return p.columnsUnder("Names of colours", rows)
}
