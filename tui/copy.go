package tui

import (
	"fmt"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"netsplit/tui/page"
)

// maxCopy bounds what goes to the clipboard: terminals drop longer sequences,
// some of them without a word.
const maxCopy = 70_000

// copy puts what the page shows on the clipboard: what the page says is worth
// copying, else its screen. It goes through the terminal (OSC 52), which never
// answers, so nobody can know whether it arrived; the message says so.
func (m *Model) copy() tea.Cmd {
	text, what := "", ""
	if c, ok := m.top().page.(page.Copier); ok {
		text, what = c.Copy()
	}
	if text == "" {
		text, what = plainScreen(m.top().page.View(m.w, m.pageHeight())), "the screen"
	}
	if len(text) > maxCopy {
		m.say(page.Toast{Text: fmt.Sprintf("%s is %d bytes; a terminal takes at most %d.", what, len(text), maxCopy), Bad: true})
		return nil
	}
	m.say(page.Toast{Text: fmt.Sprintf("Sent %s to the clipboard, %d characters. If it is not there, your terminal does not allow OSC 52; in tmux: set -g set-clipboard on.",
		what, utf8.RuneCountInString(text))})
	return tea.Batch(tea.SetClipboard(text), m.fade())
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
