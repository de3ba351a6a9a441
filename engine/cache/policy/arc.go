package policy

// ARC keeps keys that were used once (T1) apart from those used again (T2),
// and learns how to share the cache between them from the keys it has dropped
// (Megiddo and Modha, "ARC: A Self-Tuning, Low Overhead Replacement Cache",
// FAST 2003, figure 4). A miss on a key that T1 dropped lately (a ghost in B1)
// says that T1 is too small, one in B2 that T2 is: the target of T1 moves.
//
// The ghosts are trimmed as hashicorp/golang-lru does it, B1 to what the target
// leaves and B2 to the target, so that both give the same hits; the paper
// bounds T1 and B1 together instead. One thing differs: where T1 fills the
// cache and its target, golang-lru lets a ghost of B1 in without dropping
// anything and holds one more than its capacity. Here the oldest of T1 goes,
// and leaves no ghost, as in the paper's case IV.
type ARC[K comparable] struct {
	table[K]
	target int64 // of T1; the paper's p
}

// The lists of ARC.
const (
	t1 list = iota
	t2
	b1
	b2
)

// NewARC returns an empty ARC. A capacity below 1 is taken as 1.
func NewARC[K comparable](capacity int64) *ARC[K] {
	return &ARC[K]{table: newTable[K](capacity, 2, 2)}
}

// Name is "arc".
func (*ARC[K]) Name() string { return "arc" }

// Clear takes all keys out, and the ghosts too.
func (p *ARC[K]) Clear() { *p = *NewARC[K](p.capacity) }

// Get reports whether the key is there and makes it the most recent of T2.
func (p *ARC[K]) Get(key K) bool {
	i, ok := p.cached(key)
	if ok {
		p.move(t2, i)
	}
	return ok
}

// Add puts a new key into T1, and one whose ghost is there into T2.
func (p *ARC[K]) Add(key K, size int64) []K {
	p.begin()
	if p.Get(key) || size > p.capacity {
		return nil
	}
	if i, ghost := p.places[key]; ghost {
		p.comeBack(key, size, p.slots[i].list)
		return p.evicted
	}
	p.makeRoom(size, false)
	if p.heads[b1].size > p.capacity-p.target {
		p.release(p.back(b1))
	}
	if p.heads[b2].size > p.target {
		p.release(p.back(b2))
	}
	p.enter(t1, key, size)
	return p.evicted
}

// comeBack learns from a ghost and puts its key into T2.
func (p *ARC[K]) comeBack(key K, size int64, ghost list) {
	if ghost == b1 {
		p.target = min(p.capacity, p.target+p.step(size, b1, b2))
	} else {
		p.target = max(0, p.target-p.step(size, b2, b1))
	}
	p.makeRoom(size, ghost == b2)
	if i, there := p.places[key]; there { // room for newer ghosts may have cost this one
		p.release(i)
	}
	p.enter(t2, key, size)
}

// step is how far the target moves: further if the other ghosts are more.
func (p *ARC[K]) step(size int64, hit, other list) int64 {
	return size * max(1, p.heads[other].size/max(1, p.heads[hit].size))
}

// makeRoom drops from T1 while it is above its target, else from T2.
func (p *ARC[K]) makeRoom(size int64, fromB2 bool) {
	for p.full(size) {
		once := p.heads[t1]
		switch {
		case once.length > 0 && (once.size > p.target || once.size == p.target && fromB2):
			p.ghost(t1, b1)
		case p.heads[t2].length > 0:
			p.ghost(t2, b2)
		default:
			p.evict(p.back(t1))
		}
	}
}

// ghost drops the oldest of a list and remembers its key.
func (p *ARC[K]) ghost(from, to list) {
	i := p.back(from)
	p.evicted = append(p.evicted, p.slots[i].key)
	p.move(to, i)
	for p.heads[to].size > p.capacity {
		p.release(p.back(to))
	}
}

// Resize changes the capacity, and drops what has no room any more.
func (p *ARC[K]) Resize(capacity int64) []K {
	return p.resize(capacity, func(int64) {
		p.target = min(p.target, p.capacity)
		p.makeRoom(0, false)
		for _, ghosts := range []list{b1, b2} {
			for p.heads[ghosts].size > p.capacity {
				p.release(p.back(ghosts))
			}
		}
	})
}

// Layout is the two lists and their ghosts.
func (p *ARC[K]) Layout(limit int) Layout[K] {
	return Layout[K]{Adapts: true, Target: p.target, Queues: []Queue[K]{
		p.queue("T1, used once", t1, limit), p.queue("T2, used again", t2, limit),
		p.queue("B1, gone from T1", b1, limit), p.queue("B2, gone from T2", b2, limit)}}
}
