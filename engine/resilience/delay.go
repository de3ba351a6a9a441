package resilience

import (
	"time"

	"netsplit/engine/clock"
)

// standing is for how long a line may be there without having been empty once
// before it counts as a standing queue.
const standing = 100 * time.Millisecond

// Delay sheds by age, as controlled delay does: a burst may wait, but when the
// line has not been empty for a while, whoever waited longer than the target
// is dropped at its turn. Only requests that still have a chance get a slot.
type Delay struct{ empty clock.Time } // when the line was last seen empty

// Empty tells that nobody waits now.
func (d *Delay) Empty(now clock.Time) { d.empty = now }

// Drop asks whether a request that waited so long is to be dropped.
func (d *Delay) Drop(now clock.Time, waited, target time.Duration) bool {
	return now.Sub(d.empty) > standing && waited > target
}
