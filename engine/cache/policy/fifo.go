package policy

// FIFO drops the key that came in first. Using a key does not save it.
type FIFO[K comparable] struct{ table[K] }

// NewFIFO returns an empty FIFO. A capacity below 1 is taken as 1.
func NewFIFO[K comparable](capacity int64) *FIFO[K] {
	return &FIFO[K]{newTable[K](capacity, 1, 0)}
}

// Name is "fifo".
func (*FIFO[K]) Name() string { return "fifo" }

// Clear takes all keys out.
func (p *FIFO[K]) Clear() { *p = *NewFIFO[K](p.capacity) }

// Get reports whether the key is there. The order stays.
func (p *FIFO[K]) Get(key K) bool { return p.Contains(key) }

// Add puts a new key at the front, dropping the oldest until it fits. A key
// that is there keeps its place.
func (p *FIFO[K]) Add(key K, size int64) []K {
	p.begin()
	if p.Contains(key) || size > p.capacity {
		return nil
	}
	p.room(size)
	p.enter(0, key, size)
	return p.evicted
}

// Resize changes the capacity, and drops what has no room any more.
func (p *FIFO[K]) Resize(capacity int64) []K { return p.resize(capacity, p.room) }

// room drops until so much fits.
func (p *FIFO[K]) room(size int64) {
	for p.full(size) {
		p.evict(p.back(0))
	}
}

// Layout is one queue.
func (p *FIFO[K]) Layout(limit int) Layout[K] { return p.one("newest first", limit) }
