package tui

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/tui/keymap"
	"netsplit/tui/layout"
	"netsplit/tui/overlay"
	"netsplit/tui/page"
	"netsplit/tui/palette"
	"netsplit/tui/theme"
)

// Model is the root: a stack of pages and what lies over them.
type Model struct {
	deps  Deps
	env   page.Env
	stack []entry
	next  int // id of the next page

	w, h     int
	help     *helpState
	palette  *palette.Palette
	things   []palette.Entry // gathered when the palette first opens
	toast    toast
	toasted  layout.Rect // where it was drawn
	place    page.Place  // last saved
	sel      *selection  // text that is being selected
	held     *held       // a mouse button that is down
	crumbs   []target    // of the first line, as it was drawn
	hinted   []target    // of the last one
	clipped  bool        // something was copied before
	frame    frame
	ascii    *theme.Spelt // nil until it is needed
	pasting  bool         // text is pasted, and its end has not come
	pastes   int          // that have begun
	quitting bool
	stopping bool      // for the shell, once the terminal has answered
	asked    time.Time // when the terminal was asked what it owes; zero: nothing
}

// entry is an open page. Its id tells where messages of its commands go.
type entry struct {
	id   int
	page page.Page
}

// helpState is the open help: how far it is scrolled, and what it shows of all.
type helpState struct {
	top, most int
	query     string // a key, or a word; "" shows everything
	named     bool   // query is the name of a key, not letters
}

// New opens the start page above home. A start page that can't be opened (a
// note that is gone, for example) leaves the learner at home with the reason.
func New(deps Deps) (*Model, error) {
	if deps.Now == nil {
		deps.Now = time.Now
	}
	m := &Model{deps: deps, w: 80, h: 24}
	m.env = page.Env{Theme: theme.New(deps.Theme), Journal: &page.Journal{}, Now: deps.Now, Keys: deps.Keys}
	if err := m.push(page.Place{Page: "home"}); err != nil {
		return nil, fmt.Errorf("the home page: %w", err)
	}
	for _, notice := range deps.Notices {
		m.say(page.Toast{Text: notice})
	}
	if deps.Start.Page != "" && (deps.Start.Page != "home" || deps.Start.Target != "") {
		if err := m.push(deps.Start); err != nil {
			m.say(page.Toast{Text: err.Error(), Bad: true})
		}
	}
	return m, nil
}

// Init starts all pages on the stack and asks for the background.
func (m *Model) Init() tea.Cmd {
	var cmds []tea.Cmd
	m.asking()
	if m.deps.AskBackground && !m.deps.Theme.NoColour {
		cmds = append(cmds, tea.RequestBackgroundColor)
	}
	for _, e := range m.stack {
		cmds = append(cmds, m.start(e))
	}
	cmds = append(cmds, m.send(m.top(), page.Shown{}), m.fade())
	m.keepPlace()
	return tea.Batch(append(cmds, m.env.Journal.Flush())...)
}

// Update hands every message to whom it is for and then lets the journal write.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := m.handle(msg)
	if m.sel != nil && m.sel.page != m.top().id {
		m.endSelection()
	}
	if flush := m.env.Journal.Flush(); flush != nil {
		cmd = tea.Batch(cmd, flush, m.hold())
	}
	if m.quitting && !m.env.Journal.Busy() && m.owed() == 0 {
		return m, tea.Quit
	}
	return m, cmd
}

