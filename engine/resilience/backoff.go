package resilience

import (
	"math"
	"math/rand/v2"
	"time"
)

// Backoff is how long to wait before a retry: First, then Factor times as long
// each time, up to Most. Zero does not wait.
type Backoff struct {
	First  time.Duration
	Factor float64
	Most   time.Duration
	Jitter Jitter
}

// Jitter says which part of a wait is drawn at random, so that those who
// failed together do not come back together.
type Jitter string

// The choices.
const (
	NoJitter    Jitter = "none"
	EqualJitter Jitter = "equal" // half of the wait is fixed, half is random
	FullJitter  Jitter = "full"  // anything from nothing to the wait
)

// Wait is the time before the retry with that number, from 0.
func (b Backoff) Wait(retry int, r *rand.Rand) time.Duration {
	if b.First <= 0 {
		return 0
	}
	us := float64(b.First/time.Microsecond) * math.Pow(max(b.Factor, 1), float64(retry))
	if b.Most > 0 {
		us = min(us, float64(b.Most/time.Microsecond))
	}
	us = min(us, float64(time.Hour/time.Microsecond))
	switch b.Jitter {
	case EqualJitter:
		us = us/2 + float64(us/2*r.Float64())
	case FullJitter:
		us *= r.Float64()
	}
	return time.Duration(us) * time.Microsecond
}
