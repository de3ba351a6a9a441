package resilience

import (
	"time"

	"netsplit/engine/clock"
)

// BreakerState is a state of a circuit breaker.
type BreakerState string

// The states.
const (
	Closed   BreakerState = "closed"    // all calls pass
	Open     BreakerState = "open"      // none does
	HalfOpen BreakerState = "half-open" // one does, as a trial
)

// BreakerConfig is what the operator chooses.
type BreakerConfig struct {
	Failures float64       // share of failed calls that opens it; 0: never
	Calls    int           // how many of the latest calls are looked at
	CoolOff  time.Duration // how long it stays open before a trial
}

// Breaker is a circuit breaker in front of one dependency.
type Breaker struct {
	config   *BreakerConfig
	state    BreakerState
	outcomes []bool // of the latest calls, a ring: true is a failure
	next     int
	failed   int
	until    clock.Time // Open: when a trial may pass
	trial    bool       // HalfOpen: one is under way
}

// NewBreaker returns a closed breaker. The configuration may change meanwhile.
func NewBreaker(c *BreakerConfig) *Breaker { return &Breaker{config: c, state: Closed} }

// State is where the breaker is.
func (b *Breaker) State() BreakerState { return b.state }

// Allow asks whether a call may be made now. In the half-open state only one
// may be under way.
func (b *Breaker) Allow(now clock.Time) bool {
	if b.config.Failures <= 0 {
		return true
	}
	if b.state == Open && now >= b.until {
		b.state, b.trial = HalfOpen, false
	}
	switch b.state {
	case Open:
		return false
	case HalfOpen:
		if b.trial {
			return false
		}
		b.trial = true
	}
	return true
}

// Record tells how a call ended. True: the breaker opened or closed on that.
func (b *Breaker) Record(now clock.Time, ok bool) bool {
	if b.config.Failures <= 0 {
		return false
	}
	switch b.state {
	case Open:
		return false // a call from before it opened
	case HalfOpen:
		if ok {
			b.state, b.outcomes, b.next, b.failed = Closed, nil, 0, 0
		} else {
			b.open(now)
		}
		return true
	}
	b.count(!ok)
	if len(b.outcomes) == b.config.Calls && float64(b.failed) >= b.config.Failures*float64(b.config.Calls) {
		b.open(now)
		return true
	}
	return false
}

// Abandon tells that a call that was allowed was not made after all, or that
// nobody will ever learn how it ended.
func (b *Breaker) Abandon() { b.trial = false }

func (b *Breaker) open(now clock.Time) {
	b.state, b.until, b.trial = Open, now.Add(b.config.CoolOff), false
	b.outcomes, b.next, b.failed = nil, 0, 0
}

func (b *Breaker) count(failed bool) {
	if len(b.outcomes) > b.config.Calls {
		b.outcomes, b.next, b.failed = nil, 0, 0 // it was set to look at fewer
	}
	if len(b.outcomes) < b.config.Calls {
		b.outcomes = append(b.outcomes, failed)
	} else {
		if b.outcomes[b.next] {
			b.failed--
		}
		b.outcomes[b.next] = failed
		b.next = (b.next + 1) % b.config.Calls
	}
	if failed {
		b.failed++
	}
}
