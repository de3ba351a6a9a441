// Package trial measures in the engine what formulas predict: how long a queue
// makes wait, how often a quorum reads an old value, how long a design is down.
//
// Each is repeated in independent runs, whose seeds follow one another, so that
// an estimate comes with its interval of confidence:
//
//	found, err := trial.Queue(trial.Line{Load: 10, Servers: 14}, trial.Runs{Seed: 1, Number: 20})
//	found["wait_probability_ratio"]          // 0.174, 0.168 to 0.180
//
// The interval is Student's, over the means of the runs: Law and Kelton,
// "Simulation Modeling and Analysis", the method of replication and deletion.
package trial

import (
	"errors"
	"math"
)

// Runs says how often to repeat, from which seed on. Told, if not nil, hears of
// each run that is done, and false stops.
type Runs struct {
	Seed   uint64
	Number int
	Told   func(done, all int) bool
}

// The bounds of the number of runs: an interval wants a few, and patience ends.
const (
	Fewest = 5
	Most   = 1000
)

// ErrStopped is the error of runs that were told to stop.
var ErrStopped = errors.New("stopped before all runs were done")

// Estimate is a mean over runs, with the interval that holds the true one with
// 95 %.
type Estimate struct{ Mean, Low, High float64 }

// Estimates are the measured quantities by the keys of the formula's result.
type Estimates map[string]Estimate

// repeat makes the runs and turns what each measured into estimates.
func (r Runs) repeat(one func(seed uint64) (map[string]float64, error)) (Estimates, error) {
	samples := map[string][]float64{}
	for i := range r.Number {
		values, err := one(r.Seed + uint64(i))
		if err != nil {
			return nil, err
		}
		for key, v := range values { // order-free: each key has a list of its own
			samples[key] = append(samples[key], v)
		}
		if r.Told != nil && !r.Told(i+1, r.Number) {
			return nil, ErrStopped
		}
	}
	found := Estimates{}
	for key, values := range samples { // order-free: the same
		found[key] = estimate(values)
	}
	return found, nil
}

func estimate(values []float64) Estimate {
	n := float64(len(values))
	mean := 0.0
	for _, v := range values {
		mean += v / n
	}
	if n < 2 {
		return Estimate{mean, mean, mean}
	}
	squares := 0.0
	for _, v := range values {
		squares += (v - mean) * (v - mean)
	}
	half := student(n-1) * math.Sqrt(squares/(n-1)/n)
	return Estimate{mean, mean - half, mean + half}
}

// student is the 97.5th percentile of Student's distribution, by the expansion
// around the normal one (Abramowitz and Stegun, 26.7.5): good to a thousandth
// from four degrees of freedom on.
func student(freedom float64) float64 {
	const z = 1.959963984540054
	z3, z5, z7, z9 := math.Pow(z, 3), math.Pow(z, 5), math.Pow(z, 7), math.Pow(z, 9)
	return z + (z3+z)/(4*freedom) + (5*z5+16*z3+3*z)/(96*math.Pow(freedom, 2)) +
		(3*z7+19*z5+17*z3-15*z)/(384*math.Pow(freedom, 3)) +
		(79*z9+776*z7+1482*z5-1920*z3-945*z)/(92160*math.Pow(freedom, 4))
}
