package replica

import (
	"encoding/binary"
	"slices"

	"github.com/cespare/xxhash/v2"

	"netsplit/engine/clock"
	"netsplit/engine/merkle"
	"netsplit/engine/request"
	"netsplit/engine/ring"
)

// Entry is a key and its record.
type Entry struct {
	Key string
	Record
}

// Table is what a replica has on disk.
type Table struct {
	entries []stored
	index   map[string]int
	trees   []*merkle.Tree // by arc of the ring of that epoch; nil: no keys
	epoch   uint64
	hints   []Hint
	stamp   clock.Time // of the latest version given out: it must survive a crash
}

type stored struct {
	Entry
	hash uint64 // of the key
	sum  uint64 // of key and versions
	arc  int
}

// NewTable returns an empty table.
func NewTable() *Table { return &Table{index: map[string]int{}} }

// Get is a key's record.
func (t *Table) Get(key string) (Record, bool) {
	i, ok := t.index[key]
	if !ok {
		return Record{}, false
	}
	return t.entries[i].Record, true
}

// Len counts records, tombstones too.
func (t *Table) Len() int { return len(t.entries) }

// Each calls f for every entry, in the order in which the keys came.
func (t *Table) Each(f func(Entry)) {
	for _, e := range t.entries {
		f(e.Entry)
	}
}

// Apply takes what of a record the table does not hold yet, if anything.
func (t *Table) Apply(key string, r Record) bool {
	i, known := t.index[key]
	if known {
		old := t.entries[i].Record
		if r = Merge(old, r); Same(r, old) {
			return false
		}
	}
	if !known {
		i = len(t.entries)
		t.entries = append(t.entries, stored{Entry: Entry{Key: key}, hash: ring.HashKey(key), arc: -1})
		t.index[key] = i
	}
	e := &t.entries[i]
	old := e.sum
	e.Record, e.sum = r, checksum(key, r)
	if t.epoch != 0 && e.arc >= 0 {
		t.tree(e.arc).Update(merkle.Leaf(e.hash), old, e.sum)
	} else {
		t.epoch = 0 // a new key's arc is not known yet: recompute when asked
	}
	return true
}

// Purge forgets tombstones with older stamps and returns how many. A replica
// that missed the delete still has the value, and will bring it back.
func (t *Table) Purge(before clock.Time) int {
	kept, purged := t.entries[:0], 0
	for _, e := range t.entries {
		e.Record = e.without(func(r Record) bool {
			old := r.Deleted && r.Version.Stamp < before
			if old {
				purged++
			}
			return old
		})
		if e.Version != (request.Version{}) {
			kept = append(kept, e)
		}
	}
	if purged == 0 {
		return 0
	}
	clear(t.entries[len(kept):])
	t.entries, t.epoch = kept, 0
	clear(t.index)
	for i := range t.entries {
		e := &t.entries[i]
		t.index[e.Key], e.sum = i, checksum(e.Key, e.Record)
	}
	return purged
}

func (t *Table) tree(arc int) *merkle.Tree {
	if t.trees[arc] == nil {
		t.trees[arc] = &merkle.Tree{}
	}
	return t.trees[arc]
}

// checksum identifies the versions of a key.
func checksum(key string, r Record) uint64 {
	sum := checksumOne(key, r.Version)
	for _, s := range r.Siblings {
		sum ^= checksumOne(key, s.Version)
	}
	return sum
}

func checksumOne(key string, v request.Version) uint64 {
	var b [12]byte
	binary.LittleEndian.PutUint64(b[:8], uint64(v.Stamp))
	binary.LittleEndian.PutUint32(b[8:], uint32(v.Node))
	h := xxhash.New()
	_, _ = h.WriteString(key) // never fails
	_, _ = h.Write(b[:])
	return h.Sum64()
}

// summarise computes the trees of all arcs, if the ring changed or keys came.
func (t *Table) summarise(l *Layout) {
	if t.epoch == l.epoch {
		return
	}
	t.epoch = l.epoch
	t.trees = make([]*merkle.Tree, len(l.current.ring.Tokens()))
	for i := range t.entries {
		e := &t.entries[i]
		if e.arc = l.current.ring.ArcOf(e.hash); e.arc >= 0 {
			t.tree(e.arc).Update(merkle.Leaf(e.hash), 0, e.sum)
		}
	}
}

// digest is a node of an arc's tree.
func (t *Table) digest(l *Layout, b branch) uint64 {
	t.summarise(l)
	if tree := t.trees[b.Arc]; tree != nil {
		return tree.Node(int(b.Level), int(b.Index))
	}
	return 0
}

// on lists the entries on the given leaves, which are sorted.
func (t *Table) on(l *Layout, leaves []branch) []Entry {
	t.summarise(l)
	var out []Entry
	for _, e := range t.entries {
		b := branch{Arc: int32(e.arc), Level: merkle.Depth, Index: int32(merkle.Leaf(e.hash))}
		if _, ok := slices.BinarySearchFunc(leaves, b, branch.compare); ok {
			out = append(out, e.Entry)
		}
	}
	return out
}
