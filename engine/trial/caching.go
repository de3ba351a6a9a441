package trial

import (
	"math/rand/v2"

	"netsplit/engine/replay"
)

// Cache is requests that a Zipf law draws, sent through one eviction policy.
// The first WarmUp requests fill it and are not counted.
type Cache struct {
	Policy           string
	Capacity         int64
	Skew             float64
	Items            int
	WarmUp, Requests int64
}

// Hits measures how often the cache has the key. Its key is hit_ratio.
func Hits(c Cache, r Runs) (Estimates, error) {
	law := replay.NewZipf(c.Skew, c.Items)
	return r.repeat(func(seed uint64) (map[string]float64, error) {
		cache, err := replay.New([]string{c.Policy}, []int64{c.Capacity}, false)
		if err != nil {
			return nil, err
		}
		random := rand.New(rand.NewPCG(seed, 0))
		for i := range c.WarmUp + c.Requests {
			cache.WarmUp(i < c.WarmUp)
			if err := cache.Request(replay.Request{Key: law.Draw(random), Size: -1}); err != nil {
				return nil, err
			}
		}
		if err := cache.Finish(nil); err != nil {
			return nil, err
		}
		return map[string]float64{"hit_ratio": cache.Runs()[0].HitRatio()}, nil
	})
}
