package policy

// CLOCK gives a key that was used a second chance (Corbato, "A Paging
// Experiment with the Multics System", 1968). One bit a key says whether it was
// used since the hand passed; it is 0 when the key comes in. The hand goes
// round: where the bit is 1 it clears it and goes on, where it is 0 the key
// goes.
//
// The ring is kept as a queue whose back is under the hand: what the hand
// passes moves to the front.
type CLOCK[K comparable] struct{ table[K] }

// NewCLOCK returns an empty CLOCK. A capacity below 1 is taken as 1.
func NewCLOCK[K comparable](capacity int64) *CLOCK[K] {
	return &CLOCK[K]{newTable[K](capacity, 1, 0)}
}

// Name is "clock".
func (*CLOCK[K]) Name() string { return "clock" }

// Clear takes all keys out.
func (p *CLOCK[K]) Clear() { *p = *NewCLOCK[K](p.capacity) }

// Get reports whether the key is there and sets its bit.
func (p *CLOCK[K]) Get(key K) bool {
	i, ok := p.places[key]
	if ok {
		p.slots[i].mark = 1
	}
	return ok
}

// Add moves the hand until the key fits and puts it behind the hand.
func (p *CLOCK[K]) Add(key K, size int64) []K {
	p.begin()
	if p.Get(key) || size > p.capacity {
		return nil
	}
	p.room(size)
	p.enter(0, key, size)
	return p.evicted
}

// Resize changes the capacity, and drops what has no room any more.
func (p *CLOCK[K]) Resize(capacity int64) []K { return p.resize(capacity, p.room) }

// room drops until so much fits.
func (p *CLOCK[K]) room(size int64) {
	for p.full(size) {
		if i := p.back(0); p.slots[i].mark == 0 {
			p.evict(i)
		} else {
			p.slots[i].mark = 0
			p.move(0, i)
		}
	}
}

// Layout is the ring, opened behind the hand.
func (p *CLOCK[K]) Layout(limit int) Layout[K] {
	l := p.one("just passed by the hand first", limit)
	if q := l.Queues[0]; len(q.Slots) > 0 && len(q.Slots) == q.Len {
		q.Slots[len(q.Slots)-1].Hand = true
	}
	return l
}
