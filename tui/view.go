package tui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/tui/keymap"
	"netsplit/tui/layout"
	"netsplit/tui/overlay"
	"netsplit/tui/page"
	"netsplit/tui/theme"
	"netsplit/tui/widget"
)

// patience is how long a frame waits for the disk. A database that another
// process keeps locked must not make the program look dead.
const patience = 300 * time.Millisecond

// frame is the last screen drawn. While something is being saved it stays, so
// that the screen never shows a step that a crash could take back.
type frame struct {
	content string
	number  int
	late    bool // the disk takes too long: draw anyway
}

type overdue struct{ number int }

func (f *frame) drop() { f.content = "" }

func (f *frame) release(o overdue) {
	if o.number == f.number {
		f.late = true
	}
}

// hold starts waiting for the disk.
func (m *Model) hold() tea.Cmd {
	m.frame.number++
	number := m.frame.number
	return tea.Tick(patience, func(time.Time) tea.Msg { return overdue{number} })
}

// Saving reports whether a step is on its way to the disk; the screen waits.
func (m *Model) Saving() bool { return m.env.Journal.Busy() }

// View draws the screen.
func (m *Model) View() tea.View {
	busy := m.env.Journal.Busy()
	if !busy {
		m.frame.late = false
	}
	if !busy || m.frame.late || m.frame.content == "" {
		m.frame.content = m.Screen()
	}
	v := tea.NewView(m.frame.content)
	v.AltScreen = true
	if !m.deps.NoMouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	if o := m.env.Theme.Options; o.Scheme != nil && !o.NoColour {
		v.ForegroundColor, v.BackgroundColor = o.Scheme.Text, o.Scheme.Background
	}
	v.WindowTitle = m.spelt("netsplit: " + widget.Safe(m.top().page.Title()))
	return v
}

// Screen is the content of the whole screen, exactly as large as the window.
func (m *Model) Screen() string {
	if layout.For(m.w, m.h) == layout.TooSmall {
		return m.tooSmall()
	}
	h := m.pageHeight()
	var body string
	if m.sel != nil {
		body = m.drawSelection()
	} else {
		body = widget.Fit(m.top().page.View(m.w, h), m.w, h)
	}
	screen := m.breadcrumb() + "\n" + body + "\n" + m.status()
	screen = m.drawToast(screen)
	if m.help != nil {
		screen = m.drawHelp(screen)
	}
	if m.palette != nil {
		foot := keymap.Spell(m.paletteKeys(), "{open} opens  {close} closes", m.env.Theme.ASCII)
		screen = m.palette.View(m.env.Theme, screen, foot, m.w, m.h)
	}
	return m.spelt(widget.Fit(screen, m.w, m.h))
}

// spelt is a screen in the characters that the terminal has: glyphs come from
// the theme, but texts, and people's own notes, hold any.
func (m *Model) spelt(screen string) string {
	if !m.env.Theme.ASCII {
		return screen
	}
	if m.ascii == nil {
		m.ascii = theme.NewSpelt()
	}
	return m.ascii.Text(screen)
}

func (m *Model) pageHeight() int { return max(1, m.h-2) }

func (m *Model) tooSmall() string {
	text := fmt.Sprintf("netsplit needs a window of %dx%d or more. This one is %dx%d. Make it larger, or press ctrl+c to leave.",
		layout.MinWidth, layout.MinHeight, m.w, m.h)
	return widget.Fit(strings.Join(widget.Wrap(text, max(1, m.w)), "\n"), m.w, m.h)
}