func (m *Model) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.endSelection()
		m.held = nil
		m.w, m.h = msg.Width, msg.Height
		return m.resize()
	case tea.BackgroundColorMsg:
		if o := m.env.Theme.Options; o.Scheme == nil {
			o.Dark = msg.IsDark()
			m.env.Theme.Apply(o)
		}
		return m.answered()
	case tea.ResumeMsg:
		m.asking()
		return nil
	case repliesOverdue:
		return m.handOver()
	case tea.KeyPressMsg:
		return m.key(msg)
	case tea.PasteStartMsg:
		return m.pasteBegun()
	case tea.PasteEndMsg:
		m.pasteEnded()
		return nil
	case pasteOverdue:
		m.pasteLate(msg)
		return nil
	case tea.PasteMsg:
		m.endSelection()
		if layout.For(m.w, m.h) == layout.TooSmall {
			return nil
		}
		if m.palette != nil {
			return m.inPalette(msg)
		}
		if page.Typing(m.top().page) && m.help == nil {
			return m.act(msg)
		}
		return nil
	case tea.MouseMsg:
		return m.mouse(msg)
	case routed:
		return m.deliver(msg)
	case page.Saved:
		m.env.Journal.Done()
		return m.saved(msg)
	case toastFaded:
		m.fadeOut(msg)
		return nil
	case overdue:
		m.frame.release(msg)
		return nil
	}
	return m.request(msg)
}

// request does what a page asked for.
func (m *Model) request(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Open:
		return m.open(msg.Place, false)
	case page.Replace:
		return m.open(msg.Place, true)
	case page.Back:
		return m.back()
	case page.Quit:
		return m.quit()
	case page.Toast:
		m.say(msg)
		return m.fade()
	case page.Moved:
		m.keepPlace()
	}
	return nil
}

// key finds the action of a key: first what is over the page, then the page,
// then the root's own.
func (m *Model) key(key tea.KeyPressMsg) tea.Cmd {
	name := keymap.Canonical(key.String())
	switch {
	case name == "ctrl+c":
		return m.quit()
	case layout.For(m.w, m.h) == layout.TooSmall:
		return m.unseen(name)
	case m.palette != nil:
		return m.inPalette(key)
	case m.help != nil:
		m.helpKey(key)
		return nil
	case m.sel != nil:
		return m.selectKey(key)
	}
	m.toast = toast{}
	if page.Typing(m.top().page) {
		if b, used := m.typed(name, key.Text != ""); used {
			if b.Action == "" {
				return nil
			}
			return m.act(keymap.Press{Action: b.Action, Key: name})
		}
		if b, ok := keymap.Find(m.global(), name); ok && keymap.WhileTyping(b.Action) && key.Text == "" {
			return m.everywhere(b.Action)
		}
		return m.act(key)
	}
	if b, ok := keymap.Find(m.bindings(m.top()), name); ok {
		return m.act(keymap.Press{Action: b.Action, Key: name})
	}
	b, _ := keymap.Find(m.global(), name)
	return m.everywhere(b.Action)
}

// unseen is a key where the window is too small to show anything: nothing is
// done that nobody can see. What lies over the page can be closed: on a slow
// line the key may have been pressed before the window shrank.
func (m *Model) unseen(name string) tea.Cmd {
	if b, _ := keymap.Find(m.paletteKeys(), name); b.Action == keymap.Close {
		m.palette = nil
	}
	if b, _ := keymap.Find(m.deps.Keys.ApplyTyping("help", overlay.HelpKeys()), name); b.Action == keymap.Close {
		m.help = nil
	}
	if b, _ := keymap.Find(m.global(), name); b.Action == keymap.Quit || b.Action == keymap.Suspend {
		return m.everywhere(b.Action)
	}
	return nil
}

// everywhere does one of the root's own actions.
func (m *Model) everywhere(action keymap.Action) tea.Cmd {
	switch action {
	case keymap.Back:
		return m.back()
	case keymap.Help:
		m.help = &helpState{}
	case keymap.Quit, keymap.ForceQuit:
		return m.quit()
	case keymap.Palette:
		m.openPalette()
	case keymap.Search:
		if m.top().page.Place().Page != "search" {
			return m.open(page.Place{Page: "search"}, false)
		}
	case keymap.Copy:
		return m.copy()
	case keymap.Select:
		m.beginSelection()
	case keymap.Suspend:
		return m.suspend()
	}
	return nil
}

// act gives input to the page on top; where it leads is kept.
func (m *Model) act(msg tea.Msg) tea.Cmd {
	cmd := m.send(m.top(), msg)
	m.keepPlace()
	return cmd
}
