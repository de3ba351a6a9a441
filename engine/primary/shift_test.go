package primary

import (
	"slices"
	"testing"

	"netsplit/engine/request"
)

// A key that comes from another shard brings the writes that are done, so that
// a copy of one changes nothing; and one that was overtaken by a later attempt
// changes nothing either. Taking all back leaves the table as it was.
func TestArrival(t *testing.T) {
	table := newTable()
	put := func(origin uint64) identity { return identity{origin, request.Put, "k"} }
	arrives := func(index, number uint64, value string, done ...identity) *entry {
		return &entry{at: Position{1, index}, id: identity{background | index, 0, "k"}, value: value, turn: 1, shift: &arrival{stamp{3, number}, done}}
	}
	steps := []struct {
		what string
		e    *entry
		want string // value after it; "" no record
	}{
		{"a write of another turn, long ago", &entry{at: Position{1, 1}, id: put(1), value: "old"}, "old"},
		{"the key comes", arrives(2, 20, "second", put(7), put(8)), "second"},
		{"an earlier attempt is late", arrives(3, 19, "first", put(7)), "second"},
		{"the same attempt again", arrives(4, 20, "second", put(7)), "second"},
		{"a later attempt", arrives(5, 21, "third", put(7), put(8), put(9)), "third"},
		{"a copy of a write that is done", &entry{at: Position{1, 6}, id: put(9), value: "copy", turn: 1}, "third"},
		{"a new write", &entry{at: Position{1, 7}, id: put(10), value: "fourth", turn: 1}, "fourth"},
		{"the key leaves", &entry{at: Position{1, 8}, id: identity{background | 8, 0, "k"}, leaves: true, turn: 2}, ""},
		{"a copy of the write comes too late", &entry{at: Position{1, 9}, id: put(10), value: "fourth", turn: 2}, ""},
	}
	values := []string{""}
	for _, s := range steps {
		table.apply(s.e)
		if got := table.records["k"].Value; got != s.want {
			t.Errorf("%s: %q, want %q", s.what, got, s.want)
		}
		values = append(values, s.want)
	}
	for i, s := range slices.Backward(steps) {
		table.revert(s.e)
		if got := table.records["k"].Value; got != values[i] {
			t.Errorf("%s, taken back: %q, want %q", s.what, got, values[i])
		}
	}
	if len(table.keys)+len(table.records)+len(table.done)+len(table.recent) != 0 {
		t.Errorf("left behind: %v %v %v %v", table.keys, table.records, table.done, table.recent)
	}
}

// A key's version on its next shard is newer than every one on the shards
// before, whatever the numbers of their logs.
func TestTurnsOrderVersions(t *testing.T) {
	before := Record{At: Position{9, 5000}}.Version()
	after := Record{At: Position{1, 2}, Turn: 1}.Version()
	if after.Compare(before) <= 0 {
		t.Errorf("%v is not after %v", after, before)
	}
	if at, ok := PositionOf(after); !ok || at != (Position{1, 2}) || after.Turn() != 1 || before.Turn() != 0 {
		t.Errorf("%v is %v on turn %d", after, at, after.Turn())
	}
}
