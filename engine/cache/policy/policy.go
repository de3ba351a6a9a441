// Package policy decides which keys a full cache drops.
//
// A policy knows keys and sizes only; the cache keeps the values. Asking for a
// key and adding one are the two moments at which a policy learns something.
// Where every size is 1, the capacity counts objects; else bytes.
//
//	p, err := policy.New[string]("lru", 2)
//	p.Add("a", 1)
//	p.Add("b", 1)
//	p.Get("a")                // true, and "b" is now the least recent
//	evicted := p.Add("c", 1)  // ["b"]
//
// The rules are the same for all: one request at a time; on a miss keys go
// until the new one fits, then it comes in. A key that is larger than the
// whole cache does not come in, and nothing goes for it.
//
// Belady is no Policy: it knows the future, so it only replays a trace.
package policy

import (
	"fmt"
	"strings"
)

// Policy orders the keys of a cache of fixed capacity. It is not safe for
// concurrent use.
type Policy[K comparable] interface {
	// Name is the word for it in scenarios: "lru".
	Name() string
	// Get reports whether the key is in the cache, and counts as a use of it.
	Get(key K) bool
	// Contains reports whether the key is in the cache and changes nothing.
	Contains(key K) bool
	// Add puts a key in and returns those that went out for it, until the
	// next call. Adding a key that is there already is a use of it: its size
	// stays and nothing goes.
	Add(key K, size int64) (evicted []K)
	// Remove takes a key out and reports whether it was there.
	Remove(key K) bool
	// Resize changes the capacity, at least 1, and returns those that went out
	// for it, by the policy's own rule. What it has learned stays.
	Resize(capacity int64) (evicted []K)
	// Clear takes all keys out, and forgets what was learned.
	Clear()
	// Len is how many keys are in the cache.
	Len() int
	// Used is the sum of their sizes, at most Capacity.
	Used() int64
	// Capacity is how much the cache may hold.
	Capacity() int64
	// Keys are the keys in the cache, queue by queue, the latest first.
	Keys() []K
	// Layout is how the policy has them in order, at most so many a queue.
	Layout(limit int) Layout[K]
}

// Words are the policies by name, with what each drops.
func Words() [][2]string {
	return [][2]string{
		{"fifo", "the one that came first"},
		{"lru", "the one not used for longest"},
		{"mru", "the one used last"},
		{"lfu", "the one used least often"},
		{"clock", "the first not used since the hand passed"},
		{"arc", "from two lists, used once and used again, whose share it learns"},
		{"sieve", "the first not used, where used ones stay in place"},
		{"s3-fifo", "at once what is used once, by a small queue before the main one"},
	}
}

// Names are the words that New understands.
func Names() []string {
	var names []string
	for _, w := range Words() {
		names = append(names, w[0])
	}
	return names
}

// New returns an empty policy by its name.
func New[K comparable](name string, capacity int64) (Policy[K], error) {
	if capacity < 1 {
		return nil, fmt.Errorf("a cache needs a capacity of at least 1, not %d", capacity)
	}
	switch name {
	case "fifo":
		return NewFIFO[K](capacity), nil
	case "lru":
		return NewLRU[K](capacity), nil
	case "mru":
		return NewMRU[K](capacity), nil
	case "lfu":
		return NewLFU[K](capacity), nil
	case "clock":
		return NewCLOCK[K](capacity), nil
	case "arc":
		return NewARC[K](capacity), nil
	case "sieve":
		return NewSIEVE[K](capacity), nil
	case "s3-fifo":
		return NewS3FIFO[K](capacity), nil
	}
	return nil, fmt.Errorf("there is no cache policy %q: use %s", name, strings.Join(Names(), ", "))
}

// Access is one request for a key, as a cache in front of a store serves it:
// true is a hit; on a miss the key comes in.
func Access[K comparable](p Policy[K], key K, size int64) bool {
	if p.Get(key) {
		return true
	}
	p.Add(key, size)
	return false
}
