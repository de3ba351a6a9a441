package player

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/engine"
	"netsplit/engine/clock"
	"netsplit/engine/scenario"
)

// Tick moves a running cluster. Ticks of an earlier run are told by their
// number and ignored.
type Tick struct{ number int }

// stop is what ends a run by itself: an operation that was just begun by hand,
// or a step of the scenario's script.
type stop struct {
	operation uint64
	script    bool
	condition *scenario.Condition
	latest    clock.Time // give up waiting then
}

// tick asks for the next one, if time moves.
func (p *Player) tick() tea.Cmd {
	if !p.running && p.jump == nil {
		return nil
	}
	p.ticks++
	number, pause := p.ticks, interval
	if p.jump != nil {
		pause = breath
	}
	return tea.Tick(pause, func(time.Time) tea.Msg { return Tick{number} })
}

// Update handles the player's own messages; others it leaves alone.
func (p *Player) Update(msg tea.Msg) tea.Cmd {
	t, ok := msg.(Tick)
	if !ok || t.number != p.ticks {
		return nil
	}
	now := p.options.Now()
	// After a suspended process there is no hour to catch up with.
	elapsed := min(now.Sub(p.last), 5*interval)
	p.last = now
	switch {
	case p.jump != nil:
		return p.advanceJump(first)
	case p.running:
		p.play(elapsed)
		p.stopWhenDone()
		p.saveTime(now, false)
	}
	return p.tick()
}

// play runs the virtual time that belongs to an elapsed wall time.
func (p *Player) play(elapsed time.Duration) {
	wanted := float64(elapsed.Microseconds())*p.Speed() + p.owed
	whole := time.Duration(wanted) * time.Microsecond
	p.owed = wanted - float64(whole.Microseconds())
	if whole <= 0 {
		return
	}
	ran := p.work(whole, budget)
	p.changed()
	if ran < whole*9/10 && elapsed > 0 {
		p.behind = ran.Seconds() / elapsed.Seconds()
		p.owed = 0
	} else if p.behind > 0 && ran == whole {
		p.behind = 0
	}
}

// work advances the cluster by d, or by less when that takes longer than the
// limit on the wall clock, and repeats on the way what the history says. The size
// of a piece follows how dense the events are, so that one piece never overruns
// the limit by much.
func (p *Player) work(d, limit time.Duration) (ran time.Duration) {
	const least, most = 50 * time.Microsecond, 10 * time.Second
	started, from := p.options.Now(), p.cluster.Now()
	p.redo()
	for before := started; ran < d; {
		piece := min(p.pace, d-ran)
		if p.done < len(p.history) {
			piece = min(piece, p.history[p.done].At.Sub(p.cluster.Now()))
		}
		if next := p.nextSample(); next > p.cluster.Now() {
			piece = min(piece, next.Sub(p.cluster.Now()))
		}
		p.cluster.Advance(piece)
		p.redo()
		p.keepPace()
		p.sample()
		ran = p.cluster.Now().Sub(from)
		now := p.options.Now()
		switch took := now.Sub(before); {
		case took > limit/8:
			p.pace = max(p.pace/2, least)
		case took < limit/32 && piece == p.pace:
			p.pace = min(p.pace*2, most)
		}
		if now.Sub(started) >= limit {
			break
		}
		before = now
	}
	return ran
}

// stopWhenDone pauses when what was waited for has ended.
func (p *Player) stopWhenDone() {
	if p.stopAt == (stop{}) {
		return
	}
	done := p.cluster.Now() >= p.stopAt.latest
	if done {
		p.note = "gave up waiting at " + p.stopAt.latest.String()
	}
	if c := p.stopAt.condition; c != nil {
		ok, got, err := p.cluster.Holds(*c)
		switch {
		case ok || err != nil:
			p.note, done = c.Metric+" is "+got, true
		case done:
			p.note += ": " + c.Metric + " is " + got
		}
	}
	if p.stopAt.script {
		done = done || !scriptBusy(p.Snapshot())
	}
	if id := p.stopAt.operation; id != 0 {
		o, ok := p.cluster.Operation(id)
		done = done || ok && o.Outcome != engine.Pending
	}
	if done {
		p.pause()
	}
}

func scriptBusy(s *engine.Snapshot) bool {
	for _, step := range s.Script {
		if step.State == "running" || step.State == "waiting" {
			return true
		}
	}
	return false
}

// Awaited is the tick that moves the run next. Tests play it by hand; the
// runtime sends it by itself.
func (p *Player) Awaited() Tick { return Tick{p.ticks} }
