package lesson

import (
	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/store"
	"netsplit/tui/keymap"
	"netsplit/tui/page"
	"netsplit/tui/prose"
	"netsplit/tui/widget"
)

// Page is the reader.
type Page struct {
	env     page.Env
	deps    Deps
	book    Book
	files   []File
	painter *prose.Painter

	open    document
	history []spot // where links were followed from, the latest last
	focus   focus

	size     tea.WindowSizeMsg
	contents contents
	find     find
	lab      pane
}

// document is the one on the screen.
type document struct {
	doc     *content.Document
	key     string
	flow    *prose.Flow
	sizes   []int // bytes of all chunks up to and with each
	top     position
	width   int   // at which top.line counts
	want    *want // where to go once the width is known
	seen    float64
	done    bool
	atEnd   bool
	answers map[string]answer
	shown   map[string]bool // cards turned over
	saved   store.Reading   // last given to the journal
}

// position is a line of a chunk.
type position struct{ chunk, line int }

// want is a place in the words of the store: line of a section, of so many.
type want struct {
	section  int
	line, of int
}

// focus is a target of a chunk; target 0 is none.
type focus struct{ chunk, target int }

// New opens a book at a place.
func New(env page.Env, deps Deps, book Book, place page.Place) (*Page, error) {
	p := &Page{env: env, deps: deps, book: book, files: book.Files(), painter: prose.NewPainter(env.Theme)}
	p.size = tea.WindowSizeMsg{Width: 80, Height: 22}
	p.contents.auto = true
	state := readState(place.State)
	path := book.First()
	if state.Path != "" {
		path = state.Path
	}
	loaded := p.load(path)
	if loaded.err != nil && state.Path != "" { // a file of the folder is gone
		loaded = p.load(book.First())
		state = placeState{}
	}
	if loaded.err != nil {
		return nil, loaded.err
	}
	p.enter(loaded, false)
	p.restore(state)
	return p, nil
}

// Title is the document's, and the lab's when only that is seen.
func (p *Page) Title() string {
	title := widget.Safe(p.open.doc.Title)
	if p.lab.focused && p.lab.page != nil && !p.split() {
		title += " " + p.env.Theme.Glyph.Separator + " " + widget.Safe(p.lab.page.Title())
	}
	return title
}

// Typing is true in the search line and where the lab has an input.
func (p *Page) Typing() bool {
	return p.find.typing || p.lab.focused && p.lab.page != nil && page.Typing(p.lab.page)
}

// Update handles actions, follows what was asked for and feeds the lab.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		p.size = msg
		p.resize(p.textArea().W)
		return p.sizeLab()
	case arrived:
		return p.arrive(msg)
	case page.Shown:
		p.keep()
		return tea.Batch(p.reopen(), p.toLab(msg))
	case tea.KeyPressMsg, tea.PasteMsg:
		if p.find.typing {
			return p.typeFind(msg)
		}
		return p.toLab(msg)
	case tea.MouseWheelMsg:
		return p.wheel(msg)
	case tea.MouseClickMsg:
		return p.click(msg)
	case keymap.Press:
		return p.press(msg)
	}
	return p.toLab(msg)
}

// press does an action: of the lab while it has the focus, of the tree, of the
// text.
func (p *Page) press(msg keymap.Press) tea.Cmd {
	if p.find.typing {
		p.actInFind(msg.Action)
		return nil
	}
	if p.lab.focused && msg.Action != leaveLab && msg.Action != closeLab {
		return p.toLab(msg)
	}
	if p.contents.focused {
		if cmd, ok := p.pressContents(msg); ok {
			return cmd
		}
	}
	cmd := p.act(msg)
	p.keep()
	return cmd
}

func (p *Page) act(msg keymap.Press) tea.Cmd {
	switch msg.Action {
	case keymap.Up:
		p.scroll(-1)
	case keymap.Down:
		p.scroll(1)
	case keymap.PageUp:
		p.scroll(-max(1, p.textArea().H/2))
	case keymap.PageDown:
		p.scroll(max(1, p.textArea().H/2))
	case keymap.Top:
		p.open.top = position{}
	case keymap.Bottom:
		p.open.top = p.last()
	case nextSection:
		p.section(1)
	case previousSection:
		p.section(-1)
	case keymap.Next:
		before := p.focus
		if p.moveFocus(1); p.focus == before {
			return page.Do(page.Toast{Text: "No link, fold or question from here on."})
		}
	case keymap.Previous:
		before := p.focus
		if p.moveFocus(-1); p.focus == before {
			return page.Do(page.Toast{Text: "No link, fold or question above."})
		}
	case follow:
		return p.follow()
	case goBack:
		return p.goBack()
	case toggleContents:
		p.toggleContents()
	case startFind:
		p.startFind()
	case nextMatch:
		p.step(1)
	case previousMatch:
		p.step(-1)
	case clearFind:
		p.clear()
	case openLab:
		return p.labKey()
	case leaveLab:
		return p.leaveLab()
	case closeLab:
		return p.closeLab()
	case choose:
		return p.choose(msg.Key)
	case markRead:
		p.open.done = !p.open.done
	case nextFile:
		return p.otherFile(1)
	case previousFile:
		return p.otherFile(-1)
	}
	return nil
}

func (p *Page) wheel(msg tea.MouseWheelMsg) tea.Cmd {
	if area := p.lab.area(p); p.lab.page != nil && area.Contains(msg.X, msg.Y) {
		msg.X -= area.X
		msg.Y -= area.Y
		return p.toLab(msg)
	}
	by := 3
	if msg.Button == tea.MouseWheelUp {
		by = -3
	}
	if p.treeArea().Contains(msg.X, msg.Y) {
		p.contents.list.Go(p.contents.list.Cursor+by, by/3)
		return nil
	}
	p.scroll(by)
	p.keep()
	return nil
}

func (p *Page) click(msg tea.MouseClickMsg) tea.Cmd {
	if area := p.lab.area(p); p.lab.page != nil && area.Contains(msg.X, msg.Y) {
		p.lab.focused = true
		msg.X -= area.X
		msg.Y -= area.Y
		return p.toLab(msg)
	}
	p.lab.focused = false
	if msg.Button != tea.MouseLeft {
		return nil
	}
	if tree := p.treeArea(); tree.Contains(msg.X, msg.Y) {
		if row, ok := p.contents.rowAt(msg.Y - tree.Y); ok {
			p.contents.goTo(row)
			return p.openRow()
		}
		return nil
	}
	return p.clickText(msg)
}
