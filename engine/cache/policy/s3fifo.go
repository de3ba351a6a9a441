package policy

// S3FIFO filters what is used only once with a small queue before the main one
// (Yang et al., "FIFO Queues are All You Need for Cache Eviction", SOSP 2023,
// algorithm 1). S takes a tenth of the cache, M the rest; G remembers as many
// keys that S has dropped as M may hold.
//
// A new key comes into S, one that G remembers into M. A count a key, up to 3,
// says how often it was used. At the end of S a key that was used more than
// once moves to M, with its count at 0, and any other goes. At the end of M a
// key that was used goes round again, with its count less by one.
type S3FIFO[K comparable] struct{ table[K] }

// The queues of S3-FIFO.
const (
	small list = iota
	main
	gone
)

// mostUses is as far as two bits count.
const mostUses = 3

// NewS3FIFO returns an empty S3-FIFO. A capacity below 1 is taken as 1.
func NewS3FIFO[K comparable](capacity int64) *S3FIFO[K] {
	return &S3FIFO[K]{newTable[K](capacity, 2, 1)}
}

// Name is "s3-fifo".
func (*S3FIFO[K]) Name() string { return "s3-fifo" }

// Clear takes all keys out, and the ghosts too.
func (p *S3FIFO[K]) Clear() { *p = *NewS3FIFO[K](p.capacity) }

// Get reports whether the key is there and counts the use.
func (p *S3FIFO[K]) Get(key K) bool {
	i, ok := p.cached(key)
	if ok {
		p.slots[i].mark = min(p.slots[i].mark+1, mostUses)
	}
	return ok
}

// Add drops until the key fits, and puts it into S or M.
func (p *S3FIFO[K]) Add(key K, size int64) []K {
	p.begin()
	if p.Get(key) || size > p.capacity {
		return nil
	}
	p.room(size)
	to := small
	if i, ghost := p.places[key]; ghost {
		p.release(i)
		to = main
	}
	p.enter(to, key, size)
	return p.evicted
}

// Resize changes the capacity, and drops what has no room any more.
func (p *S3FIFO[K]) Resize(capacity int64) []K {
	return p.resize(capacity, func(int64) {
		p.room(0)
		for p.overMain(gone) {
			p.release(p.back(gone))
		}
	})
}

// room drops until so much fits.
func (p *S3FIFO[K]) room(size int64) {
	for p.full(size) {
		if p.heads[small].size*10 >= p.capacity || p.heads[main].length == 0 {
			p.evictSmall()
		} else {
			p.evictMain()
		}
	}
}

// evictSmall moves what was used to M, until one goes.
func (p *S3FIFO[K]) evictSmall() {
	for i := p.back(small); i != 0; i = p.back(small) {
		if p.slots[i].mark <= 1 {
			p.evicted = append(p.evicted, p.slots[i].key)
			p.slots[i].mark = 0
			p.move(gone, i)
			for p.overMain(gone) {
				p.release(p.back(gone))
			}
			return
		}
		p.slots[i].mark = 0
		p.move(main, i)
		if p.overMain(main) {
			p.evictMain()
		}
	}
}

// evictMain gives what was used another round, until one goes.
func (p *S3FIFO[K]) evictMain() {
	for i := p.back(main); i != 0; i = p.back(main) {
		if p.slots[i].mark == 0 {
			p.evict(i)
			return
		}
		p.slots[i].mark--
		p.move(main, i)
	}
}

// overMain reports whether a queue holds more than M's share.
func (p *S3FIFO[K]) overMain(l list) bool { return p.heads[l].size*10 > p.capacity*9 }

// Layout is the three queues.
func (p *S3FIFO[K]) Layout(limit int) Layout[K] {
	return Layout[K]{Queues: []Queue[K]{p.queue("S, small", small, limit), p.queue("M, main", main, limit), p.queue("G, gone from S", gone, limit)}}
}
