package service

import (
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/metric"
)

// Stats of one instance outlive its crashes.
type Stats struct {
	Served    int
	Refused   int // the line was full
	Shed      int // refused early
	Throttled int // above the limit of the rate
	Late      int // their deadline had passed
	Lost      int // their session was not known
	Calls     int // to dependencies
	Rounds    int // of calls: those that begin at once are one
	lately    *lately
	Bytes     int // of calls and their answers
	Retries   int
	Hedges    int
	Broken    int          // not called, because the circuit was open
	Degraded  int          // answered with a fallback
	Cold      int          // started in a new environment
	Paid      metric.Level // environments of a function that cost something
	Use       *metric.Utilisation
}

// Add adds another's counts.
func (s *Stats) Add(o *Stats) {
	s.Served += o.Served
	s.Refused += o.Refused
	s.Shed += o.Shed
	s.Throttled += o.Throttled
	s.Late += o.Late
	s.Lost += o.Lost
	s.Calls += o.Calls
	s.Rounds += o.Rounds
	s.Bytes += o.Bytes
	s.Retries += o.Retries
	s.Hedges += o.Hedges
	s.Broken += o.Broken
	s.Degraded += o.Degraded
}

// Needs is what requests took, all together, until they were answered.
type Needs struct {
	Rounds, Rows, Bytes int
}

func (n *Needs) add(o Needs) {
	n.Rounds += o.Rounds
	n.Rows += o.Rows
	n.Bytes += o.Bytes
}

// latelyLong is how far back the needs of a request are looked at.
const latelyLong = 10 * time.Second

// lately counts the needs of the requests that were answered in the last while.
type lately struct{ served, rounds, rows, bytes *metric.Counter }

func (s *Stats) answered(now clock.Time, n Needs) {
	if s.lately == nil {
		c := func() *metric.Counter { return metric.NewCounter(latelyLong) }
		s.lately = &lately{c(), c(), c(), c()}
	}
	s.lately.served.Add(now, 1)
	s.lately.rounds.Add(now, n.Rounds)
	s.lately.rows.Add(now, n.Rows)
	s.lately.bytes.Add(now, n.Bytes)
}

// Lately is how many requests were answered in the last while, and what they took.
func (s *Stats) Lately(now clock.Time) (served, rounds, rows, bytes int) {
	if l := s.lately; l != nil {
		return l.served.Lately(now), l.rounds.Lately(now), l.rows.Lately(now), l.bytes.Lately(now)
	}
	return 0, 0, 0, 0
}

// Counter is a count with the name of its metric.
type Counter struct {
	Name string
	Of   func(*Stats) int
}

// Counters lists what an instance counts.
func Counters() []Counter {
	return []Counter{
		{"served", func(s *Stats) int { return s.Served }},
		{"refused", func(s *Stats) int { return s.Refused }},
		{"shed", func(s *Stats) int { return s.Shed }},
		{"throttled", func(s *Stats) int { return s.Throttled }},
		{"late", func(s *Stats) int { return s.Late }},
		{"sessions-lost", func(s *Stats) int { return s.Lost }},
		{"calls", func(s *Stats) int { return s.Calls }},
		{"rounds", func(s *Stats) int { return s.Rounds }},
		{"retries", func(s *Stats) int { return s.Retries }},
		{"hedges", func(s *Stats) int { return s.Hedges }},
		{"broken-calls", func(s *Stats) int { return s.Broken }},
		{"degraded", func(s *Stats) int { return s.Degraded }},
	}
}
