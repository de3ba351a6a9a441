// Package policy decides which key a full cache drops.
//
// A policy knows keys only; the cache keeps the values. Asking for a key and
// adding one are the two moments at which a policy learns something.
//
//	p, err := policy.New("lru", 2)
//	p.Add("a")
//	p.Add("b")
//	p.Get("a")                  // true, and "b" is now the least recent
//	evicted, ok := p.Add("c")   // "b", true
//
// LRU (least recently used) drops the key that nobody asked for the longest;
// FIFO (first in, first out) the one that came in first, used or not.
package policy

import "fmt"

// Policy orders the keys of a cache of fixed capacity. It is not safe for
// concurrent use.
type Policy interface {
	// Name is the word for it in scenarios: "lru".
	Name() string
	// Get reports whether the key is in the cache, and counts as a use of it.
	Get(key string) bool
	// Contains reports whether the key is in the cache and changes nothing.
	Contains(key string) bool
	// Add puts a key in. If the cache was full, evicted is the key that went
	// out for it and ok is true. Adding a key that is there already is a use
	// of it and drops nothing.
	Add(key string) (evicted string, ok bool)
	// Remove takes a key out and reports whether it was there.
	Remove(key string) bool
	// Clear takes all keys out.
	Clear()
	// Len is how many keys are in the cache, at most Capacity.
	Len() int
	// Capacity is how many keys the cache may hold.
	Capacity() int
	// Keys are the keys in the cache, the most recent first: the last one
	// is the next to go.
	Keys() []string
}

// Names are the words that New understands.
func Names() []string { return []string{"fifo", "lru"} }

// New returns an empty policy by its name.
func New(name string, capacity int) (Policy, error) {
	if capacity < 1 {
		return nil, fmt.Errorf("a cache needs a capacity of at least 1, not %d", capacity)
	}
	switch name {
	case "lru":
		return NewLRU(capacity), nil
	case "fifo":
		return NewFIFO(capacity), nil
	}
	return nil, fmt.Errorf("there is no cache policy %q: use lru or fifo", name)
}
