package network

import (
	"math/rand/v2"
	"time"
)

// Distribution is a law of random durations: a link's latency, a service's
// time. Samples are whole microseconds and never negative.
type Distribution interface {
	Sample(r *rand.Rand) time.Duration
	Mean() time.Duration
	String() string // parses back to an equal distribution
}
