package scene

import (
	"fmt"
	"strings"
	"testing"

	"netsplit/engine"
)

// With more nodes than columns fit, each row names the nodes that keep its key,
// in full or by number, and counts those without room.
func TestReplicasOfManyNodes(t *testing.T) {
	s := engine.Store{Component: "store"}
	ring := engine.Ring{Component: "store"}
	for i := range 60 {
		ring.Nodes = append(ring.Nodes, fmt.Sprintf("store-%d", i+1))
	}
	s.Keys = []engine.KeyRow{{Key: "cart", Cells: []engine.Cell{
		{Node: "store-42", Value: "milk"}, {Node: "store-7", Value: "egg", Behind: true}, {Node: "store-60", Missing: true},
	}}}
	v := View{Snapshot: &engine.Snapshot{Stores: []engine.Store{s}, Rings: []engine.Ring{ring}}, Key: "cart", Node: "store-7"}
	for w, want := range map[int]string{
		78: "✓store-42 milk  <store-7 egg  ∅store-60 missing",
		38: "✓42  <7  ∅60",
		17: "✓42  and 2",
	} {
		if picture := Replicas(v, w, 10).String(nil); !strings.Contains(picture, want) {
			t.Errorf("at %d columns, want %q in\n%s", w, want, picture)
		}
	}
}

// The reason of a failure is never cut to make room for the name.
func TestOperationKeepsItsCode(t *testing.T) {
	o := engine.Operation{ID: 1, Kind: "put", Name: "put key-154 users-64-and-more", Outcome: engine.Unknown, Code: "no-quorum"}
	short := engine.Operation{ID: 2, Kind: "get", Name: "get key-1", Outcome: engine.Failed, Code: "no-quorum"}
	v := View{Snapshot: &engine.Snapshot{}}
	for w := 34; w < 100; w++ {
		if picture := Operations(v, Notable, []engine.Operation{o, short}, w, 2).String(nil); strings.Count(picture, "no-quorum") != 2 || !strings.Contains(picture, "no-quorum") || !strings.Contains(picture, "?") {
			t.Errorf("at %d columns: %s", w, picture)
		}
	}
}
