// Package placing spreads keys over nodes by seven schemes, and counts how even
// they are and what moves when nodes come and go.
//
//	s, err := placing.New("ketama", []placing.Node{{"a:11211", 1}, {"b:11211", 1}}, 100)
//	owner := s.Place([]string{"cart", "user-7"}) // indexes of nodes
//
// The schemes and their sources:
//
//	ring        consistent hashing with virtual nodes (package ring)
//	modulo      hash(key) mod n
//	rendezvous  the node with the highest score for the key (Thaler and Ravishankar, 1998)
//	jump        Lamping and Veach, "A Fast, Minimal Memory, Consistent Hash Algorithm", 2014
//	maglev      a table filled by turns (Eisenbud et al., "Maglev", NSDI 2016, section 3.4)
//	bounded     the ring, but no node takes more than 1.25 times its share (Mirrokni, Thorup and Zadimoghaddam, 2016)
//	ketama      memcached clients' ring: md5, 160 points a server, four a digest (libketama)
package placing

import (
	"crypto/md5"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"netsplit/calc/order"
	"netsplit/engine/ring"
)

// Node is a server and its weight.
type Node struct {
	Name   string
	Weight float64
}

// Scheme says for each key the index of its node.
type Scheme interface{ Place(keys []string) []int32 }

// Names are the schemes.
func Names() []string {
	return []string{"ring", "modulo", "rendezvous", "jump", "maglev", "bounded", "ketama"}
}

// New prepares a scheme for nodes. Virtual is the points of a node on the ring.
func New(name string, nodes []Node, virtual int) (Scheme, error) {
	if len(nodes) == 0 {
		return nil, fmt.Errorf("%s has no nodes to place keys on", name)
	}
	switch name {
	case "ring":
		return circle{ringOf(nodes, virtual)}, nil
	case "bounded":
		return bounded{ringOf(nodes, virtual), nodes}, nil
	case "rendezvous":
		return rendezvous(nodes), nil
	case "maglev":
		return newMaglev(nodes), nil
	case "ketama":
		return newKetama(nodes), nil
	case "modulo", "jump":
		for _, n := range nodes[1:] {
			if n.Weight != nodes[0].Weight {
				return nil, fmt.Errorf("%s knows no weights: every node takes the same", name)
			}
		}
		if name == "jump" {
			return jump(len(nodes)), nil
		}
		return modulo(len(nodes)), nil
	}
	return nil, fmt.Errorf("there is no scheme %q: use %s", name, strings.Join(Names(), ", "))
}

func ringOf(nodes []Node, virtual int) *ring.Ring {
	r := ring.New(virtual)
	for _, n := range nodes {
		r.Add(n.Name, n.Weight, "")
	}
	return r
}

type circle struct{ ring *ring.Ring }

func (c circle) Place(keys []string) []int32 {
	return each(keys, func(h uint64) int32 { return int32(c.ring.OwnerIndex(h)) })
}

func each(keys []string, owner func(hash uint64) int32) []int32 {
	out := make([]int32, len(keys))
	for i, k := range keys {
		out[i] = owner(ring.HashKey(k))
	}
	return out
}

type modulo int

func (m modulo) Place(keys []string) []int32 {
	return each(keys, func(h uint64) int32 { return int32(h % uint64(m)) })
}

type rendezvous []Node

func (r rendezvous) Place(keys []string) []int32 {
	seeds := make([]uint64, len(r))
	for i, n := range r {
		seeds[i] = ring.HashKey(n.Name)
	}
	return each(keys, func(h uint64) int32 {
		best, most := 0, math.Inf(-1)
		for i, n := range r {
			// A uniform number u gives the weighted score -w / ln(u).
			u := (float64(mix(h^seeds[i])>>11) + 0.5) / (1 << 53)
			if score := -n.Weight / math.Log(u); n.Weight > 0 && score > most {
				best, most = i, score
			}
		}
		return int32(best)
	})
}

