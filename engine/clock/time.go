// Package clock is the simulation's own time.
//
// A run has no wall clock: time starts at zero and moves only when the event
// queue does. It is counted in whole microseconds, so that a sampled latency
// is the same on every processor (fused multiply-add would otherwise leak
// into the order of events).
//
//	t := clock.Time(0).Add(1500 * time.Millisecond)
//	fmt.Println(t) // 1.500 s
package clock

import (
	"fmt"
	"time"
)

// Time is a moment of a run: microseconds since it began.
type Time int64

// Add returns the moment d later. Fractions of a microsecond are dropped.
func (t Time) Add(d time.Duration) Time { return t + Time(d/time.Microsecond) }

// Sub returns how long after u the moment t is.
func (t Time) Sub(u Time) time.Duration { return time.Duration(t-u) * time.Microsecond }

// Duration returns the time since the run began.
func (t Time) Duration() time.Duration { return time.Duration(t) * time.Microsecond }

// Seconds returns the time since the run began, in seconds.
func (t Time) Seconds() float64 { return float64(t) / 1e6 }

// FromDuration returns the moment d after the run began.
func FromDuration(d time.Duration) Time { return Time(d / time.Microsecond) }

// String is the moment in seconds with milliseconds, "3.200 s".
func (t Time) String() string { return fmt.Sprintf("%.3f s", t.Seconds()) }
