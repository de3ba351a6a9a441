package detector

import (
	"math"
	"time"
)

// history is the latest gaps between the heartbeats of a peer, with their sums,
// so that mean and deviation cost the same however many there are.
type history struct {
	gaps       []float64 // seconds, a ring
	next       int
	sum, whole float64 // of the gaps and of their squares
}

// seed stands for heartbeats that have not come yet, so that the first silence
// can be judged too: two gaps around the interval, a quarter of it to either
// side.
func (h *history) seed(interval time.Duration, window int) {
	s := interval.Seconds()
	h.add(s-s/4, window)
	h.add(s+s/4, window)
}

func (h *history) add(gap float64, window int) {
	window = max(window, 2)
	if len(h.gaps) > window { // the window was made smaller
		*h = history{}
	}
	if len(h.gaps) < window {
		h.gaps = append(h.gaps, gap)
	} else {
		old := h.gaps[h.next]
		h.sum, h.whole = h.sum-old, h.whole-old*old
		h.gaps[h.next] = gap
		h.next = (h.next + 1) % window
	}
	h.sum, h.whole = h.sum+gap, h.whole+gap*gap
}

// law is the mean and the standard deviation, which is never under least.
func (h *history) law(least time.Duration) (mean, deviation float64) {
	n := float64(max(len(h.gaps), 1))
	mean = h.sum / n
	variance := max(h.whole/n-mean*mean, 0)
	return mean, max(math.Sqrt(variance), least.Seconds(), 1e-6)
}

// phi is -log10 of the probability that a heartbeat still comes after such a
// silence, if gaps follow a normal law (section 4.2): 1 is one mistake in ten
// when the node is suspected now, 2 is one in a hundred.
func (h *history) phi(silence, least time.Duration) float64 {
	mean, deviation := h.law(least)
	return -math.Log10(later((silence.Seconds() - mean) / deviation))
}

// wait is the silence after which phi reaches the threshold that is z standard
// deviations above the mean.
func (h *history) wait(z float64, least time.Duration) time.Duration {
	mean, deviation := h.law(least)
	return time.Duration(max(mean+z*deviation, 0)*1e6) * time.Microsecond
}

// later is the probability that a normal variable is more than z deviations
// above its mean. Below 1e-300 it counts as that, so that phi stays a number.
func later(z float64) float64 { return max(0.5*math.Erfc(z/math.Sqrt2), 1e-300) }

// deviations is the inverse: how many deviations above the mean phi reaches a
// threshold.
func deviations(threshold float64) float64 {
	low, high := -40.0, 40.0
	for range 100 {
		middle := (low + high) / 2
		if -math.Log10(later(middle)) < threshold {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}
