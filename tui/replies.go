package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// A terminal is asked what it can do and how light it is. Who hands it back
// while an answer is on its way leaves that answer to the shell, which takes it
// for something typed. So leaving waits, at first, for the answers.
//
// One of the questions is answered by every terminal that answers at all. The
// answers to the others, asked about the same time, come within replyGrace.
const replyGrace = 50 * time.Millisecond

// repliesOverdue ends the wait for answers.
type repliesOverdue struct{}

// asking notes that the terminal owes answers from now on.
func (m *Model) asking() { m.asked = m.deps.Now() }

// owed is how long the answers may still take.
func (m *Model) owed() time.Duration {
	if m.asked.IsZero() {
		return 0
	}
	return max(m.deps.Replies-m.deps.Now().Sub(m.asked), 0)
}

// awaitReplies sees to it that a wait for answers ends; nothing is owed: nil.
func (m *Model) awaitReplies() tea.Cmd {
	left := m.owed()
	if left == 0 {
		return nil
	}
	return tea.Tick(left, func(time.Time) tea.Msg { return repliesOverdue{} })
}

// answered notes that an answer has come.
func (m *Model) answered() tea.Cmd {
	if m.owed() <= replyGrace {
		return nil
	}
	m.asked = m.deps.Now().Add(replyGrace - m.deps.Replies)
	if m.stopping || m.quitting {
		return m.awaitReplies()
	}
	return nil
}

// handOver goes on with what waited for the answers. Leaving for good goes on
// by itself once nothing is owed.
func (m *Model) handOver() tea.Cmd {
	m.asked = time.Time{}
	if !m.stopping {
		return nil
	}
	m.stopping = false
	return tea.Suspend
}
