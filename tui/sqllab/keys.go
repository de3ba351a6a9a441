package sqllab

import (
	tea "charm.land/bubbletea/v2"

	"netsplit/store/sqllab"
	"netsplit/tui/keymap"
)

// The actions of the page besides the moves.
const (
	nextStep   keymap.Action = "next-step"
	typeSQL    keymap.Action = "type-sql"
	runLine    keymap.Action = "run"
	other      keymap.Action = "other-session"
	stopTyping keymap.Action = "stop-typing"
	stop       keymap.Action = "stop"
	crash      keymap.Action = "crash"
	openForm   keymap.Action = "form"
	showPlans  keymap.Action = "plans"
	anew       keymap.Action = "anew"
	earlier    keymap.Action = "earlier"
	later      keymap.Action = "later"
)

// Help lists what works now.
func (p *Page) Help() []keymap.Binding {
	var keys []keymap.Binding
	switch {
	case p.form != nil:
		return formKeys()
	case p.typing:
		keys = typingKeys(p.busy())
	default:
		keys = restKeys(p.busy(), p.lab)
	}
	return keys
}

func typingKeys(busy bool) []keymap.Binding {
	leave := keymap.New(stopTyping, "stop typing", "esc")
	if busy {
		leave = keymap.New(stop, "stop the statement under way", "esc").Hinted("stop it")
	}
	return []keymap.Binding{
		keymap.New(runLine, "run what is typed; with nothing typed, take the next step", "enter").Hinted("run"),
		keymap.New(other, "type in the other session", "tab", "shift+tab").Hinted("other session"),
		leave,
		keymap.New(earlier, "what was typed before", "up"),
		keymap.New(later, "what was typed after", "down"),
		keymap.New(keymap.PageUp, "scroll the session up", "pgup"),
		keymap.New(keymap.PageDown, "scroll the session down", "pgdown"),
		keymap.New(showPlans, "show or hide how queries are carried out", "ctrl+t"),
		keymap.New(anew, "begin anew, with everything set up again", "ctrl+r"),
	}
}

func restKeys(busy bool, lab sqllab.Lab) []keymap.Binding {
	var keys []keymap.Binding
	if busy {
		keys = append(keys, keymap.New(stop, "stop the statement under way", "esc").Hinted("stop it"))
	}
	if len(lab.Steps) > 0 {
		keys = append(keys, keymap.New(nextStep, "take the next step", "enter", "space").Hinted("next step"))
	}
	keys = append(keys, keymap.New(typeSQL, "type SQL of your own, in this session or the other", "tab", ":", "i").Hinted("type SQL"))
	if lab.Form != nil {
		keys = append(keys, keymap.New(openForm, "fill the form in, and submit it to both programs", "f").Hinted("form"))
	}
	if !lab.Memory {
		keys = append(keys, keymap.New(crash, "the process crashes here and now; the disk stays as it is", "c").Hinted("crash"))
	}
	return append(keys,
		keymap.New(showPlans, "show or hide how queries are carried out", "p", "ctrl+t").Hinted("plans"),
		keymap.New(anew, "begin anew, with everything set up again", "r", "ctrl+r").Hinted("anew"),
		keymap.New(keymap.Left, "to the left session", "left", "h"),
		keymap.New(keymap.Right, "to the right session", "right", "l"),
		keymap.New(keymap.Up, "scroll the session up", "up", "k"),
		keymap.New(keymap.Down, "scroll the session down", "down", "j"),
		keymap.New(keymap.PageUp, "half a session up", "pgup", "ctrl+u", "u"),
		keymap.New(keymap.PageDown, "half a session down", "pgdown", "ctrl+d", "d"),
		keymap.New(keymap.Top, "to the first statement", "home", "g"),
		keymap.New(keymap.Bottom, "to the last statement", "end", "G"))
}

func formKeys() []keymap.Binding {
	return []keymap.Binding{
		keymap.New(submit, "submit the form to both programs", "enter").Hinted("submit to both"),
		keymap.New(keymap.Next, "to the next field", "tab", "down").Hinted("next field"),
		keymap.New(keymap.Previous, "to the field before", "shift+tab", "up"),
		keymap.New(closeForm, "close the form", "esc"),
	}
}

// Keys lists everything that keys can do on the page.
func Keys() []keymap.Group {
	all := sqllab.Lab{Steps: make([]sqllab.Step, 1), Form: &sqllab.Form{}}
	return []keymap.Group{
		{Bindings: restKeys(true, all)},
		{Title: "while typing", Typing: true, Bindings: append(typingKeys(false), typingKeys(true)[2])},
		{Title: "the form", Typing: true, Bindings: formKeys()},
	}
}

// act does an action.
func (p *Page) act(action keymap.Action) tea.Cmd {
	pane := &p.panes[p.side]
	switch action {
	case nextStep:
		return p.next()
	case typeSQL:
		p.typing = true
	case runLine:
		return p.enter()
	case other:
		p.side = 1 - p.side
	case stopTyping:
		p.typing = false
	case stop:
		p.stopWork()
	case crash:
		return p.start(p.side, sqllab.Step{Crash: true}, 0)
	case openForm:
		p.openForm()
	case submit:
		return p.submit()
	case closeForm:
		p.form = nil
	case showPlans:
		p.plans = !p.plans
	case anew:
		return p.anew()
	case earlier:
		pane.recall(-1)
	case later:
		pane.recall(1)
	case keymap.Left:
		p.side = 0
	case keymap.Right:
		p.side = 1
	case keymap.Next, keymap.Previous:
		p.form.move(action)
	default:
		pane.move(action)
	}
	return nil
}

// key is a key while typing.
func (p *Page) key(msg tea.KeyPressMsg) tea.Cmd {
	if b, ok := keymap.Find(p.Help(), msg.String()); ok {
		return p.act(b.Action)
	}
	p.edit(msg)
	return nil
}

func (p *Page) edit(msg tea.Msg) {
	switch {
	case p.form != nil:
		p.form.inputs[p.form.focus].Handle(msg)
	case p.typing:
		p.panes[p.side].input.Handle(msg)
	}
}

// enter does what a typed line says.
func (p *Page) enter() tea.Cmd {
	pane := &p.panes[p.side]
	typed := pane.input.Value()
	line := p.lab.ReadLine(pane.name, typed)
	if line.Word == sqllab.Next {
		pane.input.Set("")
		return p.next()
	}
	to := side(p.lab, line.Session)
	if line.Word == sqllab.Statement && p.panes[to].work != nil {
		return p.toast("%s is still at work. {stop} stops it; {other-session} goes to the other session.", line.Session)
	}
	pane.remember(typed)
	switch line.Word {
	case sqllab.CrashWord:
		return p.start(p.side, sqllab.Step{Crash: true}, 0)
	case sqllab.FormWord:
		p.openForm()
	case sqllab.Anew:
		return p.anew()
	case sqllab.Help:
		return p.toast("SQL, or: plan SELECT ..., crash, form, anew. An empty line takes the next step. {stop-typing} stops typing.")
	case sqllab.Quit:
		p.typing = false
	case sqllab.Statement:
		p.side = to
		statements := sqllab.Split(line.SQL)
		cmd := p.start(to, sqllab.Step{Session: line.Session, SQL: statements[0]}, 0)
		if p.panes[to].work != nil {
			p.panes[to].behind = statements[1:]
		}
		return cmd
	}
	return nil
}
