package calculator

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"netsplit/calc"
	"netsplit/tui/keymap"
	"netsplit/tui/page"
	"netsplit/tui/widget"
)

// list offers the calculators, with an answer of the selected one below it.
type list struct {
	env   page.Env
	all   []calc.Calculator
	rows  widget.List
	sheet sheet
}

func newList(env page.Env, all []calc.Calculator) *list {
	p := &list{env: env, all: all}
	p.rows.Resize(len(all), max(1, len(all)))
	return p
}

// Title of the page.
func (p *list) Title() string { return "Calculators" }

// Place is the list; which row is selected is not worth keeping.
func (p *list) Place() page.Place { return page.Place{Page: "calculator"} }

// Help lists the keys.
func (p *list) Help() []keymap.Binding {
	return append([]keymap.Binding{
		keymap.New(keymap.Open, "open the selected calculator", "enter", "space", "right", "l").Hinted("open"),
	}, keymap.Moves()...)
}

// Update moves the cursor and opens calculators.
func (p *list) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case keymap.Press:
		if msg.Action == keymap.Open {
			return p.open()
		}
		p.rows.Act(msg.Action)
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			p.rows.Act(keymap.Up)
		} else {
			p.rows.Act(keymap.Down)
		}
	case tea.MouseClickMsg:
		if i, ok := p.rows.At(msg.Y); ok && msg.Button == tea.MouseLeft {
			if i == p.rows.Cursor {
				return p.open()
			}
			p.rows.Go(i, 1)
		}
	}
	return nil
}

func (p *list) open() tea.Cmd {
	if len(p.all) == 0 {
		return nil
	}
	return page.Do(page.Open{Place: page.Place{Page: "calculator", Target: p.all[p.rows.Cursor].Name}})
}

// View draws the rows and, with what room there is, an answer of the selected
// calculator.
func (p *list) View(w, h int) string {
	th := p.env.Theme
	rows := min(len(p.all), max(10, h*6/10)) // a part of many: the example wants room
	p.rows.Resize(len(p.all), min(max(1, rows), h))
	var b strings.Builder
	b.WriteString(p.rows.View(th, w, true, func(i int) string {
		c := p.all[i]
		return widget.Pad(c.Title, 14) + th.Muted.Render(c.Summary)
	}))
	if room := h - p.rows.Height - 2; room > 2 && len(p.all) > 0 {
		c := p.all[p.rows.Cursor]
		if answer, err := c.Forms[0].Solve(c.Forms[0].Values()); err == nil {
			b.WriteString("\n\n" + widget.Rule(th, "for example", w) + "\n")
			b.WriteString(strings.Join(p.sheet.lines(th, answer, w, false), "\n"))
		}
	}
	return widget.Fit(b.String(), w, h)
}
