package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"netsplit/calc/unit"
	"netsplit/content/strict"
	"netsplit/tui"
	"netsplit/tui/keymap"
)

type keysCommand struct {
	Page string `arg:"" optional:"" help:"Only those of one page: home, lesson, lab, calculator, cards, drill, review, search, ..."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Help shows examples.
func (*keysCommand) Help() string {
	return `An action gets keys of your own in the settings file, on one page or on all:

  keys:
    quit: [Q, ctrl+q]
    lab.crash: [x, ctrl+k]

A key that would mean two things on a page is an error that names both. netsplit help keys tells more; netsplit paths says where the file is.

Examples:

  netsplit keys
  netsplit keys lab
  netsplit keys --json`
}

type keyRow struct {
	Page    string   `json:"page"`
	State   string   `json:"state"`
	Action  string   `json:"action"`
	Keys    []string `json:"keys"`
	Meaning string   `json:"meaning"`
	Own     bool     `json:"own"`
}

// Run lists the keys.
func (c *keysCommand) Run(p *Program) error {
	own, err := p.ownKeys()
	if err != nil {
		return err
	}
	groups := append(tui.Keys(), keymap.Group{Bindings: keymap.Global()})
	var pages []string
	for _, g := range groups {
		if g.Page != "" && !slices.Contains(pages, g.Page) {
			pages = append(pages, g.Page)
		}
	}
	if c.Page != "" && !slices.Contains(pages, c.Page) {
		return usagef("there is no page %s: %s", unit.Quote(c.Page), strict.DidYouMean(c.Page, pages))
	}
	all := []keyRow{}
	last := ""
	var rows [][2]string
	for _, g := range groups {
		if c.Page != "" && g.Page != "" && g.Page != c.Page {
			continue
		}
		for i, b := range g.Apply(own) {
			row := keyRow{g.Page, g.Title, string(b.Action), append([]string{}, b.Keys...), b.Meaning, !slices.Equal(b.Keys, g.Bindings[i].Keys)}
			all = append(all, row)
			if name := g.Name(); name != last && !c.JSON {
				p.columns(rows)
				if last != "" {
					fmt.Fprintln(p.Stdout)
				}
				fmt.Fprintln(p.Stdout, "On", name)
				last, rows = name, nil
			}
			meaning := b.Meaning + " (" + row.Action + ")"
			if row.Own {
				meaning += ", your own"
			}
			rows = append(rows, [2]string{"  " + strings.Join(b.Keys, " "), meaning})
		}
	}
	if c.JSON {
		return p.json(all)
	}
	p.columns(rows)
	return nil
}

// ownKeys are the keys of the settings, checked.
func (p *Program) ownKeys() (keymap.Own, error) {
	own := keymap.Own(p.config.Keys.By)
	if len(own) == 0 {
		return nil, nil
	}
	err := own.Check(keymap.Global(), tui.Keys())
	if err == nil {
		return own, nil
	}
	path, _, _ := p.configPath() // was read, so it has a name
	var wrong *keymap.Wrong
	if !errors.As(err, &wrong) || len(wrong.Names) == 0 {
		return nil, fmt.Errorf("%s: keys: %w", path, err)
	}
	for _, name := range wrong.Names[1:] {
		if line := p.config.Keys.Lines[name]; line != p.config.Keys.Lines[wrong.Names[0]] {
			err = fmt.Errorf("%w (%s is on line %d)", err, name, line)
		}
	}
	return nil, fmt.Errorf("%s:%d: keys: %w", path, p.config.Keys.Lines[wrong.Names[0]], err)
}
