package unit

import (
	"math/big"
	"strconv"
)

// Measure is an exact amount of data, a rate, money, or any product of these,
// with its dimension.
type Measure struct {
	value *big.Rat // in base units: bytes, seconds, dollars, euros
	dim   Dimension
	bits  bool // printed in bits, because it was given in bits
	share bool // a plain number printed as a percentage
}

// MeasureOf returns the amount r in the base units of a dimension.
//
//go:noinline
func MeasureOf(r *big.Rat, d Dimension) Measure { return Measure{value: new(big.Rat).Set(r), dim: d} }

// Bytes returns an amount of data.
//
//go:noinline
func Bytes(r *big.Rat) Measure { return MeasureOf(r, Dimension{Data: 1}) }

// PerSecond returns a rate of r a second.
//
//go:noinline
func PerSecond(r *big.Rat) Measure { return MeasureOf(r, Dimension{Time: -1}) }

// BytesPerSecond returns a flow of data.
//
//go:noinline
func BytesPerSecond(r *big.Rat) Measure { return MeasureOf(r, Dimension{Data: 1, Time: -1}) }

// Number is the amount in base units.
func (m Measure) Number() *big.Rat {
	if m.value == nil {
		return new(big.Rat)
	}
	return new(big.Rat).Set(m.value)
}

// Float64 is the nearest floating point number, in base units.
func (m Measure) Float64() float64 {
	f, _ := m.Number().Float64()
	return f
}

// Dimension is what is measured.
func (m Measure) Dimension() Dimension { return m.dim }

// KeySuffix is the base unit: "bytes", "per_second", "bytes_per_second".
func (m Measure) KeySuffix() string {
	if m.share {
		return "ratio"
	}
	return m.dim.suffix()
}

// Infinite is always "".
func (m Measure) Infinite() string { return "" }

// Times is the product, whatever both measure.
func (m Measure) Times(o Measure) Measure {
	return m.join(o, new(big.Rat).Mul(m.Number(), o.Number()), 1)
}

// Over is the quotient. It is false when o is zero.
func (m Measure) Over(o Measure) (Measure, bool) {
	if o.Number().Sign() == 0 {
		return Measure{}, false
	}
	return m.join(o, new(big.Rat).Quo(m.Number(), o.Number()), -1), true
}

func (m Measure) join(o Measure, value *big.Rat, sign int) Measure {
	p := Measure{value: value, dim: m.dim.plus(o.dim, sign)}
	p.bits = p.dim.Data != 0 && (m.bits || m.dim.Data == 0) && (o.bits || o.dim.Data == 0)
	return p
}

// Plus is the sum. Only quantities of one dimension add up: the error says
// what was mixed.
func (m Measure) Plus(o Measure) (Measure, error) { return m.add(o, 1) }

// Minus is the difference, of one dimension like Plus.
func (m Measure) Minus(o Measure) (Measure, error) { return m.add(o, -1) }

func (m Measure) add(o Measure, sign int64) (Measure, error) {
	if m.dim != o.dim {
		verb := "adds"
		if sign < 0 {
			verb = "subtracts"
		}
		return Measure{}, &Error{Argument: "expression", Problem: verb + " " + m.described() + " and " + o.described(),
			Cure: "both sides must measure the same; multiply or divide to make them so"}
	}
	sum := new(big.Rat).Mul(o.Number(), big.NewRat(sign, 1))
	return Measure{sum.Add(sum, m.Number()), m.dim, m.bits && o.bits, m.share && o.share}, nil
}

// described is the amount with what it measures: "a time (2 h)".
func (m Measure) described() string { return m.dim.String() + " (" + m.String() + ")" }

// mostPower bounds exponents: 2^1024 is more than any machine counts to.
const mostPower = 1024

// Power is the measure multiplied with itself n times; a negative n divides.
func (m Measure) Power(n int) (Measure, error) {
	fail := func(problem, cure string) (Measure, error) {
		return Measure{}, &Error{Argument: "expression", Problem: problem, Cure: cure}
	}
	p := Measure{value: big.NewRat(1, 1), dim: m.dim.scale(n)}
	switch {
	case n > mostPower || n < -mostPower || !p.dim.bounded():
		return fail("has a power that is too large", "use at most "+strconv.Itoa(mostPower)+" for a number, and 9 for a unit")
	case n < 0 && m.Number().Sign() == 0:
		return fail("divides by zero", "a power below zero needs a number other than zero")
	case bitsOf(m.Number())*max(n, -n) > mostBits:
		return fail("is too large a number", "use smaller powers")
	}
	factor := m.Number()
	if n < 0 {
		factor.Inv(factor)
	}
	for range max(n, -n) {
		p.value.Mul(p.value, factor)
	}
	p.bits = m.bits && p.dim.Data != 0
	return p, nil
}

// mostBits bounds the size of numbers, and so the time that arithmetic takes.
const mostBits = 1 << 13

func bitsOf(r *big.Rat) int { return r.Num().BitLen() + r.Denom().BitLen() }
