package engine

import (
	"strings"

	"netsplit/engine/detector"
	"netsplit/engine/metric"
	"netsplit/engine/network"
	"netsplit/engine/replica"
	"netsplit/engine/sim"
)

func (p *kvPart) measures(w *world) []measure {
	stats := &p.layout.Stats
	return append(p.detection.measures(&p.layout.Probes), []measure{
		tally("nodes", false, func() int { return len(p.ids) }),
		tally("up", false, func() int { return p.up(w) }),
		tally("keys", true, func() int { return len(p.keys(w)) }),
		tally("divergent-keys", true, func() int { return p.divergent(w) }),
		tally("siblings", true, func() int { return p.standing(w) }),
		tally("stale-reads", false, func() int { return w.operations.stale[p.spec.Name] }),
		tally("lost-writes", true, func() int { return p.lost(w).Faults }),
		tally("tombstones-purged", false, func() int { return stats.Purged }),
		tally("hints", false, func() int { return len(p.hints(w)) }),
		tally("hints-delivered", false, func() int { return stats.HintsDelivered }),
		tally("hints-lost", false, func() int { return stats.HintsLost }),
		tally("hints-refused", false, func() int { return stats.HintsRefused }),
		tally("read-repairs", false, func() int { return stats.ReadRepairs }),
		tally("anti-entropy-records", false, func() int { return stats.AntiEntropy }),
		{name: "anti-entropy-bytes", unit: metric.UnitBytes, value: func() float64 { return float64(stats.AntiEntropyBytes) }},
		tally("streamed-keys", false, func() int { return stats.Streamed }),
		{name: "max-over-mean", unit: metric.UnitCount, heavy: true, value: func() float64 { return p.imbalance(w) }},
	}...)
}

// belief implements detecting.
func (p *kvPart) belief(w *world, by, of sim.NodeID) (detector.Belief, bool) {
	n, runs := w.sim.Node(by).(*replica.Node)
	if !runs {
		return detector.Belief{}, false
	}
	return n.Belief(w.sim.Now(), of), true
}

// freshAfter is the family of metrics that tell the probability that a read
// which began so long after a write was acknowledged saw it (t-visibility in
// Bailis et al., VLDB 2012).
const freshAfter = "fresh-after-"

func (p *kvPart) family(w *world, name string) (measure, bool) {
	text, ok := strings.CutPrefix(name, freshAfter)
	if !ok {
		return measure{}, false
	}
	after, err := network.ParseDuration(text)
	if err != nil {
		return measure{}, false
	}
	return measure{name: name, unit: metric.UnitRatio, value: func() float64 {
		ratio, _ := w.operations.freshness(p.spec.Name).At(after)
		return ratio
	}}, true
}

// imbalance is how many times the mean the keys are that the busiest node
// owns. What a disk still holds of keys that moved away does not count.
func (p *kvPart) imbalance(w *world) float64 {
	owned := map[sim.NodeID]int{}
	most, sum := 0, 0
	for _, key := range p.keys(w) {
		for _, id := range p.owners(key) {
			owned[id]++
			most, sum = max(most, owned[id]), sum+1
		}
	}
	if sum == 0 {
		return 1
	}
	return float64(most) * float64(len(p.layout.Members())) / float64(sum)
}
