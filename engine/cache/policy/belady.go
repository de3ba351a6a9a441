package policy

import "math"

// Belady knows the trace and drops the key whose next use is furthest away
// (Belady, "A Study of Replacement Algorithms for a Virtual-Storage Computer",
// IBM Systems Journal 1966). It lets every key in, like the others, and of all
// that do so none has more hits where all sizes are 1; with sizes it is still
// the same rule, but no bound.
//
// Of keys that are never used again, the one that came first goes first.
type Belady[K comparable] struct {
	capacity int64
	next     []int32
	at       int // requests so far
	used     int64
	places   map[K]int32
	items    []item[K]
	heap     []int32 // of items, the next to drop first
	free     []int32
}

type item[K comparable] struct {
	key     K
	size    int64
	next    int32
	arrived int32
	place   int32 // in the heap
}

// MostRequests is the longest trace that NextUses takes.
const MostRequests = math.MaxInt32 - 1

// NextUses says for each request of a trace when its key is asked for next;
// the length of the trace is never.
func NextUses[K comparable](trace []K) []int32 {
	next := make([]int32, len(trace))
	last := map[K]int32{}
	for i := len(trace) - 1; i >= 0; i-- {
		n, again := last[trace[i]]
		if !again {
			n = int32(len(trace))
		}
		next[i] = n
		last[trace[i]] = int32(i)
	}
	return next
}

// NewBelady returns an empty cache for a trace with these next uses.
func NewBelady[K comparable](capacity int64, next []int32) *Belady[K] {
	return &Belady[K]{capacity: max(capacity, 1), next: next, places: map[K]int32{}}
}

// Access is the next request of the trace: true is a hit. Requests after the
// end of the trace are never used again.
func (b *Belady[K]) Access(key K, size int64) bool {
	next := int32(len(b.next))
	if b.at < len(b.next) {
		next = b.next[b.at]
	}
	b.at++
	if i, hit := b.places[key]; hit {
		b.items[i].next = next
		b.up(int(b.items[i].place))
		return true
	}
	if size > b.capacity {
		return false
	}
	for b.used+size > b.capacity {
		b.drop()
	}
	b.enter(item[K]{key: key, size: size, next: next, arrived: int32(b.at)})
	return false
}

// Len is how many keys are in the cache.
func (b *Belady[K]) Len() int { return len(b.heap) }

// Used is the sum of their sizes.
func (b *Belady[K]) Used() int64 { return b.used }

func (b *Belady[K]) enter(it item[K]) {
	it.place = int32(len(b.heap))
	var i int32
	if n := len(b.free); n > 0 {
		i = b.free[n-1]
		b.free = b.free[:n-1]
		b.items[i] = it
	} else {
		i = int32(len(b.items))
		b.items = append(b.items, it)
	}
	b.used += it.size
	b.places[it.key] = i
	b.heap = append(b.heap, i)
	b.up(len(b.heap) - 1)
}

func (b *Belady[K]) drop() {
	i := b.heap[0]
	last := len(b.heap) - 1
	b.swap(0, last)
	b.heap = b.heap[:last]
	b.down()
	b.used -= b.items[i].size
	delete(b.places, b.items[i].key)
	b.items[i] = item[K]{}
	b.free = append(b.free, i)
}

// first reports whether the item at heap place x goes before that at y.
func (b *Belady[K]) first(x, y int) bool {
	a, c := &b.items[b.heap[x]], &b.items[b.heap[y]]
	if a.next != c.next {
		return a.next > c.next
	}
	return a.arrived < c.arrived
}

func (b *Belady[K]) swap(x, y int) {
	b.heap[x], b.heap[y] = b.heap[y], b.heap[x]
	b.items[b.heap[x]].place, b.items[b.heap[y]].place = int32(x), int32(y)
}

func (b *Belady[K]) up(x int) {
	for x > 0 && b.first(x, (x-1)/2) {
		b.swap(x, (x-1)/2)
		x = (x - 1) / 2
	}
}

func (b *Belady[K]) down() {
	for x := 0; ; {
		most := x
		for child := 2*x + 1; child <= 2*x+2 && child < len(b.heap); child++ {
			if b.first(child, most) {
				most = child
			}
		}
		if most == x {
			return
		}
		b.swap(x, most)
		x = most
	}
}
