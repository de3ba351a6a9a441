package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"netsplit/tui/keymap"
	"netsplit/tui/layout"
	"netsplit/tui/page"
	"netsplit/tui/widget"
)

// spotIn is a cell of the text that is selected from: its line, from the first
// that was seen, and its column.
type spotIn struct{ line, x int }

func (a spotIn) before(b spotIn) bool { return a.line < b.line || a.line == b.line && a.x < b.x }

// selection is a stretch of one text of the page. While it is open the page
// stands still: its screen is the one that was there at the start.
type selection struct {
	page   int         // its id
	area   layout.Rect // of the text, on the page
	which  int         // of the page's texts
	screen string      // of the page
	lines  []string    // of the text, as far as it was seen, without styles
	top    int         // of lines, the first on the screen

	at, from spotIn
	marking  bool // from is an end; otherwise there is only the cursor
	whole    bool // whole lines
	dragged  bool // by the mouse
}

// The actions of a selection.
const (
	actMark  keymap.Action = "mark"
	actLines keymap.Action = "whole-lines"
	actStart keymap.Action = "line-start"
	actEnd   keymap.Action = "line-end"
	actTake  keymap.Action = "copy-selection"
	actOther keymap.Action = "other-text"
)

// mostSeen bounds how many lines a selection is long.
const mostSeen = 20_000

// selectKeys are what keys do while text is selected.
func selectKeys() []keymap.Binding {
	return append([]keymap.Binding{
		keymap.New(actMark, "begin the selection here, or begin it anew", "space", "v").Hinted("begin"),
		keymap.New(actTake, "copy what is selected, or the line of the cursor", "enter", "y").Hinted("copy"),
		keymap.New(actLines, "whole lines, or parts of them again", "V").Hinted("lines"),
		keymap.New(keymap.Left, "one cell to the left", "left", "h"),
		keymap.New(keymap.Right, "one cell to the right", "right", "l"),
		keymap.New(actStart, "to the start of the line", "0", "^"),
		keymap.New(actEnd, "to the end of the line", "$"),
		keymap.New(actOther, "to the next text on the screen", "tab"),
		keymap.New(keymap.Close, "end the selection", "esc").Hinted("end"),
	}, keymap.Moves()...)
}

// texts are the parts of the screen that can be selected from.
func (m *Model) texts() []layout.Rect {
	whole := layout.Rect{W: m.w, H: m.pageHeight()}
	var all []layout.Rect
	if t, ok := m.top().page.(page.Texts); ok {
		for _, r := range t.Texts() {
			if r = r.Clip(whole); !r.Empty() {
				all = append(all, r)
			}
		}
	}
	if len(all) == 0 {
		all = append(all, whole)
	}
	return all
}

// beginSelection stops the page and puts the cursor on its first line of text.
func (m *Model) beginSelection() {
	if layout.For(m.w, m.h) == layout.TooSmall {
		return
	}
	m.send(m.top(), page.Selecting{On: true})
	screen := widget.Fit(m.top().page.View(m.w, m.pageHeight()), m.w, m.pageHeight()) // it says where its texts are
	s := &selection{screen: screen, page: m.top().id}
	m.sel = s
	s.choose(m.texts(), 0)
}

// endSelection lets the page go on.
func (m *Model) endSelection() {
	if m.sel == nil {
		return
	}
	for _, e := range m.stack {
		if e.id == m.sel.page {
			m.send(e, page.Selecting{})
		}
	}
	m.sel = nil
}

// choose goes to another text of the page.
func (s *selection) choose(texts []layout.Rect, which int) {
	s.which = which % len(texts)
	s.area, s.top, s.marking = texts[s.which], 0, false
	s.lines = s.seen()
	s.at = spotIn{}
	for i, l := range s.lines {
		if text := strings.TrimLeft(l, " "); strings.TrimSpace(text) != "" {
			s.at = spotIn{i, widget.Width(l) - widget.Width(text)}
			break
		}
	}
	s.from = s.at
}

// seen are the lines of the text that are on the screen.
func (s *selection) seen() []string {
	rows := strings.Split(s.screen, "\n")
	lines := make([]string, s.area.H)
	for i := range lines {
		if y := s.area.Y + i; y < len(rows) {
			lines[i] = strings.TrimRight(ansi.Strip(ansi.Cut(rows[y], s.area.X, s.area.X+s.area.W)), " ")
		}
	}
	return lines
}

// selectKey is a key while text is selected. One that does nothing here ends a
// selection of the mouse and is then what it always is; others do nothing.
func (m *Model) selectKey(key tea.KeyPressMsg) tea.Cmd {
	b, ok := keymap.Find(m.selectBindings(), key.String())
	switch {
	case m.sel.dragged && !(ok && (b.Action == actTake || b.Action == keymap.Close)):
		m.endSelection()
		return m.key(key)
	case ok:
		return m.selectAct(b.Action)
	}
	return nil
}

func (m *Model) selectBindings() []keymap.Binding {
	return m.deps.Keys.Apply("select", selectKeys())
}

