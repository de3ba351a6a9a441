package sqllab

import (
	"context"
	"fmt"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/store/sqllab"
	"netsplit/tui/page"
)

// hold is the database of a page, which is set up and ended in commands.
type hold struct {
	guard sync.Mutex
	run   *sqllab.Run
	ended bool
	stop  context.CancelFunc // of the setting up
}

// keep takes a database that was set up, unless nobody wants it any more.
func (h *hold) keep(run *sqllab.Run) bool {
	h.guard.Lock()
	defer h.guard.Unlock()
	if h.ended {
		return false
	}
	h.run = run
	return true
}

// end closes the database, or whatever is being set up.
func (h *hold) end() error {
	h.guard.Lock()
	defer h.guard.Unlock()
	h.ended = true
	if h.stop != nil {
		h.stop()
	}
	if h.run == nil {
		return nil
	}
	return h.run.Close()
}

// work is a statement under way.
type work struct {
	begun time.Time
	stop  context.CancelFunc
}

// opened brings a database, and the steps that were taken again.
type opened struct {
	hold  *hold
	taken []taken
	err   error
}

// taken brings what came of a statement.
type taken struct {
	hold   *hold
	side   int
	step   sqllab.Step
	number int // of a step of the experiment; 0: the learner's own
	result sqllab.Result
}

// ticked moves the clock of what is under way.
type ticked struct{ hold *hold }

const beat = 100 * time.Millisecond

func (p *Page) tickCmd() tea.Cmd {
	hold := p.hold
	return tea.Tick(beat, func(time.Time) tea.Msg { return ticked{hold} })
}

func (p *Page) tick(msg ticked) tea.Cmd {
	if msg.hold != p.hold || !p.busy() {
		return nil
	}
	return p.tickCmd()
}

// busy reports whether something is under way.
func (p *Page) busy() bool {
	return p.panes[0].work != nil || p.panes[1].work != nil || !p.ready() && p.failed == nil
}

func (p *Page) ready() bool {
	p.hold.guard.Lock()
	defer p.hold.guard.Unlock()
	return p.hold.run != nil
}

func (p *Page) now() time.Time {
	if p.env.Now == nil {
		return time.Time{}
	}
	return p.env.Now()
}

// open sets the database up and takes the steps again that were taken before.
// Those that are refused change nothing, and are left out.
func (p *Page) open() tea.Cmd {
	hold, lab, again := p.hold, p.lab, p.resume
	ctx, stop := context.WithCancel(context.Background())
	hold.stop = stop
	return tea.Batch(p.tickCmd(), func() tea.Msg {
		run, err := sqllab.Open(ctx, lab)
		if err != nil {
			return opened{hold: hold, err: err}
		}
		var done []taken
		for i, s := range lab.Steps[:again] {
			if s.Want.Error == "" {
				done = append(done, taken{hold: hold, side: side(lab, s.Session), step: s, number: i + 1, result: run.Step(ctx, s)})
			}
		}
		if !hold.keep(run) {
			_ = run.Close() // nobody is left to be told
			return nil
		}
		return opened{hold: hold, taken: done}
	})
}

func (p *Page) opened(msg opened) tea.Cmd {
	if msg.hold != p.hold {
		return nil
	}
	p.failed = msg.err
	for _, t := range msg.taken {
		p.show(t)
	}
	return nil
}

// side is the pane of a session.
func side(lab sqllab.Lab, session string) int {
	if session == lab.Sessions[1] {
		return 1
	}
	return 0
}

// next takes the next step of the experiment.
func (p *Page) next() tea.Cmd {
	switch {
	case !p.ready():
		return nil
	case p.step != nil:
		return p.toast("Step %d is still under way. {stop} stops it.", p.at)
	case p.at == len(p.lab.Steps) && p.at > 0:
		return p.toast("That was the last step. Type SQL of your own, or begin anew.")
	case p.at == len(p.lab.Steps):
		return p.toast("There are no steps here: type SQL of your own.")
	}
	s := p.lab.Steps[p.at]
	p.side = side(p.lab, s.Session)
	if !s.Crash && p.panes[p.side].work != nil {
		return p.toast("%s is still at work. {stop} stops it.", p.lab.Sessions[p.side])
	}
	p.at++
	p.step = &s
	return p.start(p.side, s, p.at)
}

