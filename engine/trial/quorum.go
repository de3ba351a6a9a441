package trial

import (
	"fmt"
	"strings"
	"time"

	"netsplit/engine"
	"netsplit/engine/history"
	"netsplit/engine/scenario"
)

// Quorum is a replicated store to measure: N replicas, R responses, W
// acknowledgements, and the legs of the messages as scenarios write them:
// lnkd-disk, or {w: exp(5ms), a: 1ms, r: 1ms, s: 1ms}.
type Quorum struct {
	N, R, W int
	Legs    string
	After   time.Duration // from the acknowledged write to the read
}

// pairs is how many writes, each with its read, a run has.
const pairs = 500

// Staleness measures how often a read sees the write that was acknowledged so
// long before it. Each pair is a write, a pause and a read of one key, with all
// replicas up to date before the next.
func Staleness(q Quorum, r Runs) (Estimates, error) {
	sc, err := scenario.Parse("staleness.yaml", []byte(q.document()))
	if err != nil {
		return nil, err
	}
	return r.repeat(func(seed uint64) (map[string]float64, error) { return q.run(sc, seed) })
}

// settle is how long the slowest message may still be on its way: longer than
// the operator of a scenario waits, and than the tails of the published fits.
const settle = time.Minute

func (q Quorum) document() string {
	var b strings.Builder
	fmt.Fprintf(&b, `scenario: staleness
network: {latency: 0ms}
components:
  store: {kind: kv, nodes: %d, replicas: %d, read: %d, write: %d, legs: %s, coordinator: other, read-repair: off, anti-entropy: 0s, timeout: 1h}
steps:
`, q.N+1, q.N, q.R, q.W, q.Legs)
	for i := range pairs {
		fmt.Fprintf(&b, "  - put key v%d\n", i)
		if q.After > 0 {
			fmt.Fprintf(&b, "  - wait %s\n", q.After)
		}
		fmt.Fprintf(&b, "  - get key\n  - wait %s\n", settle)
	}
	return b.String()
}

// run makes the pairs and looks at what the reads returned.
func (q Quorum) run(sc *scenario.Scenario, seed uint64) (map[string]float64, error) {
	report, err := engine.Run(sc, engine.Options{Seed: &seed})
	if err != nil {
		return nil, err
	}
	written, fresh, read := "", 0, 0
	for _, o := range report.History {
		switch {
		case o.Outcome != history.OK:
			written = "" // what became of it is not known: the next read tells nothing
		case o.Kind == history.Put:
			written = o.Value
		case o.Kind == history.Get && written != "":
			if read++; o.Value == written {
				fresh++
			}
		}
	}
	if read == 0 {
		return nil, fmt.Errorf("no write was acknowledged within the 5 s that an operator waits: the legs are too slow")
	}
	return map[string]float64{"consistent_ratio": float64(fresh) / float64(read)}, nil
}
