package player

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/engine/clock"
	"netsplit/engine/scenario"
)

// jump is a way to another moment, run in pieces: on from where the cluster is,
// doing the steps of a saved run on the way, and then perhaps back.
type jump struct {
	from, to clock.Time
	events   []Event     // to do on the way
	back     *clock.Time // the learner had rewound
	note     string
}

// Seek goes to a moment, back or forth, and pauses there. Forward of what was
// ever run it simply runs on, so it can take a while: Busy tells.
func (p *Player) Seek(t clock.Time) (tea.Cmd, error) {
	p.Pause()
	t = max(t, 0)
	now := p.cluster.Now()
	if t == now {
		return nil, nil
	}
	if t < now {
		// To the beginning is cheap; from there on in pieces.
		if err := p.cluster.Seek(0); err != nil {
			return nil, err
		}
	}
	p.jump = &jump{from: p.cluster.Now(), to: t, note: "at " + t.String() + ", paused; space runs on"}
	p.advanceJump(first)
	return p.tick(), nil
}

// SeekBy goes forth, or back when d is negative.
func (p *Player) SeekBy(d time.Duration) (tea.Cmd, error) {
	return p.Seek(max(0, p.cluster.Now().Add(d)))
}

// resume starts the way to where a saved run ended.
func (p *Player) resume(s State) {
	p.jump = &jump{to: s.Reached(), events: s.Events, note: "resumed at " + s.Now.String() + "; space runs on"}
	if s.Now < p.jump.to {
		p.jump.back = &s.Now
	}
	p.advanceJump(first)
}

// advanceJump does a piece of the jump.
func (p *Player) advanceJump(limit time.Duration) {
	j := p.jump
	started := p.options.Now()
	for {
		to := j.to
		if len(j.events) > 0 {
			to = min(to, max(j.events[0].At, p.cluster.Now()))
		}
		if d := to.Sub(p.cluster.Now()); d > 0 {
			p.work(d, limit-p.options.Now().Sub(started))
			p.changed()
		}
		switch {
		case p.cluster.Now() < to:
			return // the rest in the next tick
		case len(j.events) > 0:
			p.redo(j.events[0])
			j.events = j.events[1:]
		default:
			p.land()
			return
		}
		if p.options.Now().Sub(started) >= limit {
			return
		}
	}
}

// redo repeats a saved event. What no longer works (the scenario's file was
// changed in between) is left out; the log of the cluster says why.
func (p *Player) redo(e Event) {
	if e.Next {
		_ = p.cluster.DoNext()
	} else if step, err := scenario.ParseStep(e.Step); err == nil {
		if op, err := p.cluster.Do(step); err == nil && op != 0 {
			p.operation = op
		}
	}
	p.changed()
}

// land ends a jump.
func (p *Player) land() {
	j := p.jump
	p.jump, p.note = nil, j.note
	p.ticks++
	if j.back != nil {
		note := j.note
		if _, err := p.Seek(*j.back); err == nil && p.jump != nil {
			p.jump.note = note
		} else {
			p.note = note
		}
		return
	}
	p.changed()
	p.saveTime(p.options.Now(), true)
}
