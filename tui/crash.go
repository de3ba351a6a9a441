package tui

import (
	"fmt"
	"runtime/debug"

	tea "charm.land/bubbletea/v2"
)

// Crash is a mistake in the program that stopped it: a panic, caught so that the
// terminal is given back and a report can be written.
type Crash struct {
	Doing string // "a key", "drawing", "a command"
	Value string
	Stack string
	Width int
	High  int
	Place string // the page and its target
}

// Error names the mistake.
func (c *Crash) Error() string { return fmt.Sprintf("%s, while at %s: %s", c.Doing, c.Place, c.Value) }

// crashed brings a panic of a command.
type crashed struct{ crash *Crash }

// guard is the root model as the runtime sees it: the same, but a panic in it
// ends the program in order.
type guard struct {
	m     *Model
	crash *Crash
	last  tea.View
	quit  func() // asks the runtime to end
	pace  pace
}

// Init starts the model.
func (g *guard) Init() tea.Cmd { return g.command(g.m.Init()) }

// Update gives the message to the model.
func (g *guard) Update(msg tea.Msg) (model tea.Model, cmd tea.Cmd) {
	defer func() {
		if r := recover(); r != nil {
			g.fail(caught("a key", r))
			model, cmd = g, tea.Quit
		}
	}()
	g.pace.wake()
	if c, ok := msg.(crashed); ok {
		g.fail(c.crash)
	}
	if g.crash != nil {
		return g, tea.Quit
	}
	if _, ok := msg.(tea.KeyPressMsg); ok {
		switch g.m.deps.Panic {
		case "key":
			panic("asked for by NETSPLIT_PANIC")
		case "command":
			return g, g.command(func() tea.Msg { panic("asked for by NETSPLIT_PANIC") })
		}
	}
	_, cmd = g.m.Update(msg)
	return g, g.command(cmd)
}

// View draws the model; after a panic, the screen before it.
func (g *guard) View() (v tea.View) {
	defer func() {
		if r := recover(); r != nil {
			g.fail(caught("drawing", r))
			v = g.last
			go g.quit() // a view has no command to ask with
		}
	}()
	if g.crash != nil {
		return g.last
	}
	if g.m.deps.Panic == "draw" && g.last.Content != "" {
		panic("asked for by NETSPLIT_PANIC")
	}
	g.last = g.m.View()
	return g.last
}

// fail keeps the first panic; what follows from it says less.
func (g *guard) fail(c *Crash) {
	if g.crash == nil {
		c.Width, c.High = g.m.w, g.m.h
		place := g.m.place // the page itself may be what is broken
		c.Place = place.Page + " " + place.Target
		g.crash = c
	}
}

// command runs a command so that its panic comes back as a message.
func (g *guard) command(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return safely(cmd)
}

func safely(cmd tea.Cmd) tea.Cmd {
	return func() (msg tea.Msg) {
		defer func() {
			if r := recover(); r != nil {
				msg = crashed{caught("a command", r)}
			}
		}()
		return cmd()
	}
}

func caught(doing string, r any) *Crash {
	return &Crash{Doing: doing, Value: fmt.Sprint(r), Stack: string(debug.Stack())}
}
