package replay

import (
	"math"
	"math/rand/v2"
)

// Zipf draws keys: key i of n in proportion to 1/i^skew. Skew 0 is uniform.
type Zipf struct {
	cumulative []float64
	guide      []int32 // where to begin to look, by equal slices of the total
}

// MostItems bounds the keys of a law: 12 bytes each.
const MostItems = 10_000_000

// NewZipf prepares a law.
func NewZipf(skew float64, items int) *Zipf {
	z := &Zipf{cumulative: make([]float64, items), guide: make([]int32, items+1)}
	sum := 0.0
	for i := range z.cumulative {
		sum += math.Pow(float64(i+1), -skew)
		z.cumulative[i] = sum
	}
	at := 0
	for g := range z.guide {
		for at < items-1 && z.cumulative[at] <= sum*float64(g)/float64(items) {
			at++
		}
		z.guide[g] = int32(at)
	}
	return z
}

// Draw returns a key, from 0.
func (z *Zipf) Draw(r *rand.Rand) uint64 {
	n := len(z.cumulative)
	u := r.Float64()
	x := u * z.cumulative[n-1]
	i := int(z.guide[int(u*float64(n))])
	for i > 0 && z.cumulative[i-1] > x {
		i--
	}
	for i < n-1 && z.cumulative[i] <= x {
		i++
	}
	return uint64(i)
}

// Che is the hit ratio of an LRU cache under independent requests by this law,
// and the characteristic time: for how many requests a key stays that nobody
// asks for again. A key that is asked for with probability p is in the cache
// with probability 1 − exp(−pT), and T is such that these add up to the
// capacity (Che, Tung and Wang, "Hierarchical Web Caching Systems: Modeling,
// Design and Experimental Results", IEEE JSAC 2002).
func (z *Zipf) Che(capacity int64) (hitRatio, characteristic float64) {
	if capacity >= int64(len(z.cumulative)) {
		return 1, math.Inf(1)
	}
	groups := z.groups()
	held := func(t float64) float64 {
		sum := 0.0
		for _, g := range groups {
			sum += g.count * -math.Expm1(-g.p*t)
		}
		return sum
	}
	low, high := 0.0, 1.0
	for held(high) < float64(capacity) && high < 1e300 {
		low, high = high, high*2
	}
	for range 100 {
		if middle := (low + high) / 2; held(middle) < float64(capacity) {
			low = middle
		} else {
			high = middle
		}
	}
	for _, g := range groups {
		hitRatio += g.count * g.p * -math.Expm1(-g.p*high)
	}
	return hitRatio, high
}

// group is keys of nearly the same popularity.
type group struct{ count, p float64 }

// groups are the first keys one by one, the others in groups whose ranks differ
// by less than a thousandth.
func (z *Zipf) groups() []group {
	n := len(z.cumulative)
	total := z.cumulative[n-1]
	var list []group
	before := 0.0
	for from := 0; from < n; {
		to := min(n, max(from+1, from+from/1000))
		mass := (z.cumulative[to-1] - before) / total
		list = append(list, group{float64(to - from), mass / float64(to-from)})
		before, from = z.cumulative[to-1], to
	}
	return list
}
