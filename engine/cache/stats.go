package cache

import (
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/metric"
)

// Stats of one node outlive its crashes.
type Stats struct {
	Hits, Misses, Evictions, Expired int
	Invalidations                    int           // copies dropped because of a write
	Reads                            int           // that it made of the store
	Refreshes                        int           // of those, before a copy had ended
	Coalesced                        int           // requests that waited for another's read
	StaleReads                       int           // answered with a copy older than an acknowledged write
	StaleMost, StaleSum              time.Duration // for how long such copies had been wrong
	WritesSaved                      int           // overwritten before they reached the store
	WrittenBack                      int           // that reached it later
	Unwritten                        int           // keys acknowledged and not sent to the store yet
	LostWrites                       int           // of those, gone with a crash
	Recent                           *metric.Ratio // hits among the reads of the last 10 s
}

// NewStats returns empty counts.
func NewStats() *Stats { return &Stats{Recent: metric.NewRatio(10 * time.Second)} }

func (s *Stats) asked(now clock.Time, hit bool) {
	if hit {
		s.Hits++
	} else {
		s.Misses++
	}
	s.Recent.Record(now, hit)
}

// served measures a copy that was given out.
func (s *Stats) served(now clock.Time, r Row) {
	if r.StaleSince == 0 {
		return
	}
	age := now.Sub(r.StaleSince)
	s.StaleReads++
	s.StaleSum += age
	s.StaleMost = max(s.StaleMost, age)
}

// Crashed counts what went with the node's memory, and returns it.
func (s *Stats) Crashed() int {
	lost := s.Unwritten
	s.LostWrites += lost
	s.Unwritten = 0
	return lost
}

// Add adds the counts of another node.
func (s *Stats) Add(o *Stats) {
	s.Hits += o.Hits
	s.Misses += o.Misses
	s.Evictions += o.Evictions
	s.Expired += o.Expired
	s.Invalidations += o.Invalidations
	s.Reads += o.Reads
	s.Refreshes += o.Refreshes
	s.Coalesced += o.Coalesced
	s.StaleReads += o.StaleReads
	s.StaleSum += o.StaleSum
	s.StaleMost = max(s.StaleMost, o.StaleMost)
	s.WritesSaved += o.WritesSaved
	s.WrittenBack += o.WrittenBack
	s.Unwritten += o.Unwritten
	s.LostWrites += o.LostWrites
}