// breadcrumb is the first line: the way from home to here. When it is too long
// the middle gives way, since here and home matter most.
func (m *Model) breadcrumb() string {
	th := m.env.Theme
	titles := make([]string, len(m.stack))
	for i, e := range m.stack {
		titles[i] = widget.Safe(e.page.Title())
	}
	sep := " " + th.Glyph.Separator + " "
	for len(titles) > 2 && widget.Width(strings.Join(titles, sep))+2 > m.w {
		if titles[1] == th.Glyph.Ellipsis {
			titles = append(titles[:1], titles[2:]...)
		}
		if len(titles) > 2 {
			titles[1] = th.Glyph.Ellipsis
		}
	}
	m.crumbs = m.crumbs[:0]
	for i, x := 0, 1; i < len(titles); i++ {
		n := widget.Width(titles[i])
		if id, ok := m.crumb(i, len(titles)); ok {
			m.crumbs = append(m.crumbs, target{x, n, func() tea.Cmd { return m.unstack(id) }})
		}
		x += n + widget.Width(sep)
	}
	last := len(titles) - 1
	titles[last] = th.Title.Render(titles[last])
	for i := range last {
		titles[i] = th.Muted.Render(titles[i])
	}
	way := widget.Cut(" "+strings.Join(titles, th.Border.Render(sep)), m.w, th.Glyph.Ellipsis)
	// Where there is room, the line also says how to get anywhere else.
	key := keymap.First(m.global(), keymap.Palette, th.ASCII)
	keys := key + " open anything"
	if n := widget.Width(keys); key == "" || widget.Width(way)+n+4 > m.w {
		return way
	} else {
		m.crumbs = append(m.crumbs, target{m.w - n - 1, n, func() tea.Cmd { return m.everywhere(keymap.Palette) }})
	}
	return widget.Edges(way, th.Muted.Render(keys)+" ", m.w)
}

// crumb is the page of one of so many titles of the breadcrumb: the first is
// home, and the others are counted from the end, where none is missing.
func (m *Model) crumb(i, titles int) (id int, ok bool) {
	switch n := len(m.stack); {
	case i == 0:
		return m.stack[0].id, true
	case titles < n && i == 1:
		return 0, false // the ellipsis
	default:
		return m.stack[n-titles+i].id, true
	}
}

// status is the last line: where you are in the page, what you can do, how to
// leave.
func (m *Model) status() string {
	th := m.env.Theme
	m.hinted = m.hinted[:0]
	if m.sel != nil && !m.sel.dragged {
		return m.selectStatus()
	}
	top := m.top().page
	bindings := m.bindings(m.top())
	ways := m.leaving(bindings)
	right := widget.Hints(th, m.w, m.hints(ways)...) + " "
	m.clicks(m.w-widget.Width(right), m.w, false, ways)
	bindings = without(bindings, ways[0].Action)
	// How to leave is always there: what stands left of it is cut first.
	room := m.w - widget.Width(right) - 1
	left, gap := " ", ""
	if l, ok := top.(page.Liner); ok && l.Status() != "" {
		left, gap = left+th.Muted.Render(widget.Safe(l.Status())), "  "
	}
	m.clicks(widget.Width(left+gap), room-widget.Width(left+gap)-1, true, bindings)
	if hints := widget.Hints(th, room-widget.Width(left+gap)-1, m.hints(bindings)...); hints != "" {
		left += gap + hints
	}
	return widget.Pad(widget.Cut(left, room, th.Glyph.Ellipsis), room) + " " + right
}

// leaving are the bindings that the last line always shows, at its end: how to
// go back, to the keys, and out. Where the key for back does something else
// before, as to end a text input, that stands there.
func (m *Model) leaving(here []keymap.Binding) []keymap.Binding {
	force := keymap.New(keymap.ForceQuit, "", "ctrl+c").Hinted("quit")
	if page.Typing(m.top().page) {
		if b, ok := m.ends(here); ok {
			return []keymap.Binding{b, force}
		}
		return []keymap.Binding{force}
	}
	var all []keymap.Binding
	for _, b := range m.global() {
		if b.Hint == "" || len(b.Keys) == 0 {
			continue
		}
		if b.Action == keymap.Back {
			switch first, ok := keymap.Find(here, b.Keys[0]); {
			case ok && first.Hint != "":
				b.Action, b.Hint = first.Action, first.Hint
			case ok && first.Action != keymap.Back:
				b.Action, b.Hint = first.Action, "close"
			case !ok && len(m.stack) == 1:
				continue
			}
		}
		all = append(all, b)
	}
	if keymap.First(m.global(), keymap.Quit, false) == "" {
		all = append(all, force)
	}
	return all
}

