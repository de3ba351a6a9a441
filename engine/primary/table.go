package primary

import (
	"maps"
	"slices"

	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// identity tells one write from another. All copies of a request have the
// same, those that the network made and those that a client sends again
// because it got no answer.
type identity struct {
	origin uint64
	verb   request.Verb
	key    string
}

// background marks the origin of a request that serves no client operation.
const background = 1 << 63

func identify(from sim.NodeID, operation uint64, r *request.Request) identity {
	origin := operation
	if operation == 0 {
		origin = background | uint64(from)<<40 | r.ID
	}
	return identity{origin, r.Verb, r.Key}
}

// entry is a write in the log. What a compare-and-set came to is decided
// before it gets there, so carrying an entry out always succeeds.
type entry struct {
	at      Position
	id      identity
	value   string
	deleted bool
	when    clock.Time // the leader took it
	told    bool       // on the leader that took it: the client knows
	turn    int        // how often the key had crossed to another shard
	shift   *arrival   // it brings a key from another shard
	leaves  bool       // the key is another shard's now
	undo    *undo      // once it is carried out: what was there before
}

// undo is what a key held before an entry.
type undo struct {
	record Record
	found  bool
	again  bool // the entry was a copy: it changed nothing
	added  int  // identities that it remembered
}

// size is what an entry takes on the wire.
func (e entry) size() int { return 32 + len(e.id.key) + len(e.value) }

// Record is a key's value and the entry that wrote it. A deleted key keeps a
// record, so that its readers know since when.
type Record struct {
	Value   string
	At      Position
	Deleted bool
	Turn    int // how often the key had crossed to another shard
	stamp   stamp
}

// Version is what a client is told of the record.
func (r Record) Version() request.Version { return r.At.Version().OnTurn(r.Turn) }

// Table is the state that a log builds up: the same on every member that has
// carried out the same entries.
type Table struct {
	keys    []string // in the order in which they came
	records map[string]Record
	done    map[identity]Position
	recent  []identity // of done, oldest first
}

// remembered is how many writes a table remembers. A copy that more than so
// many others have overtaken would be carried out again.
const remembered = 4096

func newTable() *Table {
	return &Table{records: map[string]Record{}, done: map[identity]Position{}}
}

// Get is a key's record.
func (t *Table) Get(key string) (Record, bool) {
	r, ok := t.records[key]
	return r, ok
}

// Keys lists the keys that were ever written, in the order in which they came.
func (t *Table) Keys() []string { return t.keys }

// bytes is what the keys take on the wire.
func (t *Table) bytes() int {
	n := 0
	for _, k := range t.keys {
		n += 32 + len(k) + len(t.records[k].Value)
	}
	return n
}

func (t *Table) clone() *Table {
	return &Table{keys: slices.Clone(t.keys), records: maps.Clone(t.records), done: maps.Clone(t.done), recent: slices.Clone(t.recent)}
}

// apply carries an entry out and says how to take it back.
func (t *Table) apply(e *entry) {
	key := e.id.key
	old, found := t.records[key]
	if _, again := t.done[e.id]; again || e.overtaken(old, found) {
		e.undo = &undo{again: true}
		return
	}
	e.undo = &undo{record: old, found: found}
	if e.leaves {
		t.remove(key)
		return
	}
	if !found {
		t.keys = append(t.keys, key)
	}
	r := Record{Value: e.value, At: e.at, Deleted: e.deleted, Turn: e.turn}
	ids := []identity{e.id}
	if e.shift != nil {
		r.stamp, ids = e.shift.stamp, e.shift.done
	}
	t.records[key] = r
	for _, id := range ids {
		t.remember(id, e)
	}
}

// remember keeps the identity of a write that is done.
func (t *Table) remember(id identity, e *entry) {
	if _, known := t.done[id]; known {
		return
	}
	if len(t.recent) == remembered {
		delete(t.done, t.recent[0])
		t.recent = t.recent[1:]
	}
	t.done[id] = e.at
	t.recent = append(t.recent, id)
	e.undo.added++
}

func (t *Table) remove(key string) {
	delete(t.records, key)
	t.keys = slices.DeleteFunc(t.keys, func(k string) bool { return k == key })
}

// revert takes the latest entry that was carried out back.
func (t *Table) revert(e *entry) {
	if e.undo == nil || e.undo.again {
		return
	}
	key := e.id.key
	switch _, there := t.records[key]; {
	case !e.undo.found:
		t.remove(key)
	case !there:
		t.keys = append(t.keys, key)
		fallthrough
	default:
		t.records[key] = e.undo.record
	}
	for range min(e.undo.added, len(t.recent)) {
		last := len(t.recent) - 1
		delete(t.done, t.recent[last])
		t.recent = t.recent[:last]
	}
	e.undo = nil
}