// mix spreads the bits of a number (splitmix64).
func mix(h uint64) uint64 {
	h += 0x9e3779b97f4a7c15
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

type jump int

func (j jump) Place(keys []string) []int32 {
	return each(keys, func(h uint64) int32 { return Jump(h, int(j)) })
}

// Jump is the bucket of a number, from 0 to buckets-1: it leaps from the bucket
// that it would have among fewer to the next one that takes it.
func Jump(number uint64, buckets int) int32 {
	at, next := int64(-1), int64(0)
	for next < int64(buckets) {
		at = next
		number = number*2862933555777941757 + 1
		next = int64(float64(at+1) * (float64(int64(1)<<31) / float64((number>>33)+1)))
	}
	return int32(at)
}

// maglevSize is the length of the table, a prime.
const maglevSize = 65537

type maglev []int32

// newMaglev lets the nodes take turns to claim the next free place of their own
// permutation of the table; a node of half the weight passes every other turn.
func newMaglev(nodes []Node) maglev {
	table := make(maglev, maglevSize)
	for i := range table {
		table[i] = -1
	}
	heaviest := 0.0
	for _, n := range nodes {
		heaviest = max(heaviest, n.Weight)
	}
	next, credit := make([]uint64, len(nodes)), make([]float64, len(nodes))
	for filled := 0; filled < maglevSize; {
		for i, n := range nodes {
			if credit[i] += n.Weight / heaviest; credit[i] < 1 {
				continue
			}
			credit[i]--
			offset, skip := ring.HashKey(n.Name)%maglevSize, mix(ring.HashKey(n.Name))%(maglevSize-1)+1
			at := (offset + next[i]*skip) % maglevSize
			for table[at] >= 0 {
				next[i]++
				at = (offset + next[i]*skip) % maglevSize
			}
			table[at] = int32(i)
			next[i]++
			if filled++; filled == maglevSize {
				break
			}
		}
	}
	return table
}

func (m maglev) Place(keys []string) []int32 {
	return each(keys, func(h uint64) int32 { return m[h%maglevSize] })
}

// excess is how far above its share a node of a bounded ring may go.
const excess = 1.25

type bounded struct {
	ring  *ring.Ring
	nodes []Node
}

// Place gives the keys out in their order: each to the first node clockwise
// that has room.
func (b bounded) Place(keys []string) []int32 {
	total := 0.0
	for _, n := range b.nodes {
		total += n.Weight
	}
	room := make([]int, len(b.nodes))
	for i, n := range b.nodes {
		room[i] = int(math.Ceil(excess * float64(len(keys)) * n.Weight / total))
	}
	var list []int
	return each(keys, func(h uint64) int32 {
		owner := b.ring.OwnerIndex(h)
		if room[owner] == 0 {
			list = b.ring.PreferenceIndexes(h, len(b.nodes), list)
			for _, i := range list {
				if owner = i; room[i] > 0 {
					break
				}
			}
		}
		room[owner]--
		return int32(owner)
	})
}

type ketama struct {
	points []uint32
	owners []int32
}

// newKetama counts points as libketama does, in single precision.
func newKetama(nodes []Node) *ketama {
	total := float32(0)
	for _, n := range nodes {
		total += float32(n.Weight)
	}
	type point struct {
		at    uint32
		owner int32
	}
	var points []point
	for i, n := range nodes {
		share := float32(n.Weight) / total
		digests := int(math.Floor(float64(float32(float64(share) * 40 * float64(len(nodes))))))
		for d := range digests {
			sum := md5.Sum([]byte(n.Name + "-" + strconv.Itoa(d)))
			for q := range 4 {
				points = append(points, point{binary.LittleEndian.Uint32(sum[4*q:]), int32(i)})
			}
		}
	}
	order.By(points, func(a, b point) int {
		switch {
		case a.at < b.at:
			return -1
		case a.at > b.at:
			return 1
		}
		return 0
	})
	k := &ketama{}
	for _, p := range points {
		k.points, k.owners = append(k.points, p.at), append(k.owners, p.owner)
	}
	return k
}

func (k *ketama) Place(keys []string) []int32 {
	out := make([]int32, len(keys))
	for i, key := range keys {
		sum := md5.Sum([]byte(key))
		at, _ := slices.BinarySearch(k.points, binary.LittleEndian.Uint32(sum[:]))
		if at == len(k.points) {
			at = 0
		}
		out[i] = k.owners[at]
	}
	return out
}
