package home

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"netsplit/tui/keymap"
	"netsplit/tui/layout"
	"netsplit/tui/page"
	"netsplit/tui/widget"
)

// ShelfPage lists rows of one kind: the lessons of a track, all labs by topic.
type ShelfPage struct {
	env    page.Env
	target string
	load   func() (Shelf, error)
	shelf  Shelf
	lines  []line // of the list: the rows, and a heading before each topic
	list   widget.List
	y      int // first line of the list, for the mouse
}

// line is a heading, or the row with this index.
type line struct {
	heading string
	item    int
}

// linesOf puts a heading before each topic.
func linesOf(items []Item) []line {
	var out []line
	for i, item := range items {
		if item.Topic != "" && (i == 0 || items[i-1].Topic != item.Topic) {
			out = append(out, line{heading: item.Topic})
		}
		out = append(out, line{item: i})
	}
	return out
}

// stock puts what was loaded on the shelf.
func (p *ShelfPage) stock(shelf Shelf, height int) {
	p.shelf, p.lines = shelf, linesOf(shelf.Items)
	p.list.Skip = func(i int) bool { return i < len(p.lines) && p.lines[i].heading != "" }
	p.list.Resize(len(p.lines), height)
}

// selected is the row under the cursor.
func (p *ShelfPage) selected() (Item, int, bool) {
	if p.list.Cursor >= len(p.lines) || p.lines[p.list.Cursor].heading != "" {
		return Item{}, 0, false
	}
	i := p.lines[p.list.Cursor].item
	return p.shelf.Items[i], i, true
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
	p := &ShelfPage{env: env, target: target, load: load}
	p.stock(shelf, 16)
	for i, l := range p.lines {
		if l.heading == "" && !shelf.Items[l.item].Done { // the next thing to do is the likely choice
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
	_, i, ok := p.selected()
	if !ok {
		return ""
	}
	return fmt.Sprintf("%d of %d", i+1, len(p.shelf.Items))
}

// Help lists the keys.
func (p *ShelfPage) Help() []keymap.Binding {
	keys := ShelfKeys()
	if len(p.lines) == len(p.shelf.Items) { // no topics
		keys = slices.DeleteFunc(keys, func(b keymap.Binding) bool { return b.Action == keymap.Next || b.Action == keymap.Previous })
	}
	return keys
}

// ShelfKeys are all keys that a shelf may have.
func ShelfKeys() []keymap.Binding {
	return append([]keymap.Binding{
		keymap.New(keymap.Open, "open the selected row", "enter", "space", "right", "l").Hinted("open"),
		keymap.New(keymap.Next, "to the next topic", "tab").Hinted("next topic"),
		keymap.New(keymap.Previous, "to the topic before", "shift+tab"),
	}, keymap.Moves()...)
}

// topic goes to the first row of the topic after this one, or before it, around
// the end.
func (p *ShelfPage) topic(by int) {
	var firsts []int
	at := 0
	for i, l := range p.lines {
		if l.heading != "" {
			if i < p.list.Cursor {
				at = len(firsts)
			}
			firsts = append(firsts, i+1)
		}
	}
	if n := len(firsts); n > 0 {
		to := firsts[(at+by+n)%n]
		p.list.Go(min(to+p.list.Height-2, len(p.lines)-1), 1) // so that its rows are in sight
		p.list.Go(to, 1)
	}
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
		p.stock(msg.shelf, p.list.Height)
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
		switch msg.Action {
		case keymap.Open:
			return p.open()
		case keymap.Next:
			p.topic(1)
		case keymap.Previous:
			p.topic(-1)
		default:
			p.list.Act(msg.Action)
		}
	}
	return nil
}

func (p *ShelfPage) open() tea.Cmd {
	item, _, ok := p.selected()
	if !ok {
		return nil
	}
	return page.Do(page.Open{Place: item.Place})
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
	if item, _, ok := p.selected(); ok && h >= 12 {
		text := item.About
		if room := inner - 5 - widget.Width(item.Detail); widget.Width(item.Name) > room {
			text = item.Name + " (" + item.About + ")" // the row can't show the whole of it
		}
		about = widget.Wrap(text, max(1, inner-2))
		about = append([]string{""}, about[:min(3, len(about))]...)
		for i := range about {
			about[i] = "  " + th.Muted.Render(about[i])
		}
	}
	p.list.Resize(len(p.lines), max(1, min(len(p.lines), h-len(head)-4)))
	rows := p.list.View(th, inner, true, func(i int) string {
		if heading := p.lines[i].heading; heading != "" {
			return th.Title.Render(heading)
		}
		item := p.shelf.Items[p.lines[i].item]
		mark := th.Glyph.Todo
		if item.Done {
			mark = th.Good.Render(th.Glyph.Done)
		}
		name := widget.Cut(item.Name, max(1, inner-5-widget.Width(item.Detail)), th.Glyph.Ellipsis)
		return widget.Edges(mark+" "+name, th.Muted.Render(item.Detail), max(1, inner-2))
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
