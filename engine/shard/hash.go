package shard

import (
	"fmt"
	"slices"
	"strings"

	"netsplit/engine/ring"
)

// Hashed places a key by its hash: the hash has a slot, and each slot a shard.
type Hashed struct {
	slots  slots
	owners []int // by slot
	splits []split
	prefix bool // only what comes before the first / of a key counts
}

// split gives half of what a shard has, by one more bit of the hash, to another.
type split struct{ of, added int }

// slots gives a hash one of a number of slots.
type slots interface {
	of(hash uint64) int
	describe(n int) string
}

// modulo is the remainder: even, but a change of the number moves almost every key.
type modulo struct{ n int }

func (m modulo) of(hash uint64) int { return int(hash % uint64(m.n)) }
func (modulo) describe(n int) string {
	return fmt.Sprintf("hash of the key modulo %d", n)
}

// circle is a ring of consistent hashing. A slot has the name of the shard that
// was its first owner, so that its places stay when others come and go.
type circle struct {
	ring  *ring.Ring
	names []int
}

// VirtualNodes is how many places on the ring a shard has.
const VirtualNodes = 256

func newCircle(names []int) circle {
	r := ring.New(VirtualNodes)
	for _, i := range names {
		r.Add(fmt.Sprintf("shard %d", i+1), 1, "")
	}
	return circle{r, names}
}

func (c circle) of(hash uint64) int { return c.ring.OwnerIndex(hash) }
func (circle) describe(int) string {
	return fmt.Sprintf("consistent hashing, %d places a shard", VirtualNodes)
}

func first(n int) (list []int) {
	for i := range n {
		list = append(list, i)
	}
	return list
}

// NewModulo places keys by hash modulo the number of shards.
func NewModulo(shards int) Hashed { return Hashed{slots: modulo{shards}, owners: first(shards)} }

// NewRing places keys by consistent hashing: one more of n shards moves only
// 1/n of the keys, all of them to the new one.
func NewRing(shards int) Hashed {
	return Hashed{slots: newCircle(first(shards)), owners: first(shards)}
}

// ByPrefix places a key by what comes before its first /, so that the rows of
// one thing are on one shard.
func (h Hashed) ByPrefix(on bool) Hashed {
	h.prefix = on
	return h
}

// Owner implements Placement.
func (h Hashed) Owner(key string) int {
	if h.prefix {
		key, _, _ = strings.Cut(key, "/")
	}
	hash := ring.HashKey(key)
	o := h.owners[h.slots.of(hash)]
	for i, s := range h.splits {
		if o == s.of && bit(hash, i) {
			o = s.added
		}
	}
	return o
}

// bit is a bit that depends on all of a hash, another one for each split.
func bit(hash uint64, n int) bool {
	hash += uint64(n+1) * 0x9e3779b97f4a7c15
	hash ^= hash >> 31
	hash *= 0xbf58476d1ce4e5b9
	return hash>>63 == 1
}

// Owners implements Placement.
func (h Hashed) Owners() []int {
	list := slices.Clone(h.owners)
	for _, s := range h.splits {
		list = append(list, s.added)
	}
	return slices.Compact(slices.Sorted(slices.Values(list)))
}

// Describe implements Placement.
func (h Hashed) Describe() string { return h.slots.describe(len(h.owners)) }

// Grow gives a new shard a slot of its own.
func (h Hashed) Grow(added int) Hashed {
	h.owners = append(slices.Clone(h.owners), added)
	if c, ok := h.slots.(circle); ok {
		h.slots = newCircle(append(slices.Clone(c.names), added))
	} else {
		h.slots = modulo{len(h.owners)}
	}
	return h
}

// Split gives half of a shard's keys to a new one, and moves no other key.
func (h Hashed) Split(shard, added int) Hashed {
	h.splits = append(slices.Clone(h.splits), split{shard, added})
	return h
}

// Merge implements Placement.
func (h Hashed) Merge(from, into int) Placement { return h.merge(from, into) }

func (h Hashed) merge(from, into int) Hashed {
	h.owners, h.splits = slices.Clone(h.owners), slices.Clone(h.splits)
	for i, o := range h.owners {
		if o == from {
			h.owners[i] = into
		}
	}
	for i, s := range h.splits {
		// A split that both sides of went to one shard stays in the list: the
		// bits of the later ones depend on their places.
		if s.of == from {
			h.splits[i].of = into
		}
		if s.added == from {
			h.splits[i].added = into
		}
	}
	return h
}

// Shrink takes a shard out: its keys are spread over the others, as the slots
// say that are left. A shard that a split made gives back what it got.
func (h Hashed) Shrink(shard int) Hashed {
	for _, s := range h.splits {
		if s.of == shard && s.added != shard {
			return h.merge(shard, s.added)
		}
	}
	h.splits = slices.Clone(h.splits)
	for i, s := range h.splits {
		if s.added == shard {
			h.splits[i].added = s.of
		}
	}
	var owners, names []int
	c, isRing := h.slots.(circle)
	for i, o := range h.owners {
		if o == shard {
			continue
		}
		owners = append(owners, o)
		if isRing {
			names = append(names, c.names[i])
		}
	}
	switch {
	case len(owners) == len(h.owners) || len(owners) == 0:
		return h
	case isRing:
		h.slots = newCircle(names)
	default:
		h.slots = modulo{len(owners)}
	}
	h.owners = owners
	return h
}
