// Package grade judges answers: options, estimates and predictions.
//
// An estimate is right within a factor of two, and worth half within a factor
// of ten: the order of magnitude is what decides a design. A prediction is
// judged by what a run showed, never by what the author thinks it shows.
//
//	v := grade.Estimate(1000, 1157)     // Full, 1.16 times too small
//	is, err := grade.Predict(prediction, grade.Run{Metrics: metrics})
//	right := chosen == is.Option
package grade

import (
	"fmt"
	"math"
	"strconv"
)

// Credit is how much an answer is worth.
type Credit string

// The credits.
const (
	Full    Credit = "full"
	Partial Credit = "partial"
	None    Credit = "none"
)

// Verdict is the judgement of an estimate.
type Verdict struct {
	Credit Credit
	Factor float64 // how far off, at least 1; +Inf for zero and below
	Text   string  // "within a factor of 2 (1.2 times too small)"
}

// Bounds of an estimate's credit, as factors.
const (
	FullWithin    = 2.0
	PartialWithin = 10.0
)

// slack keeps an answer on the boundary from failing by a rounding error.
const slack = 1 + 1e-9

// Estimate judges a guess by its order of magnitude. truth must be positive.
func Estimate(guess, truth float64) Verdict {
	if !(guess > 0) || !(truth > 0) || math.IsInf(guess, 0) {
		return Verdict{None, math.Inf(1), "not a positive number"}
	}
	factor, direction := guess/truth, "too large"
	if factor < 1 {
		factor, direction = 1/factor, "too small"
	}
	off := fmt.Sprintf("%s times %s", times(factor), direction)
	if factor < 1.05 {
		off = "almost exact"
	}
	switch {
	case factor <= FullWithin*slack:
		return Verdict{Full, factor, "within a factor of 2: " + off}
	case factor <= PartialWithin*slack:
		return Verdict{Partial, factor, "within a factor of 10: " + off}
	}
	return Verdict{None, factor, "more than a factor of 10 away: " + off}
}

// times prints a factor with two digits, or with more where these would put it
// on the boundary: 10.4 is not within 10, 2.004 not within 2.
func times(f float64) string {
	const most = 4
	for digits := 1; digits <= most; digits++ {
		rounded, err := strconv.ParseFloat(strconv.FormatFloat(f, 'e', digits, 64), 64)
		if err != nil || rounded >= 1e15 {
			break
		}
		if digits == most || rounded != FullWithin && rounded != PartialWithin || rounded == f {
			return strconv.FormatFloat(rounded, 'f', -1, 64)
		}
	}
	return strconv.FormatFloat(f, 'e', 0, 64)
}
