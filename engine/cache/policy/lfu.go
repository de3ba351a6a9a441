package policy

// LFU drops the key that was used least often since it came in; of several,
// the one that has been at that count for longest. A key that went and comes
// back starts at 1.
//
// Keys with the same count share a bucket, and the buckets are linked in order
// of the count, so that every call takes constant time (Shah, Mitra and Matani,
// "An O(1) algorithm for implementing the LFU cache eviction scheme", 2010).
type LFU[K comparable] struct {
	table[K]
	buckets []bucket // buckets[0] is the end of the chain: higher is the lowest count
	spare   int32    // first unused bucket, linked by higher; 0: none
}

type bucket struct {
	count         int64
	list          list
	lower, higher int32
}

// NewLFU returns an empty LFU. A capacity below 1 is taken as 1.
func NewLFU[K comparable](capacity int64) *LFU[K] {
	return &LFU[K]{table: newTable[K](capacity, 0, 0), buckets: make([]bucket, 1)}
}

// Name is "lfu".
func (*LFU[K]) Name() string { return "lfu" }

// Clear takes all keys out.
func (p *LFU[K]) Clear() { *p = *NewLFU[K](p.capacity) }

// Get reports whether the key is there and counts the use.
func (p *LFU[K]) Get(key K) bool {
	i, ok := p.places[key]
	if ok {
		old := p.slots[i].mark
		next := p.bucketAfter(old, p.buckets[old].count+1)
		p.slots[i].mark = next
		p.move(p.buckets[next].list, i)
		p.tidy(old)
	}
	return ok
}

// Add drops the least often used until the key fits, and counts it as used
// once.
func (p *LFU[K]) Add(key K, size int64) []K {
	p.begin()
	if p.Get(key) || size > p.capacity {
		return nil
	}
	p.room(size)
	b := p.bucketAfter(0, 1)
	i := p.enter(p.buckets[b].list, key, size)
	p.slots[i].mark = b
	return p.evicted
}

// Resize changes the capacity, and drops what has no room any more.
func (p *LFU[K]) Resize(capacity int64) []K { return p.resize(capacity, p.room) }

// room drops until so much fits.
func (p *LFU[K]) room(size int64) {
	for p.full(size) {
		lowest := p.buckets[0].higher
		p.evict(p.back(p.buckets[lowest].list))
		p.tidy(lowest)
	}
}

// Remove takes the key out.
func (p *LFU[K]) Remove(key K) bool {
	i, ok := p.places[key]
	if ok {
		b := p.slots[i].mark
		p.release(i)
		p.tidy(b)
	}
	return ok
}

// bucketAfter is the bucket of a count, whose place is after another's.
func (p *LFU[K]) bucketAfter(before int32, count int64) int32 {
	after := p.buckets[before].higher
	if after != 0 && p.buckets[after].count == count {
		return after
	}
	b := p.spare
	if b != 0 {
		p.spare = p.buckets[b].higher
	} else {
		b = int32(len(p.buckets))
		p.buckets = append(p.buckets, bucket{list: p.newList(false)})
	}
	p.buckets[b].count, p.buckets[b].lower, p.buckets[b].higher = count, before, after
	p.buckets[before].higher = b
	p.buckets[after].lower = b
	return b
}

// tidy takes an empty bucket out of the chain.
func (p *LFU[K]) tidy(b int32) {
	it := &p.buckets[b]
	if p.heads[it.list].length > 0 {
		return
	}
	p.buckets[it.lower].higher = it.higher
	p.buckets[it.higher].lower = it.lower
	it.higher = p.spare
	p.spare = b
}

// Keys are the keys, the most often used first.
func (p *LFU[K]) Keys() []K {
	keys := make([]K, 0, p.length)
	for _, s := range p.Layout(p.length).Queues[0].Slots {
		keys = append(keys, s.Key)
	}
	return keys
}

// Layout is one queue, the most often used first.
func (p *LFU[K]) Layout(limit int) Layout[K] {
	q := Queue[K]{Name: "most used first", Len: p.length, Size: p.used}
	for b := p.buckets[0].lower; b != 0; b = p.buckets[b].lower {
		it := p.buckets[b]
		for i := p.front(it.list); i != 0 && len(q.Slots) < limit; i = p.after(i) {
			q.Slots = append(q.Slots, Slot[K]{Key: p.slots[i].key, Mark: int(it.count)})
		}
	}
	return Layout[K]{Queues: []Queue[K]{q}}
}
