package lab

import (
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/engine"
	"netsplit/tui/keymap"
	"netsplit/tui/player"
	"netsplit/tui/scene"
)

// moved lets the player move time. A step that waited for the run to arrive is
// looked at as if it had been asked for now, and what was refused on the way no
// longer holds.
func (p *Page) moved(msg player.Tick) tea.Cmd {
	waited, before := len(p.player.Waiting()), p.player.Operation()
	cmd := p.player.Update(msg)
	if _, busy := p.player.Busy(); !busy && p.said.text == player.ErrBusy.Error() {
		p.said = said{}
		p.touched++
	}
	if op := p.player.Operation(); len(p.player.Waiting()) < waited && op != before {
		p.op = op
		if o, ok := p.remembers(op); ok {
			p.lookAt(o)
		}
	}
	p.follow()
	return cmd
}

// moveTime carries out the actions that move the run.
func (p *Page) moveTime(a keymap.Action) tea.Cmd {
	switch a {
	case actToggle:
		return p.player.Toggle()
	case actEvent:
		p.oneEvent()
	case actStepBack:
		p.stepBack()
	case actFork:
		p.fork()
	case actScript:
		return p.nextStep()
	case actFaster:
		p.player.Faster(1)
	case actSlower:
		p.player.Faster(-1)
	case actBack:
		return p.seekBy(-time.Second)
	case actFarBack:
		return p.seekBy(-10 * time.Second)
	case actForward:
		return p.seekBy(10 * time.Second)
	}
	return nil
}

// reset starts the scenario afresh. Where that loses steps it asks once more:
// the sitting can't be brought back.
func (p *Page) reset(sure bool) {
	if n := len(p.player.Marks()); n > 0 && !sure {
		p.sure = true
		steps := fmt.Sprintf("%d steps", n)
		if n == 1 {
			steps = "step"
		}
		p.say(p.spell("{reset} again resets; {keep} keeps the ") + steps)
		return
	}
	if err := p.player.Reset(); err != nil {
		p.complain(err)
	}
	p.op, p.why, p.back = 0, whyPane{}, 0
	p.chooseFirst()
}

func (p *Page) seekBy(d time.Duration) tea.Cmd {
	cmd, err := p.player.SeekBy(d)
	if err != nil {
		p.complain(err)
	}
	p.follow()
	return cmd
}

// lookAt selects the key of an operation by hand and the node it went to, so
// that ring and replicas show what it is about.
func (p *Page) lookAt(o engine.Operation) {
	if o.Key != "" {
		p.key, p.chosen = o.Key, true
	}
	for _, r := range p.player.Snapshot().Rings {
		if slices.Contains(r.Nodes, o.Via) && o.Via != p.node {
			p.pick(o.Via)
		}
	}
}

// oneEvent runs an event and says which it was.
func (p *Page) oneEvent() {
	p.player.Pause()
	next, from := p.player.Snapshot().Messages, p.player.Now()
	p.player.StepEvent()
	now := p.player.Now()
	switch {
	case p.player.Note() != "":
		p.say(p.spell(p.player.Note()))
	case len(next) > 0 && next[0].Arrives == now:
		m := next[0]
		p.say(fmt.Sprintf("%s, %s later: %s got from %s: %s", now, scene.Duration(now.Sub(from)), m.To, m.From, m.Text))
	default:
		p.say(fmt.Sprintf("%s, %s later: a timer fired", now, scene.Duration(now.Sub(from))))
	}
}

// nextStep does the next step of the scenario's own script; in guided mode it
// asks for a prediction first.
func (p *Page) nextStep() tea.Cmd {
	if _, busy := p.player.Busy(); busy && p.guide != nil {
		return nil // the question would be about a moment that is not here yet
	}
	if p.askFirst() {
		return nil
	}
	return p.runNext()
}

func (p *Page) runNext() tea.Cmd {
	if _, busy := p.player.Busy(); !busy {
		if over, ok := p.scriptOver(); ok {
			p.say(over)
			return nil
		}
	}
	cmd, err := p.player.Next()
	if err != nil {
		p.complain(err)
		return nil
	}
	if op := p.player.Operation(); op != 0 {
		p.op = op
		if o, ok := p.remembers(op); ok {
			p.lookAt(o)
		}
	}
	p.said = said{script: true}
	return cmd
}
