package caching

import (
	"math"

	"netsplit/calc"
	"netsplit/calc/unit"
	"netsplit/engine/replay"
	"netsplit/engine/trial"
)

// Expected is what Che's approximation says about an LRU cache, and the trial
// that measures the same.
func Expected(values map[string]string) ([]calc.Entry, trial.Cache, error) {
	l, err := readLaw(values)
	if err != nil {
		return nil, trial.Cache{}, err
	}
	if len(l.policies) != 1 || l.policies[0] != "lru" || len(l.capacities) != 1 {
		return nil, trial.Cache{}, &unit.Error{Argument: "simulate", Problem: "compares one cache with Che's approximation, which is of LRU",
			Cure: "give --policy lru and one --capacity"}
	}
	z := replay.NewZipf(l.skew, int(l.items))
	ratio, _ := z.Che(l.capacities[0])
	t := trial.Cache{Policy: "lru", Capacity: l.capacities[0], Skew: l.skew, Items: int(l.items), WarmUp: l.warmUp(z), Requests: l.requests}
	return []calc.Entry{{Key: "hit_ratio", Label: "hit ratio", Value: unit.RatioFloat(min(1, math.Max(0, ratio)))}}, t, nil
}

// matters adds what a larger or smaller LRU cache, or another skew, would hit by
// Che, and from where on the cache stops to matter.
func (l law) matters(w *calc.Worksheet, z *replay.Zipf, first replay.Run) {
	if first.Policy != "lru" || first.Capacity >= l.items {
		return
	}
	hits := func(z *replay.Zipf, capacity int64) unit.Quantity {
		ratio, _ := z.Che(max(1, min(capacity, l.items)))
		return unit.RatioFloat(min(1, max(0, ratio)))
	}
	var changes []calc.Change
	changes = append(changes, calc.Change{Input: "capacity", Words: "twice as much, hit ratio by Che", To: hits(z, 2*first.Capacity)},
		calc.Change{Input: "capacity", Words: "half as much, hit ratio by Che", To: hits(z, first.Capacity/2)})
	if flatter := l.skew - 0.1; flatter >= 0 {
		changes = append(changes, calc.Change{Input: "zipf", Words: "0.1 flatter, hit ratio by Che", To: hits(replay.NewZipf(flatter, int(l.items)), first.Capacity)})
	}
	w.Compare(hits(z, first.Capacity), changes...)
	if half := l.halfHits(z); half > 0 {
		w.Threshold("capacity", "from "+number(half)+" keys on, LRU hits more often than it misses")
	}
}

// halfHits is the smallest capacity, to two digits, with half of all requests
// hits.
func (l law) halfHits(z *replay.Zipf) int64 {
	low, high := int64(1), l.items
	for high-low > max(1, low/50) {
		middle := low + (high-low)/2
		if ratio, _ := z.Che(middle); ratio < 0.5 {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}
