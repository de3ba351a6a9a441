// Package shard says which shard of a store has a key, and keeps the book of
// the keys that are on their way to another shard. The placements are those of
// Kleppmann, "Designing Data-Intensive Applications", 2017, chapter 6: by a
// hash of the key, and by ranges of keys. A key is moved alone: until it has
// crossed, its old shard has it, and afterwards the new one, so that the store
// serves while it is resharded.
//
//	m := shard.NewMap(shard.NewModulo(4))
//	m.Owner("k7")
//	m.Begin(shard.NewModulo(5))
package shard

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"netsplit/engine/ring"
)

// Placement gives every key a shard.
type Placement interface {
	Shards() int
	Owner(key string) int // from 0
	// Describe says in words how keys are placed.
	Describe() string
}

// modulo places a key by the remainder of its hash.
type modulo struct{ shards int }

// NewModulo places keys by hash modulo the number of shards: even, but a
// change of the number moves almost every key.
func NewModulo(shards int) Placement { return modulo{shards} }

func (m modulo) Shards() int          { return m.shards }
func (m modulo) Owner(key string) int { return int(ring.HashKey(key) % uint64(m.shards)) }
func (m modulo) Describe() string     { return fmt.Sprintf("hash of the key modulo %d", m.shards) }

// circle places a key on a ring of consistent hashing.
type circle struct {
	ring   *ring.Ring
	shards int
}

// VirtualNodes is how many places on the ring a shard has.
const VirtualNodes = 256

// NewRing places keys by consistent hashing: one more of n shards moves only
// 1/n of the keys, all of them to the new one.
func NewRing(shards int) Placement {
	r := ring.New(VirtualNodes)
	for i := range shards {
		r.Add(fmt.Sprintf("shard %d", i+1), 1, "")
	}
	return circle{r, shards}
}

func (c circle) Shards() int          { return c.shards }
func (c circle) Owner(key string) int { return c.ring.OwnerIndex(ring.HashKey(key)) }
func (c circle) Describe() string {
	return fmt.Sprintf("consistent hashing, %d places a shard", VirtualNodes)
}

// Ranges places keys in their order: each shard has what lies from its first
// key up to the next shard's.
type Ranges struct {
	points []string // where a range ends and the next one begins, sorted
	owners []int    // of each range: one more than points
}

// NewRanges gives the ranges between sorted points to shards in order.
func NewRanges(points []string) Ranges {
	r := Ranges{points: slices.Clone(points)}
	for i := range len(points) + 1 {
		r.owners = append(r.owners, i)
	}
	return r
}

// Shards implements Placement.
func (r Ranges) Shards() int { return len(r.owners) }

// Owner implements Placement.
func (r Ranges) Owner(key string) int {
	i, found := slices.BinarySearchFunc(r.points, key, Compare)
	if found {
		i++ // a range begins with its point
	}
	return r.owners[i]
}

// Describe implements Placement.
func (r Ranges) Describe() string {
	return fmt.Sprintf("ranges of keys, which begin at %q", r.points)
}

// Split halves a shard's range at a key: what lies from it on goes to a new
// shard. False: the key does not part the range.
func (r Ranges) Split(shard int, at string) (Ranges, bool) {
	i := slices.Index(r.owners, shard)
	if i < 0 || i > 0 && Compare(at, r.points[i-1]) <= 0 || i < len(r.points) && Compare(at, r.points[i]) >= 0 {
		return r, false
	}
	return Ranges{points: slices.Insert(slices.Clone(r.points), i, at),
		owners: slices.Insert(slices.Clone(r.owners), i+1, len(r.owners))}, true
}

// Points cuts keys into equal ranges and returns where each but the first
// begins. Fewer, if there are not enough keys.
func Points(keys []string, shards int) []string {
	sorted := slices.Compact(slices.SortedFunc(slices.Values(keys), Compare))
	var points []string
	for i := 1; i < shards; i++ {
		if at := i * len(sorted) / shards; at > 0 && at < len(sorted) {
			points = append(points, sorted[at])
		}
	}
	return slices.Compact(points)
}

// Compare orders keys. A number at the end counts as a number, as if it had
// been padded with zeros: "key-9" comes before "key-10".
func Compare(a, b string) int {
	x, y := trunk(a), trunk(b)
	if x != y {
		return strings.Compare(a, b)
	}
	m, n := strings.TrimLeft(a[len(x):], "0"), strings.TrimLeft(b[len(y):], "0")
	return cmp.Or(cmp.Compare(len(m), len(n)), strings.Compare(m, n), strings.Compare(a, b))
}

// trunk is a key without the number at its end.
func trunk(key string) string { return strings.TrimRight(key, "0123456789") }
