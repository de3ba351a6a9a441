package unit

import (
	"math"
	"math/big"
	"strconv"
)

// floatDigits is how many digits of a computed floating point number are kept.
// A few thousand operations lose two or three of the sixteen it has; twelve
// are then right, and no dust such as 0.30000000000000004 is ever shown.
const floatDigits = 12

// FromFloat returns the decimal number that a floating point result stands
// for, with twelve digits. What is no finite number becomes zero: callers say
// beforehand why there is none.
func FromFloat(f float64) *big.Rat {
	r := new(big.Rat)
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return r
	}
	r.SetString(strconv.FormatFloat(f, 'e', floatDigits-1, 64))
	return r
}

// CountFloat is the count a floating point result stands for.
//
//go:noinline
func CountFloat(f float64) Count { return Count{value: FromFloat(f), computed: true} }

// RatioFloat is the ratio a floating point result stands for.
//
//go:noinline
func RatioFloat(f float64) Ratio { return Ratio{FromFloat(f), true} }

// SecondsFloat is the duration a floating point number of seconds stands for.
func SecondsFloat(f float64) Duration { return Duration{FromFloat(f)} }
