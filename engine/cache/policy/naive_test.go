package policy_test

import "slices"

// naive is a second implementation of a policy: slices, and a look through
// all of them for everything.
type naive interface {
	access(key string, size int64) bool
	remove(key string)
	keys() []string // in no particular order
}

type held struct {
	key   string
	size  int64
	mark  int
	since int
}

type shelf []held // the latest first

func (s shelf) find(key string) int {
	return slices.IndexFunc(s, func(h held) bool { return h.key == key })
}

func (s shelf) used() int64 {
	n := int64(0)
	for _, h := range s {
		n += h.size
	}
	return n
}

func (s *shelf) front(h held) { *s = slices.Insert(*s, 0, h) }

func (s *shelf) at(i int) held {
	h := (*s)[i]
	*s = slices.Delete(*s, i, i+1)
	return h
}

func (s *shelf) last() held { return s.at(len(*s) - 1) }

func (s *shelf) drop(key string) {
	if i := s.find(key); i >= 0 {
		s.at(i)
	}
}

func (s shelf) names() []string {
	var out []string
	for _, h := range s {
		out = append(out, h.key)
	}
	return out
}

// byTime is FIFO, LRU and MRU.
type byTime struct {
	shelf
	capacity     int64
	moves, front bool // a use moves to the front; the front goes
}

func (n *byTime) keys() []string    { return n.names() }
func (n *byTime) remove(key string) { n.drop(key) }

func (n *byTime) access(key string, size int64) bool {
	if i := n.find(key); i >= 0 {
		if n.moves {
			n.shelf.front(n.at(i))
		}
		return true
	}
	if size > n.capacity {
		return false
	}
	for n.used()+size > n.capacity {
		if n.front {
			n.at(0)
		} else {
			n.last()
		}
	}
	n.shelf.front(held{key: key, size: size})
	return false
}

// countsUses is LFU: the least (count, time of reaching it) goes.
type countsUses struct {
	shelf
	capacity int64
	now      int
}

func (n *countsUses) keys() []string    { return n.names() }
func (n *countsUses) remove(key string) { n.drop(key) }

func (n *countsUses) access(key string, size int64) bool {
	n.now++
	if i := n.find(key); i >= 0 {
		n.shelf[i].mark++
		n.shelf[i].since = n.now
		return true
	}
	if size > n.capacity {
		return false
	}
	for n.used()+size > n.capacity {
		least := 0
		for i, h := range n.shelf {
			if l := n.shelf[least]; h.mark < l.mark || h.mark == l.mark && h.since < l.since {
				least = i
			}
		}
		n.at(least)
	}
	n.shelf.front(held{key: key, size: size, mark: 1, since: n.now})
	return false
}

// ring is CLOCK with a real hand: ring[hand] is looked at next.
type ring struct {
	shelf
	capacity int64
	hand     int
}

func (n *ring) keys() []string { return n.names() }

func (n *ring) remove(key string) {
	if i := n.find(key); i >= 0 {
		n.at(i)
		if i < n.hand {
			n.hand--
		}
	}
}

func (n *ring) access(key string, size int64) bool {
	if i := n.find(key); i >= 0 {
		n.shelf[i].mark = 1
		return true
	}
	if size > n.capacity {
		return false
	}
	for n.used()+size > n.capacity {
		n.hand %= len(n.shelf)
		if n.shelf[n.hand].mark == 1 {
			n.shelf[n.hand].mark = 0
			n.hand++
			continue
		}
		n.at(n.hand)
	}
	n.shelf = slices.Insert(n.shelf, min(n.hand, len(n.shelf)), held{key: key, size: size}) // just behind the hand
	n.hand++
	return false
}

// sieve has its hand on a key, "" is the back.
type sieve struct {
	shelf
	capacity int64
	hand     string
}

func (n *sieve) keys() []string { return n.names() }

func (n *sieve) remove(key string) {
	if n.hand == key {
		n.hand = n.towardsFront(n.find(key))
	}
	n.drop(key)
}

func (n *sieve) towardsFront(i int) string {
	if i <= 0 {
		return ""
	}
	return n.shelf[i-1].key
}

func (n *sieve) access(key string, size int64) bool {
	if i := n.find(key); i >= 0 {
		n.shelf[i].mark = 1
		return true
	}
	if size > n.capacity {
		return false
	}
	for n.used()+size > n.capacity {
		i := n.find(n.hand)
		if i < 0 {
			i = len(n.shelf) - 1
		}
		visited := n.shelf[i].mark == 1
		n.shelf[i].mark = 0
		n.hand = n.towardsFront(i)
		if !visited {
			n.at(i)
		}
	}
	n.shelf.front(held{key: key, size: size})
	return false
}

// threeQueues is S3-FIFO, written along the paper's algorithm 1.
type threeQueues struct {
	s, m, g  shelf
	capacity int64
}

func (n *threeQueues) keys() []string    { return append(n.s.names(), n.m.names()...) }
func (n *threeQueues) remove(key string) { n.s.drop(key); n.m.drop(key) }

func (n *threeQueues) access(key string, size int64) bool {
	for _, q := range []*shelf{&n.s, &n.m} {
		if i := q.find(key); i >= 0 {
			(*q)[i].mark = min((*q)[i].mark+1, 3)
			return true
		}
	}
	if size > n.capacity {
		return false
	}
	for n.s.used()+n.m.used()+size > n.capacity {
		if float64(n.s.used()) >= 0.1*float64(n.capacity) || len(n.m) == 0 {
			n.evictS()
		} else {
			n.evictM()
		}
	}
	if i := n.g.find(key); i >= 0 {
		n.g.at(i)
		n.m.front(held{key: key, size: size})
	} else {
		n.s.front(held{key: key, size: size})
	}
	return false
}

