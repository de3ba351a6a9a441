// Package metric measures a run in virtual time.
//
// A run may last a virtual hour at a million events a second, so nothing here
// grows with it: the last ten minutes are kept by second, the whole run as
// counters and one histogram.
//
//	s := metric.NewSeries()
//	s.Record(now, history.OK, 12*time.Millisecond)
//	s.Availability()                        // over the whole run
//	s.Quantile(0.99)                        // the same, to 2 digits
//	s.Window(now, 5*time.Second).Quantile(0.99)
//
// Counter counts events and gives their rate, Ratio is a share over a sliding
// window (hits of a cache), Utilisation a busy time divided by what there was
// to be busy with. Format turns a value and its unit into text.
//
// Latencies of the whole run are kept with HdrHistogram
// (github.com/HdrHistogram), those of a second in a smaller histogram of the
// same shape, see Histogram. Times must not run backwards by more than the
// window kept; what is older counts in the totals only.
package metric

import (
	"time"

	"netsplit/engine/clock"
)

// second is the number of the virtual second that t lies in.
func second(t clock.Time) int { return int(max(t, 0) / clock.FromDuration(time.Second)) }
