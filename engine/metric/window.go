package metric

import (
	"time"

	"netsplit/engine/clock"
)

// slots is how finely a sliding window is cut: its edge is exact to within a
// twentieth of its length.
const slots = 20

// Counter counts events and knows their recent rate. Make one with NewCounter.
type Counter struct {
	total  int
	window window
}

// NewCounter returns a counter whose rate is taken over the window.
func NewCounter(over time.Duration) *Counter { return &Counter{window: newWindow(over)} }

// Add counts n events at a moment.
func (c *Counter) Add(at clock.Time, n int) {
	c.total += n
	c.window.add(at, n, 0)
}

// Total is how many events there were.
func (c *Counter) Total() int { return c.total }

// Lately is how many events there were in the window before now.
func (c *Counter) Lately(now clock.Time) int {
	n, _, _ := c.window.sum(now)
	return n
}

// PerSecond is the rate over the window before now. Early in a run, over the
// time there was.
func (c *Counter) PerSecond(now clock.Time) float64 {
	n, _, length := c.window.sum(now)
	if length <= 0 {
		return 0
	}
	return float64(n) / length.Seconds()
}

// Ratio is a share over a sliding window, such as the hits of a cache in the
// last 10 s, and over the whole run. Make one with NewRatio.
type Ratio struct {
	yes, no int
	window  window
}

// NewRatio returns a ratio over the window.
func NewRatio(over time.Duration) *Ratio { return &Ratio{window: newWindow(over)} }

// Record counts one event at a moment.
func (r *Ratio) Record(at clock.Time, yes bool) {
	if yes {
		r.yes++
		r.window.add(at, 1, 0)
	} else {
		r.no++
		r.window.add(at, 0, 1)
	}
}

// Value is the share of yes over the window before now; ok is false when
// there was no event in it.
func (r *Ratio) Value(now clock.Time) (ratio float64, ok bool) {
	yes, no, _ := r.window.sum(now)
	return share(yes, no)
}

// Recent are the events in the window before now.
func (r *Ratio) Recent(now clock.Time) (yes, no int) {
	yes, no, _ = r.window.sum(now)
	return yes, no
}

// Overall is the share of yes in the whole run.
func (r *Ratio) Overall() (ratio float64, ok bool) { return share(r.yes, r.no) }

// Counts are the events of the whole run.
func (r *Ratio) Counts() (yes, no int) { return r.yes, r.no }

func share(yes, no int) (float64, bool) {
	if yes+no == 0 {
		return 0, false
	}
	return float64(yes) / float64(yes+no), true
}

// window keeps two counts for each of the last slots.
type window struct {
	width clock.Time // of a slot
	slots [slots + 1]struct {
		number int64 // which slot of the run it holds
		a, b   int
	}
}

func newWindow(over time.Duration) window {
	return window{width: max(1, clock.FromDuration(over)/slots)}
}

func (w *window) add(at clock.Time, a, b int) {
	number := int64(max(at, 0) / w.width)
	s := &w.slots[number%int64(len(w.slots))]
	switch {
	case s.number > number:
		return // older than the window
	case s.number < number:
		s.number, s.a, s.b = number, 0, 0
	}
	s.a += a
	s.b += b
}

// sum adds up the slot that now lies in and the whole window before it, and
// says how much time they cover.
func (w *window) sum(now clock.Time) (a, b int, length time.Duration) {
	last := int64(max(now, 0) / w.width)
	first := max(0, last-slots)
	for i := range w.slots {
		if s := &w.slots[i]; s.number >= first && s.number <= last {
			a += s.a
			b += s.b
		}
	}
	return a, b, max(now, 0).Sub(clock.Time(first) * w.width)
}
