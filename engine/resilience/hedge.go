package resilience

import (
	"math"
	"slices"
	"time"
)

// hedgeSamples is how many of the latest latencies a Hedge knows, and
// hedgeLeast how many it wants before it hedges at all.
const (
	hedgeSamples = 256
	hedgeLeast   = 20
)

// Hedge says after which wait a second request is sent to another server: when
// the first takes longer than a share of the latest ones did. With 95 %, some
// 5 % more requests cut the tail to the time that two need to be slow at once.
type Hedge struct {
	latest []time.Duration // a ring
	next   int
	wait   time.Duration // the answer, until stale
	asked  float64
	stale  int // samples since wait was computed
}

// Record takes how long it took to answer a read since its first request. Where
// the second one was quicker, the first had taken so long already: to count the
// second's own latency would make the wait ever shorter.
func (h *Hedge) Record(d time.Duration) {
	h.stale++
	if len(h.latest) < hedgeSamples {
		h.latest = append(h.latest, d)
		return
	}
	h.latest[h.next] = d
	h.next = (h.next + 1) % hedgeSamples
}

// After is the wait before the second request: just over the quantile, since
// where all requests take the same, none is slow. False: too little is known.
func (h *Hedge) After(share float64) (time.Duration, bool) {
	if len(h.latest) < hedgeLeast {
		return 0, false
	}
	if h.stale >= 16 || h.asked != share {
		sorted := slices.Sorted(slices.Values(h.latest))
		i := max(0, int(math.Ceil(share*float64(len(sorted))-1e-9))-1) // the nearest rank
		h.wait, h.stale, h.asked = sorted[i]+time.Microsecond, 0, share
	}
	return h.wait, true
}
