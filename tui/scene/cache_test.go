package scene

import (
	"time"

	"netsplit/engine"
)

// fixtureCache is the scene with that cache.
func fixtureCache(cache engine.Cache) func(View, int, int) *Canvas {
	return func(v View, w, h int) *Canvas {
		v.Snapshot.Caches = []engine.Cache{cache}
		return Cache(v, w, h)
	}
}

func slots(keys ...string) (list []engine.CacheSlot) {
	for _, k := range keys {
		list = append(list, engine.CacheSlot{Key: k})
	}
	return list
}

// arcCache has the two lists of ARC, and what it remembers of keys that went.
func arcCache() engine.Cache {
	return engine.Cache{Component: "hot", Policy: "arc", Strategy: "read-through", Capacity: 5, Hits: 60, Misses: 40, HitRatio: .6, Size: 5, Evictions: 9, StaleReads: 2, Coalesced: 7,
		Nodes: []engine.CacheNode{{Node: "hot-1", Up: true, Size: 5, Adapts: true, Target: 2, Queues: []engine.CacheQueue{
			{Name: "T1, used once", Len: 2, Slots: slots("key-9", "key-4")},
			{Name: "T2, used again", Len: 3, Slots: slots("cart", "key-1", "key-2")},
			{Name: "B1, gone from T1", Ghost: true, Len: 3, Slots: slots("key-7", "key-8", "key-3")},
			{Name: "B2, gone from T2", Ghost: true, Len: 1, Slots: slots("key-5")}}}},
		Entries: []engine.CacheEntry{{Key: "key-9", Value: "v9", Age: time.Second}, {Key: "key-4", Absent: true, Age: 2 * time.Second, ExpiresIn: 3 * time.Second},
			{Key: "cart", Value: "milk", Age: 9 * time.Second, Stale: true}, {Key: "key-1", Value: "v1"}, {Key: "key-2", Value: "v2"}}}
}

// sieveCache has a hand, two nodes, one of them down, and writes not made yet.
func sieveCache() engine.Cache {
	queue := engine.CacheQueue{Name: "newest first", Len: 40, Slots: slots("key-9", "key-4", "cart", "key-1", "key-2", "key-11", "key-12", "key-13", "key-14")}
	queue.Slots[1].Mark, queue.Slots[2].Hand, queue.Slots[3].Stale = 1, true, true
	return engine.Cache{Component: "hot", Policy: "sieve", Strategy: "write-behind", Placement: "modulo", Capacity: 1000, ByBytes: true, Bytes: 790, Hits: 9, Misses: 1, HitRatio: .9, Size: 40, Unwritten: 3, LostWrites: 4,
		Nodes:   []engine.CacheNode{{Node: "hot-1", Up: true, Size: 40, Unwritten: 3, Queues: []engine.CacheQueue{queue}}, {Node: "hot-2"}},
		Entries: []engine.CacheEntry{{Key: "key-9", Value: "v9", Age: time.Second}, {Key: "key-4", Value: "v4"}}}
}
