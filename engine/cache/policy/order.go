package policy

// order is a list of keys, most recent first, with a map to find them. The
// list is linked by indexes into one slice of slots: a full cache reuses the
// slot of the key that it drops, so it no longer allocates.
type order struct {
	capacity int
	places   map[string]int32
	slots    []slot // slots[0] is the list's head: next is the front, previous the back
	free     int32  // first unused slot, linked by next; 0: none
}

type slot struct {
	key            string
	previous, next int32
}

func newOrder(capacity int) order {
	o := order{capacity: max(capacity, 1)}
	o.Clear()
	return o
}

// Clear takes all keys out.
func (o *order) Clear() {
	o.places = make(map[string]int32)
	o.slots = make([]slot, 1)
	o.free = 0
}

// Len is how many keys there are.
func (o *order) Len() int { return len(o.places) }

// Capacity is how many keys there may be.
func (o *order) Capacity() int { return o.capacity }

// Contains reports whether the key is there.
func (o *order) Contains(key string) bool {
	_, ok := o.places[key]
	return ok
}

// Keys are the keys from the front.
func (o *order) Keys() []string {
	keys := make([]string, 0, len(o.places))
	for i := o.slots[0].next; i != 0; i = o.slots[i].next {
		keys = append(keys, o.slots[i].key)
	}
	return keys
}

// Remove takes the key out.
func (o *order) Remove(key string) bool {
	i, ok := o.places[key]
	if !ok {
		return false
	}
	delete(o.places, key)
	o.unlink(i)
	o.slots[i] = slot{next: o.free}
	o.free = i
	return true
}

// insert puts a key that is not there at the front, in place of the back one
// when the list is full.
func (o *order) insert(key string) (evicted string, ok bool) {
	var i int32
	switch {
	case len(o.places) == o.capacity:
		i = o.slots[0].previous
		evicted, ok = o.slots[i].key, true
		delete(o.places, evicted)
		o.unlink(i)
	case o.free != 0:
		i = o.free
		o.free = o.slots[i].next
	default:
		i = int32(len(o.slots))
		o.slots = append(o.slots, slot{})
	}
	o.slots[i].key = key
	o.places[key] = i
	o.link(i)
	return evicted, ok
}

func (o *order) toFront(i int32) {
	if o.slots[0].next != i {
		o.unlink(i)
		o.link(i)
	}
}

func (o *order) unlink(i int32) {
	s := &o.slots[i]
	o.slots[s.previous].next = s.next
	o.slots[s.next].previous = s.previous
}

func (o *order) link(i int32) {
	front := o.slots[0].next
	o.slots[i].previous, o.slots[i].next = 0, front
	o.slots[front].previous = i
	o.slots[0].next = i
}
