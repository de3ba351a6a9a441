package ring

import (
	"math"
	"math/bits"

	"github.com/cespare/xxhash/v2"
)

// HashKey is the key's position on the circle.
func HashKey(key string) uint64 { return finalise(xxhash.Sum64String(key)) }

func hashBytes(label []byte) uint64 { return finalise(xxhash.Sum64(label)) }

// finalise spreads the bits of a hash once more (the finaliser of splitmix64),
// so that neither nearly equal labels nor a weakness of the hash in its high
// bits shows as tokens that huddle together. It is one to one.
func finalise(h uint64) uint64 {
	h ^= h >> 30
	h *= 0xbf58476d1ce4e5b9
	h ^= h >> 27
	h *= 0x94d049bb133111eb
	return h ^ h>>31
}

// Position is a hash as a fraction of the circle, 0 ≤ p < 1.
func Position(hash uint64) float64 {
	return math.Ldexp(float64(hash>>11), -53) // 53 bits: rounding can't reach 1
}

// buildIndex makes the table that starts a search near its end. The circle is
// cut into equal slices, about two a token, and start says for each slice
// which token is the first in it or after it. Tokens are spread evenly, so
// a lookup touches one or two of them, where a binary search over 1,000
// tokens takes ten unpredictable branches.
func (r *Ring) buildIndex() {
	width := uint(bits.Len(uint(len(r.hashes)))) + 1
	r.shift = 64 - width
	r.start = make([]int32, 1<<width+1)
	i := 0
	for b := range r.start[:1<<width] {
		for i < len(r.hashes) && r.hashes[i]>>r.shift < uint64(b) {
			i++
		}
		r.start[b] = int32(i)
	}
	r.start[1<<width] = int32(len(r.hashes))
}

// ArcOf is the index in Tokens of the token that owns a position: the first
// at or after it, clockwise. It is -1 on a ring without tokens.
func (r *Ring) ArcOf(hash uint64) int {
	if len(r.hashes) == 0 {
		return -1
	}
	slice := hash >> r.shift
	low, high := int(r.start[slice]), int(r.start[slice+1])
	for high-low > 8 { // many tokens in one slice: bad luck, so search
		middle := int(uint(low+high) / 2)
		if r.hashes[middle] < hash {
			low = middle + 1
		} else {
			high = middle
		}
	}
	for low < high && r.hashes[low] < hash {
		low++
	}
	if low == len(r.hashes) {
		return 0 // past the last token the circle closes
	}
	return low
}

// Arc is ArcOf for a key.
func (r *Ring) Arc(key string) int { return r.ArcOf(HashKey(key)) }

// Owner is the node that owns the key, or "" on a ring without tokens. It
// does not allocate.
func (r *Ring) Owner(key string) string {
	i := r.OwnerIndex(HashKey(key))
	if i < 0 {
		return ""
	}
	return r.members[i].name
}

// OwnerIndex is the position in Nodes of the node that owns a hash, or -1.
func (r *Ring) OwnerIndex(hash uint64) int {
	arc := r.ArcOf(hash)
	if arc < 0 {
		return -1
	}
	return int(r.owners[arc])
}
