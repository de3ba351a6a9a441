package network

import (
	"testing"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// Where messages take no time, those held back are still overtaken by later
// ones.
func TestReorderWithoutLatency(t *testing.T) {
	n := New(1, Profile{Latency: Constant(0), Reorder: 0.3})
	n.Place(0, "")
	n.Place(1, "")
	var latest clock.Time
	overtaken := 0
	for i := range 1000 {
		now := clock.FromDuration(time.Duration(i) * 10 * time.Microsecond)
		arrives := now.Add(n.Plan(0, 1, 100, now, -1).Delays[0])
		if arrives < latest {
			overtaken++
		}
		latest = max(latest, arrives)
	}
	if overtaken < 100 {
		t.Errorf("%d of 1000 messages were overtaken", overtaken)
	}
}

// Looking at links, or healing them, makes none: a thousand nodes have a
// million.
func TestLinksAreMadeWhenUsed(t *testing.T) {
	n := New(1, Profile{Latency: Constant(0)})
	const nodes = 300
	for id := range sim.NodeID(nodes) {
		n.Place(id, "")
	}
	n.Apply(1, 3, 4, Effect{Cut: true})
	for a := range sim.NodeID(nodes) {
		for b := range sim.NodeID(nodes) {
			n.Blocked(a, b)
			n.Condition(a, b)
			n.Carries(1, a, b)
			n.Lift(a, b, func(int) bool { return a != 3 })
		}
	}
	made := 0
	for _, row := range n.links {
		for _, l := range row {
			if l != nil {
				made++
			}
		}
	}
	if made != 1 {
		t.Errorf("%d links were made, 1 was used", made)
	}
	if fault, cut := n.Blocked(3, 4); !cut || fault != 1 {
		t.Error("the cut is gone")
	}
}

// A region is before the slash; latencies add up on the way out of a zone and
// of a region.
func TestDistances(t *testing.T) {
	n := New(1, Profile{Latency: Constant(time.Millisecond), BetweenZones: 2 * time.Millisecond, BetweenRegions: 40 * time.Millisecond})
	places := []string{"eu/a", "eu/a", "eu/b", "us/a", "", "c", "d"}
	for i, place := range places {
		n.Place(sim.NodeID(i), place)
	}
	for _, test := range []struct {
		a, b sim.NodeID
		far  Distance
		want time.Duration
	}{
		{0, 1, SameZone, time.Millisecond},
		{0, 2, OtherZone, 3 * time.Millisecond},
		{0, 3, OtherRegion, 43 * time.Millisecond},
		{0, 4, SameZone, time.Millisecond},
		{5, 6, OtherRegion, 43 * time.Millisecond},
	} {
		if got := DistanceBetween(places[test.a], places[test.b]); got != test.far {
			t.Errorf("%q and %q are %s, want %s", places[test.a], places[test.b], got, test.far)
		}
		if got := n.Plan(test.a, test.b, 0, 0, -1).Delays[0]; got != test.want {
			t.Errorf("from %q to %q: %s, want %s", places[test.a], places[test.b], got, test.want)
		}
	}
}
