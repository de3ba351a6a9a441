package tui

import (
	"reflect"
	"strings"

	tea "charm.land/bubbletea/v2"

	"netsplit/tui/page"
)

// routed is a message on its way back to the page whose command made it.
type routed struct {
	id  int
	msg tea.Msg
}

// send gives a message to a page and marks the commands it returns.
func (m *Model) send(e entry, msg tea.Msg) tea.Cmd { return m.from(e.id, e.page.Update(msg)) }

// deliver brings a routed message home. A page that was left gets nothing more.
func (m *Model) deliver(r routed) tea.Cmd {
	for _, e := range m.stack {
		if e.id == r.id {
			return m.send(e, r.msg)
		}
	}
	return nil
}

// from wraps a page's command so that its message comes back to that page and
// to no other. Requests to the root and messages to the runtime pass as they
// are.
func (m *Model) from(id int, cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	cmd = safely(cmd) // a batch runs its commands out of the guard's sight
	return func() tea.Msg {
		msg := cmd()
		switch msg.(type) {
		case nil, crashed, page.Open, page.Replace, page.Back, page.Quit, page.Toast, page.Moved:
			return msg
		}
		v := reflect.ValueOf(msg)
		if v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
			return m.fromAll(id, v)
		}
		if strings.HasPrefix(v.Type().PkgPath(), "charm.land/bubbletea/") {
			return msg
		}
		return routed{id, msg}
	}
}

// fromAll wraps each command of a batch or a sequence, and keeps which of the
// two it is: the runtime tells them apart by type.
func (m *Model) fromAll(id int, cmds reflect.Value) tea.Msg {
	out := reflect.MakeSlice(cmds.Type(), cmds.Len(), cmds.Len())
	for i := range cmds.Len() {
		if cmd, ok := cmds.Index(i).Interface().(tea.Cmd); ok && cmd != nil {
			out.Index(i).Set(reflect.ValueOf(m.from(id, cmd)))
		}
	}
	return out.Interface()
}
