package resilience

import (
	"time"

	"netsplit/engine/clock"
)

// TokenBucket lets a rate pass and a burst above it: tokens come at the rate,
// up to the size of the bucket, and each request takes one.
type TokenBucket struct {
	tokens float64
	at     clock.Time
	begun  bool
}

// Take asks whether a request may pass now, at rate tokens a second and a
// bucket of that size.
func (b *TokenBucket) Take(now clock.Time, rate float64, size int) bool {
	if !b.begun {
		b.tokens, b.begun = float64(size), true // full at first
	}
	b.tokens = min(float64(size), b.tokens+float64(now.Sub(b.at).Seconds()*rate))
	b.at = now
	if b.tokens < 1-1e-9 {
		return false
	}
	b.tokens--
	return true
}

// LeakyBucket smooths: whatever comes in, it goes out one by one at the rate.
// The bucket holds those that have to wait, and what does not fit runs over.
type LeakyBucket struct{ free clock.Time } // when the next one may go out

// Pour asks when a request may go out that comes now. False: the bucket that
// holds size requests is full.
func (b *LeakyBucket) Pour(now clock.Time, rate float64, size int) (time.Duration, bool) {
	gap := time.Duration(1e6/rate+0.5) * time.Microsecond
	if b.free < now {
		b.free = now
	}
	wait := b.free.Sub(now)
	if wait > time.Duration(size)*gap {
		return 0, false
	}
	b.free = b.free.Add(gap)
	return wait, true
}
