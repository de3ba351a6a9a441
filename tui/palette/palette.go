// Package palette is the list of everything that can be opened or done, found
// by typing a few letters of it.
//
//	p := palette.New(entries)
//	if chosen, open := p.Act(action); !open { … do chosen.Do … }
//	box := p.View(th, w, h)
//
// It knows no page: what an entry does is a message for whoever opened the
// palette.
package palette

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"netsplit/calc/order"
	"netsplit/tui/keymap"
	"netsplit/tui/widget"
)

// Entry is one thing to open or to do.
type Entry struct {
	Kind   string // "lesson", "lab", "here"
	Title  string
	Words  string  // more words to find it by; not shown
	Keys   string  // the keys that do the same, for people
	Do     tea.Msg // what choosing it means
	Always bool    // shown whatever is typed, at the end

	text string
}

// Palette is an open palette.
type Palette struct {
	input   widget.Input
	entries []Entry
	found   []Entry
	list    widget.List
	box     area // of the last drawing, for the mouse
}

// area is where the list was drawn, in cells of the screen.
type area struct{ x, y, w, h int }

// New opens a palette over entries. Those first come first where nothing is
// typed, and before others that fit as well.
func New(entries []Entry) *Palette {
	p := &Palette{entries: slices.Clone(entries), input: widget.Input{Prompt: "> ", Ghost: "a lesson, a lab, a calculator, what you want to do"}}
	for i := range p.entries {
		e := &p.entries[i]
		e.Title = widget.Safe(e.Title)
		e.text = strings.ToLower(e.Title)
	}
	p.filter()
	return p
}

// Query is what was typed.
func (p *Palette) Query() string { return p.input.Value() }

// filter finds the entries that fit what is typed, the best first.
func (p *Palette) filter() {
	type ranked struct {
		Entry
		score int
	}
	want := words(p.input.Value())
	var all []ranked
	for _, e := range p.entries {
		s := 1
		if len(want) > 0 {
			if s = 2 * score(want, e.text); s == 0 {
				s = score(want, e.text+" "+strings.ToLower(e.Kind+" "+e.Words))
			}
		}
		if e.Always {
			s = -1
			if len(want) == 0 {
				continue
			}
		}
		if s != 0 {
			all = append(all, ranked{e, s})
		}
	}
	order.By(all, func(a, b ranked) int { return b.score - a.score })
	p.found = p.found[:0]
	for _, r := range all {
		p.found = append(p.found, r.Entry)
	}
	p.list.Cursor, p.list.Top = 0, 0
	p.list.Resize(len(p.found), max(1, p.list.Height))
}

// Update edits the query and follows the mouse. When open is false
// the palette is done; chosen is nil when it was left without a choice.
func (p *Palette) Update(msg tea.Msg) (chosen *Entry, open bool) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg:
		if before := p.input.Value(); p.input.Handle(msg) && p.input.Value() != before {
			p.filter()
		}
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			p.list.Act(keymap.Up)
		} else {
			p.list.Act(keymap.Down)
		}
	case tea.MouseClickMsg:
		return p.click(msg)
	}
	return nil, true
}

// Keys are what keys do while a palette is open.
func Keys() []keymap.Binding {
	return []keymap.Binding{
		keymap.New(keymap.Open, "open the selected entry, or do it", "enter").Hinted("open"),
		keymap.New(keymap.Up, "one up", "up", "shift+tab"),
		keymap.New(keymap.Down, "one down", "down", "tab", "ctrl+n"),
		keymap.New(keymap.PageUp, "half a screen up", "pgup"),
		keymap.New(keymap.PageDown, "half a screen down", "pgdown"),
		keymap.New(keymap.Close, "close the palette", "esc", "ctrl+g").Hinted("close"),
	}
}

// Act does an action of Keys: see Update.
func (p *Palette) Act(a keymap.Action) (chosen *Entry, open bool) {
	switch a {
	case keymap.Close:
		return nil, false
	case keymap.Open:
		return p.choose()
	}
	p.list.Act(a)
	return nil, true
}

func (p *Palette) choose() (*Entry, bool) {
	if p.list.Cursor >= len(p.found) {
		return nil, true
	}
	chosen := p.found[p.list.Cursor]
	return &chosen, false
}

// click chooses the row under the mouse; beside the box it closes the palette.
func (p *Palette) click(msg tea.MouseClickMsg) (*Entry, bool) {
	x, y := msg.X-p.box.x, msg.Y-p.box.y
	if x < 0 || y < 0 || x >= p.box.w || y >= p.box.h {
		return nil, false
	}
	if i, ok := p.list.At(y - headRows); ok && msg.Button == tea.MouseLeft {
		p.list.Go(i, 1)
		return p.choose()
	}
	return nil, true
}
