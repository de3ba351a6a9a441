package policy

// table keeps keys in lists, the latest to enter at the front, with a map to
// find them. The lists are linked by indexes into one slice of slots: a full
// cache reuses the slot of the key that it drops, so it no longer allocates.
//
// A list may be of ghosts: keys that are remembered but not in the cache.
type table[K comparable] struct {
	capacity int64
	places   map[K]int32
	slots    []slot[K] // slots[0] is nothing
	heads    []head
	free     int32 // first unused slot, linked by next; 0: none
	length   int   // keys in the cache
	used     int64 // and the sum of their sizes
	evicted  []K   // by the call under way
}

type slot[K comparable] struct {
	key            K
	size           int64
	previous, next int32 // towards the front, towards the back
	list           list
	mark           int32 // what a policy notes: a bit, a count, a bucket
}

// list is an index into heads.
type list int32

type head struct {
	sentinel int32 // its next is the front, its previous the back
	length   int
	size     int64
	ghost    bool
}

// newTable makes a table with that many lists of cached keys, then of ghosts.
func newTable[K comparable](capacity int64, lists, ghosts int) table[K] {
	t := table[K]{capacity: max(capacity, 1), places: map[K]int32{}, slots: make([]slot[K], 1)}
	for range lists {
		t.newList(false)
	}
	for range ghosts {
		t.newList(true)
	}
	return t
}

func (t *table[K]) newList(ghost bool) list {
	s := int32(len(t.slots))
	t.slots = append(t.slots, slot[K]{previous: s, next: s})
	t.heads = append(t.heads, head{sentinel: s, ghost: ghost})
	return list(len(t.heads) - 1)
}

// Len is how many keys are in the cache.
func (t *table[K]) Len() int { return t.length }

// Used is the sum of their sizes.
func (t *table[K]) Used() int64 { return t.used }

// Capacity is the most that Used may be.
func (t *table[K]) Capacity() int64 { return t.capacity }

// Contains reports whether the key is in the cache.
func (t *table[K]) Contains(key K) bool {
	_, ok := t.cached(key)
	return ok
}

// cached finds a key that is in the cache.
func (t *table[K]) cached(key K) (int32, bool) {
	i, ok := t.places[key]
	return i, ok && !t.heads[t.slots[i].list].ghost
}

// Keys are the keys in the cache, list by list, each from the front.
func (t *table[K]) Keys() []K {
	keys := make([]K, 0, t.length)
	for l, h := range t.heads {
		if !h.ghost {
			for i := t.front(list(l)); i != 0; i = t.after(i) {
				keys = append(keys, t.slots[i].key)
			}
		}
	}
	return keys
}

// Remove takes the key out.
func (t *table[K]) Remove(key K) bool {
	i, ok := t.cached(key)
	if ok {
		t.release(i)
	}
	return ok
}

// enter puts a key that is nowhere at the front of a list.
func (t *table[K]) enter(l list, key K, size int64) int32 {
	i := t.free
	if i != 0 {
		t.free = t.slots[i].next
	} else {
		i = int32(len(t.slots))
		t.slots = append(t.slots, slot[K]{})
	}
	t.slots[i] = slot[K]{key: key, size: size}
	t.places[key] = i
	t.push(l, i)
	return i
}

// release forgets a key.
func (t *table[K]) release(i int32) {
	delete(t.places, t.slots[i].key)
	t.take(i)
	t.slots[i] = slot[K]{next: t.free}
	t.free = i
}

// evict forgets a key that the cache has no room for.
func (t *table[K]) evict(i int32) {
	t.evicted = append(t.evicted, t.slots[i].key)
	t.release(i)
}

// full reports whether something must go before so much can come in.
func (t *table[K]) full(size int64) bool { return t.used+size > t.capacity }

// begin opens a call that may evict.
func (t *table[K]) begin() { t.evicted = t.evicted[:0] }

// resize changes the capacity and lets the policy make room.
func (t *table[K]) resize(capacity int64, room func(size int64)) []K {
	t.begin()
	t.capacity = max(capacity, 1)
	room(0)
	return t.evicted
}

// move puts a slot at the front of a list.
func (t *table[K]) move(l list, i int32) {
	if t.slots[i].list == l && t.slots[t.heads[l].sentinel].next == i {
		return
	}
	t.take(i)
	t.push(l, i)
}

func (t *table[K]) take(i int32) {
	s := &t.slots[i]
	t.slots[s.previous].next = s.next
	t.slots[s.next].previous = s.previous
	h := &t.heads[s.list]
	h.length--
	h.size -= s.size
	if !h.ghost {
		t.length--
		t.used -= s.size
	}
}

func (t *table[K]) push(l list, i int32) {
	h := &t.heads[l]
	front := t.slots[h.sentinel].next
	s := &t.slots[i]
	s.list, s.previous, s.next = l, h.sentinel, front
	t.slots[front].previous = i
	t.slots[h.sentinel].next = i
	h.length++
	h.size += s.size
	if !h.ghost {
		t.length++
		t.used += s.size
	}
}

// front is the first slot of a list, 0 when it is empty.
func (t *table[K]) front(l list) int32 { return t.real(l, t.slots[t.heads[l].sentinel].next) }

// back is the last slot of a list, 0 when it is empty.
func (t *table[K]) back(l list) int32 { return t.real(l, t.slots[t.heads[l].sentinel].previous) }

// after is the next slot towards the back, 0 at the end.
func (t *table[K]) after(i int32) int32 { return t.real(t.slots[i].list, t.slots[i].next) }

// before is the next slot towards the front, 0 at the end.
func (t *table[K]) before(i int32) int32 { return t.real(t.slots[i].list, t.slots[i].previous) }

func (t *table[K]) real(l list, i int32) int32 {
	if i == t.heads[l].sentinel {
		return 0
	}
	return i
}
