package network

import (
	"math"
	"math/rand/v2"
	"time"
)

// Distribution is a law of random durations: a link's latency, a service's
// time. Samples are whole microseconds and never negative.
type Distribution interface {
	Sample(r *rand.Rand) time.Duration
	Mean() time.Duration
	String() string // parses back to an equal distribution
}

// MaxSample is the longest duration a distribution draws. A heavy tail is cut
// there, so that one sample can't outlast a run; Mean counts the cut.
const MaxSample = 24 * time.Hour

// maxMicros is MaxSample in microseconds, the unit samples are computed in.
const maxMicros = float64(MaxSample / time.Microsecond)

// micros is d in microseconds.
func micros(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

// whole rounds a number of microseconds to a duration between 0 and MaxSample.
// Rounding hides the last bits, in which processors with fused multiply-add
// differ. NaN becomes 0.
func whole(us float64) time.Duration {
	switch {
	case us >= maxMicros:
		return MaxSample
	case us > 0:
		return time.Duration(us+0.5) * time.Microsecond
	}
	return 0
}

// Constant is always d, cut to 0 … MaxSample and to whole microseconds.
func Constant(d time.Duration) Distribution {
	return constant{min(max(d, 0), MaxSample).Truncate(time.Microsecond)}
}

type constant struct{ d time.Duration }

func (c constant) Sample(*rand.Rand) time.Duration { return c.d }
func (c constant) Mean() time.Duration             { return c.d }

// uniform draws each whole microsecond from low to high, both included.
type uniform struct{ low, high time.Duration }

func (u uniform) Sample(r *rand.Rand) time.Duration {
	n := int64((u.high-u.low)/time.Microsecond) + 1
	return u.low + time.Duration(r.Int64N(n))*time.Microsecond
}

func (u uniform) Mean() time.Duration { return whole((micros(u.low) + micros(u.high)) / 2) }

// exponential has no memory: how long it took so far says nothing about how
// long it will take.
type exponential struct{ mean time.Duration }

func (e exponential) Sample(r *rand.Rand) time.Duration {
	return whole(r.ExpFloat64() * micros(e.mean))
}

// Mean is the expectation of min(X, M): m·(1-e^(-M/m)).
func (e exponential) Mean() time.Duration {
	m := micros(e.mean)
	if m == 0 {
		return 0
	}
	return whole(-m * math.Expm1(-maxMicros/m))
}

// lognormal is median·e^(sigma·Z) with Z standard normal: half of the samples
// are below the median, and slow ones are slower by a factor, not by a term.
type lognormal struct {
	median time.Duration
	sigma  float64
}

func (l lognormal) Sample(r *rand.Rand) time.Duration {
	return whole(micros(l.median) * math.Exp(l.sigma*r.NormFloat64()))
}

// Mean is the expectation of min(X, M):
// median·e^(σ²/2)·Φ((ln(M/median)-σ²)/σ) + M·(1-Φ(ln(M/median)/σ)).
func (l lognormal) Mean() time.Duration {
	m, s := micros(l.median), l.sigma
	if m == 0 || s == 0 {
		return whole(m)
	}
	far := math.Log(maxMicros / m)
	below := math.Erfc(-(far-s*s)/(s*math.Sqrt2)) / 2
	above := math.Erfc(far/(s*math.Sqrt2)) / 2
	return whole(m*math.Exp(s*s/2)*below + maxMicros*above)
}

// pareto has a power-law tail: P(X > x) = (least/x)^alpha.
type pareto struct {
	least time.Duration
	alpha float64
}

func (p pareto) Sample(r *rand.Rand) time.Duration {
	// If E is exponential with mean 1, e^(E/alpha) is Pareto: the inverse of
	// the distribution function, without a logarithm of zero.
	return whole(micros(p.least) * math.Exp(r.ExpFloat64()/p.alpha))
}

// Mean is the expectation of min(X, M), finite for every alpha:
// least + ∫ (least/x)^alpha dx from least to M.
func (p pareto) Mean() time.Duration {
	l, a := micros(p.least), p.alpha
	if l == 0 {
		return 0
	}
	far := math.Log(maxMicros / l)
	if a == 1 {
		return whole(l * (1 + far))
	}
	return whole(l * (1 + math.Expm1((1-a)*far)/(1-a)))
}

// mix draws from one of several laws, each with its share.
type mix struct{ parts []part }

type part struct {
	share float64
	law   Distribution
}

func (m mix) Sample(r *rand.Rand) time.Duration {
	u := r.Float64()
	last := len(m.parts) - 1
	for _, p := range m.parts[:last] {
		if u < p.share {
			return p.law.Sample(r)
		}
		u -= p.share
	}
	// The last part takes what rounding left of the sum of shares.
	return m.parts[last].law.Sample(r)
}

func (m mix) Mean() time.Duration {
	var sum float64
	for _, p := range m.parts {
		sum += p.share * micros(p.law.Mean())
	}
	return whole(sum)
}
