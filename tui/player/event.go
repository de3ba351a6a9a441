package player

import (
	"slices"
	"time"

	"netsplit/engine/clock"
)

// Event is one thing that happened in a sitting, as it is saved. Without Step,
// Next or Reset it only says where the run is.
type Event struct {
	At    clock.Time `json:"at"` // microseconds
	Step  string     `json:"step,omitempty"`
	Next  bool       `json:"next,omitempty"` // Step was the next one of the script
	Reset bool       `json:"reset,omitempty"`
	// Undone is how many steps, the latest, were taken back: they don't happen
	// again.
	Undone int `json:"undone,omitempty"`
}

// State is what a sitting's events come to.
type State struct {
	Events []Event // what was done, in order of time
	Now    clock.Time
}

// Reached is the last moment at which something was done, or Now if later.
func (s State) Reached() clock.Time {
	if n := len(s.Events); n > 0 {
		return max(s.Now, s.Events[n-1].At)
	}
	return s.Now
}

// Fold works out the state. After a rewind, a new step drops what was done
// later, as in the run itself.
func Fold(events []Event) State {
	var s State
	for _, e := range events {
		e.At = max(e.At, 0)
		s.Now = e.At
		switch {
		case e.Reset:
			s = State{}
		case e.Undone > 0:
			s.Events = s.Events[:max(0, len(s.Events)-e.Undone)]
		case e.Step != "" || e.Next:
			i := slices.IndexFunc(s.Events, func(old Event) bool { return old.At > e.At })
			if i >= 0 {
				s.Events = s.Events[:i:i]
			}
			s.Events = append(s.Events, e)
		}
	}
	return s
}

func (p *Player) save(e Event) {
	if p.options.Save != nil {
		p.options.Save(e)
		p.saved, p.savedAt = p.options.Now(), e.At
	}
}

// saveTime keeps where the run is: about each second while it moves, and at once
// when it was paused.
func (p *Player) saveTime(now time.Time, must bool) {
	at := p.cluster.Now()
	if at != p.savedAt && (must || now.Sub(p.saved) >= saveEach) {
		p.save(Event{At: at})
	}
}
