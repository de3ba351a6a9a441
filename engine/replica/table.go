package replica

import (
	"encoding/binary"
	"slices"

	"github.com/cespare/xxhash/v2"

	"netsplit/engine/request"
	"netsplit/engine/ring"
)

// Record is a value with its version. A deleted key keeps a record, its
// tombstone: without it a replica that missed the delete would bring the
// value back.
type Record struct {
	Value   string
	Version request.Version
	Deleted bool
}

// Entry is a key and its record.
type Entry struct {
	Key string
	Record
}

// Table is what a replica has on disk.
type Table struct {
	entries []stored
	index   map[string]int
	digests []uint64 // by arc of the ring of that epoch
	epoch   uint64
	hints   []Hint
}

type stored struct {
	Entry
	hash uint64 // of the key
	sum  uint64 // of key and version
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

// Apply takes a record if it is newer than what the table holds.
func (t *Table) Apply(key string, r Record) bool {
	i, known := t.index[key]
	if known && r.Version.Compare(t.entries[i].Version) <= 0 {
		return false
	}
	if !known {
		i = len(t.entries)
		t.entries = append(t.entries, stored{Entry: Entry{Key: key}, hash: ring.HashKey(key), arc: -1})
		t.index[key] = i
	}
	e := &t.entries[i]
	old := e.sum
	e.Record, e.sum = r, checksum(key, r.Version)
	if t.epoch != 0 && e.arc >= 0 && e.arc < len(t.digests) {
		t.digests[e.arc] ^= old ^ e.sum
	} else {
		t.epoch = 0 // a new key's arc is not known yet: recompute when asked
	}
	return true
}

// checksum identifies a version of a key.
func checksum(key string, v request.Version) uint64 {
	var b [12]byte
	binary.LittleEndian.PutUint64(b[:8], uint64(v.Stamp))
	binary.LittleEndian.PutUint32(b[8:], uint32(v.Node))
	h := xxhash.New()
	_, _ = h.WriteString(key) // never fails
	_, _ = h.Write(b[:])
	return h.Sum64()
}

// Digests is the exclusive or of the checksums of each arc: equal tables have
// equal digests, whatever the order of the writes.
func (t *Table) Digests(l *Layout) []uint64 {
	if t.epoch == l.epoch {
		return t.digests
	}
	t.epoch = l.epoch
	t.digests = make([]uint64, len(l.current.ring.Tokens()))
	for i := range t.entries {
		e := &t.entries[i]
		if e.arc = l.current.ring.ArcOf(e.hash); e.arc >= 0 {
			t.digests[e.arc] ^= e.sum
		}
	}
	return t.digests
}

// In lists the entries on the given arcs, which are sorted.
func (t *Table) In(l *Layout, arcs []int) []Entry {
	t.Digests(l)
	var out []Entry
	for _, e := range t.entries {
		if _, ok := slices.BinarySearch(arcs, e.arc); ok {
			out = append(out, e.Entry)
		}
	}
	return out
}
