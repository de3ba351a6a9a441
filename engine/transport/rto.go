package transport

import "time"

// rto is the time-out for retransmission (RFC 6298). It follows how long answers
// took, and how much that varied.
type rto struct {
	smoothed, variation time.Duration
	measured            bool
	least               time.Duration
	doubled             int // times in a row that it ended
}

const (
	firstRTO    = time.Second // before anything was measured: section 2.1
	longestRTO  = 60 * time.Second
	granularity = time.Millisecond
)

// sample takes one measured round trip, of a segment sent once only: the
// acknowledgement of one sent twice may be for either (Karn's algorithm).
func (r *rto) sample(trip time.Duration) {
	r.doubled = 0
	if !r.measured {
		r.smoothed, r.variation, r.measured = trip, trip/2, true
		return
	}
	r.variation += ((r.smoothed - trip).Abs() - r.variation) / 4
	r.smoothed += (trip - r.smoothed) / 8
}

// now is the time-out, twice as long for each time that it ended in a row.
func (r *rto) now() time.Duration {
	d := firstRTO
	if r.measured {
		d = max(r.least, r.smoothed+max(granularity, 4*r.variation))
	}
	for range r.doubled {
		if d >= longestRTO {
			break
		}
		d *= 2
	}
	return min(d, longestRTO)
}
