package scenario

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"netsplit/engine/network"
)

// Curve is how a rate changes with time.
//
//	steady                            always the client's rate
//	ramp(10/s, 500/s, 60s)            from 10 to 500 a second within 60 s, then 500
//	daily(24h, 50/s, 500/s)           a day of 24 h: 50 a second at its beginning, 500 in the middle
//	bursts(500/s, 1s, 10/s, 9s)       500 a second for 1 s, 10 a second for 9 s, and again
//	schedule(0s=50/s, 60s=400/s)      50 a second from the beginning, 400 a second from 60 s on
type Curve struct {
	Kind      string
	Low, High float64 // rates: of ramp the first and the last, of bursts that between and that of a burst
	Over      time.Duration
	Rest      time.Duration // bursts: the time between
	Steps     []RateFrom    // schedule: in the order of time
}

// RateFrom is a rate and the moment it holds from, of a curve's beginning.
type RateFrom struct {
	At   time.Duration
	Rate float64
}

// Equal reports whether two curves are the same.
func (c Curve) Equal(o Curve) bool {
	return c.Kind == o.Kind && c.Low == o.Low && c.High == o.High && c.Over == o.Over && c.Rest == o.Rest && slices.Equal(c.Steps, o.Steps)
}

const maxRate = 1e6

// ParseCurve reads a curve.
func ParseCurve(text string) (Curve, error) {
	const forms = "steady, ramp(10/s, 500/s, 60s), daily(24h, 50/s, 500/s), bursts(500/s, 1s, 10/s, 9s) or schedule(0s=50/s, 60s=400/s)"
	wrong := fmt.Errorf("%s is not a curve: write %s", quote(text), forms)
	name, args, ok := form(text)
	if !ok {
		return Curve{}, wrong
	}
	c := Curve{Kind: name}
	read := curveReader{}
	switch {
	case name == "steady" && args == nil:
		return c, nil
	case name == "ramp" && len(args) == 3:
		c.Low, c.High, c.Over = read.rate(args[0]), read.rate(args[1]), read.length(args[2])
	case name == "daily" && len(args) == 3:
		c.Over, c.Low, c.High = read.length(args[0]), read.rate(args[1]), read.rate(args[2])
	case name == "bursts" && len(args) == 4:
		c.High, c.Over, c.Low, c.Rest = read.rate(args[0]), read.length(args[1]), read.rate(args[2]), read.length(args[3])
	case name == "schedule" && len(args) > 0:
		c.Steps = read.steps(strings.Fields(strings.Join(args, " ")))
		for _, s := range c.Steps {
			c.High = max(c.High, s.Rate)
		}
	default:
		return Curve{}, wrong
	}
	if read.err == nil && c.Low == 0 && c.High == 0 {
		read.err = fmt.Errorf("%s never sends anything: give it a rate above 0", quote(text))
	}
	return c, read.err
}

// curveReader reads the parts of a curve and keeps the first error.
type curveReader struct{ err error }

// steps reads the entries of a schedule, 60s=400/s.
func (r *curveReader) steps(entries []string) []RateFrom {
	var list []RateFrom
	for _, e := range entries {
		at, rate, ok := strings.Cut(e, "=")
		d, err := network.ParseDuration(at)
		s := RateFrom{d, r.rate(rate)}
		switch {
		case !ok || err != nil || d < 0:
			err = fmt.Errorf("%s is not an entry of a schedule: write 60s=400/s, from 60 s on 400 a second", quote(e))
		case len(list) > 0 && d <= list[len(list)-1].At:
			err = fmt.Errorf("%s is not later than the entry before it: write a schedule in the order of time", quote(e))
		}
		if err != nil {
			r.err = err
			return nil
		}
		list = append(list, s)
	}
	if len(list) == 0 || len(list) > maxPlanned {
		r.err = fmt.Errorf("a schedule has from 1 to %d entries, like 0s=50/s 60s=400/s", maxPlanned)
	}
	return list
}

func (r *curveReader) rate(text string) float64 {
	v, err := parseRate(text)
	if err == nil && v > maxRate {
		err = fmt.Errorf("%s is too fast: at most 1000000/s", quote(text))
	}
	if r.err == nil {
		r.err = err
	}
	return v
}

func (r *curveReader) length(text string) time.Duration {
	d, err := network.ParseDuration(text)
	if err == nil && (d < time.Millisecond || d > 365*24*time.Hour) {
		err = fmt.Errorf("%s must be from 1ms to 365 days", quote(text))
	}
	if r.err == nil {
		r.err = err
	}
	return d
}

// Curve returns how a rate changes with time.
func (c Component) Curve(name string) Curve { return c.value(name, TypeCurve).curve }
