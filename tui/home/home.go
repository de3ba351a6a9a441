package home

import (
	tea "charm.land/bubbletea/v2"

	"netsplit/tui/keymap"
	"netsplit/tui/page"
)

// Page is home.
type Page struct {
	env    page.Env
	load   func() (Data, error)
	data   Data
	cursor int // into rows
	size   tea.WindowSizeMsg
	spots  []spot // where each row was drawn, for the mouse
	beside bool   // the groups were drawn in two columns, below Continue
}

// loaded brings fresh data.
type loaded struct {
	data Data
	err  error
}

// New makes home. It loads at once, so that the first frame is complete.
func New(env page.Env, load func() (Data, error)) (*Page, error) {
	data, err := load()
	if err != nil {
		return nil, err
	}
	return &Page{env: env, load: load, data: data, size: tea.WindowSizeMsg{Width: 80, Height: 22}}, nil
}

// Title is the program's name: home is where every breadcrumb starts.
func (p *Page) Title() string { return "netsplit" }

// Place of home is home.
func (p *Page) Place() page.Place { return page.Place{Page: "home"} }

// Help lists the keys.
func (p *Page) Help() []keymap.Binding {
	return append([]keymap.Binding{
		keymap.New(keymap.Open, "open the selected row", "enter", "space").Hinted("open"),
		keymap.New(keymap.Next, "to the next column", "tab", "right", "l").Hinted("other column"),
		keymap.New(keymap.Previous, "to the column before", "shift+tab", "left", "h"),
	}, keymap.Moves()...)
}

// Update moves the cursor and opens rows.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		p.size = msg
	case page.Shown:
		load := p.load
		return func() tea.Msg {
			data, err := load()
			return loaded{data, err}
		}
	case loaded:
		if msg.err != nil {
			return page.Do(page.Toast{Text: msg.err.Error(), Bad: true})
		}
		p.data = msg.data
		p.cursor = min(p.cursor, max(0, len(p.rows())-1))
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			p.move(-1)
		} else {
			p.move(1)
		}
	case tea.MouseClickMsg:
		return p.click(msg)
	case keymap.Press:
		return p.press(msg.Action)
	}
	return nil
}

func (p *Page) press(action keymap.Action) tea.Cmd {
	switch action {
	case keymap.Open:
		return p.open()
	case keymap.Next:
		p.column(1)
	case keymap.Previous:
		p.column(-1)
	case keymap.Up:
		p.move(-1)
	case keymap.Down:
		p.move(1)
	case keymap.PageUp:
		p.move(-5)
	case keymap.PageDown:
		p.move(5)
	case keymap.Top:
		p.move(-len(p.rows()))
	case keymap.Bottom:
		p.move(len(p.rows()))
	}
	return nil
}

func (p *Page) open() tea.Cmd {
	rows := p.rows()
	if p.cursor >= len(rows) {
		return nil
	}
	return page.Do(page.Open{Place: rows[p.cursor].item.Place})
}

func (p *Page) move(by int) {
	p.cursor = max(0, min(p.cursor+by, len(p.rows())-1))
}

// column goes to the first row of the next group that has rows. Where there are
// two columns, Continue stands above both: the next column is the right one.
func (p *Page) column(by int) {
	rows := p.rows()
	if len(rows) == 0 {
		return
	}
	p.cursor = min(p.cursor, len(rows)-1) // the rows may have changed
	groups, from := len(p.data.Groups)+1, rows[p.cursor].group
	if p.beside && from == 0 && by > 0 {
		from = 1
	}
	for step := 1; step <= groups; step++ {
		want := ((from+by*step)%groups + groups) % groups
		if p.beside && want == 0 {
			continue
		}
		for i, r := range rows {
			if r.group == want {
				p.cursor = i
				return
			}
		}
	}
}

func (p *Page) click(msg tea.MouseClickMsg) tea.Cmd {
	for i, s := range p.spots {
		if msg.Button == tea.MouseLeft && s.Contains(msg.X, msg.Y) {
			if p.cursor == i {
				return p.open()
			}
			p.cursor = i
		}
	}
	return nil
}

// row is an item with the group it stands in; group 0 is Continue.
type row struct {
	item  Item
	group int
}

func (p *Page) rows() []row {
	var rows []row
	if p.data.Continue != nil {
		rows = append(rows, row{*p.data.Continue, 0})
	}
	for g := range p.data.Groups {
		for _, item := range p.items(g) {
			rows = append(rows, row{item, g + 1})
		}
	}
	return rows
}

// around is what home needs besides a group's rows: its head, the line on the
// selected row, and space.
const around = 10

// items are the rows of a group: with what is below them, if all of it fits on
// the screen.
func (p *Page) items(g int) []Item {
	var all []Item
	items := p.data.Groups[g].Items
	for _, item := range items {
		all = append(all, item)
		for _, below := range item.Below {
			below.depth = 1
			all = append(all, below)
		}
	}
	if len(all)+around > p.size.Height {
		return items
	}
	return all
}
