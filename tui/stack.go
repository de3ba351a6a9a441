package tui

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"netsplit/store"
	"netsplit/tui/keymap"
	"netsplit/tui/page"
)

// maxDepth bounds the stack: following links from page to page must not keep
// every page ever seen.
const maxDepth = 20

func (m *Model) top() entry { return m.stack[len(m.stack)-1] }

// push makes the page of a place and puts it on the stack.
func (m *Model) push(place page.Place) error {
	make, ok := m.deps.Pages[place.Page]
	if !ok {
		return fmt.Errorf("there is no page %q; the pages are %s", place.Page, m.pageNames())
	}
	p, err := make(m.env, place)
	if err != nil {
		return err
	}
	m.stack = append(m.stack, entry{m.next, p})
	m.next++
	if len(m.stack) > maxDepth {
		page.Leave(m.stack[1].page)
		m.stack = slices.Delete(m.stack, 1, 2) // home stays
	}
	return nil
}

func (m *Model) pageNames() string {
	names := make([]string, 0, len(m.deps.Pages))
	for name := range m.deps.Pages {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// open goes to a place. When it can't be opened, the learner stays and is told.
func (m *Model) open(place page.Place, replace bool) tea.Cmd {
	if place.Page == "home" && place.Target == "" {
		return m.home()
	}
	before := m.top()
	if err := m.push(place); err != nil {
		m.say(page.Toast{Text: err.Error(), Bad: true})
		return m.fade()
	}
	hidden := m.send(before, page.Hidden{})
	if replace && len(m.stack) > 2 {
		page.Leave(before.page)
		m.stack = slices.Delete(m.stack, len(m.stack)-2, len(m.stack)-1)
	}
	m.keepPlace()
	return tea.Batch(hidden, m.start(m.top()), m.send(m.top(), page.Shown{}))
}

// home leaves every page above home.
func (m *Model) home() tea.Cmd {
	if len(m.stack) == 1 {
		return nil
	}
	hidden := m.send(m.top(), page.Hidden{})
	m.leave(m.stack[1:])
	m.stack = m.stack[:1]
	shown := m.send(m.top(), page.Shown{})
	m.keepPlace()
	return tea.Batch(hidden, m.size(m.top()), shown)
}

// back leaves the page on top. Home stays where it is: esc there does nothing,
// so nobody leaves the program by pressing it once too often.
func (m *Model) back() tea.Cmd {
	if len(m.stack) == 1 {
		m.say(page.Toast{Text: keymap.Spell(m.global(), "This is home. {quit} leaves netsplit.", m.env.Theme.ASCII)})
		return m.fade()
	}
	hidden := m.send(m.top(), page.Hidden{})
	m.leave(m.stack[len(m.stack)-1:])
	m.stack = m.stack[:len(m.stack)-1]
	shown := m.send(m.top(), page.Shown{})
	m.keepPlace()
	return tea.Batch(hidden, m.size(m.top()), shown)
}

// quit leaves once everything is saved. A second time it does not wait.
func (m *Model) quit() tea.Cmd {
	if m.quitting {
		return tea.Quit
	}
	m.keepPlace()
	m.quitting = true
	hidden := m.send(m.top(), page.Hidden{})
	m.leave(m.stack)
	return tea.Batch(hidden, m.awaitReplies())
}

// leave tells pages that they are closed.
func (m *Model) leave(closed []entry) {
	for _, e := range closed {
		page.Leave(e.page)
	}
}

// start gives a new page its size, then lets it begin.
func (m *Model) start(e entry) tea.Cmd {
	cmd := m.size(e)
	if s, ok := e.page.(page.Starter); ok {
		cmd = tea.Batch(cmd, m.from(e.id, s.Init()))
	}
	return cmd
}

func (m *Model) size(e entry) tea.Cmd {
	return m.send(e, tea.WindowSizeMsg{Width: m.w, Height: m.pageHeight()})
}

func (m *Model) resize() tea.Cmd {
	m.frame.drop()
	return m.size(m.top())
}

// keepPlace queues the place of the page on top if it is not the one saved.
func (m *Model) keepPlace() {
	place := m.top().page.Place()
	if m.deps.Store == nil || place.Page == m.place.Page && place.Target == m.place.Target &&
		bytes.Equal(place.State, m.place.State) {
		return
	}
	m.place = place
	kept := store.Place{Page: place.Page, Target: place.Target, State: place.State, At: m.deps.Now()}
	m.env.Journal.Save("where you are", func() error { return m.deps.Store.SavePlace(kept) })
}
