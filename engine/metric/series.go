package metric

import (
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"netsplit/engine/clock"
	"netsplit/engine/history"
)

// Kept is how many seconds a Series keeps one by one.
const Kept = 600

// Totals counts operations by outcome.
type Totals struct {
	OK, Failed, Unknown int
}

// Total is how many operations ended, however they did.
func (t Totals) Total() int { return t.OK + t.Failed + t.Unknown }

// Availability is the share that ended well. Without any operation it is 1:
// nobody was refused. An unknown outcome is an error to the client.
func (t Totals) Availability() float64 {
	if t.Total() == 0 {
		return 1
	}
	return float64(t.OK) / float64(t.Total())
}

func (t *Totals) count(outcome history.Outcome) {
	switch outcome {
	case history.OK:
		t.OK++
	case history.Fail:
		t.Failed++
	default:
		t.Unknown++
	}
}

func (t *Totals) add(other Totals) {
	t.OK += other.OK
	t.Failed += other.Failed
	t.Unknown += other.Unknown
}

// Bucket is one second, or several merged, of a series.
type Bucket struct {
	Second int // the first one covered
	Totals
	Histogram // of the operations that ended well
}

// Series is what a client's operations came to over time: every second of the
// last Kept ones, and the whole run. An operation belongs to the second in
// which it ended. Make one with NewSeries.
type Series struct {
	Totals
	latency *hdrhistogram.Histogram
	longest time.Duration
	sum     time.Duration
	buckets []*Bucket // second s is at s % Kept, if that still is its Second
}

// NewSeries returns an empty series.
func NewSeries() *Series {
	return &Series{
		latency: hdrhistogram.New(1, int64(longest), 2),
		buckets: make([]*Bucket, Kept),
	}
}

// Record counts an operation that ended at a moment. Latencies are kept of
// those that ended well: a refusal within a millisecond would otherwise make
// a broken service look fast.
func (s *Series) Record(at clock.Time, outcome history.Outcome, latency time.Duration) {
	s.count(outcome)
	if outcome == history.OK {
		// The value is within the histogram's range, so there is no error.
		_ = s.latency.RecordValue(int64(min(max(latency/time.Microsecond, 0), time.Duration(longest))))
		s.longest = max(s.longest, latency)
		s.sum += latency
	}
	b := s.bucket(second(at))
	if b == nil {
		return
	}
	b.count(outcome)
	if outcome == history.OK {
		b.Histogram.Record(latency)
	}
}

// bucket is the bucket for a second, made or reused; nil when it is too old.
func (s *Series) bucket(sec int) *Bucket {
	b := s.buckets[sec%Kept]
	switch {
	case b == nil:
		b = &Bucket{Second: sec}
		s.buckets[sec%Kept] = b
	case b.Second > sec:
		return nil
	case b.Second < sec:
		*b = Bucket{Second: sec}
	}
	return b
}

// Quantile is the latency over the whole run that a share q of the operations
// that ended well does not exceed, to two digits; 0 if there are none.
func (s *Series) Quantile(q float64) time.Duration {
	if s.latency.TotalCount() == 0 {
		return 0
	}
	return min(time.Duration(s.latency.ValueAtQuantile(100*q))*time.Microsecond, s.longest)
}

// Max is the longest latency of the run.
func (s *Series) Max() time.Duration { return s.longest }

// Mean is the latency of the run on average; 0 if no operation ended well.
func (s *Series) Mean() time.Duration {
	if s.OK == 0 {
		return 0
	}
	return s.sum / time.Duration(s.OK)
}

// At returns a second of the series. The bucket is empty if nothing ended in
// it or it is no longer kept. It must not be changed.
func (s *Series) At(sec int) *Bucket {
	if sec >= 0 {
		if b := s.buckets[sec%Kept]; b != nil && b.Second == sec {
			return b
		}
	}
	return &Bucket{Second: max(sec, 0)}
}

// Last returns the seconds up to and with that of now, oldest first: n of
// them, or fewer at the beginning of the run, and at most Kept.
func (s *Series) Last(now clock.Time, n int) []*Bucket {
	end := second(now)
	n = max(0, min(n, Kept, end+1))
	last := make([]*Bucket, n)
	for i := range last {
		last[i] = s.At(end - n + 1 + i)
	}
	return last
}

// Window merges the seconds that a duration before now reaches into: with 5 s
// at 12.3 s, everything that ended from 7 s on. The bounds are whole seconds
// because that is what is kept.
func (s *Series) Window(now clock.Time, d time.Duration) Bucket {
	n := second(now) - second(now.Add(-d)) + 1
	var sum Bucket
	last := s.Last(now, n)
	if len(last) > 0 {
		sum.Second = last[0].Second
	}
	for _, b := range last {
		sum.add(b.Totals)
		sum.Merge(&b.Histogram)
	}
	return sum
}
