package shard

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

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

// Owners implements Placement.
func (r Ranges) Owners() []int {
	return slices.Compact(slices.Sorted(slices.Values(r.owners)))
}

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

// Split cuts a shard's range at a key: what lies from it on goes to a new
// shard. False: the key does not part the range.
func (r Ranges) Split(shard int, at string, added int) (Ranges, bool) {
	for i, o := range r.owners {
		if o != shard || i > 0 && Compare(at, r.points[i-1]) <= 0 || i < len(r.points) && Compare(at, r.points[i]) >= 0 {
			continue
		}
		return Ranges{points: slices.Insert(slices.Clone(r.points), i, at),
			owners: slices.Insert(slices.Clone(r.owners), i+1, added)}, true
	}
	return r, false
}

// Merge implements Placement. Ranges side by side become one.
func (r Ranges) Merge(from, into int) Placement {
	var out Ranges
	for i, o := range r.owners {
		if o == from {
			o = into
		}
		if i > 0 && o == out.owners[len(out.owners)-1] {
			continue
		}
		if i > 0 {
			out.points = append(out.points, r.points[i-1])
		}
		out.owners = append(out.owners, o)
	}
	return out
}

// Beside lists the shards whose ranges touch those of a shard.
func (r Ranges) Beside(shard int) []int {
	var out []int
	for i, o := range r.owners {
		if o != shard {
			continue
		}
		if i > 0 {
			out = append(out, r.owners[i-1])
		}
		if i < len(r.owners)-1 {
			out = append(out, r.owners[i+1])
		}
	}
	return out
}

// Extent is a shard's ranges in words: "key-10 to key-20".
func (r Ranges) Extent(shard int) string {
	var parts []string
	for i, o := range r.owners {
		if o != shard {
			continue
		}
		switch {
		case len(r.points) == 0:
			return "all keys"
		case i == 0:
			parts = append(parts, "up to "+r.points[0])
		case i == len(r.points):
			parts = append(parts, "from "+r.points[i-1])
		default:
			parts = append(parts, r.points[i-1]+" to "+r.points[i])
		}
	}
	return strings.Join(parts, ", ")
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