func (m *Model) selectAct(a keymap.Action) tea.Cmd {
	s := m.sel
	switch a {
	case keymap.Close:
		m.endSelection()
	case actTake:
		return m.take()
	case actMark:
		s.marking, s.from = true, s.at
	case actLines:
		s.whole = !s.whole
		if !s.marking {
			s.marking, s.from, s.whole = true, s.at, true
		}
	case actOther:
		s.choose(m.texts(), s.which+1)
	case actStart:
		s.at.x = 0
	case actEnd:
		s.at.x = max(0, widget.Width(s.lines[s.at.line])-1)
	case keymap.Left:
		s.at.x = max(0, s.at.x-1)
	case keymap.Right:
		s.at.x = min(s.area.W-1, s.at.x+1)
	case keymap.Up:
		m.selectTo(s.at.line-1, s.at.x)
	case keymap.Down:
		m.selectTo(s.at.line+1, s.at.x)
	case keymap.PageUp:
		m.selectTo(s.at.line-max(1, s.area.H/2), s.at.x)
	case keymap.PageDown:
		m.selectTo(s.at.line+max(1, s.area.H/2), s.at.x)
	case keymap.Top:
		m.selectTo(s.at.line-mostSeen, s.at.x)
	case keymap.Bottom:
		m.selectTo(s.at.line+mostSeen, s.at.x)
	}
	return nil
}

// selectTo goes to a line, and scrolls the page where it is not on the screen.
func (m *Model) selectTo(line, x int) {
	s := m.sel
	if by := line - s.top; by < 0 {
		line += m.scrollUnder(by)
	} else if by = line - s.top - s.area.H + 1; by > 0 {
		line += m.scrollUnder(by)
	}
	s.at = spotIn{max(s.top, min(line, s.top+s.area.H-1)), max(0, min(x, s.area.W-1))}
}

// scrollUnder scrolls the page below the selection and takes in what comes into
// sight. It returns by how much the numbers of lines have changed: lines that
// come in at the front move the others.
func (m *Model) scrollUnder(by int) (moved int) {
	s := m.sel
	scroller, ok := m.top().page.(page.Scroller)
	if !ok || s.which != 0 {
		return 0
	}
	for by != 0 {
		// Never by more than the screen, so that no line is missed.
		part := max(-s.area.H, min(by, s.area.H))
		done := scroller.Scroll(part)
		if done == 0 || len(s.lines) > mostSeen {
			break
		}
		by -= done
		s.screen = widget.Fit(m.top().page.View(m.w, m.pageHeight()), m.w, m.pageHeight())
		s.top += done
		if s.top < 0 {
			n := -s.top
			s.lines = append(make([]string, n), s.lines...)
			s.top, s.at.line, s.from.line, moved = 0, s.at.line+n, s.from.line+n, moved+n
		}
		for len(s.lines) < s.top+s.area.H {
			s.lines = append(s.lines, "")
		}
		for i, l := range s.seen() {
			s.lines[s.top+i] = l
		}
		if done != part {
			break
		}
	}
	return moved
}

// span is what is selected, from a cell to the one after the last.
func (s *selection) span() (from, to spotIn) {
	from, to = s.from, s.at
	if !s.marking {
		from, to = s.at, s.at
	}
	if to.before(from) {
		from, to = to, from
	}
	to.x++
	if s.whole {
		from.x, to.x = 0, s.area.W
	}
	return from, to
}

// cells are the columns of a line that are selected.
func (s *selection) cells(line int) (x0, x1 int) {
	from, to := s.span()
	if line < from.line || line > to.line {
		return 0, 0
	}
	x1 = s.area.W
	if line == from.line {
		x0 = from.x
	}
	if line == to.line {
		x1 = to.x
	}
	return x0, x1
}

// text is what is selected; without a selection the line of the cursor.
func (s *selection) text() string {
	if !s.marking {
		return strings.TrimSpace(s.lines[s.at.line]) + "\n"
	}
	from, to := s.span()
	var out []string
	for i := from.line; i <= to.line && i < len(s.lines); i++ {
		x0, x1 := s.cells(i)
		out = append(out, strings.TrimRight(ansi.Cut(s.lines[i], x0, x1), " "))
	}
	return strings.Join(out, "\n")
}

// take copies the selection and ends it.
func (m *Model) take() tea.Cmd {
	s := m.sel
	text, what := s.text(), "the selected text"
	if !s.marking {
		what = "this line"
	}
	if !s.dragged {
		m.endSelection()
	}
	if strings.TrimSpace(text) == "" {
		m.say(page.Toast{Text: "Nothing is selected: there is no text here."})
		return m.fade()
	}
	return m.clip(text, what)
}

// drawSelection marks what is selected on the page's screen.
func (m *Model) drawSelection() string {
	s, th := m.sel, m.env.Theme
	rows := strings.Split(s.screen, "\n")
	for i := range s.area.H {
		x0, x1 := s.cells(s.top + i)
		y := s.area.Y + i
		if x1 <= x0 || y >= len(rows) {
			continue
		}
		a, b := s.area.X+x0, s.area.X+x1
		part := ansi.Strip(ansi.Cut(rows[y], a, b))
		if n := widget.Width(part); n < b-a { // a row that is short, or half of a wide character
			part += strings.Repeat(" ", b-a-n)
		}
		rows[y] = widget.Pad(ansi.Cut(rows[y], 0, a), a) + th.Selected.Render(part) + ansi.Cut(rows[y], b, m.w)
	}
	return widget.Fit(strings.Join(rows, "\n"), m.w, m.pageHeight())
}

// selectStatus is the status line while text is selected.
func (m *Model) selectStatus() string {
	th := m.env.Theme
	what := "move to where it begins"
	if m.sel.marking {
		what = "selected: " + counted(m.sel.text())
	}
	return widget.Cut(" "+th.Muted.Render(what)+"  "+widget.Hints(th, m.w-widget.Width(what)-4, m.hints(m.selectBindings())...), m.w, th.Glyph.Ellipsis)
}
