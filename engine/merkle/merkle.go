// Package merkle summarises a set of versions so that two replicas find what
// differs by exchanging little.
//
// A tree has a root, Fanout children, and so on for Depth levels. Every node is
// the exclusive or of the checksums of the items below it, so an update touches
// one node a level and the order of updates does not matter. Replicas compare
// the roots; where they differ, the children; and so on down to the leaves,
// whose items they then compare one by one. When little differs the bytes
// exchanged grow with the number of differences, not with that of the items.
//
//	var a, b merkle.Tree
//	a.Update(merkle.Leaf(hash), 0, sum)
//	a.Node(0, 0) == b.Node(0, 0) // equal roots: nothing to do
//
// Sources: Merkle, "A Digital Signature Based on a Conventional Encryption
// Function", CRYPTO 1987; DeCandia et al., "Dynamo", SOSP 2007, section 4.7.
// The trees there use cryptographic hashes; between honest replicas 64 bits do.
package merkle

// The shape of a tree.
const (
	Fanout = 16
	Depth  = 2 // levels below the root
	Leaves = 256
)

// Tree is the summary of a set. The zero Tree is that of the empty set.
type Tree struct {
	root   uint64
	middle [Fanout]uint64
	leaves [Leaves]uint64
}

// Leaf is the leaf on which an item with that hash lies. The bits are taken
// from a product, since all items of one arc share their upper bits.
func Leaf(hash uint64) int { return int(hash * 0x9e3779b97f4a7c15 >> 56) }

// Update replaces an item's old checksum by a new one; 0 stands for absent.
func (t *Tree) Update(leaf int, old, sum uint64) {
	change := old ^ sum
	t.root ^= change
	t.middle[leaf/Fanout] ^= change
	t.leaves[leaf] ^= change
}

// Node is the digest of the i-th node of a level: level 0 is the root, level
// Depth the leaves.
func (t *Tree) Node(level, i int) uint64 {
	switch level {
	case 0:
		return t.root
	case 1:
		return t.middle[i]
	}
	return t.leaves[i]
}
