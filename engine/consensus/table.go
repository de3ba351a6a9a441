package consensus

import (
	"encoding/binary"
	"errors"

	"netsplit/engine/request"
)

// Record is a key's value and the entry of the log that wrote it. A deleted
// key keeps a record, so that its readers know since when.
type Record struct {
	Value   string
	Index   uint64
	Deleted bool
}

// Table is the state that the log builds up: the same on every member that
// has applied the same entries.
type Table struct {
	keys    []string // in the order in which they came
	records map[string]Record
	done    map[identity]outcome
	recent  []identity // of done, oldest first
}

// outcome is what a command came to, kept so that a copy of it that comes
// later changes nothing and gets the same answer (dissertation, section 6.3).
type outcome struct {
	index uint64
	ok    bool
}

// remembered is how many commands a table remembers. A copy that more than so
// many others have overtaken would be applied again.
const remembered = 4096

func newTable() *Table {
	return &Table{records: map[string]Record{}, done: map[identity]outcome{}}
}

// Get is a key's record.
func (t *Table) Get(key string) (Record, bool) {
	r, ok := t.records[key]
	return r, ok
}

// Keys lists the keys that were ever written, in the order in which they came.
func (t *Table) Keys() []string { return t.keys }

// apply carries a command out, unless it was before.
func (t *Table) apply(index uint64, c command) outcome {
	if o, known := t.done[c.id]; known {
		return o
	}
	o := outcome{index: index, ok: true}
	old := t.records[c.id.key]
	switch {
	case c.id.verb == request.CompareAndSet && old.Value != c.expected:
		o.ok = false
	case c.id.verb == request.Delete:
		t.set(c.id.key, Record{Index: index, Deleted: true})
	default:
		t.set(c.id.key, Record{Index: index, Value: c.value})
	}
	t.remember(c.id, o)
	return o
}

func (t *Table) set(key string, r Record) {
	if _, known := t.records[key]; !known {
		t.keys = append(t.keys, key)
	}
	t.records[key] = r
}

func (t *Table) remember(id identity, o outcome) {
	if len(t.recent) == remembered {
		delete(t.done, t.recent[0])
		t.recent = t.recent[1:]
	}
	t.done[id] = o
	t.recent = append(t.recent, id)
}

// encode writes the table for a snapshot.
func (t *Table) encode() []byte {
	var b []byte
	b = binary.AppendUvarint(b, uint64(len(t.keys)))
	for _, k := range t.keys {
		r := t.records[k]
		b = appendText(appendText(b, k), r.Value)
		b = appendFlag(binary.AppendUvarint(b, r.Index), r.Deleted)
	}
	b = binary.AppendUvarint(b, uint64(len(t.recent)))
	for _, id := range t.recent {
		o := t.done[id]
		b = appendFlag(binary.AppendUvarint(id.append(b), o.index), o.ok)
	}
	return b
}

var errGarbled = errors.New("a snapshot or an entry is not what a member wrote")

func decodeTable(b []byte) (*Table, error) {
	r := reader{b: b}
	t := newTable()
	for range r.number() {
		key := r.text()
		t.set(key, Record{Value: r.text(), Index: r.number(), Deleted: r.flag()})
		if r.bad {
			return nil, errGarbled
		}
	}
	for range r.number() {
		id := r.identity()
		t.remember(id, outcome{index: r.number(), ok: r.flag()})
		if r.bad {
			return nil, errGarbled
		}
	}
	if r.bad {
		return nil, errGarbled
	}
	return t, nil
}
