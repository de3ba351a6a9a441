// Package ring places keys on nodes by consistent hashing.
//
// Nodes and keys are hashed onto one circle of 2^64 positions. A node stands
// at several positions, its tokens (virtual nodes), and a key belongs to the
// first token at or after its own position, clockwise. So a node that joins
// takes keys from its neighbours only, and one that leaves gives its keys to
// them; with hash(key) mod n nearly every key would move.
//
// One hash function is used over several labels of the same server:
// "store-1#0", "store-1#1" and so on. More tokens make the shares more even:
// with n nodes of V tokens each, the relative standard deviation of a node's
// share is sqrt((n-1)/(nV+1)).
//
//	r := ring.New(32)
//	r.Add("store-1", 1, "a")
//	r.Add("store-2", 1, "b")
//	r.Add("store-3", 2, "c")            // twice the tokens, twice the keys
//	r.Owner("cart")                     // "store-2", say
//	r.PreferenceList("cart", 2)         // the owner, then the next replica
//
// Sources: Karger et al., "Consistent Hashing and Random Trees", STOC 1997;
// DeCandia et al., "Dynamo: Amazon's Highly Available Key-value Store",
// SOSP 2007, sections 4.2 and 4.3.
//
// A Ring is not safe for concurrent use: preference lists are computed when
// they are first asked for.
package ring

import (
	"math"
	"slices"
	"strconv"
)

// MaxTokens bounds the tokens of one node, whatever its weight.
const MaxTokens = 1 << 16

// Token is one virtual node. It owns the arc of the circle that ends at Hash.
type Token struct {
	Hash uint64
	Node string
}

// Position is the token's place as a fraction of the circle, 0 ≤ p < 1.
func (t Token) Position() float64 { return Position(t.Hash) }

type member struct {
	name   string
	zone   int // index of its zone, by first appearance in members
	label  string
	tokens int
}

// Ring is a set of nodes on the circle. Make one with New.
type Ring struct {
	virtual int
	members []member // in the order they were added
	zones   int      // how many different zones members have

	hashes []uint64 // of all tokens, ascending
	owners []int32  // owners[i] has the token hashes[i]: an index of members
	start  []int32  // start[b]: first token with hash >= b<<shift; see Arc
	shift  uint

	preferences []preferences // by n, computed when asked for
}

// New returns an empty ring whose nodes of weight 1 have that many tokens
// each. Fewer than 1 is taken as 1: a node must stand somewhere.
func New(virtualNodes int) *Ring {
	return &Ring{virtual: min(max(virtualNodes, 1), MaxTokens)}
}

// VirtualNodes is how many tokens a node of weight 1 has.
func (r *Ring) VirtualNodes() int { return r.virtual }

// Add puts a node on the ring, or gives a known one another weight and zone.
// It gets round(weight × virtual nodes) tokens, at least one and at most
// MaxTokens. A weight of zero or below, or not a number, means no tokens: the
// node is known but keeps nothing, which is how a node is drained.
//
// The tokens of a node depend on its name only, so the order of additions
// does not change who owns what.
func (r *Ring) Add(node string, weight float64, zone string) {
	m := member{name: node, label: zone, tokens: r.tokensFor(weight)}
	i := r.Index(node)
	if i < 0 {
		i = len(r.members)
		r.members = append(r.members, m)
	} else {
		r.lift(i)
		r.members[i] = m
	}
	r.place(i)
	r.changed()
}

func (r *Ring) tokensFor(weight float64) int {
	if !(weight > 0) {
		return 0
	}
	return int(max(1, min(MaxTokens, math.Round(weight*float64(r.virtual)))))
}

// Remove takes a node off the ring and reports whether it was there.
func (r *Ring) Remove(node string) bool {
	i := r.Index(node)
	if i < 0 {
		return false
	}
	r.lift(i)
	r.members = slices.Delete(r.members, i, i+1)
	for k, owner := range r.owners {
		if int(owner) > i {
			r.owners[k] = owner - 1
		}
	}
	r.changed()
	return true
}

// Nodes returns the nodes in the order in which they were added. The indexes
// that PreferenceIndexes and OwnerIndex return are positions in it.
func (r *Ring) Nodes() []string {
	names := make([]string, len(r.members))
	for i, m := range r.members {
		names[i] = m.name
	}
	return names
}

// Len is the number of nodes.
func (r *Ring) Len() int { return len(r.members) }

// Index is the node's position in Nodes, or -1.
func (r *Ring) Index(node string) int {
	return slices.IndexFunc(r.members, func(m member) bool { return m.name == node })
}

// Clone returns an independent copy.
func (r *Ring) Clone() *Ring {
	c := &Ring{virtual: r.virtual, members: slices.Clone(r.members),
		hashes: slices.Clone(r.hashes), owners: slices.Clone(r.owners)}
	c.changed()
	return c
}

// Tokens returns all tokens by position.
func (r *Ring) Tokens() []Token {
	tokens := make([]Token, len(r.hashes))
	for i, h := range r.hashes {
		tokens[i] = Token{h, r.members[r.owners[i]].name}
	}
	return tokens
}

// lift takes the tokens of a member off the circle.
func (r *Ring) lift(i int) {
	kept := 0
	for k, owner := range r.owners {
		if int(owner) != i {
			r.hashes[kept], r.owners[kept] = r.hashes[k], owner
			kept++
		}
	}
	r.hashes, r.owners = r.hashes[:kept], r.owners[:kept]
}

// place puts the tokens of a member among the others. Both are sorted, so one
// pass merges them: a large ring is built node by node.
func (r *Ring) place(i int) {
	fresh := tokensOf(r.members[i])
	hashes := make([]uint64, 0, len(r.hashes)+len(fresh))
	owners := make([]int32, 0, len(r.hashes)+len(fresh))
	k := 0
	for _, hash := range fresh {
		for k < len(r.hashes) && r.before(k, hash, i) {
			hashes, owners = append(hashes, r.hashes[k]), append(owners, r.owners[k])
			k++
		}
		hashes, owners = append(hashes, hash), append(owners, int32(i))
	}
	r.hashes, r.owners = append(hashes, r.hashes[k:]...), append(owners, r.owners[k:]...)
}

// before reports whether a token comes before one of member i. Two labels with
// one hash are as good as impossible, but then the name decides, so that
// the order of additions still doesn't.
func (r *Ring) before(token int, hash uint64, i int) bool {
	if r.hashes[token] != hash {
		return r.hashes[token] < hash
	}
	return r.members[r.owners[token]].name < r.members[i].name
}

// tokensOf are the positions of a member, ascending.
func tokensOf(m member) []uint64 {
	hashes := make([]uint64, m.tokens)
	label := append([]byte(m.name), '#')
	for v := range hashes {
		hashes[v] = hashBytes(strconv.AppendInt(label, int64(v), 10))
	}
	slices.Sort(hashes)
	return hashes
}

// changed computes what follows from members and tokens.
func (r *Ring) changed() {
	r.numberZones()
	r.buildIndex()
	r.preferences = nil
}

func (r *Ring) numberZones() {
	var labels []string
	for i := range r.members {
		m := &r.members[i]
		m.zone = slices.Index(labels, m.label)
		if m.zone < 0 {
			m.zone = len(labels)
			labels = append(labels, m.label)
		}
	}
	r.zones = len(labels)
}