// start runs a statement in the background.
func (p *Page) start(at int, s sqllab.Step, number int) tea.Cmd {
	pane := &p.panes[at]
	if !p.ready() {
		return p.toast("The database is not set up yet.")
	}
	if pane.work != nil && !s.Crash {
		return p.toast("%s is still at work. {stop} stops it.", pane.name)
	}
	ctx, stop := context.WithCancel(context.Background())
	idle := !p.busy()
	if !s.Crash {
		pane.work = &work{begun: p.now(), stop: stop}
	}
	pane.scroll = 0
	hold := p.hold
	run := func() tea.Msg {
		defer stop()
		t := taken{hold: hold, side: at, step: s, number: number}
		if number > 0 || s.Crash {
			t.result = hold.run.Step(ctx, s)
		} else {
			t.result = hold.run.Run(ctx, s.Session, s.SQL, s.Values...)
		}
		return t
	}
	if idle {
		return tea.Batch(run, p.tickCmd())
	}
	return run
}

func (p *Page) taken(t taken) tea.Cmd {
	if t.hold != p.hold {
		return nil
	}
	if !t.step.Crash {
		p.panes[t.side].work = nil
	}
	if t.number > 0 {
		p.step = nil
	}
	p.show(t)
	return p.follow(t)
}

// follow goes on with the next statement of a typed line, unless the one before
// was stopped.
func (p *Page) follow(t taken) tea.Cmd {
	pane := &p.panes[t.side]
	if t.step.Crash || t.result.Stopped {
		for i := range p.panes {
			if t.step.Crash || i == t.side {
				p.panes[i].behind = nil
			}
		}
		return nil
	}
	if t.number > 0 || len(pane.behind) == 0 {
		return nil
	}
	next := pane.behind[0]
	pane.behind = pane.behind[1:]
	return p.start(t.side, sqllab.Step{Session: t.step.Session, SQL: next}, 0)
}

// show writes what came of a statement into its pane; of a crash, into both.
func (p *Page) show(t taken) {
	e := &entry{step: t.step, result: t.result}
	if t.step.Crash && t.result.Error == "" {
		for i := range p.panes {
			p.panes[i].add(e)
			p.panes[i].open = false
		}
	} else {
		p.panes[t.side].add(e)
		p.panes[t.side].open = t.result.Open
	}
	if t.number == 0 {
		return
	}
	ok, want := t.result.Met(t.step.Want)
	text := t.step.About
	if !ok {
		text = "Not as the experiment has it, which is " + want + ": did your own SQL change something?"
	}
	p.note = note{t.number, text, ok}
}

// stopWork stops what is under way in the focused session, else in the other;
// false: nothing was.
func (p *Page) stopWork() bool {
	for _, at := range []int{p.side, 1 - p.side} {
		if w := p.panes[at].work; w != nil {
			w.stop()
			return true
		}
	}
	return false
}

// anew throws the database away and sets it up again.
func (p *Page) anew() tea.Cmd {
	old := p.hold
	fresh := &Page{env: p.env, lab: p.lab, plans: p.plans, side: p.side, typing: p.typing, hold: &hold{}}
	for i := range p.panes {
		fresh.panes[i] = pane{name: p.panes[i].name, input: p.panes[i].input, past: p.panes[i].past}
	}
	*p = *fresh
	end := func() tea.Msg {
		_ = old.end() // what is thrown away may fail to close
		return nil
	}
	return tea.Batch(end, p.open())
}

// toast says something; an action in braces stands for its key.
func (p *Page) toast(format string, values ...any) tea.Cmd {
	return page.Do(page.Toast{Text: p.env.Hint(p, fmt.Sprintf(format, values...))})
}
