package worker

import (
	"time"

	"netsplit/calc/order"
	"netsplit/engine/clock"
)

// Windows counts records by the time at which what they tell of happened, in
// windows that follow each other without gaps or overlaps. A window is closed
// when the watermark passes its end: all partitions have shown something later.
// What comes for a closed window is late and not counted. Akidau et al., "The
// Dataflow Model", VLDB 2015.
//
// The counts are kept where the effects are, so they survive a worker's crash;
// a record that is done twice is counted twice, unless the worker is idempotent.
type Windows struct {
	Size     time.Duration
	Lateness time.Duration // how far the watermark stays behind
	counts   map[clock.Time]int
	seen     map[int]clock.Time // the latest time of each partition
	closed   clock.Time         // windows that end by then are closed
	Late     int
	Finished int
	Latest   []Window // closed ones, the latest last
}

// Window is one of them.
type Window struct {
	Start clock.Time
	Count int
}

// windowsKept bounds the closed windows that are kept.
const windowsKept = 50

// NewWindows counts in windows of a size.
func NewWindows(size, lateness time.Duration) *Windows {
	return &Windows{Size: size, Lateness: lateness, counts: map[clock.Time]int{}, seen: map[int]clock.Time{}}
}

// Add counts a record. No windows count nothing.
func (w *Windows) Add(partition int, happened clock.Time) {
	if w == nil {
		return
	}
	size := clock.FromDuration(w.Size)
	start := happened / size * size
	if start+size <= w.closed {
		w.Late++
	} else {
		w.counts[start]++
	}
	w.seen[partition] = max(w.seen[partition], happened)
	w.close()
}

// close ends the windows that the watermark has passed.
func (w *Windows) close() {
	mark := clock.Time(1<<62 - 1)
	for _, t := range w.seen { // order-free: the least
		mark = min(mark, t)
	}
	mark -= clock.FromDuration(w.Lateness)
	if mark <= w.closed {
		return
	}
	w.closed = mark
	size := clock.FromDuration(w.Size)
	for _, open := range w.Open() {
		if open.Start+size <= mark {
			delete(w.counts, open.Start)
			w.Finished++
			w.Latest = append(w.Latest, open)
		}
	}
	w.Latest = w.Latest[max(0, len(w.Latest)-windowsKept):]
}

// Open are the windows that still count, the oldest first.
func (w *Windows) Open() []Window {
	var out []Window
	for start, n := range w.counts { // order-free: sorted below
		out = append(out, Window{start, n})
	}
	order.By(out, func(a, b Window) int { return int(a.Start - b.Start) })
	return out
}
