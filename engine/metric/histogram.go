package metric

import (
	"math/bits"
	"time"
)

const (
	linear    = 16                                   // cells an octave
	linearLog = 4                                    // 2^linearLog = linear
	octaves   = 28                                   // 16 µs · 2^28 is more than an hour
	cells     = linear + octaves*linear              // the first 16 microseconds have a cell each
	longest   = uint64(time.Hour / time.Microsecond) // what is longer counts as this
)

// Histogram counts durations in cells that are a sixteenth of an octave wide,
// so a quantile is at most 6.3 % above the true one, and exact where all
// durations are equal. It takes 2 KB whatever it counts. The zero value is
// empty.
type Histogram struct {
	counts   [cells]uint32
	total    uint64
	low, top uint64 // the shortest and the longest, in microseconds
}

// Record counts a duration. Below a microsecond it counts as zero, above an
// hour as an hour.
func (h *Histogram) Record(d time.Duration) {
	v := min(uint64(max(d, 0)/time.Microsecond), longest)
	if h.total == 0 || v < h.low {
		h.low = v
	}
	h.top = max(h.top, v)
	h.counts[cell(v)]++
	h.total++
}

// Merge adds what the other counted.
func (h *Histogram) Merge(other *Histogram) {
	if other.total == 0 {
		return
	}
	if h.total == 0 || other.low < h.low {
		h.low = other.low
	}
	h.top = max(h.top, other.top)
	h.total += other.total
	for i, c := range other.counts {
		h.counts[i] += c
	}
}

// Count is how many durations were counted.
func (h *Histogram) Count() int { return int(h.total) }

// Quantile is the duration that a share q of all does not exceed, 0 if there
// are none. It is rounded up to the end of its cell.
func (h *Histogram) Quantile(q float64) time.Duration {
	if h.total == 0 {
		return 0
	}
	rank := uint64(1)
	if q > 0 {
		rank = max(1, min(h.total, ceil(q*float64(h.total))))
	}
	if rank == 1 {
		return time.Duration(h.low) * time.Microsecond
	}
	seen := uint64(0)
	for i, c := range h.counts {
		if seen += uint64(c); seen >= rank {
			return time.Duration(min(cellEnd(i), h.top)) * time.Microsecond
		}
	}
	return time.Duration(h.top) * time.Microsecond
}

// ceil rounds up, forgiving the error that 0.99*100 = 99.00000000000001 has.
func ceil(x float64) uint64 {
	n := uint64(x)
	if x-float64(n) > 1e-9*x {
		n++
	}
	return n
}

// cell is the index of the cell that v falls in: v itself below 16; above, 16
// cells for each power of two, told apart by the four bits after the first.
func cell(v uint64) int {
	if v < linear {
		return int(v)
	}
	octave := bits.Len64(v) - 1 - linearLog
	return octave*linear + int(v>>octave)
}

// cellEnd is the largest value in a cell.
func cellEnd(i int) uint64 {
	if i < linear {
		return uint64(i)
	}
	octave := i/linear - 1
	first := uint64(linear + i%linear)
	return (first+1)<<octave - 1
}
