package consensus

import (
	"errors"
	"slices"
	"testing"

	"go.etcd.io/raft/v3"
	pb "go.etcd.io/raft/v3/raftpb"
	"pgregory.net/rapid"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

func drawIdentity(t *rapid.T) identity {
	return identity{origin: rapid.Uint64().Draw(t, "origin"), verb: request.Verb(rapid.IntRange(0, 3).Draw(t, "verb")),
		key: rapid.String().Draw(t, "key")}
}

// TestCommandsSurviveTheLog: what is decoded is what was encoded, for any
// bytes in keys and values.
func TestCommandsSurviveTheLog(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := func(name string) string { return string(rapid.SliceOf(rapid.Byte()).Draw(t, name)) }
		c := command{id: drawIdentity(t), value: text("value"), expected: text("expected")}
		got, err := decodeCommand(c.encode())
		if err != nil || got != c {
			t.Fatalf("%+v came back as %+v, %v", c, got, err)
		}
	})
}

// TestSnapshotsSurviveTheWire: a member that takes a snapshot goes on exactly
// as the one that made it, and remembers the same commands.
func TestSnapshotsSurviveTheWire(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := newTable()
		draw := func() command {
			verb := rapid.SampledFrom([]request.Verb{request.Put, request.Delete, request.CompareAndSet}).Draw(t, "verb")
			return command{id: identity{rapid.Uint64Range(1, 60).Draw(t, "origin"), verb, rapid.StringMatching(`[ab]`).Draw(t, "key")},
				value: rapid.StringMatching(`[xy]?`).Draw(t, "value"), expected: rapid.StringMatching(`[xy]?`).Draw(t, "expected")}
		}
		commands := rapid.IntRange(0, 40).Draw(t, "commands")
		for i := range commands {
			a.apply(uint64(i+2), draw())
		}
		b, err := decodeTable(a.encode())
		if err != nil {
			t.Fatal(err)
		}
		for i := range 20 {
			c := draw()
			if one, other := a.apply(uint64(commands+i+2), c), b.apply(uint64(commands+i+2), c); one != other {
				t.Fatalf("%+v came to %+v, after a snapshot to %+v", c, one, other)
			}
		}
		if string(a.encode()) != string(b.encode()) {
			t.Fatal("the two tables differ")
		}
	})
}

// TestCopiesChangeNothing: a command that comes again has the first outcome.
func TestCopiesChangeNothing(t *testing.T) {
	table := newTable()
	put := command{id: identity{1, request.Put, "k"}, value: "old"}
	first := table.apply(2, put)
	table.apply(3, command{id: identity{2, request.Put, "k"}, value: "new"})
	if again := table.apply(4, put); again != first {
		t.Errorf("a copy came to %+v, the first to %+v", again, first)
	}
	if r, _ := table.Get("k"); r.Value != "new" || r.Index != 3 {
		t.Errorf("a late copy changed the key: %+v", r)
	}
	for i := range uint64(remembered) {
		table.apply(5+i, command{id: identity{10 + i, request.Put, "other"}})
	}
	if n := len(table.recent); n != remembered || len(table.done) != remembered {
		t.Errorf("it remembers %d commands and %d outcomes, not %d", n, len(table.done), remembered)
	}
}

// TestDiskLikeTheLibrarys compares the log with the library's own storage in
// memory, over random appends and compactions.
func TestDiskLikeTheLibrarys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := newDisk(1)
		m := raft.NewMemoryStorage()
		term := uint64(1)
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			first, _ := d.FirstIndex()
			last, _ := d.LastIndex()
			if rapid.Bool().Draw(t, "compact") && last >= first {
				upTo := rapid.Uint64Range(first, last).Draw(t, "up to")
				d.compact(upTo)
				if err := m.Compact(upTo); err != nil {
					t.Fatal(err)
				}
			} else {
				term += rapid.Uint64Range(0, 1).Draw(t, "terms")
				from := rapid.Uint64Range(first, last+1).Draw(t, "from")
				var entries []*pb.Entry
				for i := range rapid.Uint64Range(1, 5).Draw(t, "entries") {
					entries = append(entries, &pb.Entry{Index: new(from + i), Term: new(term), Data: make([]byte, i*10)})
				}
				d.extend(entries)
				if err := m.Append(entries); err != nil {
					t.Fatal(err)
				}
			}
			sameLog(t, d, m)
		}
	})
}

func sameLog(t *rapid.T, d *Disk, m *raft.MemoryStorage) {
	first, _ := m.FirstIndex()
	last, _ := m.LastIndex()
	if f, _ := d.FirstIndex(); f != first {
		t.Fatalf("first %d, want %d", f, first)
	}
	if l, _ := d.LastIndex(); l != last {
		t.Fatalf("last %d, want %d", l, last)
	}
	for i := max(first, 2) - 2; i <= last+1; i++ {
		got, err := d.Term(i)
		want, wantErr := m.Term(i)
		if got != want || !errors.Is(err, wantErr) {
			t.Fatalf("term of %d: %d, %v; want %d, %v", i, got, err, want, wantErr)
		}
	}
	got, err := d.Entries(first, last+1, 1<<30)
	want, wantErr := []*pb.Entry(nil), error(nil)
	if last >= first {
		want, wantErr = m.Entries(first, last+1, 1<<30)
	}
	if !slices.Equal(got, want) || !errors.Is(err, wantErr) {
		t.Fatalf("entries %v, %v; want %v, %v", got, err, want, wantErr)
	}
	if last >= first {
		if one, _ := d.Entries(first, last+1, 0); len(one) != 1 {
			t.Fatalf("%d entries where only one fits", len(one))
		}
	}
	if _, err := d.Entries(first, last+2, 1); !errors.Is(err, raft.ErrUnavailable) {
		t.Fatalf("entries beyond the end: %v", err)
	}
}

// TestMembersAreNodesAndDisks: another disk is another member of the same node.
func TestMembersAreNodesAndDisks(t *testing.T) {
	for _, node := range []sim.NodeID{0, 1, 1000} {
		a, b := memberID(node, 0), memberID(node, 1)
		if a == b || a == raft.None || nodeOf(a) != node || nodeOf(b) != node {
			t.Errorf("node %d: members %d and %d of nodes %d and %d", node, a, b, nodeOf(a), nodeOf(b))
		}
	}
	if nodeOf(raft.None) != sim.Nobody {
		t.Errorf("no member is node %d", nodeOf(raft.None))
	}
}

// FuzzDecode: garbled bytes are an error, never a panic or a huge table.
func FuzzDecode(f *testing.F) {
	table := newTable()
	table.apply(2, command{id: identity{1, request.Put, "k"}, value: "v"})
	f.Add(table.encode())
	f.Add(command{id: identity{1, request.Put, "k"}, value: "v"}.encode())
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, err := decodeCommand(b); err == nil {
			if again, err := decodeCommand(c.encode()); err != nil || again != c {
				t.Errorf("%+v came back as %+v, %v", c, again, err)
			}
		}
		if table, err := decodeTable(b); err == nil && len(table.keys) > len(b) {
			t.Errorf("%d keys from %d bytes", len(table.keys), len(b))
		}
	})
}
