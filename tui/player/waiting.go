package player

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"netsplit/engine/scenario"
)

// A step that is asked for while the run is on its way to another moment waits
// until it is there, as it would for somebody who presses the key then.

// awaiting is such a step; nil is the next one of the script.
type awaiting struct{ step *scenario.Step }

// mostWaiting bounds them: nobody means a held key.
const mostWaiting = 8

// ErrManyWait refuses a further one.
var ErrManyWait = errors.New("8 steps wait already until the run is there; {run-or-pause} stops it and drops them")

// await keeps a step until the jump ends.
func (p *Player) await(a awaiting) error {
	if len(p.waiting) >= mostWaiting {
		return ErrManyWait
	}
	p.waiting = append(p.waiting, a)
	return nil
}

// Waiting are the steps that wait for the end of the jump, in words.
func (p *Player) Waiting() []string {
	var out []string
	for _, a := range p.waiting {
		words := "the script's next step"
		if a.step != nil {
			words = a.step.Command.String()
		}
		out = append(out, words)
	}
	return out
}

// doWaiting does the steps that waited, until one of them is a way to another
// moment itself. One that is refused drops those after it. The command is the
// latest that moves time.
func (p *Player) doWaiting(cmd tea.Cmd) tea.Cmd {
	for p.jump == nil && len(p.waiting) > 0 {
		a := p.waiting[0]
		p.waiting = p.waiting[1:]
		var next tea.Cmd
		var err error
		if a.step == nil {
			next, err = p.Next()
		} else {
			_, next, err = p.Do(*a.step)
		}
		if err != nil {
			p.waiting, p.note = nil, err.Error()
			return cmd
		}
		if next != nil {
			cmd = next
		}
	}
	return cmd
}
