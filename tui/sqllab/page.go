// Package sqllab is the page on which people try things on a real SQLite
// database: two sessions side by side, an experiment that goes on step by step,
// and statements of their own in between.
//
//	p, err := sqllab.New(env, page.Place{Page: "sql", Target: "snapshot"})
//
// Statements run in commands, so a session that waits for a lock leaves the
// other free to let it go. What is under way can be stopped.
package sqllab

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"netsplit/engine/scenario"
	"netsplit/store/sqllab"
	"netsplit/tui/keymap"
	"netsplit/tui/page"
	"netsplit/tui/widget"
)

// Page is an experiment.
type Page struct {
	env    page.Env
	lab    sqllab.Lab
	hold   *hold
	failed error // why it could not be set up
	resume int   // steps to take again when it is set up

	side   int // that keys go to: 0 left, 1 right
	typing bool
	panes  [2]pane
	form   *form // nil: not open
	plans  bool

	at   int // steps begun
	step *sqllab.Step
	note note

	spots spots // of the last drawing, for the mouse
}

// note is what the last step showed.
type note struct {
	number int
	text   string
	ok     bool
}

// state is what is kept of an experiment.
type state struct {
	Steps  int       `json:"steps,omitempty"`
	Plans  bool      `json:"plans,omitempty"`
	Side   int       `json:"side,omitempty"`
	Typing bool      `json:"typing,omitempty"`
	Typed  [2]string `json:"typed"` // in each session, and not run yet
}

// New makes the page of an experiment. It is set up by Init.
func New(env page.Env, at page.Place) (*Page, error) {
	if at.Target == "" {
		return nil, errors.New("say which experiment: there are " + strings.Join(sqllab.Names(), ", "))
	}
	lab, ok := sqllab.Find(at.Target)
	if !ok {
		cure := "there are " + strings.Join(sqllab.Names(), ", ")
		if near, ok := scenario.Nearest(at.Target, sqllab.Names()); ok {
			cure = fmt.Sprintf("did you mean %q?", near)
		}
		return nil, fmt.Errorf("there is no experiment %q: %s", widget.Safe(at.Target), cure)
	}
	p := &Page{env: env, lab: lab, plans: lab.Plans}
	var s state
	if json.Unmarshal(at.State, &s) == nil {
		p.resume = max(0, min(s.Steps, len(lab.Steps)))
		p.plans = p.plans || s.Plans
	}
	for i := range p.panes {
		p.panes[i].name = lab.Sessions[i]
	}
	p.Restore(at.State)
	p.hold = &hold{}
	p.at = p.resume
	return p, nil
}

// Restore puts back what was typed and not run yet.
func (p *Page) Restore(data json.RawMessage) {
	var s state
	if json.Unmarshal(data, &s) != nil {
		return
	}
	p.side, p.typing = max(0, min(s.Side, 1)), s.Typing
	for i := range p.panes {
		p.panes[i].input.Set(s.Typed[i])
	}
}

// Title is the question.
func (p *Page) Title() string { return p.lab.Title }

// Place keeps how far it went: the steps are taken again.
func (p *Page) Place() page.Place {
	s := state{Steps: p.at, Plans: p.plans && !p.lab.Plans, Side: p.side, Typing: p.typing}
	for i := range p.panes {
		s.Typed[i] = p.panes[i].input.Value()
	}
	raw, err := json.Marshal(s)
	if err != nil {
		raw = nil // plain values always marshal
	}
	return page.Place{Page: "sql", Target: p.lab.Name, State: raw}
}

// Typing reports whether keys are text.
func (p *Page) Typing() bool { return p.typing || p.form != nil }

// Status says how far it went.
func (p *Page) Status() string {
	switch n := len(p.lab.Steps); {
	case p.busy():
		return "at work"
	case n == 0:
		return ""
	default:
		return fmt.Sprintf("step %d of %d", p.at, n)
	}
}

// Copy gives what was run, and what came of it.
func (p *Page) Copy() (text, what string) {
	var b strings.Builder
	for i := range p.panes {
		pane := &p.panes[i]
		b.WriteString(pane.name + "\n\n")
		for _, e := range pane.entries {
			for _, l := range e.draw(plain(), copyWidth, p.plans) {
				b.WriteString(strings.TrimRight(l, " ") + "\n")
			}
		}
		b.WriteString("\n")
	}
	return b.String(), "what was run, and what came of it"
}

// Init sets the experiment up.
func (p *Page) Init() tea.Cmd { return p.open() }

// Update takes keys and what commands bring.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case keymap.Press:
		return p.act(msg.Action)
	case tea.KeyPressMsg:
		return p.key(msg)
	case tea.PasteMsg:
		p.edit(msg)
	case tea.MouseWheelMsg:
		p.wheel(msg)
	case tea.MouseClickMsg:
		return p.click(msg)
	case opened:
		return p.opened(msg)
	case taken:
		return p.taken(msg)
	case ticked:
		return p.tick(msg)
	}
	return nil
}

// Leave ends the experiment: its files go with it.
func (p *Page) Leave() {
	hold := p.hold
	p.env.Journal.Save("the end of the experiment", hold.end)
}
