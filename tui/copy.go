package tui

import (
	"fmt"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"netsplit/calc/noun"
	"netsplit/tui/page"
)

// copy puts what the page shows on the clipboard: what the page says is worth
// copying, else its screen.
func (m *Model) copy() tea.Cmd {
	text, what := "", ""
	if c, ok := m.top().page.(page.Copier); ok {
		text, what = c.Copy()
	}
	if text == "" {
		text, what = plainScreen(m.top().page.View(m.w, m.pageHeight())), "the screen"
	}
	return m.clip(text, what)
}

// clip sends a text to the clipboard and says so. It goes through the terminal,
// which never answers, so nobody can know whether it arrived; the first message
// says what to do where it did not.
func (m *Model) clip(text, what string) tea.Cmd {
	if err := m.deps.Clipboard.Refuses(text); err != nil {
		m.say(page.Toast{Text: fmt.Sprintf("Not copied, %s: %v.", what, err), Bad: true})
		return nil
	}
	said := fmt.Sprintf("Copied %s, %s.", what, counted(text))
	if !m.clipped {
		said += " " + m.deps.Clipboard.Doubt()
	}
	m.clipped = true
	m.toast = toast{number: m.toast.number}
	m.say(page.Toast{Text: said})
	return tea.Batch(tea.Raw(m.deps.Clipboard.Sequence(text)), m.fade())
}

// counted says how much text it is: "3 lines", "12 characters".
func counted(text string) string {
	if n := strings.Count(strings.TrimRight(text, "\n"), "\n") + 1; n > 1 {
		return noun.Count(n, "line")
	}
	return noun.Count(utf8.RuneCountInString(strings.TrimRight(text, "\n")), "character")
}

// plainScreen is a screen without styles, without spaces at the ends of lines
// and without empty lines around it.
func plainScreen(screen string) string {
	lines := strings.Split(ansi.Strip(screen), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n") + "\n"
}
