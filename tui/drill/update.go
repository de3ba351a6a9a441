package drill

import (
	"errors"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	interview "netsplit/content/drill"
	"netsplit/tui/keymap"
	"netsplit/tui/page"
	"netsplit/tui/record"
)

// ranMsg is the outcome of a run.
type ranMsg struct {
	task string
	run  interview.Run
	err  error
}

// Update handles actions, typed keys and the outcomes of commands.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case keymap.Press:
		return p.act(msg)
	case tea.KeyPressMsg:
		return p.key(msg)
	case tea.PasteMsg:
		p.input.Handle(msg)
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			p.move(keymap.Up)
		} else {
			p.move(keymap.Down)
		}
	case tea.MouseClickMsg:
		return p.click(msg.X, msg.Y)
	case ranMsg:
		return p.ran(msg)
	case savedReport:
		return page.Do(msg.toast())
	case tick:
		return p.nextTick()
	case page.Hidden:
		p.stop()
	case page.Shown:
		if p.since.IsZero() {
			p.since = p.env.Now()
			return p.nextTick()
		}
	}
	return nil
}

func (p *Page) act(press keymap.Press) tea.Cmd {
	if press.Action != actAnew {
		p.sure = false
	}
	if p.move(press.Action) {
		return nil
	}
	switch press.Action {
	case keymap.Accept:
		text := p.input.Value()
		p.input.Set("")
		return p.line(text)
	case actKeys:
		p.typing = false
	case keymap.Close:
		if p.input.Value() == "" {
			return page.Do(page.Back{})
		}
		p.typing = false
	case actWrite:
		p.typing = true
	case actGoOn:
		return p.line("next")
	case actHint:
		return p.line("hint")
	case actSkip:
		return p.line("skip")
	case actShow:
		return p.line("show")
	case actChoose:
		return p.line(press.Key)
	case actRun:
		return p.line("run")
	case actClock:
		return p.toggleClock()
	case actReport:
		return p.saveReport()
	case actAnew:
		return p.anew()
	}
	return nil
}

// key edits the line.
func (p *Page) key(msg tea.KeyPressMsg) tea.Cmd {
	if b, ok := keymap.Find(p.Help(), msg.String()); ok {
		return p.act(keymap.Press{Action: b.Action, Key: msg.String()})
	}
	p.mistake = ""
	p.input.Handle(msg)
	return nil
}

// move scrolls what was said.
func (p *Page) move(a keymap.Action) bool {
	if !p.scroll.Act(a) {
		return false
	}
	p.follow = p.scroll.Top+p.scroll.Height >= p.scroll.Len
	return true
}

// line carries out what a line means.
func (p *Page) line(text string) tea.Cmd {
	if p.running {
		return nil
	}
	e, err := p.d.Read(text, p.elapsed())
	switch {
	case errors.Is(err, interview.ErrRun):
		return p.run()
	case err != nil:
		p.mistake = err.Error()
		if p.writes() && strings.TrimSpace(text) != "" {
			p.input.Set(text) // to be mended
		}
		return nil
	}
	return p.do(e)
}

// do applies an event and queues it to be saved.
func (p *Page) do(e interview.Event) tea.Cmd {
	said := len(p.d.Transcript)
	save, err := p.d.Do(e)
	if err != nil {
		p.mistake = err.Error()
		return nil
	}
	p.mistake, p.notice, p.follow, p.typing, p.fresh = "", "", true, true, said
	p.env.Journal.Save("your answer", save)
	if p.d.Finished() {
		p.scroll.Top, p.follow = 0, false // the report is read from its beginning
		p.stop()
	}
	return page.Do(page.Moved{})
}

// run has the cluster run, beside the screen.
func (p *Page) run() tea.Cmd {
	request, ok := p.d.WantsRun()
	if !ok {
		return nil
	}
	p.running, p.mistake = true, ""
	seed := p.d.Seed
	return func() tea.Msg {
		run, err := record.Run(request, seed)
		return ranMsg{request.Task, run, err}
	}
}

func (p *Page) ran(msg ranMsg) tea.Cmd {
	p.running = false
	if msg.err != nil {
		p.mistake = msg.err.Error()
		return nil
	}
	if p.d.Prompt().Task != msg.task {
		return nil // the drill has gone on without it
	}
	return p.do(p.d.Ran(msg.run, p.elapsed()))
}

// stop holds the clock until the page is shown again.
func (p *Page) stop() {
	p.base, p.since = p.elapsed(), time.Time{}
}

func (p *Page) toggleClock() tea.Cmd {
	p.base = p.elapsed()
	p.untimed = !p.untimed
	p.since = p.env.Now()
	return p.nextTick()
}

// anew starts the drill over. It asks once more when one is under way, and
// waits until all that was said is saved.
func (p *Page) anew() tea.Cmd {
	switch {
	case !p.d.Finished() && !p.sure:
		p.sure = true
		return page.Do(page.Toast{Text: p.env.Hint(p, "This drill is not finished. Press {start-over} again to leave it and start over.")})
	case p.env.Journal.Busy():
		return page.Do(page.Toast{Text: p.env.Hint(p, "Your answer is still being saved. Press {start-over} again in a moment.")})
	}
	return page.Do(page.Replace{Place: page.Place{Page: "drill", Target: p.d.Problem.ID, State: State(p.untimed, true, nil)}})
}

// spot is a line of the screen that chooses an option.
type spot struct{ y, option int }

func (p *Page) click(_, y int) tea.Cmd {
	for _, s := range p.spots {
		if s.y == y {
			return p.line(strconv.Itoa(s.option))
		}
	}
	return nil
}
