package scene

import (
	"strings"
	"testing"

	"netsplit/engine"
)

// Names that are too long for their boxes stay apart: those with the same
// beginning are cut in the middle, the others at the end.
func TestNamesInNarrowBoxes(t *testing.T) {
	s := &engine.Snapshot{}
	names := []string{"shielded-readers", "shielded-writers", "backoffice-of-the-shop", "payments-of-customers", "orders", "store"}
	for i, name := range names {
		c := engine.Component{Name: name, Kind: "service", Members: []string{name}}
		if i+1 < len(names) {
			c.To = names[i+1 : i+2]
		}
		s.Components = append(s.Components, c)
		s.Nodes = append(s.Nodes, engine.Node{Name: name, Component: name, Kind: "service", State: engine.Up})
	}
	for _, w := range []int{60, 70, 80} {
		picture := Topology(View{Snapshot: s}, w, 16).String(nil)
		if strings.Count(picture, "ders") != 2 || !strings.Contains(picture, "ters") || !strings.Contains(picture, "back") || !strings.Contains(picture, "orders") {
			t.Errorf("%d columns:\n%s", w, picture)
		}
	}
}

// In 20 columns a row of the ring's list keeps what the node has of the key: its
// name gives way, since its number stands before it.
func TestRingListKeepsValues(t *testing.T) {
	s := &engine.Snapshot{}
	nodes := []string{"store-1", "store-2", "store-3", "store-4"}
	row := engine.KeyRow{Key: "cart"}
	for i, name := range nodes {
		s.Nodes = append(s.Nodes, engine.Node{Name: name, Component: "store", State: engine.Up})
		if i > 0 {
			row.Cells = append(row.Cells, engine.Cell{Node: name, Value: "users-" + name[6:]})
		}
	}
	s.Components = []engine.Component{{Name: "store", Kind: "kv", Members: nodes}}
	s.Rings = []engine.Ring{{Component: "store", Nodes: nodes, Tokens: []engine.Token{{Position: 0.5, Owner: "store-3"}},
		Keys: []engine.RingKey{{Key: "cart", Position: .25, Owners: []string{"store-3", "store-4", "store-2"}}}}}
	s.Stores = []engine.Store{{Component: "store", Keys: []engine.KeyRow{row}}}
	picture := Ring(View{Snapshot: s, Key: "cart", Node: "store-1"}, 20, 5).String(nil)
	if !strings.Contains(picture, "1st 3 ● 3 ✓ users-3") || !strings.Contains(picture, "2nd 4 ● 4 ✓ users-4") {
		t.Errorf("the values are lost:\n%s", picture)
	}
}
