package policy

// SIEVE keeps what is used where it is and drops the first unused key that a
// moving hand meets (Zhang et al., "SIEVE is Simpler than LRU: an Efficient
// Turn-Key Eviction Algorithm for Web Caches", NSDI 2024, algorithm 1).
//
// New keys come in at the front. The hand begins at the back and moves towards
// the front; unlike that of CLOCK it does not take with it what it passes, so
// new keys that nobody uses again go soon.
type SIEVE[K comparable] struct {
	table[K]
	hand int32 // where the next search begins; 0: at the back
}

// NewSIEVE returns an empty SIEVE. A capacity below 1 is taken as 1.
func NewSIEVE[K comparable](capacity int64) *SIEVE[K] {
	return &SIEVE[K]{table: newTable[K](capacity, 1, 0)}
}

// Name is "sieve".
func (*SIEVE[K]) Name() string { return "sieve" }

// Clear takes all keys out.
func (p *SIEVE[K]) Clear() { *p = *NewSIEVE[K](p.capacity) }

// Get reports whether the key is there and marks it as visited.
func (p *SIEVE[K]) Get(key K) bool {
	i, ok := p.places[key]
	if ok {
		p.slots[i].mark = 1
	}
	return ok
}

// Add moves the hand until the key fits and puts it at the front.
func (p *SIEVE[K]) Add(key K, size int64) []K {
	p.begin()
	if p.Get(key) || size > p.capacity {
		return nil
	}
	p.room(size)
	p.enter(0, key, size)
	return p.evicted
}

// Resize changes the capacity, and drops what has no room any more.
func (p *SIEVE[K]) Resize(capacity int64) []K { return p.resize(capacity, p.room) }

// room drops until so much fits.
func (p *SIEVE[K]) room(size int64) {
	for p.full(size) {
		p.sift()
	}
}

// sift drops the next key that was not visited.
func (p *SIEVE[K]) sift() {
	i := p.start()
	for p.slots[i].mark != 0 {
		p.slots[i].mark = 0
		if i = p.before(i); i == 0 {
			i = p.back(0)
		}
	}
	p.hand = p.before(i)
	p.evict(i)
}

func (p *SIEVE[K]) start() int32 {
	if p.hand == 0 {
		return p.back(0)
	}
	return p.hand
}

// Remove takes the key out. If the hand was on it, it moves on.
func (p *SIEVE[K]) Remove(key K) bool {
	i, ok := p.places[key]
	if !ok {
		return false
	}
	if p.hand == i {
		p.hand = p.before(i)
	}
	p.release(i)
	return true
}

// Layout is one queue with the hand.
func (p *SIEVE[K]) Layout(limit int) Layout[K] {
	l := p.one("newest first", limit)
	if p.length > 0 {
		at := p.slots[p.start()].key
		for i := range l.Queues[0].Slots {
			s := &l.Queues[0].Slots[i]
			s.Hand = s.Key == at
		}
	}
	return l
}
