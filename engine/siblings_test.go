package engine

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"netsplit/engine/history"
)

// saw tells, from what clients were told alone, whether the writer of a later
// operation had seen an earlier write, itself or through others.
type saw struct {
	writes map[string]*operation // by key and value: every write has its own
	memo   map[[2]uint64]bool
	last   map[uint64][]string // the values that the session of a write had last read or written
}

func newSaw(all []*operation) saw {
	s := saw{map[string]*operation{}, map[[2]uint64]bool{}, map[uint64][]string{}}
	type place struct {
		process int
		key     string
	}
	known := map[place][]string{}
	var ended []*operation // not yet known to their session
	for _, o := range all {
		for i := 0; i < len(ended); i++ {
			if e := ended[i]; e.Returned <= o.Invoked {
				values := []string{e.Value}
				if e.Kind == history.Get {
					values = strings.Split(e.Value, " | ")
				}
				known[place{e.Process, e.Key}] = values
				ended = append(ended[:i], ended[i+1:]...)
				i--
			}
		}
		if o.Kind == history.Put {
			s.writes[o.Key+"="+o.Value] = o
			s.last[o.ID] = known[place{o.Process, o.Key}]
		}
		if o.Outcome == history.OK && !o.pending && (o.Kind == history.Put || o.Found) {
			ended = append(ended, o)
		}
	}
	return s
}

func (s saw) supersedes(later, earlier *operation) bool {
	if later == nil {
		return false
	}
	pair := [2]uint64{later.ID, earlier.ID}
	if known, ok := s.memo[pair]; ok {
		return known
	}
	s.memo[pair] = false
	for _, v := range s.last[later.ID] {
		w := s.writes[later.Key+"="+v]
		if w == earlier || s.supersedes(w, earlier) {
			s.memo[pair] = true
		}
	}
	return s.memo[pair]
}

const siblingsSwept = `
scenario: swept
components:
  users: {kind: client, rate: 60/s, reads: 50%%, keys: uniform(10), to: store}
  store: {kind: kv, nodes: 5, replicas: 3, versions: siblings, quorum: %s, anti-entropy: 1s, timeout: 200ms}
network: {latency: "lognormal(2ms, 0.8)", duplicate: 2%%, reorder: 5%%}
`

// TestSiblingsLoseNothingUnseen: whatever breaks, and whatever the clocks show,
// an acknowledged write is there in the end, or somebody who had seen it wrote
// after it. The last writer wins loses writes under the same clocks.
func TestSiblingsLoseNothingUnseen(t *testing.T) {
	t.Parallel()
	kept := 0
	sweep(t, 2000, fmt.Sprintf(siblingsSwept, "sloppy"), func(seed uint64, c *Cluster) {
		p := c.world.parts["store"].(*kvPart)
		s := newSaw(c.world.operations.all)
		for _, check := range []string{"no-lost-writes", "converged", "sessions"} {
			if v := c.world.check(check); !v.OK && check != "sessions" { // sloppy quorums promise sessions nothing
				t.Errorf("seed %d: %s", seed, v)
			}
		}
		kept += p.standing(c.world)
		for _, o := range c.world.operations.all {
			if o.Kind != history.Put || o.Outcome != history.OK || o.pending {
				continue
			}
			found := false
			for _, v := range p.sum(c.world, o.Key).Values() {
				w := s.writes[o.Key+"="+v]
				found = found || w == o || s.supersedes(w, o)
			}
			if !found {
				t.Errorf("seed %d: %s (op %d) is lost, and no final value of %v had seen it", seed, nameOf(o), o.ID, p.sum(c.world, o.Key).Values())
			}
		}
	}, skewed)
	if kept == 0 {
		t.Error("no siblings stood at the end: the schedules test nothing")
	}
}

// skewed sets the clocks of some nodes wrong before anything else happens.
func skewed(t testing.TB, c *Cluster, r *rand.Rand) {
	for i := range 5 {
		if r.IntN(2) == 0 {
			try(t, c, fmt.Sprintf("skew store-%d by %dms", i+1, r.IntN(4000)-2000))
		}
	}
}

// TestLastWriterWinsLosesWritesUnderSkew is the same with last-writer-wins: it
// converges, and forgets.
func TestLastWriterWinsLosesWritesUnderSkew(t *testing.T) {
	t.Parallel()
	lost := 0
	text := strings.Replace(fmt.Sprintf(siblingsSwept, "strict"), "versions: siblings, ", "", 1)
	sweep(t, 60, text, func(seed uint64, c *Cluster) {
		if v := c.world.check("converged"); !v.OK {
			t.Errorf("seed %d: %s", seed, v)
		}
		lost += c.world.check("no-lost-writes").Faults
	}, skewed)
	if lost == 0 {
		t.Error("nothing was lost")
	}
}
