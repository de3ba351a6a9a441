package engine

import "netsplit/engine/metric"

// measure is one metric of a part.
type measure struct {
	name, unit string
	heavy      bool // looks through the whole history: only when asked for
	value      func() float64
}

// The makers of measures are not inlined: there are some three hundred measures,
// and each would have a wrapper of its own.

// counted is a count that is looked up.
//
//go:noinline
func counted(name string, f func() int) measure {
	return measure{name: name, unit: metric.UnitCount, value: func() float64 { return float64(f()) }}
}

// counter is a count that somebody keeps.
//
//go:noinline
func counter(name string, n *int) measure {
	return measure{name: name, unit: metric.UnitCount, value: func() float64 { return float64(*n) }}
}

// tally is a count that may be heavy to make.
//
//go:noinline
func tally(name string, heavy bool, f func() int) measure {
	return measure{name: name, unit: metric.UnitCount, heavy: heavy, value: func() float64 { return float64(f()) }}
}

// figure is a count as a number that may be heavy to make.
//
//go:noinline
func figure(name string, heavy bool, f func() float64) measure {
	return measure{name: name, unit: metric.UnitCount, heavy: heavy, value: f}
}
