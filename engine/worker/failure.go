package worker

import (
	"strings"

	"github.com/cespare/xxhash/v2"

	"netsplit/engine/sim"
)

// poisonWord begins the body of work that always fails.
const poisonWord = "poison"

// fails decides whether a try fails: by chance, or because the work is such
// that no worker can do it, whenever it is tried.
func (n *Node) fails(env *sim.Env, t *Task) bool {
	if strings.HasPrefix(t.Body, poisonWord) {
		return true
	}
	if n.config.Poison > 0 && float64(xxhash.Sum64String(t.Body)>>11)/(1<<53) < n.config.Poison {
		return true
	}
	return n.config.Fails > 0 && env.Rand().Float64() < n.config.Fails
}
