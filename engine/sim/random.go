package sim

import (
	"math/rand/v2"

	"github.com/cespare/xxhash/v2"
)

// Stream returns the random numbers of one purpose, derived from the run's
// seed and the purpose's name. Separate streams keep one part's draws from
// shifting another's: adding a client doesn't change the latencies of a link.
func Stream(seed uint64, name string) *rand.Rand {
	h := xxhash.Sum64String(name)
	return rand.New(rand.NewPCG(seed, h^0x9e3779b97f4a7c15))
}
