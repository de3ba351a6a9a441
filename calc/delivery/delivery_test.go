package delivery

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"netsplit/calc"
	"netsplit/calc/exact"
	"netsplit/calc/unit"
)

func results(t testing.TB, c calc.Calculator, values map[string]string) map[string]float64 {
	t.Helper()
	w, err := c.Forms[0].Solve(values)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]float64{}
	for _, e := range w.Result {
		found[e.Key], _ = e.Value.Number().Float64()
	}
	return found
}

// Krikorian, "Timelines at Scale" (QCon San Francisco 2012), as Kleppmann retells
// it in "Designing Data-Intensive Applications" (2017), chapter 1: 4.6k posts a
// second with 75 followers on average are 345k deliveries a second, and feeds
// are read 300k times a second.
func TestTimelinesAtScale(t *testing.T) {
	r := results(t, Fanout(), map[string]string{"posts": "4.6k/s", "reads": "300k/s", "followers": "75", "following": "75", "largest": "30M"})
	if r["deliveries_per_second"] != 345000 || r["write_per_second"] != 645000 || r["read_per_second"] != 4600+300e3*75 || r["largest_seconds"] != 30 {
		t.Errorf("%v", r)
	}
}

// Goal: where the worksheet says that both are the same work, they are.
func TestCrossing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := func(name string) int64 { return rapid.Int64Range(2, 1e6).Draw(t, name) }
		f := feed{posts: exact.Int(whole("posts")), followers: exact.Int(whole("followers")), following: exact.Int(whole("following"))}
		reads, ok := f.crossing()
		if !ok {
			t.Fatal("no crossing")
		}
		f.reads = exact.Mul(reads, f.posts)
		if f.push().Cmp(f.pull()) != 0 {
			t.Fatalf("%s on write, %s on read", f.push(), f.pull())
		}
	})
}

// Goal: replication by hand: 5 MB/s on 12.5 MB/s; a burst of 20 MB/s for ten
// minutes leaves 4.5 GB, which take six minutes to arrive and ten to be gone.
func TestReplication(t *testing.T) {
	r := results(t, Replication(), nil)
	if r["bandwidth_bytes_per_second"] != 1e7 || r["link_ratio"] != 0.4 || r["backlog_bytes"] != 4.5e9 || math.Abs(r["lag_worst_seconds"]-360.04008) > 1e-9 || r["catch_up_seconds"] != 600 {
		t.Errorf("%v", r)
	}
	w, err := Replication().Forms[0].Solve(map[string]string{"writes": "20k/s"})
	if err != nil || w.Result[6].Value.Infinite() != linkTooSmall {
		t.Errorf("a link that is too small is caught up: %v %v", w.Result[6], err)
	}
}

// Goal: the offload by hand, and the share of hits from which it pays.
func TestCDN(t *testing.T) {
	r := results(t, CDN(), nil)
	if r["origin_per_second"] != 500 || r["edge_bytes_per_second"] != 2e9 || r["origin_bytes_per_second"] != 1e8 || math.Abs(r["mean_seconds"]-0.0275) > 1e-12 {
		t.Errorf("%v", r)
	}
	if r := results(t, CDN(), map[string]string{"hit": "66.6667%"}); math.Abs(r["cost_dollars_per_second"]/r["cost_without_dollars_per_second"]-1) > 1e-5 {
		t.Errorf("where it should pay for itself: %v", r)
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		calculator      calc.Calculator
		name, text, why string
	}{
		{CDN(), "hit", "120%", "more than 100%"}, {CDN(), "edge-price", "0.06", "not money for data"}, {CDN(), "object", "200", "has no unit"},
		{Replication(), "link", "100MB", "not how fast data comes"}, {Replication(), "replicas", "0", "too small"},
		{Fanout(), "followers", "none", "followers"}, {Fanout(), "workers", "0/s", "not more than zero"},
	} {
		_, err := c.calculator.Forms[0].Solve(map[string]string{c.name: c.text})
		if err == nil || !strings.Contains(err.Error(), c.why) || unit.Argument(err) != c.name {
			t.Errorf("%s %s %s: %v, want %s", c.calculator.Name, c.name, c.text, err, c.why)
		}
	}
}

// Goal: whatever is typed, an answer or an error that names its input.
func FuzzSolve(f *testing.F) {
	f.Add("5k/s", "1KB", "2", "100Mbps")
	f.Add("1e99/s", "0", "-1", "\x1b[2J")
	f.Fuzz(func(t *testing.T, a, b, c, d string) {
		for _, each := range []calc.Calculator{Replication(), CDN(), Fanout()} {
			values, given := map[string]string{}, []string{a, b, c, d}
			for i, field := range each.Forms[0].Fields[:4] {
				values[field.Name] = given[i]
			}
			_, err := each.Forms[0].Solve(values)
			if err != nil && (unit.Argument(err) == "" || strings.ContainsAny(err.Error(), "\x1b\r\n")) {
				t.Fatalf("%s: bad error %q", each.Name, err)
			}
		}
	})
}
