package fault

import "netsplit/engine/clock"

// spell is a stretch of time in which a node suffered from a fault: one fault
// may end on one node while it lasts on another.
type spell struct {
	target, kind string
	fault        int
	from, to     clock.Time
	open         bool
}

// Took enters that a fault takes hold of a target now. kind is what it does to
// it: of one kind only the latest holds.
func (b *Book) Took(number int, target, kind string, now clock.Time) {
	b.Left(target, kind, now)
	if number > 0 {
		b.spells = append(b.spells, spell{target: target, kind: kind, fault: number, from: now, open: true})
	}
}

// Left enters that nothing of a kind holds the target any more.
func (b *Book) Left(target, kind string, now clock.Time) {
	for i := range b.spells {
		if s := &b.spells[i]; s.open && s.target == target && s.kind == kind {
			s.to, s.open = now, false
		}
	}
}

// During is the fault that held a target at some moment from one time to
// another, the latest to begin; 0: none.
func (b *Book) During(target string, from, to clock.Time) int {
	number := 0
	for _, s := range b.spells {
		if s.target == target && s.from <= to && (s.open || s.to >= from) {
			number = s.fault
		}
	}
	return number
}
