package lab

import (
	"fmt"

	"netsplit/tui/scene"
)

// fork begins a fork and shows the comparison, or ends it.
func (p *Page) fork() {
	if _, ok := p.player.Forked(); ok {
		p.player.EndFork()
		if s, _ := p.focus.scene(); s.Fork {
			p.focus = p.unfork
		}
		p.say("the fork is gone; this run goes on")
		return
	}
	if err := p.player.Fork(); err != nil {
		p.complain(err)
		return
	}
	p.unfork = p.focus
	for i, s := range scene.Scenes() {
		if s.Fork {
			p.focus = panes + pane(i)
		}
	}
	p.say(p.spell("forked: your steps happen in this run; {prompt} fork STEP does one there; {fork} ends it"))
}

// compare finds where the run and its fork parted.
func (p *Page) compare() {
	found, err := p.player.Compare()
	switch {
	case err != nil:
		p.complain(err)
	case found.Parted == nil:
		p.say("event for event the same so far")
	default:
		p.say(fmt.Sprintf("they part at %.3f s; %d of %d operations ended otherwise", found.Parted.TimeSeconds, found.Differing, found.Compared))
	}
}

// stepBack undoes an event and says what time it is.
func (p *Page) stepBack() {
	from := p.player.Now()
	if err := p.player.StepBack(); err != nil {
		p.complain(err)
		return
	}
	now := p.player.Now()
	p.say(fmt.Sprintf("%s, one event back, %s earlier", now, scene.Duration(from.Sub(now))))
	p.follow()
}
