package shard

import (
	"fmt"
	"slices"

	"netsplit/calc/noun"
)

// Directory places each key by an entry of its own, so that any key can be
// anywhere. A key without an entry is where its hash says.
type Directory struct {
	others  Hashed
	entries map[string]int
}

// NewDirectory has no entries yet.
func NewDirectory(shards int) Directory { return Directory{others: NewRing(shards)} }

// Owner implements Placement.
func (d Directory) Owner(key string) int {
	if o, ok := d.entries[key]; ok {
		return o
	}
	return d.others.Owner(key)
}

// Owners implements Placement.
func (d Directory) Owners() []int {
	list := d.others.Owners()
	for _, o := range d.entries { // order-free: sorted below
		list = append(list, o)
	}
	return slices.Compact(slices.Sorted(slices.Values(list)))
}

// Describe implements Placement.
func (d Directory) Describe() string {
	return fmt.Sprintf("a directory, which has placed %s itself", noun.Count(len(d.entries), "key"))
}

// With moves keys.
func (d Directory) With(moves map[string]int) Directory {
	entries := make(map[string]int, len(d.entries)+len(moves))
	for key, o := range d.entries { // order-free: fills a map
		entries[key] = o
	}
	for key, o := range moves { // order-free: fills a map
		entries[key] = o
	}
	d.entries = entries
	return d
}

// Over keeps the keys where they are, and places those that come later by
// another hash.
func (d Directory) Over(keys []string, change func(Hashed) Hashed) Directory {
	moves := map[string]int{}
	for _, key := range keys {
		moves[key] = d.Owner(key)
	}
	d = d.With(moves)
	d.others = change(d.others)
	return d
}

// Merge implements Placement.
func (d Directory) Merge(from, into int) Placement {
	moves := map[string]int{}
	for key, o := range d.entries { // order-free: fills a map
		if o == from {
			moves[key] = into
		}
	}
	d = d.With(moves)
	d.others = d.others.merge(from, into)
	return d
}

// Even spreads keys over shards so that none has more than one more than
// another, and moves no key that need not go. Shards are filled in order.
func Even(keys []string, owner func(string) int, shards []int) map[string]int {
	room := map[int]int{}
	for i, s := range shards {
		room[s] = len(keys) / len(shards)
		if i < len(keys)%len(shards) {
			room[s]++
		}
	}
	var homeless []string
	for _, key := range keys {
		if o := owner(key); room[o] > 0 {
			room[o]--
			continue
		}
		homeless = append(homeless, key)
	}
	moves := map[string]int{}
	for _, s := range shards {
		n := min(room[s], len(homeless))
		for _, key := range homeless[:n] {
			moves[key] = s
		}
		homeless = homeless[n:]
	}
	return moves
}
