package policy

// LRU drops the least recently used key.
type LRU[K comparable] struct{ table[K] }

// NewLRU returns an empty LRU. A capacity below 1 is taken as 1.
func NewLRU[K comparable](capacity int64) *LRU[K] {
	return &LRU[K]{newTable[K](capacity, 1, 0)}
}

// Name is "lru".
func (*LRU[K]) Name() string { return "lru" }

// Clear takes all keys out.
func (p *LRU[K]) Clear() { *p = *NewLRU[K](p.capacity) }

// Get reports whether the key is there and makes it the most recent.
func (p *LRU[K]) Get(key K) bool {
	i, ok := p.places[key]
	if ok {
		p.move(0, i)
	}
	return ok
}

// Add makes the key the most recent, dropping the least recent until it fits.
func (p *LRU[K]) Add(key K, size int64) []K {
	p.begin()
	if p.Get(key) || size > p.capacity {
		return nil
	}
	p.room(size)
	p.enter(0, key, size)
	return p.evicted
}

// Resize changes the capacity, and drops what has no room any more.
func (p *LRU[K]) Resize(capacity int64) []K { return p.resize(capacity, p.room) }

// room drops until so much fits.
func (p *LRU[K]) room(size int64) {
	for p.full(size) {
		p.evict(p.back(0))
	}
}

// Layout is one queue.
func (p *LRU[K]) Layout(limit int) Layout[K] { return p.one("most recent first", limit) }
