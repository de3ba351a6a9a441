package request_test

import (
	"slices"
	"testing"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// The nearest that are fit: first the own zone, then the own region, then any;
// and when nobody is fit, the nearest all the same.
func TestNearest(t *testing.T) {
	places := []string{"eu/a", "eu/b", "us/a", "eu/a", "us/b"}
	all := []sim.NodeID{0, 1, 2, 3, 4}
	for _, test := range []struct {
		from string
		down []sim.NodeID
		want []sim.NodeID
	}{
		{"eu/a", nil, []sim.NodeID{0, 3}},
		{"eu/a", []sim.NodeID{0}, []sim.NodeID{3}},
		{"eu/a", []sim.NodeID{0, 3}, []sim.NodeID{1}},
		{"eu/a", []sim.NodeID{0, 1, 3}, []sim.NodeID{2, 4}},
		{"us/c", nil, []sim.NodeID{2, 4}},
		{"us", nil, []sim.NodeID{2, 4}},
		{"", nil, all},
		{"ap/a", nil, all},
		{"eu/a", all, []sim.NodeID{0, 3}},
	} {
		got := request.Nearest(all, test.from, func(id sim.NodeID) string { return places[id] }, func(id sim.NodeID) bool { return !slices.Contains(test.down, id) })
		if !slices.Equal(got, test.want) {
			t.Errorf("from %q without %v: %v, want %v", test.from, test.down, got, test.want)
		}
	}
	if got := request.Nearest(nil, "eu/a", nil, nil); got != nil {
		t.Errorf("of nobody: %v", got)
	}
}
