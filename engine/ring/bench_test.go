package ring_test

import (
	"fmt"
	"hash/crc32"
	"sort"
	"testing"
)

// classic is the usual consistent hash, as a yardstick in the same run:
// CRC-32, a sorted slice, a binary search and a map from hash to node.
type classic struct {
	hashes []int
	nodes  map[int]string
}

func newClassic(virtual, nodes int) *classic {
	c := &classic{nodes: map[int]string{}}
	for i := range nodes {
		for v := range virtual {
			h := int(crc32.ChecksumIEEE([]byte(fmt.Sprintf("%dstore-%d", v, i+1))))
			c.hashes = append(c.hashes, h)
			c.nodes[h] = fmt.Sprintf("store-%d", i+1)
		}
	}
	sort.Ints(c.hashes)
	return c
}

func (c *classic) get(key string) string {
	h := int(crc32.ChecksumIEEE([]byte(key)))
	i := sort.Search(len(c.hashes), func(i int) bool { return c.hashes[i] >= h })
	if i == len(c.hashes) {
		i = 0
	}
	return c.nodes[c.hashes[i]]
}

var sink string

func BenchmarkOwner(b *testing.B) {
	all := keys(1024)
	for _, nodes := range []int{8, 128, 512} {
		r, c := newRing(50, nodes), newClassic(50, nodes)
		b.Run(fmt.Sprintf("ring/%d", nodes), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				sink = r.Owner(all[i%1024])
			}
		})
		b.Run(fmt.Sprintf("classic/%d", nodes), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				sink = c.get(all[i%1024])
			}
		})
	}
}

func BenchmarkPreferenceIndexes(b *testing.B) {
	r := newRing(64, 5)
	out := make([]int, 0, 3)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		out = r.PreferenceIndexes(uint64(i)*0x9e3779b97f4a7c15, 3, out)
	}
}

func BenchmarkAdd(b *testing.B) {
	for b.Loop() {
		newRing(64, 5).PreferenceList("cart", 3)
	}
}