// ends is the binding that ends a text input: the one that had esc before
// anybody gave keys of their own.
func (m *Model) ends(here []keymap.Binding) (keymap.Binding, bool) {
	was, ok := keymap.Find(m.top().page.Help(), "esc")
	i := slices.IndexFunc(here, func(b keymap.Binding) bool { return b.Action == was.Action && len(b.Keys) > 0 })
	if !ok || i < 0 {
		return was, false
	}
	b := here[i]
	if b.Hint == "" {
		b.Hint = "done"
	}
	return b, true
}

func without(bindings []keymap.Binding, a keymap.Action) []keymap.Binding {
	return slices.DeleteFunc(slices.Clone(bindings), func(b keymap.Binding) bool { return b.Action == a })
}

func bound(bindings []keymap.Binding, key string) bool {
	_, ok := keymap.Find(bindings, key)
	return ok
}

func (m *Model) hints(bindings []keymap.Binding) []string {
	var pairs []string
	for _, b := range bindings {
		if b.Hint != "" && len(b.Keys) > 0 {
			pairs = append(pairs, b.First(m.env.Theme.ASCII), b.Hint)
		}
	}
	return pairs
}

func (m *Model) drawHelp(screen string) string {
	here := m.bindings(m.top())
	groups := []overlay.Group{
		{Title: "Here: " + widget.Safe(m.top().page.Title()), Page: page.KeyPage(m.top().page), Own: m.deps.Keys, Bindings: here},
		{Title: "Everywhere", Own: m.deps.Keys, Bindings: m.untaken(here)},
	}
	box, most := overlay.Help(m.env.Theme, "Keys", overlay.Filter(groups, m.help.query), m.help.query, m.deps.Keys, m.w, m.h, m.help.top)
	m.help.most = most
	return overlay.Center(screen, box, m.w, m.h)
}

// untaken are the root's own bindings with those of their keys that the page
// does not take for itself.
func (m *Model) untaken(here []keymap.Binding) []keymap.Binding {
	typing := page.Typing(m.top().page)
	var out []keymap.Binding
	for _, b := range m.global() {
		if typing && !keymap.WhileTyping(b.Action) {
			continue
		}
		b.Keys = slices.DeleteFunc(slices.Clone(b.Keys), func(key string) bool {
			return bound(here, key) || typing && keymap.Prints(key)
		})
		out = append(out, b)
	}
	return out
}

// helpKey scrolls the help, closes it, or shows what the pressed key does. More
// letters are a word to look for.
func (m *Model) helpKey(key tea.KeyPressMsg) {
	h, name := m.help, key.String()
	if b, ok := keymap.Find(m.deps.Keys.ApplyTyping("help", overlay.HelpKeys()), name); ok {
		m.helpAct(b.Action)
		return
	}
	switch opener, _ := keymap.Find(m.global(), name); {
	case key.Text == "" && opener.Action == keymap.Help, h.query == name && opener.Action == keymap.Help: // again: it closes
		m.help = nil
		return
	case key.Text == "": // ctrl+d, tab, f1
		h.query, h.named = name, true
	case h.named:
		h.query, h.named = key.Text, false
	case len(h.query) < 40:
		h.query += key.Text
	}
	h.top = 0
}

// helpAct does one of overlay.HelpKeys.
func (m *Model) helpAct(a keymap.Action) {
	h := m.help
	scroll := widget.Scroll{Top: h.top, Len: h.most + m.h, Height: m.h}
	switch {
	case a == keymap.Close:
		m.help = nil
	case a == overlay.Fewer:
		if runes := []rune(h.query); len(runes) > 0 && !h.named {
			h.query = string(runes[:len(runes)-1])
		} else {
			h.query = ""
		}
		h.named, h.top = false, 0
	case scroll.Act(a):
		h.top = scroll.Top
	}
}
