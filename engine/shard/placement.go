// Package shard says which shard of a store has a key, and keeps the book of
// the keys that are on their way to another shard. The placements are those of
// Kleppmann, "Designing Data-Intensive Applications", 2017, chapter 6: by a
// hash of the key, by ranges of keys, and by a directory that has an entry for
// each. A key is moved alone: until it has crossed, its old shard has it, and
// afterwards the new one, so that the store serves while it is resharded.
//
//	m := shard.NewMap(shard.NewModulo(4))
//	m.Owner("k7")
//	m.Begin(shard.NewModulo(5))
package shard

// Placement gives every key a shard. A shard keeps its number for good: where
// shards were merged, numbers are missing.
type Placement interface {
	Owner(key string) int // from 0
	// Owners lists the shards that may have keys, in order.
	Owners() []int
	// Merge gives all that one shard has to another.
	Merge(from, into int) Placement
	// Describe says in words how keys are placed.
	Describe() string
}

// Most is one more than the highest shard of a placement.
func Most(p Placement) int {
	owners := p.Owners()
	return owners[len(owners)-1] + 1
}
