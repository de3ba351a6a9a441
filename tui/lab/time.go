package lab

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/tui/keymap"
)

// moveTime carries out the actions that move the run.
func (p *Page) moveTime(a keymap.Action) tea.Cmd {
	p.said = said{}
	switch a {
	case actToggle:
		return p.player.Toggle()
	case actEvent:
		p.player.StepEvent()
	case actScript:
		cmd, err := p.player.Next()
		if err != nil {
			p.complain(err)
			return nil
		}
		if op := p.player.Operation(); op != 0 {
			p.op = op
		}
		return cmd
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
	case actReset:
		if err := p.player.Reset(); err != nil {
			p.complain(err)
		}
		p.op, p.why, p.back = 0, whyPane{}, 0
		p.chooseFirst()
	}
	return nil
}

func (p *Page) seekBy(d time.Duration) tea.Cmd {
	cmd, err := p.player.SeekBy(d)
	if err != nil {
		p.complain(err)
	}
	p.follow()
	return cmd
}
