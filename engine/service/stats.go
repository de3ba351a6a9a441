package service

import "netsplit/engine/metric"

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
