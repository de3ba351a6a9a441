package policy

// Layout is how a policy has its keys in order, for a picture of it.
type Layout[K comparable] struct {
	Queues []Queue[K]
	Adapts bool  // it has a target
	Target int64 // of ARC: what the first queue should take of the capacity
}

// Queue is one of a policy's lists, the latest to enter first.
type Queue[K comparable] struct {
	Name  string
	Ghost bool // keys that are remembered only
	Len   int
	Size  int64
	Slots []Slot[K]
}

// Slot is a key in a queue.
type Slot[K comparable] struct {
	Key  K
	Mark int  // how often it was used since it came, as far as the policy counts
	Hand bool // the policy looks here first for the next to drop
}

// queue copies a list.
func (t *table[K]) queue(name string, l list, limit int) Queue[K] {
	h := t.heads[l]
	q := Queue[K]{Name: name, Ghost: h.ghost, Len: h.length, Size: h.size}
	for i := t.front(l); i != 0 && len(q.Slots) < limit; i = t.after(i) {
		q.Slots = append(q.Slots, Slot[K]{Key: t.slots[i].key, Mark: int(t.slots[i].mark)})
	}
	return q
}

// one is the layout of a policy with a single queue.
func (t *table[K]) one(name string, limit int) Layout[K] {
	return Layout[K]{Queues: []Queue[K]{t.queue(name, 0, limit)}}
}
