package tui

import (
	tea "charm.land/bubbletea/v2"

	"netsplit/tui/page"
)

// suspend stops the program, if there is a shell that can wake it again.
func (m *Model) suspend() tea.Cmd {
	if m.deps.MaySuspend == nil || !m.deps.MaySuspend() {
		m.say(page.Toast{Text: "no shell waits behind this terminal, so netsplit can't be stopped here"})
		return m.fade()
	}
	if wait := m.awaitReplies(); wait != nil {
		m.stopping = true
		return wait
	}
	return tea.Suspend
}
