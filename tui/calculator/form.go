package calculator

import (
	"encoding/json"
	"maps"

	tea "charm.land/bubbletea/v2"

	"netsplit/calc"
	"netsplit/calc/unit"
	"netsplit/tui/keymap"
	"netsplit/tui/page"
	"netsplit/tui/widget"
)

// form is a calculator with its inputs and its answer.
type form struct {
	env    page.Env
	calc   calc.Calculator
	which  int               // of calc.Forms
	values map[string]string // by field, of all forms; forms share what they name alike
	focus  int               // into fields(): the input that keys go to
	input  widget.Input      // the text of the focused input, where it is free text
	whole  bool              // all of it is selected: it was just come to, and what is typed replaces it

	answer calc.Worksheet // the last that could be worked out
	err    error          // what is wrong with the inputs as they are now
	scroll widget.Scroll
	sheet  sheet

	quiz      *quiz // nil: the result is in sight
	measuring bool  // the engine is at work
	selecting bool  // text is selected on the page
	areas     areas // of the last drawing, for the mouse
}

// askField is the first row: which way round to ask. It is there when a
// calculator has several forms.
const askField = "ask"

func newForm(env page.Env, c calc.Calculator, raw json.RawMessage) *form {
	s := readState(c, raw)
	p := &form{env: env, calc: c, which: s.Form, values: s.Values}
	for i, f := range p.fields() {
		if f.Name == s.Field || s.Field == "" && len(f.Choices) == 0 {
			p.focus = i
			break
		}
	}
	p.scroll.Top = s.Top
	p.solve()
	p.focusOn(p.focus)
	if s.Asked {
		_ = p.startQuiz() // what it says would be of inputs that changed
		p.scroll.Top = s.Top
	}
	if p.quiz.open() {
		p.quiz.input.Set(s.Guess[:min(len(s.Guess), longestValue)])
	}
	return p
}

// fields are the rows of the form.
func (p *form) fields() []calc.Field {
	var rows []calc.Field
	if len(p.calc.Forms) > 1 {
		ask := calc.Field{Name: askField, Label: "ask for"}
		for _, f := range p.calc.Forms {
			ask.Choices = append(ask.Choices, calc.Choice{Value: f.Name})
		}
		rows = append(rows, ask)
	}
	return append(rows, p.calc.Forms[p.which].Fields...)
}

// value is the text of a field.
func (p *form) value(f calc.Field) string {
	if f.Name == askField {
		return p.calc.Forms[p.which].Name
	}
	return p.values[f.Name]
}

// given are the values of the form's fields.
func (p *form) given() map[string]string {
	given := map[string]string{}
	for _, f := range p.calc.Forms[p.which].Fields {
		given[f.Name] = p.values[f.Name]
	}
	return given
}

// solve works the answer out anew. The last good one stays when it can't.
func (p *form) solve() {
	p.quiz = nil
	given := map[string]string{}
	for _, f := range p.calc.Forms[p.which].Fields {
		given[f.Name] = p.values[f.Name]
		if given[f.Name] == "" && f.Default != "" && len(f.Choices) == 0 {
			// An input that was emptied is not the default: say that it is empty.
			p.err = &unit.Error{Argument: f.Name, Problem: "is empty", Cure: "type " + f.Help}
			return
		}
	}
	answer, err := p.calc.Forms[p.which].Solve(given)
	if p.err = err; err == nil {
		p.answer = answer
	}
}

// focusOn gives the keys to a field.
func (p *form) focusOn(i int) {
	rows := p.fields()
	p.focus = (i + len(rows)) % len(rows)
	if f := rows[p.focus]; len(f.Choices) == 0 {
		p.input, p.whole = widget.Input{}, true
		p.input.Set(p.value(f))
	}
}

// Typing reports whether the focused input is free text.
func (p *form) Typing() bool { return p.quiz.open() || len(p.fields()[p.focus].Choices) == 0 }

// Title of the page.
func (p *form) Title() string { return p.calc.Title }

// Place keeps the inputs, so that they are there again.
func (p *form) Place() page.Place {
	s := state{Form: p.which, Field: p.fields()[p.focus].Name, Values: maps.Clone(p.values), Top: p.scroll.Top}
	if p.quiz.open() {
		s.Asked, s.Guess = true, p.quiz.input.Value()
	}
	raw, err := json.Marshal(s)
	if err != nil {
		raw = nil // a map of strings always marshals
	}
	return page.Place{Page: "calculator", Target: p.calc.Name, State: raw}
}

// Help lists the keys. Next comes first, since it leads through the inputs.
func (p *form) Help() []keymap.Binding {
	if p.quiz.open() {
		return quizKeys()
	}
	return formKeys(p.Typing(), p.simulates())
}

