package policy

// MRU drops the most recently used key. It is the best of all for a loop that
// is longer than the cache: what was just used is needed last (Chou and DeWitt,
// "An Evaluation of Buffer Management Strategies for Relational Database
// Systems", VLDB 1985).
type MRU[K comparable] struct{ table[K] }

// NewMRU returns an empty MRU. A capacity below 1 is taken as 1.
func NewMRU[K comparable](capacity int64) *MRU[K] {
	return &MRU[K]{newTable[K](capacity, 1, 0)}
}

// Name is "mru".
func (*MRU[K]) Name() string { return "mru" }

// Clear takes all keys out.
func (p *MRU[K]) Clear() { *p = *NewMRU[K](p.capacity) }

// Get reports whether the key is there and makes it the most recent.
func (p *MRU[K]) Get(key K) bool {
	i, ok := p.places[key]
	if ok {
		p.move(0, i)
	}
	return ok
}

// Add drops the most recent until the key fits, and makes it the most recent.
func (p *MRU[K]) Add(key K, size int64) []K {
	p.begin()
	if p.Get(key) || size > p.capacity {
		return nil
	}
	p.room(size)
	p.enter(0, key, size)
	return p.evicted
}

// Resize changes the capacity, and drops what has no room any more.
func (p *MRU[K]) Resize(capacity int64) []K { return p.resize(capacity, p.room) }

// room drops until so much fits.
func (p *MRU[K]) room(size int64) {
	for p.full(size) {
		p.evict(p.front(0))
	}
}

// Layout is one queue, of which the front goes.
func (p *MRU[K]) Layout(limit int) Layout[K] {
	l := p.one("most recent first", limit)
	if slots := l.Queues[0].Slots; len(slots) > 0 {
		slots[0].Hand = true
	}
	return l
}
