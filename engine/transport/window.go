package transport

// window says how many segments may be under way at once: slow start and
// congestion avoidance (RFC 5681), and what NewReno does while it recovers from
// a loss (RFC 6582). It counts in segments.
type window struct {
	size       float64
	threshold  float64 // of slow start
	duplicates int     // equal acknowledgements in a row
	recovering bool
	until      uint64 // recovery ends when this segment is acknowledged
}

const (
	firstWindow   = 10 // RFC 6928
	largestWindow = 1 << 16
)

func newWindow() window { return window{size: firstWindow, threshold: largestWindow} }

// grow is called for segments that were newly acknowledged.
func (w *window) grow(count int) {
	if w.size < w.threshold {
		w.size = min(w.size+float64(count), largestWindow)
		return
	}
	w.size = min(w.size+float64(count)/w.size, largestWindow)
}

// duplicate is called for an acknowledgement that says the same as the one
// before. True: it is the third, and a segment is to be sent again at once.
func (w *window) duplicate(flight int, next uint64) bool {
	if w.recovering {
		w.size++ // one more has left the network
		return false
	}
	w.duplicates++
	if w.duplicates < 3 {
		return false
	}
	w.threshold = max(float64(flight)/2, 2)
	w.size = w.threshold + 3
	w.recovering, w.until = true, next
	return true
}

// partial is called while it recovers: another segment was lost as well.
func (w *window) partial(count int) { w.size = max(w.size-float64(count)+1, 1) }

// recovered ends the recovery.
func (w *window) recovered() { w.size, w.recovering, w.duplicates = w.threshold, false, 0 }

// collapse is called when the time-out ended: start anew with one.
func (w *window) collapse(flight int) {
	w.threshold = max(float64(flight)/2, 2)
	w.size, w.recovering, w.duplicates = 1, false, 0
}
