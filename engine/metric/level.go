package metric

import "netsplit/engine/clock"

// Level is a number that changes now and then, such as what a tier costs an
// hour, and its integral over time: what was spent. The zero value is 0 from
// the start of the run.
type Level struct {
	value float64
	at    clock.Time
	sum   float64 // value times seconds
}

// Set notes the value from a moment on.
func (l *Level) Set(at clock.Time, value float64) {
	l.sum = l.Total(at)
	l.at, l.value = max(at, l.at), value
}

// Value is what it is now.
func (l *Level) Value() float64 { return l.value }

// Total is the integral until now, in values times seconds.
func (l *Level) Total(now clock.Time) float64 {
	return l.sum + float64(l.value*max(0, now.Sub(l.at).Seconds()))
}
