package sqllab

import (
	tea "charm.land/bubbletea/v2"

	"netsplit/store/sqllab"
	"netsplit/tui/keymap"
	"netsplit/tui/widget"
)

// The actions of the form.
const (
	submit    keymap.Action = "submit"
	closeForm keymap.Action = "close-form"
)

// form is one that is being filled in.
type form struct {
	names  []string
	inputs []widget.Input
	focus  int
}

func (p *Page) openForm() {
	if p.lab.Form == nil {
		return
	}
	f := &form{names: p.lab.Form.Fields}
	f.inputs = make([]widget.Input, len(f.names))
	f.inputs[0].Set("alice")
	f.focus = len(f.names) - 1
	f.inputs[f.focus].Ghost = "try  " + p.lab.Form.Try
	p.form = f
}

func (f *form) move(action keymap.Action) {
	if f == nil {
		return
	}
	by := 1
	if action == keymap.Previous {
		by = len(f.names) - 1
	}
	f.focus = (f.focus + by) % len(f.names)
}

// submit gives what was typed to both programs: the left one joins it into its
// statement, the right one hands it over as parameters.
func (p *Page) submit() tea.Cmd {
	if p.panes[0].work != nil || p.panes[1].work != nil {
		return p.toast("A session is still at work. Submit once it is done.")
	}
	typed := make([]string, len(p.form.inputs))
	for i := range typed {
		typed[i] = p.form.inputs[i].Value()
	}
	f := p.lab.Form
	return tea.Sequence( // one after the other, as two programs that share nothing
		p.start(0, sqllab.Step{Session: p.lab.Sessions[0], SQL: f.Joined(typed)}, 0),
		p.start(1, sqllab.Step{Session: p.lab.Sessions[1], SQL: f.SQL, Values: f.Bound(typed)}, 0),
	)
}
