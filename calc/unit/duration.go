package unit

import (
	"math/big"
	"strings"
)

// Duration is an exact length of time. The zero value is no time.
type Duration struct{ seconds *big.Rat }

// Seconds returns a duration of r seconds.
//
//go:noinline
func Seconds(r *big.Rat) Duration { return Duration{new(big.Rat).Set(r)} }

// Days returns a duration of n days of 86,400 seconds.
//
//go:noinline
func Days(n int64) Duration { return Duration{big.NewRat(n*86400, 1)} }

// Hours returns a duration of n hours.
func Hours(n int64) Duration { return Duration{big.NewRat(n*3600, 1)} }

// Number returns the duration in seconds.
func (d Duration) Number() *big.Rat {
	if d.seconds == nil {
		return new(big.Rat)
	}
	return new(big.Rat).Set(d.seconds)
}

// Seconds returns the nearest floating point number of seconds.
func (d Duration) Seconds() float64 {
	f, _ := d.Number().Float64()
	return f
}

// KeySuffix is "seconds".
func (d Duration) KeySuffix() string { return "seconds" }

// Infinite is always "": durations are finite.
func (d Duration) Infinite() string { return "" }

// Times returns the part r of the duration.
func (d Duration) Times(r Ratio) Duration {
	return Duration{new(big.Rat).Mul(d.Number(), r.Number())}
}

// Less returns the duration without o; it is negative where o is longer.
func (d Duration) Less(o Duration) Duration {
	return Duration{new(big.Rat).Sub(d.Number(), o.Number())}
}

// Scale returns n times the duration.
func (d Duration) Scale(n *big.Rat) Duration {
	return Duration{new(big.Rat).Mul(d.Number(), n)}
}

// Per returns the duration as a part of another. Both must be durations of
// more than zero for the answer to mean something; per zero is zero.
func (d Duration) Per(whole Duration) Ratio {
	if whole.Number().Sign() == 0 {
		return Ratio{}
	}
	return Ratio{value: new(big.Rat).Quo(d.Number(), whole.Number())}
}

// Cmp is -1, 0 or 1 as d is shorter than, equal to or longer than o.
func (d Duration) Cmp(o Duration) int { return d.Number().Cmp(o.Number()) }

// String is the duration for people: "8 h 45 min 36 s", "4.32 s", "31.6 ms".
// From an hour on it is rounded to the second, from a minute on to a tenth of
// one, and below that to three digits.
func (d Duration) String() string { return Join(d.Spans()) }

// Exact reports whether String shows the whole value.
func (d Duration) Exact() bool {
	return d.shown().Cmp(d.Number()) == 0
}

// Spans is String, cut into values and units.
func (d Duration) Spans() []Span {
	s := d.shown()
	if s.Sign() < 0 {
		return append([]Span{{Operator, "−"}}, Duration{s.Neg(s)}.Spans()...)
	}
	if s.Cmp(big.NewRat(60, 1)) >= 0 {
		return clockSpans(s)
	}
	return smallSpans(s)
}

// shown is the value rounded to what String prints. Rounding may carry into
// the next size up (59.96 s is 1 min), whose step is coarser or equal, so the
// result is stable.
func (d Duration) shown() *big.Rat {
	s := d.Number()
	if s.Sign() == 0 {
		return s
	}
	return round(s, step(new(big.Rat).Abs(s)))
}

// step is the smallest difference String shows at the size of s seconds.
func step(s *big.Rat) *big.Rat {
	switch {
	case s.Cmp(farthest()) >= 0:
		day := big.NewRat(86400, 1)
		return day.Mul(day, pow10(magnitude(new(big.Rat).Quo(s, day))-3))
	case s.Cmp(big.NewRat(3600, 1)) >= 0:
		return big.NewRat(1, 1)
	case s.Cmp(big.NewRat(60, 1)) >= 0:
		return big.NewRat(1, 10)
	}
	return pow10(magnitude(s) - 2)
}

// farthest is a quadrillion days: from there on days are printed as powers of ten.
func farthest() *big.Rat { return big.NewRat(86400, 1).Mul(big.NewRat(86400, 1), pow10(15)) }

// clockSpans prints a minute or more as days, hours, minutes and seconds.
func clockSpans(s *big.Rat) []Span {
	if s.Cmp(farthest()) >= 0 {
		days := new(big.Rat).Quo(s, big.NewRat(86400, 1))
		text, _ := scientific(days, magnitude(days))
		return []Span{{Value, text}, {Unit, " d"}}
	}
	var spans []Span
	for _, u := range []struct {
		name string
		size int64
	}{{" d", 86400}, {" h", 3600}, {" min", 60}} {
		size := big.NewInt(u.size)
		n := new(big.Int).Quo(new(big.Int).Quo(s.Num(), s.Denom()), size)
		if n.Sign() == 0 {
			continue
		}
		s = new(big.Rat).Sub(s, new(big.Rat).SetInt(new(big.Int).Mul(n, size)))
		spans = appendUnit(spans, n.String(), u.name)
	}
	if s.Sign() != 0 {
		text, _ := decimal(s, 1)
		spans = appendUnit(spans, text, " s")
	}
	return spans
}

func appendUnit(spans []Span, value, name string) []Span {
	if len(spans) > 0 {
		value = " " + value
	}
	return append(spans, Span{Value, value}, Span{Unit, name})
}

// smallSpans prints less than a minute in the unit that keeps one to three
// digits before the point.
func smallSpans(s *big.Rat) []Span {
	if s.Sign() == 0 {
		return []Span{{Value, "0"}, {Unit, " s"}}
	}
	for _, u := range []struct {
		name string
		size int
	}{{" s", 0}, {" ms", -3}, {" µs", -6}, {" ns", -9}, {" ps", -12}} {
		if in := new(big.Rat).Quo(s, pow10(u.size)); in.Cmp(big.NewRat(1, 1)) >= 0 {
			text, _ := decimal(in, 2)
			return []Span{{Value, text}, {Unit, u.name}}
		}
	}
	m := magnitude(s)
	text, _ := decimal(new(big.Rat).Quo(s, pow10(m)), 2)
	return []Span{{Value, text + "e" + big.NewInt(int64(m)).String()}, {Unit, " s"}}
}

// Whole is the duration in its largest unit that leaves few decimals: "365 d",
// "30.4375 d", "47 min". Conventions and inputs read better so.
func (d Duration) Whole() []Span {
	s := d.Number()
	for _, u := range wholeUnits() {
		in := new(big.Rat).Quo(s, u.seconds)
		if in.Cmp(big.NewRat(1, 1)) < 0 {
			continue
		}
		if text, exact := decimal(in, 6); exact {
			return []Span{{Value, text}, {Unit, " " + u.name}}
		}
	}
	return d.Spans()
}

// Compact is Whole the way it is typed: "365.25d", "30d", "47m".
func (d Duration) Compact() string {
	text := strings.ReplaceAll(Join(d.Whole()), " ", "")
	return strings.ReplaceAll(text, "min", "m")
}
