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

// In a pane of 43 columns beside others the figures stay whole.
func TestNarrowPanesKeepFigures(t *testing.T) {
	v := View{Snapshot: &engine.Snapshot{
		Names: []engine.Name{{Component: "long-ttl", Policy: "failover", Records: []engine.NameRecord{{To: "paris"}},
			Resolvers: []engine.NameResolver{{Node: "long-ttl-resolver-1", Answers: []engine.NameAnswer{{Name: "long-ttl", Address: "paris"}}}}}},
		Balancers: []engine.Balancer{{Component: "watched", Targets: []engine.BalancerTarget{{Node: "watched-web-2", Healthy: true, Load: 25}}}},
		Nodes:     []engine.Node{{Name: "watched-web-2", State: engine.Crashed}},
		Topics: []engine.Topic{{Component: "news", Buffer: 10, Subscribers: []engine.Subscriber{
			{Component: "shelf", Delivered: 184, Filtered: 1582, Filter: "key-19 or key-20 or key-21"}}}},
		Rafts: []engine.Raft{{Component: "store", Members: []engine.RaftMember{{Node: "store-1", Last: 12, Committed: 12, Applied: 12}},
			Ballots: []engine.Ballot{{Term: 2, Voter: "store-1", Candidate: "store-2", Pre: true, Granted: true}}}},
		Stores: []engine.Store{{Component: "store", Keys: []engine.KeyRow{{Key: "cart"}}, Hints: []engine.Hint{{Holder: "store-3", For: "store-1", Key: "cart"}}}},
		Rings:  []engine.Ring{{Component: "store", Nodes: []string{"store-1", "store-2", "store-3", "store-4", "store-5"}}},
	}}
	for name, c := range map[string]struct {
		draw func(View, int, int) *Canvas
		want []string
	}{
		"names":    {Names, []string{"believed down, not given out", "✗ paris "}},
		"balancer": {Balancers, []string{"25 under way  crashed"}},
		"topic":    {Topic, []string{"1,582 filtered out"}},
		"raft":     {RaftLog, []string{"12 entries, 12 committed", "term 2: 1 would vote for 2"}},
		"replicas": {Replicas, []string{" h 1 "}},
	} {
		picture := c.draw(v, 43, 14).String(nil)
		for _, want := range c.want {
			if !strings.Contains(picture, want) {
				t.Errorf("%s: want %q in\n%s", name, want, picture)
			}
		}
	}
}
