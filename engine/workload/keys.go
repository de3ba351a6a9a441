package workload

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
)

// Law chooses keys: "key-1" is the most popular of a skewed law.
type Law struct {
	Kind string  // uniform zipf hot scan loop
	N    int     // number of keys
	Skew float64 // zipf: key i in proportion to 1/i^Skew
	Hot  float64 // hot: share of key-1
}

// Keys draws keys by a law.
type Keys struct {
	law        Law
	cumulative []float64 // zipf: probability of the first i+1 keys
	place      int       // scan, loop: how many keys were drawn
}

// NewKeys prepares a law. A Zipf law takes 8 bytes a key.
func NewKeys(l Law) *Keys {
	k := &Keys{law: l}
	if l.Kind != "zipf" {
		return k
	}
	k.cumulative = make([]float64, l.N)
	sum := 0.0
	for i := range k.cumulative {
		// The conversion keeps the compiler from fusing the operations, which
		// would give other sums on other processors.
		sum += float64(1 / math.Pow(float64(i+1), l.Skew))
		k.cumulative[i] = sum
	}
	return k
}

// Law is what the keys are drawn by.
func (k *Keys) Law() Law { return k.law }

// Done reports whether a scan has seen all its keys: there is none to draw.
func (k *Keys) Done() bool { return k.law.Kind == "scan" && k.place >= k.law.N }

// Draw returns a key.
func (k *Keys) Draw(r *rand.Rand) string { return fmt.Sprintf("key-%d", k.index(r)+1) }

func (k *Keys) index(r *rand.Rand) int {
	n := k.law.N
	switch k.law.Kind {
	case "zipf":
		x := r.Float64() * k.cumulative[n-1]
		return min(sort.SearchFloat64s(k.cumulative, x), n-1)
	case "hot":
		if n == 1 || r.Float64() < k.law.Hot {
			return 0
		}
		return 1 + r.IntN(n-1)
	case "scan", "loop":
		k.place++
		return (k.place - 1) % n
	}
	return r.IntN(n)
}
