package metric

import (
	"time"

	"netsplit/engine/clock"
)

const (
	slotWidth = clock.Time(100_000) // 100 ms
	slotCount = 600                 // a minute
)

// Utilisation is the share of a capacity that was in use: the time integral
// of what was busy, divided by that of what there was. Ten workers of which
// five are busy for a second, then none for a second, are 25 % utilised.
// It keeps a minute in slots of 100 ms. Make one with NewUtilisation.
type Utilisation struct {
	busy, capacity int
	at             clock.Time // the integrals reach to here
	total          usage
	slots          [slotCount]usage // the slot with number s is at s % slotCount
}

// usage is two integrals over time, in microseconds times units.
type usage struct{ busy, capacity int64 }

func (u usage) ratio() float64 {
	if u.capacity == 0 {
		return 0
	}
	return float64(u.busy) / float64(u.capacity)
}

// NewUtilisation starts at time zero with that capacity, all of it idle.
func NewUtilisation(capacity int) *Utilisation { return &Utilisation{capacity: max(capacity, 0)} }

// Set notes that from a moment on so much is busy. Moments must not go back;
// one that does counts as the latest.
func (u *Utilisation) Set(at clock.Time, busy int) {
	u.advance(at)
	u.busy = max(busy, 0)
}

// Resize notes that from a moment on there is so much capacity.
func (u *Utilisation) Resize(at clock.Time, capacity int) {
	u.advance(at)
	u.capacity = max(capacity, 0)
}

// Busy is how much is in use now.
func (u *Utilisation) Busy() int { return u.busy }

// Capacity is how much there is now.
func (u *Utilisation) Capacity() int { return u.capacity }

// advance adds the level since the last change to the integrals.
func (u *Utilisation) advance(to clock.Time) {
	if to <= u.at {
		return
	}
	u.total.add(u, to-u.at)
	if oldest := (to/slotWidth - slotCount + 1) * slotWidth; u.at < oldest {
		// Nothing for over a minute: what lies before is forgotten anyway.
		u.at = oldest
		u.slots[slot(u.at)] = usage{}
	}
	for u.at < to {
		end := min(to, (u.at/slotWidth+1)*slotWidth)
		u.slots[slot(u.at)].add(u, end-u.at)
		u.at = end
		if end%slotWidth == 0 {
			u.slots[slot(end)] = usage{} // a new slot begins in the place of an old one
		}
	}
}

func slot(t clock.Time) int { return int(t / slotWidth % slotCount) }

func (u *usage) add(of *Utilisation, d clock.Time) {
	u.busy += int64(of.busy) * int64(d)
	u.capacity += int64(of.capacity) * int64(d)
}

// Overall is the utilisation from the start of the run until now.
func (u *Utilisation) Overall(now clock.Time) float64 {
	u.advance(now)
	return u.total.ratio()
}

// Over is the utilisation in the time d before now, cut to whole slots of
// 100 ms: with the slot that now lies in and those that began within d before
// it. At most a minute is kept.
func (u *Utilisation) Over(now clock.Time, d time.Duration) float64 {
	u.advance(now)
	last := u.at / slotWidth
	n := min(max(clock.FromDuration(d)/slotWidth, 0), slotCount-1)
	var sum usage
	for s := max(0, last-n); s <= last; s++ {
		sum.busy += u.slots[s%slotCount].busy
		sum.capacity += u.slots[s%slotCount].capacity
	}
	return sum.ratio()
}
