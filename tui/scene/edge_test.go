package scene

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"netsplit/engine"
)

// fixtureEdge are a delivery network whose copies age, a gateway that refuses,
// and a name whose resolvers still send users to a site that is down.
func fixtureEdge(s *engine.Snapshot) {
	kept := func(key string, left time.Duration, stale bool) engine.FrontCopy {
		return engine.FrontCopy{Path: "/" + key, Key: key, Value: "v1", Age: 30*time.Second - left, ExpiresIn: left, Fresh: left > 0, Stale: stale}
	}
	s.Fronts = []engine.Front{
		{Component: "cdn", Kind: "cdn", Hits: 834, Misses: 166, Forwarded: 166, Points: []engine.FrontPoint{
			{Node: "cdn-1", Zone: "eu/a", Kept: 3, Copies: []engine.FrontCopy{kept("cart", 26*time.Second, true), kept("logo", 4*time.Second, false), kept("user:42", 0, false)}},
			{Node: "cdn-2", Zone: "us/a", Kept: 40, Copies: []engine.FrontCopy{kept("cart", 29*time.Second, false), kept("a", 20*time.Second, false), kept("b", 8*time.Second, false), kept("c", 7*time.Second, false)}},
			{Node: "cdn-shield", Zone: "eu/b", Role: "shield", Kept: 1, Copies: []engine.FrontCopy{{Key: "style.css", Value: "x", Fresh: true}}},
			{Node: "store-4", Zone: "eu/c"},
		}},
		{Component: "door", Kind: "gateway", Forwarded: 1200, Refused: 57, Points: []engine.FrontPoint{{Node: "door-1"}, {Node: "door-2"}}},
	}
	s.Metrics = append(s.Metrics, engine.Metric{Name: "door.throttled", Value: 50}, engine.Metric{Name: "door.too-large", Value: 7})
	s.Arrays = []engine.Array{
		{Component: "files", Level: 5, Usable: 3 << 40, Survives: 0, Disks: []engine.ArrayDisk{{Node: "files-disk-1", State: "good", Transfers: 1200}, {Node: "files-disk-2", State: "rebuilding", Rebuilt: .42}, {Node: "files-disk-3", State: "good", Transfers: 1150}}},
		{Component: "mirror", Level: 1, Usable: 4e12, Disks: []engine.ArrayDisk{{Node: "mirror-disk-1", State: "broken"}, {Node: "mirror-disk-2", State: "good", Transfers: 10}}},
		{Component: "wide", Level: 6, Usable: 8e12, Survives: 2, Disks: []engine.ArrayDisk{{Node: "wide-disk-1", State: "good"}}},
	}
	s.Names = []engine.Name{{Component: "shop", Policy: "failover", TTL: time.Minute, Records: []engine.NameRecord{{To: "paris"}, {To: "milan", Healthy: true}},
		Resolvers: []engine.NameResolver{
			{Node: "shop-resolver-1", Zone: "fr", Answers: []engine.NameAnswer{{Name: "shop", Address: "paris", ExpiresIn: 42 * time.Second}, {Name: "shop-api", Address: "milan", ExpiresIn: 3 * time.Second}}},
			{Node: "shop-resolver-2", Zone: "it", Answers: []engine.NameAnswer{{Name: "shop", Address: "milan", ExpiresIn: 59 * time.Second}}},
			{Node: "shop-resolver-3"},
		}}}
}

// What a resolver still answers although the name servers know better is said in
// words, and so is what a gateway refused and why.
func TestEdgeSaysWhatIsWrong(t *testing.T) {
	v := fixtureView()
	fixtureEdge(v.Snapshot)
	for draw, wants := range map[string][]string{
		Names(v, 78, 17).String(nil):  {"✗ paris, which is believed down", "42 s", "keeps no answer"},
		Fronts(v, 78, 17).String(nil): {"57 refused: 50 over the rate, 7 too large", "< cart old", "83.4% from copies", "over", "shield", "crashed"},
		Arrays(v, 78, 17).String(nil): {"rebuilt 42.0%", "degraded: the next broken disk may lose data", "survives 2 broken disks more"},
	} {
		for _, want := range wants {
			if !strings.Contains(draw, want) {
				t.Errorf("no %q in\n%s", want, draw)
			}
		}
	}
}

// Nobody gets more rows than it can use, and none is lost while one is wanted.
func TestShare(t *testing.T) {
	for _, x := range []struct {
		h     int
		wants []int
		sum   int
	}{{10, []int{1, 20, 3}, 10}, {10, []int{2, 2}, 4}, {0, []int{3}, 0}, {3, nil, 0}, {2, []int{5, 5, 5}, 2}} {
		sum := 0
		for i, n := range share(x.h, x.wants) {
			sum += n
			if n > x.wants[i] {
				t.Errorf("%v: %d rows for one that wants %d", x, n, x.wants[i])
			}
		}
		if sum != x.sum {
			t.Errorf("%v: %d rows given, want %d", x, sum, x.sum)
		}
	}
}

// Points that keep nothing take a row each; what has no room is counted.
func TestFrontsShowThePointsThatFit(t *testing.T) {
	f := engine.Front{Component: "net", Kind: "cdn"}
	for i := range 20 {
		f.Points = append(f.Points, engine.FrontPoint{Node: fmt.Sprintf("net-%d", i+1)})
	}
	picture := Fronts(View{Snapshot: &engine.Snapshot{Fronts: []engine.Front{f}}}, 60, 12).String(nil)
	if strings.Count(picture, "keeps nothing") != 10 || !strings.Contains(picture, "10 of 20 points") {
		t.Error(picture)
	}
}