func (n *threeQueues) tooMuch(q shelf) bool { return q.used()*10 > 9*n.capacity }

func (n *threeQueues) evictS() {
	for evicted := false; !evicted && len(n.s) > 0; {
		t := n.s.last()
		used := t.mark > 1
		t.mark = 0
		if used {
			n.m.front(t)
			if n.tooMuch(n.m) {
				n.evictM()
			}
			continue
		}
		n.g.front(t)
		for n.tooMuch(n.g) {
			n.g.last()
		}
		evicted = true
	}
}

func (n *threeQueues) evictM() {
	for evicted := false; !evicted && len(n.m) > 0; {
		t := n.m.last()
		if t.mark > 0 {
			t.mark--
			n.m.front(t)
			continue
		}
		evicted = true
	}
}

// fourLists is ARC.
type fourLists struct {
	t1, t2, b1, b2 shelf
	p, capacity    int64
}

func (n *fourLists) keys() []string    { return append(n.t1.names(), n.t2.names()...) }
func (n *fourLists) remove(key string) { n.t1.drop(key); n.t2.drop(key) }

func (n *fourLists) access(key string, size int64) bool {
	for _, q := range []*shelf{&n.t1, &n.t2} {
		if i := q.find(key); i >= 0 {
			n.t2.front(q.at(i))
			return true
		}
	}
	if size > n.capacity {
		return false
	}
	inB1, inB2 := n.b1.find(key) >= 0, n.b2.find(key) >= 0
	if !inB1 && !inB2 {
		n.room(size, false)
		if n.b1.used() > n.capacity-n.p {
			n.b1.last()
		}
		if n.b2.used() > n.p {
			n.b2.last()
		}
		n.t1.front(held{key: key, size: size})
		return false
	}
	if inB1 {
		delta := size
		if n.b2.used() > n.b1.used() {
			delta = size * (n.b2.used() / max(1, n.b1.used()))
		}
		n.p = min(n.p+delta, n.capacity)
	} else {
		delta := size
		if n.b1.used() > n.b2.used() {
			delta = size * (n.b1.used() / max(1, n.b2.used()))
		}
		n.p = max(n.p-delta, 0)
	}
	n.room(size, inB2)
	n.b1.drop(key)
	n.b2.drop(key)
	n.t2.front(held{key: key, size: size})
	return false
}

func (n *fourLists) room(size int64, fromB2 bool) {
	for n.t1.used()+n.t2.used()+size > n.capacity {
		if once := n.t1.used(); len(n.t1) > 0 && (once > n.p || once == n.p && fromB2) {
			n.b1.front(n.t1.last())
		} else if len(n.t2) > 0 {
			n.b2.front(n.t2.last())
		} else {
			n.t1.last()
		}
		for _, b := range []*shelf{&n.b1, &n.b2} {
			for b.used() > n.capacity {
				b.last()
			}
		}
	}
}

// naiveNamed is the second implementation of a policy.
func naiveNamed(name string, capacity int64) naive {
	switch name {
	case "fifo":
		return &byTime{capacity: capacity}
	case "lru":
		return &byTime{capacity: capacity, moves: true}
	case "mru":
		return &byTime{capacity: capacity, moves: true, front: true}
	case "lfu":
		return &countsUses{capacity: capacity}
	case "clock":
		return &ring{capacity: capacity}
	case "arc":
		return &fourLists{capacity: capacity}
	case "sieve":
		return &sieve{capacity: capacity}
	case "s3-fifo":
		return &threeQueues{capacity: capacity}
	}
	return nil
}

// resize changes the capacity and makes room as a key of no size would, which
// goes again at once.
func resize(n naive, capacity int64) {
	switch n := n.(type) {
	case *byTime:
		n.capacity = capacity
	case *countsUses:
		n.capacity = capacity
	case *ring:
		n.capacity = capacity
	case *sieve:
		n.capacity = capacity
	case *threeQueues:
		n.capacity = capacity
		defer func() {
			for n.tooMuch(n.g) {
				n.g.last()
			}
		}()
	case *fourLists:
		n.capacity, n.p = capacity, min(n.p, capacity)
		n.room(0, false)
		for _, b := range []*shelf{&n.b1, &n.b2} {
			for b.used() > capacity {
				b.last()
			}
		}
		return
	}
	n.access("nobody", 0)
	n.remove("nobody")
}

// prophet is Belady: it looks ahead in the trace.
type prophet struct {
	shelf
	capacity int64
	trace    []string
	at       int
}

func (n *prophet) access(key string, size int64) bool {
	n.at++
	if n.find(key) >= 0 {
		return true
	}
	if size > n.capacity {
		return false
	}
	for n.used()+size > n.capacity {
		worst, furthest := 0, -1
		for i := len(n.shelf) - 1; i >= 0; i-- { // from the oldest
			if use := n.nextUse(n.shelf[i].key); use > furthest {
				worst, furthest = i, use
			}
		}
		n.shelf.at(worst)
	}
	n.shelf.front(held{key: key, size: size})
	return false
}

func (n *prophet) nextUse(key string) int {
	if i := slices.Index(n.trace[n.at:], key); i >= 0 {
		return n.at + i
	}
	return len(n.trace)
}
