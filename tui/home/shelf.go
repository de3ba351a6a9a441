package home

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"netsplit/tui/keymap"
	"netsplit/tui/layout"
	"netsplit/tui/page"
	"netsplit/tui/widget"
)

// ShelfPage lists rows of one kind: the lessons of a track, all labs.
type ShelfPage struct {
	env    page.Env
	target string
	load   func() (Shelf, error)
	shelf  Shelf
	list   widget.List
	y      int // first line of the list, for the mouse
}

type shelfLoaded struct {
	shelf Shelf
	err   error
}

// NewShelf makes a shelf. Target is its name in Place: "labs", "track:data".
func NewShelf(env page.Env, target string, load func() (Shelf, error)) (*ShelfPage, error) {
	shelf, err := load()
	if err != nil {
		return nil, err
	}
	p := &ShelfPage{env: env, target: target, load: load, shelf: shelf}
	p.list.Resize(len(shelf.Items), 16)
	for i, item := range shelf.Items {
		if !item.Done { // the next thing to do is the likely choice
			p.list.Go(i, 1)
			break
		}
	}
	return p, nil
}

// Title of the shelf.
func (p *ShelfPage) Title() string { return p.shelf.Title }

// Place is the shelf itself; which row is selected is not worth keeping.
func (p *ShelfPage) Place() page.Place { return page.Place{Page: "home", Target: p.target} }

// Status counts the rows.
func (p *ShelfPage) Status() string {
	if p.list.Len == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d", p.list.Cursor+1, p.list.Len)
}

// Help lists the keys.
func (p *ShelfPage) Help() []keymap.Binding {
	return append([]keymap.Binding{
		keymap.New(keymap.Open, "open the selected row", "enter", "space", "right", "l").Hinted("open"),
	}, keymap.Moves()...)
}

// Update moves the cursor and opens rows.
func (p *ShelfPage) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Shown:
		load := p.load
		return func() tea.Msg {
			shelf, err := load()
			return shelfLoaded{shelf, err}
		}
	case shelfLoaded:
		if msg.err != nil {
			return page.Do(page.Toast{Text: msg.err.Error(), Bad: true})
		}
		p.shelf = msg.shelf
		p.list.Resize(len(p.shelf.Items), p.list.Height)
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			p.list.Act(keymap.Up)
		} else {
			p.list.Act(keymap.Down)
		}
	case tea.MouseClickMsg:
		if i, ok := p.list.At(msg.Y - p.y); ok && msg.Button == tea.MouseLeft {
			if i == p.list.Cursor {
				return p.open()
			}
			p.list.Go(i, 1)
		}
	case keymap.Press:
		if msg.Action == keymap.Open {
			return p.open()
		}
		p.list.Act(msg.Action)
	}
	return nil
}

func (p *ShelfPage) open() tea.Cmd {
	if p.list.Len == 0 {
		return nil
	}
	return page.Do(page.Open{Place: p.shelf.Items[p.list.Cursor].Place})
}

// View draws the title, the rows and what the selected one is.
func (p *ShelfPage) View(w, h int) string {
	th := p.env.Theme
	margin := 0
	if w >= layout.NarrowWidth {
		margin = 2
	}
	inner := min(w-2*margin, layout.TextWidth)
	var head []string
	if h >= 12 {
		head = append(head, "", th.Title.Render(p.shelf.Title))
		for _, line := range widget.Wrap(p.shelf.About, max(1, inner)) {
			head = append(head, th.Muted.Render(line))
		}
		head = append(head, "")
	}
	p.y = len(head)
	var about []string
	if p.list.Len > 0 && h >= 12 {
		about = widget.Wrap(p.shelf.Items[p.list.Cursor].About, max(1, inner-2))
		about = append([]string{""}, about[:min(3, len(about))]...)
		for i := range about {
			about[i] = "  " + th.Muted.Render(about[i])
		}
	}
	p.list.Resize(len(p.shelf.Items), max(1, min(len(p.shelf.Items), h-len(head)-4)))
	rows := p.list.View(th, inner, true, func(i int) string {
		item := p.shelf.Items[i]
		mark := th.Glyph.Todo
		if item.Done {
			mark = th.Good.Render(th.Glyph.Done)
		}
		return widget.Edges(mark+" "+item.Name, th.Muted.Render(item.Detail), max(1, inner-2))
	})
	if p.list.Len == 0 {
		rows = "  " + th.Muted.Render("Nothing here yet.")
	}
	all := append(append(head, strings.Split(rows, "\n")...), about...)
	for i, line := range all {
		all[i] = strings.Repeat(" ", margin) + line
	}
	return widget.Fit(strings.Join(all, "\n"), w, h)
}
