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
