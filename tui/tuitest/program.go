package tuitest

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// Program drives a whole model without a terminal: it runs commands at once and
// in order, so a test sees the screen that a learner would see after each key.
// Commands that wait (timers) are given up after a moment; one that writes to the
// store, as Saving tells, is waited for.
type Program struct {
	Model tea.Model
	Raw   []string // what was sent to the terminal besides screens
	ended bool
	late  chan tea.Msg
}

// saver is a model that holds its screen back while it writes.
type saver interface{ Saving() bool }

// Start gives the model its size and runs what it begins with.
func Start(t *testing.T, m tea.Model, w, h int) *Program {
	t.Helper()
	p := &Program{Model: m, late: make(chan tea.Msg, 1000)}
	p.run(m.Init())
	p.Resize(w, h)
	return p
}

// Keys presses keys by name.
func (p *Program) Keys(names ...string) {
	for _, name := range names {
		p.Send(Key(name))
	}
}

// Type presses the keys of a text.
func (p *Program) Type(text string) {
	for _, r := range text {
		if r == ' ' {
			p.Keys("space")
			continue
		}
		p.Keys(string(r))
	}
}

// Resize changes the window.
func (p *Program) Resize(w, h int) { p.Send(tea.WindowSizeMsg{Width: w, Height: h}) }

// Send gives the model a message and runs what follows from it.
func (p *Program) Send(msg tea.Msg) {
	_, cmd := p.Model.Update(msg)
	p.run(cmd)
}

// Ended reports whether the model has asked to quit.
func (p *Program) Ended() bool { return p.ended }

// Screen is the plain screen.
func (p *Program) Screen() string { return Plain(p.Model.View().Content) }

// Sees fails the test unless the text is on the screen, on one line.
func (p *Program) Sees(t *testing.T, text string) {
	t.Helper()
	if screen := p.Screen(); !strings.Contains(screen, text) && !strings.Contains(unboxed(screen), text) {
		t.Errorf("%q is not on the screen:\n%s", text, screen)
	}
}

// Lacks fails the test if the text is on the screen.
func (p *Program) Lacks(t *testing.T, text string) {
	t.Helper()
	if screen := p.Screen(); strings.Contains(screen, text) {
		t.Errorf("%q is on the screen:\n%s", text, screen)
	}
}

// Outlasts takes what comes late until the text is off the screen: a note that
// something is being loaded, on a busy machine.
func (p *Program) Outlasts(t *testing.T, text string) {
	t.Helper()
	for deadline := time.After(10 * time.Second); strings.Contains(p.Screen(), text); {
		select {
		case msg := <-p.late:
			p.drain(p.deliver(msg))
		case <-deadline:
			t.Fatalf("%q does not go away:\n%s", text, p.Screen())
		}
	}
}

// Leaves takes what comes late until the program has ended.
func (p *Program) Leaves(t *testing.T) {
	t.Helper()
	for deadline := time.After(10 * time.Second); !p.ended; {
		select {
		case msg := <-p.late:
			p.drain(p.deliver(msg))
		case <-deadline:
			t.Fatal("it does not end")
		}
	}
}

// unboxed joins the lines without frames and double spaces, to find text that
// was wrapped.
func unboxed(screen string) string {
	screen = strings.Map(func(r rune) rune {
		if r >= 0x2500 && r < 0x2580 {
			return ' '
		}
		return r
	}, ansi.Strip(screen))
	return strings.Join(strings.Fields(screen), " ")
}

// wait is how long a command may take. Those of tests are quick; what takes
// longer is a timer or, on a busy machine, a write.
const wait = 20 * time.Millisecond

func (p *Program) run(cmd tea.Cmd) {
	p.drain([]tea.Cmd{cmd})
	for deadline := time.After(10 * time.Second); p.saving(); {
		select {
		case msg := <-p.late:
			p.drain(p.deliver(msg))
		case <-deadline:
			return
		}
	}
}

func (p *Program) saving() bool {
	s, ok := p.Model.(saver)
	return ok && s.Saving() && !p.ended
}

// drain runs commands until none is left. A bound keeps those that start
// themselves again from running forever; what is left then runs on beside.
func (p *Program) drain(queue []tea.Cmd) {
	for steps := 0; len(queue) > 0 && steps < 1000 && !p.ended; steps++ {
		next := queue[0]
		queue = queue[1:]
		if next == nil {
			continue
		}
		if msg, ok := p.within(next); ok {
			queue = append(queue, p.deliver(msg)...)
		}
	}
	for _, cmd := range queue {
		if cmd != nil {
			go func() { p.later(cmd()) }()
		}
	}
}

// deliver does with a message what Bubble Tea does: batches and sequences are
// run, quitting ends, the rest is the model's.
func (p *Program) deliver(msg tea.Msg) []tea.Cmd {
	v := reflect.ValueOf(msg)
	if !v.IsValid() {
		return nil
	}
	if _, quit := msg.(tea.QuitMsg); quit {
		p.ended = true
		return nil
	}
	if raw, ok := msg.(tea.RawMsg); ok {
		p.Raw = append(p.Raw, fmt.Sprint(raw.Msg))
		return nil
	}
	if v.Kind() != reflect.Slice || v.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		_, cmd := p.Model.Update(msg)
		return []tea.Cmd{cmd}
	}
	cmds := make([]tea.Cmd, v.Len())
	for i := range cmds {
		cmds[i] = v.Index(i).Interface().(tea.Cmd)
	}
	return cmds
}

// later keeps a message for when something is waited for.
func (p *Program) later(msg tea.Msg) {
	if msg == nil {
		return
	}
	select {
	case p.late <- msg:
	default: // nobody waits for a thousand timers
	}
}

// within runs a command for a moment; what it says later is kept.
func (p *Program) within(cmd tea.Cmd) (tea.Msg, bool) {
	done := make(chan tea.Msg, 1)
	go func() { done <- cmd() }()
	select {
	case msg := <-done:
		return msg, true
	case <-time.After(wait):
		go func() { p.later(<-done) }()
		return nil, false
	}
}
