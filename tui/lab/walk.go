package lab

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// walk is the lookup of a key that was just read or written by hand, shown as a
// walk around the ring. It takes a moment of wall time, whatever the speed of
// the run, and then asks for no more frames.
type walk struct {
	began  time.Time
	number int // of the walk, so that ticks of an earlier one are told apart
	on     bool
}

const (
	walkTakes = 900 * time.Millisecond
	walkFrame = 60 * time.Millisecond
)

type walkTick struct{ number int }

// startWalk begins a walk, if there is a ring to walk around.
func (p *Page) startWalk() tea.Cmd {
	if len(p.player.Snapshot().Rings) == 0 {
		return nil
	}
	p.walk.began, p.walk.on = p.env.Now(), true
	p.walk.number++
	return p.awaitWalk()
}

func (p *Page) awaitWalk() tea.Cmd {
	number := p.walk.number
	return tea.Tick(walkFrame, func(time.Time) tea.Msg { return walkTick{number} })
}

func (p *Page) nextWalk(t walkTick) tea.Cmd {
	if t.number != p.walk.number || !p.walk.on {
		return nil
	}
	if p.env.Now().Sub(p.walk.began) >= walkTakes {
		p.walk.on = false
		return nil
	}
	return p.awaitWalk()
}

// walked is how much of the walk is done.
func (p *Page) walked() (walking bool, share float64) {
	if !p.walk.on {
		return false, 1
	}
	share = float64(p.env.Now().Sub(p.walk.began)) / float64(walkTakes)
	return share < 1, min(share, 1)
}
