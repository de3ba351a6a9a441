package player

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/engine/clock"
	"netsplit/engine/scenario"
)

// jump is a way to another moment, run in pieces.
type jump struct {
	from, to clock.Time
	then     *scenario.Step // to be done there
	script   bool           // ends earlier, when the script's step in progress does
	note     string
}

// Seek goes to a moment, back or forth, and pauses there. Back is a replay from
// the beginning, and forth of what was ever run it simply runs on, so it can
// take a while: Busy tells.
func (p *Player) Seek(t clock.Time) (tea.Cmd, error) {
	p.Pause()
	t = max(t, 0)
	now := p.cluster.Now()
	if t == now {
		return nil, nil
	}
	if t < now {
		operation := p.operation
		if err := p.build(); err != nil {
			return nil, err
		}
		p.operation = operation
	}
	return p.jumpTo(jump{from: p.cluster.Now(), to: t, note: "at " + t.String() + "; {run-or-pause} runs on"}), nil
}

// SeekBy goes forth, or back when d is negative.
func (p *Player) SeekBy(d time.Duration) (tea.Cmd, error) {
	return p.Seek(max(0, p.cluster.Now().Add(d)))
}

func (p *Player) jumpTo(j jump) tea.Cmd {
	p.running, p.stopAt = false, stop{}
	p.jump = &j
	p.ticks++
	return p.advanceJump(first)
}

// resume starts the way to where a saved run ended.
func (p *Player) resume(s State) {
	p.history = s.Events
	p.jumpTo(jump{to: s.Now, note: "resumed at " + s.Now.String() + "; {run-or-pause} runs on"})
	p.end = max(p.end, s.Reached())
}

// advanceJump does a piece of the jump. The command asks for the next piece, or
// is what the step at the end of the jump asks for.
func (p *Player) advanceJump(limit time.Duration) tea.Cmd {
	j := p.jump
	switch d := j.to.Sub(p.cluster.Now()); {
	case j.script:
		if !p.workOnScript(limit) && d > 0 {
			return p.tick()
		}
	case d > 0:
		p.work(d, limit)
	default:
		p.redo() // what was done at the very moment
	}
	p.changed()
	if p.cluster.Now() < j.to && !j.script {
		return p.tick()
	}
	p.jump, p.note = nil, j.note
	p.ticks++
	p.changed()
	if j.then == nil && len(p.waiting) == 0 {
		p.saveTime(p.options.Now(), true)
		return nil
	}
	var cmd tea.Cmd
	if j.then != nil {
		var err error
		if _, cmd, err = p.Do(*j.then); err != nil {
			p.waiting = nil
			p.note = err.Error()
			return cmd
		}
		p.note = j.note
	}
	return p.doWaiting(cmd)
}

// hurry runs on to the end of the script's step in progress.
func (p *Player) hurry() tea.Cmd {
	now := p.cluster.Now()
	return p.jumpTo(jump{from: now, to: now.Add(20 * patience), script: true, note: ""})
}

// workOnScript runs until the step in progress has ended, in pieces small enough
// to stop near its end.
func (p *Player) workOnScript(limit time.Duration) (ended bool) {
	const piece = 20 * time.Millisecond
	started := p.options.Now()
	for scriptBusy(p.Snapshot()) {
		if spent := p.options.Now().Sub(started); spent >= limit {
			return false
		}
		p.work(piece, limit)
		p.changed()
	}
	return true
}

// redo repeats what the history says about now. What no longer works is left
// out: the run has gone another way.
func (p *Player) redo() {
	for p.done < len(p.history) && p.history[p.done].At <= p.cluster.Now() {
		e := p.history[p.done]
		p.done++
		if e.Next {
			_ = p.cluster.DoNext()
			continue
		}
		step, err := scenario.ParseStep(e.Step)
		if err != nil {
			continue
		}
		if op, err := p.cluster.Do(step); err == nil && op != 0 {
			p.operation = op
		}
	}
}