// Keys lists everything that keys can do in calculators.
func Keys() []keymap.Group {
	return []keymap.Group{
		{Title: "the list", Bindings: (&list{}).Help()}, {Title: "typing an input: the first letter replaces it", Typing: true, Bindings: formKeys(true, true)},
		{Title: "an input of choices", Bindings: formKeys(false, true)}, {Title: "the quiz", Typing: true, Bindings: quizKeys()},
	}
}

func formKeys(typing, simulates bool) []keymap.Binding {
	keys := []keymap.Binding{
		keymap.New(keymap.Next, "to the next input", "tab", "down", "enter").Hinted("next input"),
		keymap.New(keymap.Previous, "to the input before", "shift+tab", "up"),
	}
	if !typing {
		keys[0].Keys, keys[1].Keys = append(keys[0].Keys, "j"), append(keys[1].Keys, "k")
		keys = append(keys,
			keymap.New(keymap.Right, "the next choice", "right", "space", "l").Hinted("change"),
			keymap.New(keymap.Left, "the choice before", "left", "h"))
	}
	keys = append(keys,
		keymap.New(testYourself, "hide the result, and ask for it", "ctrl+t").Hinted("quiz"))
	if simulates {
		keys = append(keys, keymap.New(measure, "measure it in the engine as well", "ctrl+s").Hinted("simulate"))
	}
	keys = append(keys,
		keymap.New(keymap.PageDown, "scroll the worksheet down", "pgdown").Hinted("scroll"),
		keymap.New(keymap.PageUp, "scroll the worksheet up", "pgup"))
	if typing {
		keys = append(keys, keymap.New(keymap.Back, "go back to the page before", "esc"))
	}
	return keys
}

// Update edits the focused input; every change works the answer out anew.
func (p *form) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case keymap.Press:
		return p.act(msg.Action)
	case page.Selecting:
		p.selecting = msg.On
	case measured:
		return p.take(msg)
	case tea.KeyPressMsg:
		return p.key(msg)
	case tea.PasteMsg:
		p.edit(msg)
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			p.scroll.To(p.scroll.Top - 3)
		} else {
			p.scroll.To(p.scroll.Top + 3)
		}
	case tea.MouseClickMsg:
		if msg.Button == tea.MouseLeft {
			p.click(msg.X, msg.Y)
		}
	}
	return nil
}

func (p *form) act(action keymap.Action) tea.Cmd {
	if p.quiz.open() {
		return p.actInQuiz(action)
	}
	switch action {
	case keymap.Back:
		return page.Do(page.Back{})
	case testYourself:
		return p.startQuiz()
	case measure:
		return p.startSimulation()
	case keymap.Next:
		p.focusOn(p.focus + 1)
	case keymap.Previous:
		p.focusOn(p.focus - 1)
	case keymap.Right:
		p.cycle(1)
	case keymap.Left:
		p.cycle(-1)
	case keymap.PageDown, keymap.PageUp:
		p.scroll.Act(action)
	}
	return nil
}

// key is a key while typing: those that leave the input, then the text.
func (p *form) key(msg tea.KeyPressMsg) tea.Cmd {
	if b, ok := keymap.Find(p.Help(), msg.String()); ok {
		return p.act(b.Action)
	}
	p.edit(msg)
	return nil
}

func (p *form) edit(msg tea.Msg) {
	if p.quiz.open() {
		p.quiz.input.Handle(msg)
		return
	}
	f := p.fields()[p.focus]
	if len(f.Choices) > 0 {
		return
	}
	// What is typed or pasted first takes the place of the old value, as does what
	// follows a word that stands for nothing. Keys that edit keep it.
	key, pressed := msg.(tea.KeyPressMsg)
	if before := p.input; (p.whole || before.Value() == "none") && (!pressed || key.Text != "") {
		p.input.Set("")
		if !p.input.Handle(msg) {
			p.input = before
			return
		}
	} else if !p.input.Handle(msg) {
		return
	}
	p.whole = false
	p.values[f.Name] = p.input.Value()
	p.solve()
}

// cycle goes to the next or previous choice of the focused field.
func (p *form) cycle(by int) {
	f := p.fields()[p.focus]
	if len(f.Choices) == 0 {
		return
	}
	at := 0
	if i := choiceOf(f, p.value(f)); i >= 0 {
		at = (i + by + len(f.Choices)) % len(f.Choices)
	}
	if f.Name == askField {
		p.ask(at)
	} else {
		p.values[f.Name] = f.Choices[at].Value
	}
	p.solve()
}

// ask turns to another form. What both have stays, where both offer it.
func (p *form) ask(which int) {
	p.which, p.scroll.Top = which, 0
	for _, f := range p.calc.Forms[which].Fields {
		if len(f.Choices) > 0 && choiceOf(f, p.values[f.Name]) < 0 {
			p.values[f.Name] = f.Default
		}
	}
}

// choiceOf is the place of a value among a field's choices, -1 when it is none
// of them (a lesson may have given another).
func choiceOf(f calc.Field, value string) int {
	for i, c := range f.Choices {
		if c.Value == value {
			return i
		}
	}
	return -1
}
