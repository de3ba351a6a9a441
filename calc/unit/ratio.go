package unit

import (
	"math/big"
	"strings"
)

// Ratio is an exact part of a whole, 0 to 1 for an availability. The zero
// value is nothing.
type Ratio struct {
	value    *big.Rat
	computed bool // by floating point: its last digits say nothing, and are not shown
}

// RatioOf returns the ratio r, 1 being the whole.
//
//go:noinline
func RatioOf(r *big.Rat) Ratio { return Ratio{value: new(big.Rat).Set(r)} }

// Number returns the ratio, 1 being the whole.
func (r Ratio) Number() *big.Rat {
	if r.value == nil {
		return new(big.Rat)
	}
	return new(big.Rat).Set(r.value)
}

// Float64 returns the nearest floating point number.
func (r Ratio) Float64() float64 {
	f, _ := r.Number().Float64()
	return f
}

// KeySuffix is "ratio".
func (r Ratio) KeySuffix() string { return "ratio" }

// Infinite is always "": ratios are finite.
func (r Ratio) Infinite() string { return "" }

// Complement returns what is missing to the whole: the unavailability of an
// availability.
func (r Ratio) Complement() Ratio {
	return Ratio{new(big.Rat).Sub(big.NewRat(1, 1), r.Number()), r.computed}
}

// Cmp is -1, 0 or 1 as r is less than, equal to or more than o.
func (r Ratio) Cmp(o Ratio) int { return r.Number().Cmp(o.Number()) }

// mostPlaces is how many digits after the point of a percentage are shown
// when they are all there is: 99.99999999999 % is typed and meant.
const mostPlaces = 24

// String is the ratio as a percentage: "99.95%". A value that ends is shown
// whole; one that doesn't, such as 47 minutes of 30 days, is shown so far that
// what is missing to 100 % keeps four digits: "99.8912%".
func (r Ratio) String() string { return Join(r.Spans()) }

// Exact reports whether String shows the whole value.
func (r Ratio) Exact() bool {
	_, exact := r.percent()
	return exact
}

// Spans is String, cut into value and unit.
func (r Ratio) Spans() []Span {
	text, _ := r.percent()
	return []Span{{Value, text}, {Unit, "%"}}
}

// leastPlain is the power of ten below which a rounded percentage is printed
// like 9.404e-18%.
const leastPlain = 9

func (r Ratio) percent() (text string, exact bool) {
	p := new(big.Rat).Mul(r.Number(), big.NewRat(100, 1))
	if text, exact = decimal(p, mostPlaces); exact && !r.computed && r.short() {
		return text, true
	}
	if n := r.Number(); n.Sign() > 0 && magnitude(n) < -leastPlain {
		return scientific(p, magnitude(p))
	}
	places := 2
	for _, v := range []Ratio{r, r.Complement()} {
		if n := v.Number(); n.Sign() > 0 {
			places = max(places, 3-2-magnitude(n))
		}
	}
	return decimal(p, places)
}

// short says whether the ratio, or what is missing to 1, has few enough digits
// to be shown whole: 99.9999999999999 % has, 99.96837722339831 % has not.
func (r Ratio) short() bool {
	for _, v := range []Ratio{r, r.Complement()} {
		text, _ := decimal(v.Number(), mostPlaces+2)
		if digits := strings.Trim(strings.Replace(text, ".", "", 1), "-0"); len(digits) <= mostShown {
			return true
		}
	}
	return false
}

// mostShown is how many digits of a percentage a reader takes in.
const mostShown = 9

// Count is a plain number: how many, or how many nines.
type Count struct {
	value    *big.Rat
	reason   string // why it is infinite
	computed bool   // by floating point: beyond twelve digits it is printed like 2.715e18
}

// CountOf returns the number r.
//
//go:noinline
func CountOf(r *big.Rat) Count { return Count{value: new(big.Rat).Set(r)} }

// Unbounded returns the infinite number, with the reason in words.
func Unbounded(reason string) Count { return Count{reason: reason} }

// Number returns the number; zero when it is infinite.
func (c Count) Number() *big.Rat {
	if c.value == nil {
		return new(big.Rat)
	}
	return new(big.Rat).Set(c.value)
}

// KeySuffix is "": a count has no unit.
func (c Count) KeySuffix() string { return "" }

// Infinite says why the number has no end, or "".
func (c Count) Infinite() string { return c.reason }

// String is the number with thousands apart: "1,250", "0.0345", "2.272e57".
// Up to four digits after the point are shown when they are all there is, else
// two, and three in all of what is less than one.
func (c Count) String() string { return Join(c.Spans()) }

// Exact reports whether String shows the whole value.
func (c Count) Exact() bool {
	_, exact := c.text()
	return exact
}

// Spans is String as one value.
func (c Count) Spans() []Span {
	if c.reason != "" {
		return []Span{{Value, "without end"}}
	}
	text, _ := c.text()
	if rest, negative := strings.CutPrefix(text, "-"); negative {
		return []Span{{Operator, "−"}, {Value, rest}}
	}
	return []Span{{Value, text}}
}

func (c Count) text() (text string, exact bool) {
	if n := c.Number(); c.computed && n.Cmp(pow10(floatDigits)) >= 0 {
		return scientific(n, magnitude(n))
	}
	return countText(c.Number())
}

// mostGrouped is the power of ten from which a number is printed as 3.52e21.
const mostGrouped = 21

func countText(r *big.Rat) (text string, exact bool) {
	if r.Sign() == 0 {
		return "0", true
	}
	m := magnitude(new(big.Rat).Abs(r))
	switch {
	case m >= mostGrouped || m < -9:
		return scientific(r, m)
	case m < -1:
		return decimal(r, 2-m)
	}
	if text, exact = decimal(r, 4); !exact {
		text, exact = decimal(r, max(2, 2-m))
	}
	return grouped(text), exact
}

// grouped puts commas between thousands.
func grouped(text string) string {
	whole, fraction, _ := strings.Cut(text, ".")
	first := strings.TrimLeft(whole, "-")
	sign := whole[:len(whole)-len(first)]
	var b strings.Builder
	for i, digit := range first {
		if i > 0 && (len(first)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	if fraction != "" {
		b.WriteString("." + fraction)
	}
	return sign + b.String()
}
