// Package page is the contract between the root model and its pages. A page is
// a plain struct: it draws itself into the area it is given, reacts to actions,
// says what its keys do and where it is. It asks the root for things with the
// messages below, so no page knows another.
//
//	func (p *Notes) Update(msg tea.Msg) tea.Cmd {
//		switch msg := msg.(type) {
//		case keymap.Press:
//			if msg.Action == keymap.Open {
//				return page.Do(page.Open{Place: page.Place{Page: "lesson", Target: p.path}})
//			}
//		}
//		return nil
//	}
package page

import (
	tea "charm.land/bubbletea/v2"

	"netsplit/tui/keymap"
	"netsplit/tui/layout"
)

// Page is one screen below the breadcrumb and above the status line.
//
// Update receives, besides the page's own messages (the root brings what a
// page's command returns back to that page only):
//
//   - keymap.Press, an action of Help() whose key was pressed;
//   - tea.KeyPressMsg and tea.PasteMsg, only while Typing() is true;
//   - tea.MouseWheelMsg, tea.MouseClickMsg, and tea.MouseMotionMsg while a button
//     is held, with 0,0 at the page's corner;
//   - tea.WindowSizeMsg, the size of the page's area, before the first View and
//     whenever it changes;
//   - Shown when it is on top (again), Hidden when another page covers it or it
//     is left.
type Page interface {
	Title() string              // for the breadcrumb
	Update(msg tea.Msg) tea.Cmd // no input or output here; see Env.Journal
	View(w, h int) string       // exactly h lines, none wider than w
	Help() []keymap.Binding     // what works here now; the most useful first
	Place() Place               // where to resume
}

// Typist is a page with a text input. While Typing is true every key but ctrl+c
// goes to the page as a tea.KeyPressMsg, esc and ? included.
type Typist interface{ Typing() bool }

// Keyed is a page whose keys, for now, are those of another: a lesson whose lab
// has the focus.
type Keyed interface{ KeyPage() string }

// KeyPage is the page that the keys of p belong to, as in keymap.Group.
func KeyPage(p Page) string {
	if k, ok := p.(Keyed); ok {
		return k.KeyPage()
	}
	return p.Place().Page
}

// Starter is a page with something to do when it opens.
type Starter interface{ Init() tea.Cmd }

// Liner is a page with something to say on the status line: where you are in
// it, in a few words ("12 of 40", "paused at 3.2 s").
type Liner interface{ Status() string }

// Copier is a page with something better to copy than its screen: the text, and
// what it is in words ("the worksheet").
type Copier interface{ Copy() (text, what string) }

// Texts is a page that shows several texts: where each is, the one with the
// focus first, so that a selection of text keeps to one of them.
type Texts interface{ Texts() []layout.Rect }

// Scroller is a page whose text goes on above or below the screen: Scroll moves
// it by lines, if it can, while text is selected. It reports by how many lines.
type Scroller interface{ Scroll(by int) int }

// Dragger is a page that does something else with a mouse that is dragged from
// a cell than select text.
type Dragger interface{ Drags(x, y int) bool }

// Leaver is a page that holds something which must be given back: files, a
// database. Leave is called once, when the page is closed for good; what takes
// time goes through Env.Journal, which the end of the program waits for.
type Leaver interface{ Leave() }

// Leave tells a page that it is closed for good. Nil is no page.
func Leave(p Page) {
	if l, ok := p.(Leaver); ok {
		l.Leave()
	}
}

// Open asks for a page on top of this one.
type Open struct{ Place Place }

// Replace asks for a page in place of this one; esc then skips this one.
type Replace struct{ Place Place }

// Back asks to return to the page before.
type Back struct{}

// Quit asks to leave the program.
type Quit struct{}

// Toast asks for a short message above the status line for a few seconds.
type Toast struct {
	Text string
	Bad  bool // something failed: shown with a mark and longer
}

// Moved says that Place() changed and shall be saved.
type Moved struct{}

// Selecting tells a page whose text can be scrolled that text is selected in it,
// so that nothing but the text stands there, or no longer.
type Selecting struct{ On bool }

// Shown tells a page that it is now the one on the screen. Pages that draw
// progress reload it here.
type Shown struct{}

// Hidden tells a page that it no longer is on the screen: stop timers.
type Hidden struct{}

// Do makes a command of a message: return page.Do(page.Back{}).
func Do(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }

// Typing reports whether p has a text input with the focus.
func Typing(p Page) bool {
	t, ok := p.(Typist)
	return ok && t.Typing()
}
