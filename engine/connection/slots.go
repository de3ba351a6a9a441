package connection

import (
	"cmp"
	"slices"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// Slots are the connections that a server has open, at work or idle. Who has
// one keeps it: the server learns that it is free when it is closed, or when
// nothing came over it for long.
type Slots struct {
	open map[uint64]*slot
	busy int
}

// slot is one connection.
type slot struct {
	holder sim.NodeID
	work   int // requests under way
	used   clock.Time
}

// Holder is a node that has connections open.
type Holder struct {
	Node  sim.NodeID
	Count int
}

// NewSlots returns none.
func NewSlots() *Slots { return &Slots{open: map[uint64]*slot{}} }

// Take begins a request on a connection, which is opened if it is not: unless
// as many as allowed are.
func (s *Slots) Take(number uint64, holder sim.NodeID, now clock.Time, most int) (opened, ok bool) {
	c := s.open[number]
	if c == nil {
		if len(s.open) >= most {
			return false, false
		}
		c, opened = &slot{holder: holder}, true
		s.open[number] = c
	}
	if c.work == 0 {
		s.busy++
	}
	c.work++
	c.used = now
	return opened, true
}

// Leave ends a request on a connection, and closes that on request.
func (s *Slots) Leave(number uint64, now clock.Time, closed bool) {
	c := s.open[number]
	if c == nil {
		return
	}
	c.work--
	c.used = now
	if c.work <= 0 {
		s.busy--
	}
	if closed {
		delete(s.open, number)
	}
}

// Drop closes those that nothing came over for so long, and counts them.
func (s *Slots) Drop(now clock.Time, idle time.Duration) int {
	before := len(s.open)
	for number, c := range s.open { // order-free: drops all that are idle
		if c.work == 0 && c.used.Add(idle) <= now {
			delete(s.open, number)
		}
	}
	return before - len(s.open)
}

// Next is when the first that is idle now will have been so for that long.
func (s *Slots) Next(idle time.Duration) (at clock.Time, ok bool) {
	for _, c := range s.open { // order-free: the least
		if c.work == 0 && (!ok || c.used.Add(idle) < at) {
			at, ok = c.used.Add(idle), true
		}
	}
	return at, ok
}

// Open counts them all, Busy those at work.
func (s *Slots) Open() int { return len(s.open) }

// Busy counts those at work.
func (s *Slots) Busy() int { return s.busy }

// Holders lists who has most of them, at most so many.
func (s *Slots) Holders(most int) []Holder {
	count := map[sim.NodeID]int{}
	for _, c := range s.open { // order-free: counts
		count[c.holder]++
	}
	list := make([]Holder, 0, len(count))
	for id, n := range count { // order-free: sorted below
		list = append(list, Holder{id, n})
	}
	slices.SortFunc(list, func(a, b Holder) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Node, b.Node))
	})
	return list[:min(most, len(list))]
}
