package tui

import (
	"bytes"
	"io"
	"os"
	"runtime"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/tui/page"
)

// What a terminal sends around text that is pasted, and for ctrl+c: as a
// control character, or in the keyboard protocol of kitty.
const (
	pasteBegins = "\x1b[200~"
	pasteEnds   = "\x1b[201~"
	leaveByte   = "\x03"
	leaveCode   = "\x1b[99;5u"
)

// pasteLong is after how long a paste that has not ended is spoken of.
const pasteLong = 3 * time.Second

type pasteOverdue struct{ number int }

// terminal is the input of a terminal. A paste whose end got lost, on a line
// that broke, would swallow all keys for ever: ctrl+c, when it comes by itself,
// ends the paste and is then what it always is.
type terminal struct {
	*os.File
	tail    []byte // the last bytes, in which a mark may have begun
	pasting bool
}

// endable is an input in which no paste can go on for ever. What is no terminal
// stays as it is; on Windows the console is read in another way.
func endable(in io.Reader) io.Reader {
	if f, ok := in.(*os.File); ok && runtime.GOOS != "windows" {
		return &terminal{File: f}
	}
	return in
}

// Read reads, and looks for where pastes begin and end.
func (t *terminal) Read(p []byte) (int, error) {
	n, err := t.File.Read(p)
	return t.read(p, n), err
}

func (t *terminal) read(p []byte, n int) int {
	got := string(p[:n])
	if t.pasting && (got == leaveByte || got == leaveCode) && n+len(pasteEnds) <= len(p) {
		t.pasting, t.tail = false, nil
		return copy(p, pasteEnds+got)
	}
	seen := append(t.tail, got...)
	begun, ended := bytes.LastIndex(seen, []byte(pasteBegins)), bytes.LastIndex(seen, []byte(pasteEnds))
	if begun != ended {
		t.pasting = begun > ended
	}
	t.tail = append([]byte(nil), seen[max(0, len(seen)-len(pasteBegins)+1):]...)
	return n
}

// pasteBegun waits for the end of a paste.
func (m *Model) pasteBegun() tea.Cmd {
	m.pastes++
	m.pasting = true
	number := m.pastes
	return tea.Tick(pasteLong, func(time.Time) tea.Msg { return pasteOverdue{number} })
}

// pasteLate says why keys do nothing.
func (m *Model) pasteLate(o pasteOverdue) {
	if m.pasting && o.number == m.pastes {
		m.say(page.Toast{Text: "A paste has begun, and its end has not come yet. Until then keys do nothing but ctrl+c, which leaves.", Bad: true})
		m.frame.drop()
	}
}

// pasteEnded takes back what was said.
func (m *Model) pasteEnded() {
	m.pasting = false
	m.toast = toast{number: m.toast.number}
}
